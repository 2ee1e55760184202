//! The cache: its contents, how long they are kept, and what makes them be forgotten.

use std::time::Duration;

use amqtt_verifier::{Action, Decision, Reason};

use crate::{Database, STALE, client, connect, pass, publish};

const WRONG: Decision = Decision::Deny(Reason::Credentials);
const NOT_GRANTED: Decision = Decision::Deny(Reason::NotGranted);

/// Queries and hashes.
fn counts(source: &amqtt_verifier::sources::database::DatabaseSource) -> (u64, u64) {
    (source.statistics().queries, source.statistics().hashes)
}

#[tokio::test]
async fn a_password_is_remembered_as_long_as_its_hash_is_the_same() {
    let mut database = Database::new().await;
    let source = database.source();
    database.set_password("ada", "right").await;
    let mut expected = (1, 1);
    for (wait, queries, hashes) in [
        (Duration::ZERO, 0, 0),
        (Duration::ZERO, 0, 0),
        // The row is read again, and the hash in it is the same.
        (STALE, 1, 0),
        (Duration::from_secs(40 * 60), 1, 0),
        // An hour is over since it was hashed.
        (Duration::from_secs(30 * 60), 1, 1),
        (Duration::ZERO, 0, 0),
    ] {
        assert_eq!(connect(&source, "ada", "right").await, Decision::Allow);
        assert_eq!(counts(&source), expected, "before {wait:?}");
        pass(wait).await;
        expected = (expected.0 + queries, expected.1 + hashes);
    }
    assert_eq!(
        source.statistics().connections,
        1,
        "that to a SQLite file is kept"
    );
}

#[tokio::test]
async fn a_new_password_counts_at_once_and_the_old_one_no_longer_than_the_time_to_live() {
    let mut database = Database::new().await;
    let source = database.source();
    database.set_password("ada", "old").await;
    assert_eq!(connect(&source, "ada", "old").await, Decision::Allow);
    database.set_password("ada", "new").await;
    assert_eq!(connect(&source, "ada", "old").await, Decision::Allow);
    pass(STALE).await;
    assert_eq!(connect(&source, "ada", "old").await, WRONG);

    database.set_password("ada", "newer").await;
    assert_eq!(connect(&source, "ada", "newer").await, Decision::Allow);
    // The row was read: the old password is not remembered any more.
    assert_eq!(connect(&source, "ada", "new").await, WRONG);
    database.remove_account("ada").await;
    assert_eq!(connect(&source, "ada", "wrong").await, WRONG);
    assert_eq!(connect(&source, "ada", "newer").await, WRONG);
}

#[tokio::test]
async fn a_wrong_password_makes_nothing_be_forgotten() {
    let mut database = Database::new().await;
    let source = database.source();
    database.set_password("ada", "right").await;
    assert_eq!(connect(&source, "ada", "right").await, Decision::Allow);
    for _ in 0..3 {
        assert_eq!(connect(&source, "ada", "wrong").await, WRONG);
    }
    assert_eq!(counts(&source), (4, 4), "no denial is remembered");
    assert_eq!(connect(&source, "ada", "right").await, Decision::Allow);
    assert_eq!(counts(&source), (4, 4));
}

#[tokio::test]
async fn invalidating_is_effective_at_once() {
    let mut database = Database::new().await;
    let source = database.source();
    database.set_password("ada", "old").await;
    database.set_rights("ada", Action::Publish, &["a"]).await;
    let ada = client("ada").await;
    assert_eq!(connect(&source, "ada", "old").await, Decision::Allow);
    assert_eq!(publish(&source, &ada, "a").await, Decision::Allow);

    database.set_password("ada", "new").await;
    database.set_rights("ada", Action::Publish, &["b"]).await;
    source.invalidate("grace");
    assert_eq!(connect(&source, "ada", "old").await, Decision::Allow);
    assert_eq!(publish(&source, &ada, "a").await, Decision::Allow);

    source.clone().invalidate("ada");
    assert_eq!(connect(&source, "ada", "old").await, WRONG);
    assert_eq!(publish(&source, &ada, "a").await, NOT_GRANTED);
    assert_eq!(publish(&source, &ada, "b").await, Decision::Allow);
}

#[tokio::test]
async fn what_was_on_its_way_when_it_was_invalidated_is_not_remembered() {
    let mut database = Database::new().await;
    let source = database.source();
    database.set_password("ada", "old").await;
    database.set_rights("ada", Action::Publish, &["a"]).await;
    let ada = client("ada").await;

    let connecting = connect(&source, "ada", "old");
    let publishing = publish(&source, &ada, "a");
    let (connected, published, ()) = tokio::join!(connecting, publishing, async {
        tokio::task::yield_now().await;
        source.invalidate("ada");
    });
    assert_eq!((connected, published), (Decision::Allow, Decision::Allow));
    database.set_password("ada", "new").await;
    database.set_rights("ada", Action::Publish, &["b"]).await;
    assert_eq!(connect(&source, "ada", "old").await, WRONG);
    assert_eq!(publish(&source, &ada, "a").await, NOT_GRANTED);
}

#[tokio::test]
async fn rights_are_read_again_after_the_time_to_live() {
    let mut database = Database::new().await;
    let source = database.source();
    let ada = client("ada").await;
    assert_eq!(publish(&source, &ada, "a").await, NOT_GRANTED);
    database.set_rights("ada", Action::Publish, &["a"]).await;
    assert_eq!(publish(&source, &ada, "a").await, NOT_GRANTED);
    pass(STALE).await;
    assert_eq!(publish(&source, &ada, "a").await, Decision::Allow);
    database.set_rights("ada", Action::Publish, &["b"]).await;
    assert_eq!(publish(&source, &ada, "a").await, Decision::Allow);
    assert_eq!(source.statistics().queries, 2);
    pass(STALE).await;
    assert_eq!(publish(&source, &ada, "a").await, NOT_GRANTED);
    assert_eq!(source.statistics().queries, 3);
}

#[tokio::test]
async fn without_time_to_live_every_decision_is_a_query() {
    let mut database = Database::new().await;
    let mut options = database.options();
    options.ttl = Duration::ZERO;
    let source = amqtt_verifier::sources::database::DatabaseSource::new(&options).unwrap();
    database.set_password("ada", "right").await;
    database.set_rights("ada", Action::Publish, &["a"]).await;
    let ada = client("ada").await;
    for count in 1..4 {
        assert_eq!(connect(&source, "ada", "right").await, Decision::Allow);
        assert_eq!(publish(&source, &ada, "a").await, Decision::Allow);
        assert_eq!(counts(&source), (2 * count, 1));
    }
    database.set_password("ada", "new").await;
    database.set_rights("ada", Action::Publish, &["b"]).await;
    assert_eq!(connect(&source, "ada", "right").await, WRONG);
    assert_eq!(publish(&source, &ada, "a").await, NOT_GRANTED);
}

#[tokio::test]
async fn without_cache_entries_every_password_is_hashed() {
    let mut database = Database::new().await;
    let mut options = database.options();
    options.cache_entries = 0;
    let source = amqtt_verifier::sources::database::DatabaseSource::new(&options).unwrap();
    database.set_password("ada", "right").await;
    for count in 1..4 {
        assert_eq!(connect(&source, "ada", "right").await, Decision::Allow);
        assert_eq!(counts(&source), (count, count));
    }
}

#[tokio::test]
async fn the_cache_has_a_limit() {
    let mut database = Database::new().await;
    let mut options = database.options();
    options.cache_entries = 2;
    let source = amqtt_verifier::sources::database::DatabaseSource::new(&options).unwrap();
    for account in ["ada", "grace", "joan"] {
        database.set_password(account, "right").await;
        assert_eq!(connect(&source, account, "right").await, Decision::Allow);
    }
    assert_eq!(connect(&source, "joan", "right").await, Decision::Allow);
    assert_eq!(counts(&source), (3, 3));
    assert_eq!(connect(&source, "ada", "right").await, Decision::Allow);
    assert_eq!(counts(&source), (4, 4));
}
