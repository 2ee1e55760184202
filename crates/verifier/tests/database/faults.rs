//! Databases that are missing, broken, locked or lost: denied with the reason, and no worse.
#![allow(clippy::disallowed_methods, reason = "tests make files to test with")]

use std::{fs, pin::pin, task, time::Duration};

use amqtt_database::{DatabaseFault, RecordError};
use amqtt_verifier::{
    Action, Decision, Reason, Request, Source as _, SourceFault,
    sources::database::{DatabaseOptions, DatabaseOptionsError, DatabaseSource},
};
use tokio::{io::AsyncWriteExt as _, net::TcpListener};

use crate::{Database, STALE, client, connect, pass, publish};

/// Returns the fault of a database, the same for a client and for a topic.
async fn fault(source: &DatabaseSource) -> SourceFault {
    let ada = client("ada").await;
    let answers = [
        connect(source, "ada", "right").await,
        publish(source, &ada, "a").await,
    ];
    let [
        Decision::Deny(Reason::Source(one)),
        Decision::Deny(Reason::Source(other)),
    ] = answers
    else {
        panic!("{answers:?}");
    };
    assert_eq!(one, other);
    one
}

async fn database_fault(source: &DatabaseSource) -> DatabaseFault {
    match fault(source).await {
        SourceFault::Record(RecordError::Database(error)) => error.fault,
        other => panic!("{other:?}"),
    }
}

async fn assert_works(source: &DatabaseSource) {
    let ada = client("ada").await;
    assert_eq!(connect(source, "ada", "right").await, Decision::Allow);
    assert_eq!(publish(source, &ada, "a").await, Decision::Allow);
}

async fn database() -> Database {
    let mut database = Database::new().await;
    database.set_password("ada", "right").await;
    database.set_rights("ada", Action::Publish, &["a"]).await;
    database
}

#[tokio::test]
async fn a_file_that_comes_later() {
    let database = database().await;
    let source = database.source();
    let (file, away) = (
        database.directory.path().join("auth.db"),
        database.directory.path().join("away"),
    );
    fs::rename(&file, &away).unwrap();
    assert_eq!(database_fault(&source).await, DatabaseFault::Missing);
    fs::create_dir(&file).unwrap();
    assert_eq!(database_fault(&source).await, DatabaseFault::Directory);
    fs::remove_dir(&file).unwrap();
    fs::write(
        &file,
        "this is not a database, but a text that is long enough to be one",
    )
    .unwrap();
    assert_eq!(database_fault(&source).await, DatabaseFault::NotADatabase);
    fs::write(&file, "").unwrap();
    assert_eq!(database_fault(&source).await, DatabaseFault::NoTables);
    fs::rename(&away, &file).unwrap();
    assert_works(&source).await;
}

#[tokio::test]
async fn a_file_that_is_replaced_is_noticed_at_the_next_query() {
    let database = database().await;
    let source = database.source();
    assert_works(&source).await;
    let other = Database::new().await;
    fs::rename(
        other.directory.path().join("auth.db"),
        database.directory.path().join("auth.db"),
    )
    .unwrap();
    pass(STALE).await;
    assert_eq!(
        connect(&source, "ada", "right").await,
        Decision::Deny(Reason::Credentials)
    );
    assert_eq!(
        publish(&source, &client("ada").await, "a").await,
        Decision::Deny(Reason::NotGranted)
    );
}

#[tokio::test]
async fn tables_that_go_away() {
    let mut database = database().await;
    let source = database.source();
    assert_works(&source).await;
    database
        .execute("ALTER TABLE user_auth RENAME TO old_users", &[])
        .await;
    database
        .execute("ALTER TABLE topic_auth RENAME TO old_topics", &[])
        .await;
    assert_works(&source).await;
    pass(STALE).await;
    assert_eq!(database_fault(&source).await, DatabaseFault::NoTables);
    database
        .execute("ALTER TABLE old_users RENAME TO user_auth", &[])
        .await;
    database
        .execute("ALTER TABLE old_topics RENAME TO topic_auth", &[])
        .await;
    assert_works(&source).await;
    assert_eq!(source.statistics().hashes, 1, "the hash is the same as before");
}

#[tokio::test]
async fn a_locked_file_denies_and_what_is_remembered_goes_on() {
    let mut database = database().await;
    let mut options = database.options();
    options.timeout = Duration::from_millis(400);
    let source = DatabaseSource::new(&options).unwrap();
    assert_works(&source).await;
    database.execute("BEGIN EXCLUSIVE", &[]).await;
    assert_works(&source).await;
    pass(STALE).await;
    let ada = client("ada").await;
    let answers = [
        connect(&source, "ada", "right").await,
        publish(&source, &ada, "a").await,
        connect(&source, "ada", "right").await,
    ];
    // Nobody waits for what is known to hang.
    let hangs = Decision::Deny(SourceFault::Hangs.into());
    assert!(
        answers[0] != hangs && answers[0] != Decision::Allow,
        "{answers:?}"
    );
    assert_eq!(answers[1..], [hangs.clone(), hangs]);
    database.execute("COMMIT", &[]).await;
    while connect(&source, "ada", "right").await != Decision::Allow {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_works(&source).await;
}

#[tokio::test]
async fn broken_rows_deny_their_own_clients_alone() {
    let mut database = database().await;
    let source = database.source();
    for (account, action, json) in [
        ("not-json", Action::Publish, "nonsense"),
        ("unknown-key", Action::Publish, r#"[{"topic": "a", "qos": 1}]"#),
        ("other-column", Action::Receive, "{}"),
    ] {
        database.set_rights(account, Action::Publish, &["a"]).await;
        database.set_acl(account, action, json).await;
    }
    database.set_rights("number", Action::Publish, &["a"]).await;
    database
        .execute(
            "UPDATE topic_auth SET subscribe_acl = 7 WHERE username = 'number'",
            &[],
        )
        .await;
    database.set_rights("blob", Action::Publish, &["a"]).await;
    database
        .execute(
            "UPDATE topic_auth SET publish_acl = x'ff' WHERE username = 'blob'",
            &[],
        )
        .await;

    for account in ["not-json", "unknown-key", "other-column", "number", "blob"] {
        let denied = publish(&source, &client(account).await, "a").await;
        let Decision::Deny(Reason::Source(SourceFault::Record(RecordError::Broken { target, row }))) =
            &denied
        else {
            panic!("{account}: {denied:?}");
        };
        assert!(
            target.ends_with("auth.db") && row.table == "topic_auth" && row.id > 1,
            "{denied:?}"
        );
    }
    let queries = source.statistics().queries;
    assert!(matches!(
        publish(&source, &client("blob").await, "a").await,
        Decision::Deny(_)
    ));
    assert_eq!(
        source.statistics().queries,
        queries,
        "that a row is broken is remembered too"
    );
    assert_works(&source).await;
    assert_eq!(source.statistics().connections, 1);

    database.set_rights("blob", Action::Publish, &["a"]).await;
    source.invalidate("blob");
    assert_eq!(
        publish(&source, &client("blob").await, "a").await,
        Decision::Allow
    );
}

/// Returns the fault that a source reports for a server that does this with every connection.
async fn server_fault(scheme: &str, greeting: Option<&'static [u8]>, timeout: Duration) -> SourceFault {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let mut open = Vec::new();
        loop {
            let (mut connection, _) = listener.accept().await.unwrap();
            if let Some(greeting) = greeting {
                let _ = connection.write_all(greeting).await;
                let _ = connection.shutdown().await;
            } else {
                open.push(connection);
            }
        }
    });
    let url = format!("{scheme}://fleet:p4ssw0rd@127.0.0.1:{port}/fleet?sslmode=disable");
    let mut options = DatabaseOptions::new(url.parse().unwrap());
    options.timeout = timeout;
    let fault = fault(&DatabaseSource::new(&options).unwrap()).await;
    assert!(!format!("{fault} {fault:?}").contains("p4ssw0rd"), "{fault:?}");
    server.abort();
    fault
}

#[tokio::test]
async fn servers_that_are_none() {
    for scheme in ["postgresql", "mariadb"] {
        let silent = server_fault(scheme, None, Duration::from_millis(200)).await;
        assert!(silent.to_string().contains("answer"), "{scheme}: {silent}");
        for greeting in [&b""[..], b"HTTP/1.1 400 Bad Request\r\n\r\n", &[0xff; 600]] {
            let fault = server_fault(scheme, Some(greeting), Duration::from_secs(10)).await;
            assert!(
                matches!(fault, SourceFault::Record(RecordError::Database(_))),
                "{scheme}: {fault:?}"
            );
        }
    }
    let gone = TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let options = DatabaseOptions::new(format!("postgresql://fleet@{gone}/fleet").parse().unwrap());
    let gone = database_fault(&DatabaseSource::new(&options).unwrap()).await;
    assert!(matches!(gone, DatabaseFault::Unreachable(_)), "{gone:?}");
}

#[tokio::test]
async fn without_a_runtime_nothing_is_asked() {
    let source = database().await.source();
    let ada = client("ada").await;
    std::thread::spawn(move || {
        let mut context = task::Context::from_waker(task::Waker::noop());
        for answer in [
            pin!(connect(&source, "ada", "right")).poll(&mut context),
            pin!(source.authorize(&ada, Request::parse(Action::Publish, "a").unwrap())).poll(&mut context),
        ] {
            assert!(
                matches!(
                    answer,
                    task::Poll::Ready(Decision::Deny(Reason::Source(SourceFault::Unaskable(_))))
                ),
                "{answer:?}"
            );
        }
    })
    .join()
    .unwrap();
}

#[tokio::test]
async fn options_have_bounds() {
    let database = database().await;
    let refused = |change: fn(&mut DatabaseOptions)| {
        let mut options = database.options();
        change(&mut options);
        match DatabaseSource::new(&options) {
            Err(DatabaseOptionsError::OutOfBounds(bounds)) => bounds.parameter,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        refused(|options| options.ttl = Duration::from_secs(3_601)),
        "ttl (ms)"
    );
    assert_eq!(
        refused(|options| options.password_ttl = Duration::MAX),
        "password_ttl (ms)"
    );
    assert_eq!(
        refused(|options| options.cache_entries = usize::MAX),
        "cache_entries"
    );
    assert_eq!(refused(|options| options.max_connections = 0), "max_connections");
    assert_eq!(
        refused(|options| options.timeout = Duration::ZERO),
        "timeout (ms)"
    );
    assert_eq!(refused(|options| options.hash_threads = 0), "hash_threads");
    assert_eq!(refused(|options| options.max_waiting = 0), "max_waiting");
}
