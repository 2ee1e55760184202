//! Many at once.

use std::{
    future::poll_fn,
    pin::pin,
    sync::atomic::{AtomicBool, Ordering},
    task::Poll,
    time::Duration,
};

use amqtt_verifier::{
    Action, Decision, Reason, SourceFault,
    password::{Argon2Parameters, Password, PasswordVerifier},
    sources::database::DatabaseSource,
};

use crate::{Database, client, connect, publish};

const WRONG: Decision = Decision::Deny(Reason::Credentials);

async fn at_once<F>(count: usize, what: impl Fn(usize) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    let tasks: Vec<_> = (0..count).map(|number| tokio::spawn(what(number))).collect();
    let mut outputs = Vec::new();
    for task in tasks {
        outputs.push(task.await.unwrap());
    }
    outputs
}

async fn a_thousand_at_once_cost_one_hash() {
    let mut database = Database::new().await;
    let source = database.source();
    database.set_password("ada", "right").await;
    database.set_rights("ada", Action::Publish, &["a"]).await;
    for (password, decision, count) in [("right", Decision::Allow, 1), ("wrong", WRONG, 2)] {
        let decisions = at_once(1_000, |_| {
            let source = source.clone();
            async move { connect(&source, "ada", password).await }
        });
        assert!(decisions.await.iter().all(|answer| *answer == decision));
        let done = source.statistics();
        assert_eq!((done.hashes, done.queries), (count, count), "{password}");
    }

    let ada = client("ada").await;
    let decisions = at_once(1_000, |number| {
        let (source, ada) = (source.clone(), ada.clone());
        async move { publish(&source, &ada, ["a", "b"][number % 2]).await }
    });
    let allowed = decisions
        .await
        .into_iter()
        .filter(|answer| *answer == Decision::Allow)
        .count();
    assert_eq!((allowed, source.statistics().queries), (500, 3));
    assert_eq!(source.statistics().connections, 1);
}

#[tokio::test]
async fn a_thousand_at_once_on_one_thread() {
    a_thousand_at_once_cost_one_hash().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_at_once_on_four_threads() {
    // A client that comes just after the answer may read the row once more, and finds the password remembered.
    let mut database = Database::new().await;
    let source = database.source();
    database.set_password("ada", "right").await;
    let decisions = at_once(1_000, |_| {
        let source = source.clone();
        async move { connect(&source, "ada", "right").await }
    });
    assert!(decisions.await.iter().all(|answer| *answer == Decision::Allow));
    assert_eq!(source.statistics().hashes, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn different_accounts_cost_one_hash_each() {
    let mut database = Database::new().await;
    let mut options = database.options();
    options.hash_threads = 3;
    let source = DatabaseSource::new(&options).unwrap();
    database.execute("BEGIN", &[]).await;
    for number in 0..200 {
        database
            .set_password(&format!("pump-{number}"), &format!("password {number}"))
            .await;
    }
    database.execute("COMMIT", &[]).await;
    for _ in 0..2 {
        let decisions = at_once(600, |number| {
            let source = source.clone();
            let (account, password) = (
                format!("pump-{}", number % 200),
                format!("password {}", number % 200),
            );
            async move { connect(&source, &account, &password).await }
        });
        assert!(decisions.await.iter().all(|answer| *answer == Decision::Allow));
        let done = source.statistics();
        assert_eq!(done.hashes, 200);
        assert!(done.connections <= 4, "{done:?}");
    }
}

/// An account whose hash takes so long that others come in between.
async fn slow(database: &mut Database) {
    let parameters: Argon2Parameters = "m=16384,t=8".parse().unwrap();
    let password = Password::new(b"right".to_vec()).unwrap();
    let hash = PasswordVerifier::new(parameters)
        .hash(&password, [7; 16])
        .unwrap();
    database.set_hash("slow", hash.expose()).await;
}

#[tokio::test]
async fn the_event_loop_goes_on_while_a_password_is_hashed() {
    let mut database = Database::new().await;
    slow(&mut database).await;
    let source = database.source();
    let over = AtomicBool::new(false);
    let (decision, turns) = tokio::join!(
        async {
            let decision = connect(&source, "slow", "right").await;
            over.store(true, Ordering::Relaxed);
            decision
        },
        async {
            // The turns of the loop from the beginning of the hash to its end.
            let mut turns = 0;
            while !over.load(Ordering::Relaxed) {
                tokio::task::yield_now().await;
                turns += source.statistics().hashes;
            }
            turns
        }
    );
    assert_eq!(decision, Decision::Allow);
    assert!(turns > 100, "the loop had {turns} turns");
}

#[tokio::test]
async fn of_more_than_may_wait_the_oldest_is_denied() {
    let mut database = Database::new().await;
    slow(&mut database).await;
    let mut options = database.options();
    options.max_waiting = 2;
    let source = DatabaseSource::new(&options).unwrap();
    let first = {
        let source = source.clone();
        tokio::spawn(async move { connect(&source, "slow", "right").await })
    };
    until_hashing(&source).await;
    // Two of these may wait.
    let strangers = strangers(&source, 5);
    let mut overloaded = 0;
    for stranger in strangers {
        let decision = stranger.await.unwrap();
        overloaded +=
            usize::from(decision == Decision::Deny(Reason::Source(SourceFault::Overloaded { limit: 2 })));
    }
    assert_eq!((first.await.unwrap(), overloaded), (Decision::Allow, 3));
    // The bound is not used up.
    assert_eq!(connect(&source, "slow", "other").await, WRONG);
}

#[tokio::test]
async fn an_account_is_guessed_at_by_so_many_at_once() {
    let mut database = Database::new().await;
    slow(&mut database).await;
    let source = database.source();
    for account in ["slow", "nobody"] {
        let decisions = at_once(100, |number| {
            let source = source.clone();
            async move { connect(&source, account, &format!("guess {number}")).await }
        });
        let too_many = Decision::Deny(Reason::Source(SourceFault::Overloaded { limit: 64 }));
        let source = source.clone();
        let denied = tokio::time::timeout(Duration::from_secs(60), decisions)
            .await
            .unwrap();
        let denied = denied.iter().filter(|decision| **decision == too_many).count();
        assert_eq!(denied, 36, "{account}");
        assert_eq!(connect(&source, account, "guess 99").await, WRONG);
    }
}

/// Everybody has a name of their own, and no account.
fn strangers(source: &DatabaseSource, count: usize) -> Vec<tokio::task::JoinHandle<Decision>> {
    let stranger = |number| {
        let source = source.clone();
        async move { connect(&source, &format!("stranger-{number}"), "guess").await }
    };
    (0..count).map(|number| tokio::spawn(stranger(number))).collect()
}

#[tokio::test]
async fn what_nobody_waits_for_is_not_hashed() {
    let mut database = Database::new().await;
    slow(&mut database).await;
    let source = database.source();
    let strangers = strangers(&source, 500);
    until_hashing(&source).await;
    while source.statistics().queries < 500 {
        tokio::task::yield_now().await;
    }
    strangers.iter().for_each(tokio::task::JoinHandle::abort);
    let before = source.statistics().hashes;
    assert_eq!(connect(&source, "slow", "right").await, Decision::Allow);
    let after = source.statistics().hashes;
    assert!(after <= before + 2, "{before} hashes, then {after}");
}

/// The strangers' hashes are as slow as the account's: one after the other they take many times as long as it waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_exists_is_let_in_past_strangers() {
    let mut database = Database::new().await;
    slow(&mut database).await;
    for threads in [1, 2] {
        let mut options = database.options();
        options.argon2 = "m=16384,t=8".parse().unwrap();
        options.hash_threads = threads;
        options.password_timeout = Duration::from_secs(60);
        let source = DatabaseSource::new(&options).unwrap();
        let strangers = strangers(&source, 40);
        while source.statistics().queries < 40 {
            tokio::task::yield_now().await;
        }
        assert_eq!(connect(&source, "slow", "right").await, Decision::Allow);
        let hashes = source.statistics().hashes;
        assert!(hashes < 10, "{hashes} of 41 with {threads} threads");
        strangers.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

/// A wrong password is denied when a stranger's would be, so that the denial does not reveal that the account exists.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_waits_with_the_strangers() {
    let mut database = Database::new().await;
    slow(&mut database).await;
    let mut options = database.options();
    options.argon2 = "m=16384,t=8".parse().unwrap();
    options.hash_threads = 2;
    options.password_timeout = Duration::from_secs(60);
    let source = DatabaseSource::new(&options).unwrap();
    let at_its_end = |account: String, password: &'static str| {
        let source = source.clone();
        tokio::spawn(async move {
            assert_eq!(connect(&source, &account, password).await, WRONG);
            std::time::Instant::now()
        })
    };
    let ahead: Vec<_> = (0..6)
        .map(|number| at_its_end(format!("stranger-{number}"), "guess"))
        .collect();
    // A whole hash after the first came: by then all of them are in line.
    while source.statistics().hashes < 2 {
        tokio::task::yield_now().await;
    }
    let wrong = at_its_end("slow".to_owned(), "wrong").await.unwrap();
    for stranger in ahead {
        assert!(
            stranger.await.unwrap() < wrong,
            "a denial has overtaken a stranger's"
        );
    }
}

#[tokio::test]
async fn all_waiting_has_a_bound() {
    let mut database = Database::new().await;
    slow(&mut database).await;
    let mut options = database.options();
    options.argon2 = "m=16384,t=8".parse().unwrap();
    options.password_timeout = Duration::from_millis(500);
    let source = DatabaseSource::new(&options).unwrap();
    let start = std::time::Instant::now();
    let after = options.password_timeout;
    let mut late = 0;
    for stranger in strangers(&source, 100) {
        let decision = stranger.await.unwrap();
        late += usize::from(decision == Decision::Deny(Reason::Source(SourceFault::TimedOut { after })));
    }
    assert!(
        late > 50 && start.elapsed() < Duration::from_secs(5),
        "{late}, {:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_client_that_gives_up_spoils_nothing() {
    let mut database = Database::new().await;
    slow(&mut database).await;
    let source = database.source();
    {
        let mut first = pin!(connect(&source, "slow", "right"));
        let poll = poll_fn(|context| Poll::Ready(first.as_mut().poll(context))).await;
        assert_eq!(poll, Poll::Pending);
        let second = connect(&source, "slow", "right");
        let mut second = pin!(second);
        let poll = poll_fn(|context| Poll::Ready(second.as_mut().poll(context))).await;
        assert_eq!(poll, Poll::Pending);
        // Both are dropped here.
    }
    assert_eq!(connect(&source, "slow", "right").await, Decision::Allow);
    let done = source.statistics();
    assert_eq!((done.hashes, done.queries), (1, 1));
}

/// Until a password is being hashed, whose row was read before.
async fn until_hashing(source: &DatabaseSource) {
    while source.statistics().hashes == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_later_question_is_not_answered_by_what_was_true_before() {
    let mut database = Database::new().await;
    slow(&mut database).await;
    let mut options = database.options();
    options.ttl = Duration::ZERO;
    let source = DatabaseSource::new(&options).unwrap();
    let (first, second) = tokio::join!(connect(&source, "slow", "right"), async {
        until_hashing(&source).await;
        database.set_password("slow", "new").await;
        connect(&source, "slow", "right").await
    });
    assert_eq!((first, second), (Decision::Allow, WRONG));
}

#[tokio::test]
async fn what_was_read_last_is_remembered() {
    let mut database = Database::new().await;
    slow(&mut database).await;
    let mut options = database.options();
    options.hash_threads = 2;
    let source = DatabaseSource::new(&options).unwrap();
    let (first, second) = tokio::join!(connect(&source, "slow", "right"), async {
        until_hashing(&source).await;
        database.set_password("slow", "new").await;
        connect(&source, "slow", "new").await
    });
    assert_eq!((first, second), (Decision::Allow, Decision::Allow));
    assert_eq!(connect(&source, "slow", "right").await, WRONG);
    assert_eq!(connect(&source, "slow", "new").await, Decision::Allow);
    let done = source.statistics();
    assert_eq!((done.hashes, done.queries), (3, 3), "the new one is remembered");
}
