//! The verifier's database source beside our executable: what one writes, the other decides by.

use std::time::Duration;

use amqtt_database::{DatabaseFault, RecordError};
use amqtt_verifier::{
    Action, AuthenticatedClient, CertificateSource, ConnectRequest, Decision, Reason, Request, Source as _,
    SourceFault, Verifier,
    sources::database::{DatabaseOptions, DatabaseSource},
};
use tokio::runtime::Runtime;

use super::{
    LOOKALIKES, add,
    database::{Database, execute, on_every_database},
    servers::{self, Kind},
};
use crate::support::Test;

pub(super) fn tests() -> Vec<Test> {
    on_every_database![
        a_broker_goes_by_what_was_written,
        a_broker_compares_names_byte_for_byte,
        a_crowd_is_let_in_over_a_few_connections,
        a_lost_connection_is_opened_anew,
        a_database_that_goes_and_comes_back,
        a_broken_row_denies_its_own_client,
    ]
}

const WRONG: Decision = Decision::Deny(Reason::Credentials);
const NOT_GRANTED: Decision = Decision::Deny(Reason::NotGranted);

/// A source of a database, without memory of rows unless a test wants it, and a runtime for it.
struct Broker {
    runtime: Runtime,
    source: DatabaseSource,
}

impl Broker {
    fn new(database: &Database, ttl: Duration) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let mut options = DatabaseOptions::new(database.address().parse().unwrap());
        options.ttl = ttl;
        let source = DatabaseSource::new(&options).unwrap();
        Self { runtime, source }
    }

    fn connect(&self, account: &str, password: &str) -> Decision {
        let client_id = "console-1".parse().unwrap();
        let request = ConnectRequest::new(&client_id)
            .with_user_name(account)
            .with_password(password.as_bytes());
        self.runtime.block_on(self.source.authenticate(&request))
    }

    fn publish(&self, client: &str, topic: &str) -> Decision {
        let device = self.device(client);
        self.runtime.block_on(
            self.source
                .authorize(&device, Request::parse(Action::Publish, topic).unwrap()),
        )
    }

    /// A client that came by certificate.
    fn device(&self, id: &str) -> AuthenticatedClient {
        let client_id = id.parse().unwrap();
        let request = ConnectRequest::new(&client_id).with_device(id);
        let verifier = Verifier::new().with(CertificateSource).with(self.source.clone());
        self.runtime.block_on(verifier.authenticate(&request)).unwrap()
    }
}

fn set_password(database: &Database, verb: &str, account: &str, password: &str) {
    let arguments = ["user", verb, "-c", account, "--password-stdin"];
    database.admin_with(&arguments, password.as_bytes()).expect(0);
}

fn a_broker_goes_by_what_was_written(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let broker = Broker::new(database, Duration::ZERO);
    assert_eq!(broker.connect("ada", "what ada typed"), WRONG);
    assert_eq!(broker.publish("pump-7", "plant/pump-7/state"), NOT_GRANTED);

    set_password(database, "add", "ada", "what ada typed");
    add(database, "pump-7", "publish", "plant/pump-7/#");
    assert_eq!(broker.connect("ada", "what ada typed"), Decision::Allow);
    assert_eq!(broker.connect("ada", "what ada typed "), WRONG);
    assert_eq!(broker.publish("pump-7", "plant/pump-7/state"), Decision::Allow);
    assert_eq!(broker.publish("pump-7", "plant/pump-8/state"), NOT_GRANTED);

    set_password(database, "pwd", "ada", "another");
    add(database, "pump-7", "publish", "plant/pump-8/#");
    assert_eq!(broker.connect("ada", "what ada typed"), WRONG);
    assert_eq!(broker.connect("ada", "another"), Decision::Allow);
    assert_eq!(broker.publish("pump-7", "plant/pump-8/state"), Decision::Allow);

    database.admin(&["--yes", "user", "rm", "-c", "ada"]).expect(0);
    database
        .admin(&["topic", "rm", "-c", "pump-7", "-a", "publish", "plant/pump-8/#"])
        .expect(0);
    assert_eq!(broker.connect("ada", "another"), WRONG);
    assert_eq!(broker.publish("pump-7", "plant/pump-8/state"), NOT_GRANTED);
    assert_eq!(broker.source.statistics().connections, 1);
}

fn a_broker_compares_names_byte_for_byte(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    let broker = Broker::new(database, Duration::from_secs(3_600));
    for (number, name) in LOOKALIKES.iter().enumerate() {
        add(database, name, "publish", &format!("plant/{number}"));
    }
    for (number, name) in LOOKALIKES.iter().enumerate() {
        for other in 0..LOOKALIKES.len() {
            let granted = broker.publish(name, &format!("plant/{other}")) == Decision::Allow;
            assert_eq!(granted, number == other, "{name} plant/{other}");
        }
    }
}

fn a_crowd_is_let_in_over_a_few_connections(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    // A hash that takes no time, of the password "right".
    let hash = "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$yO5.EniegYJB3JzJstoZPhw0HZud1JKXXUafF2aXWtI";
    let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                  VALUES (?, ?, '[]', '[]', '[]')";
    for number in 0..40 {
        database.execute(insert, &[&format!("pump-{number}"), hash]);
    }
    let broker = Broker::new(database, Duration::from_secs(60));
    broker.runtime.block_on(async {
        let crowd = (0..400).map(|number| {
            let source = broker.source.clone();
            tokio::spawn(async move {
                let (client_id, account) = ("console-1".parse().unwrap(), format!("pump-{}", number % 40));
                let request = ConnectRequest::new(&client_id)
                    .with_user_name(&account)
                    .with_password(b"right");
                source.authenticate(&request).await
            })
        });
        let crowd: Vec<_> = crowd.collect();
        for client in crowd {
            assert_eq!(client.await.unwrap(), Decision::Allow);
        }
    });
    let done = broker.source.statistics();
    assert_eq!((done.queries, done.hashes), (40, 40));
    assert!(done.connections <= 4, "{done:?}");
}

fn a_lost_connection_is_opened_anew(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    add(database, "pump-7", "publish", "a");
    let broker = Broker::new(database, Duration::ZERO);
    for count in 1..4 {
        assert_eq!(broker.publish("pump-7", "a"), Decision::Allow);
        let connections = if database.server.is_some() { count } else { 1 };
        assert_eq!(broker.source.statistics().connections, connections);
        end_connections(database);
    }
}

/// Ends all connections to a database on a server, as an administrator might.
fn end_connections(database: &Database) {
    match database.server {
        None => {}
        Some(Kind::Postgres) => {
            let end = "SELECT pg_terminate_backend(pid, 10000)::text FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            assert_eq!(database.rows::<1>(end), [["true"]]);
        }
        Some(Kind::MariaDb) => {
            let others = "SELECT CAST(id AS CHAR) FROM information_schema.processlist \
                          WHERE db = DATABASE() AND id <> CONNECTION_ID()";
            for [id] in database.rows(others) {
                database.execute(&format!("KILL {id}"), &[]);
            }
        }
    }
}

fn a_database_that_goes_and_comes_back(database: &Database) {
    let Some(kind) = database.server else {
        database.admin(&["topic", "sync"]).expect(0);
        return comes_back(
            database,
            || std::fs::remove_file(database.sandbox.path("auth.db")).unwrap(),
            || {},
        );
    };
    database.admin(&["topic", "sync"]).expect(0);
    let name = database.name();
    let administer = |statement: &str| {
        let url = servers::url(kind, kind.address().port, kind.first_database());
        execute(&url, &format!("{statement} DATABASE {name}"), &[]);
    };
    let drop = || {
        end_connections(database);
        administer("DROP");
    };
    comes_back(database, drop, || administer("CREATE"));
}

fn comes_back(database: &Database, drop: impl Fn(), create: impl Fn()) {
    add(database, "pump-7", "publish", "a");
    let broker = Broker::new(database, Duration::ZERO);
    assert_eq!(broker.publish("pump-7", "a"), Decision::Allow);
    drop();
    let fresh = Broker::new(database, Duration::ZERO);
    for _ in 0..2 {
        let denied = fresh.publish("pump-7", "a");
        let Decision::Deny(Reason::Source(SourceFault::Record(RecordError::Database(error)))) = &denied
        else {
            panic!("{denied:?}");
        };
        let expected = [DatabaseFault::NoSuchDatabase, DatabaseFault::Missing];
        assert!(expected.contains(&error.fault), "{error:?}");
        assert!(!error.to_string().contains(servers::PASSWORD), "{error}");
    }
    create();
    database.admin(&["topic", "sync"]).expect(0);
    assert_eq!(fresh.publish("pump-7", "a"), NOT_GRANTED);
    add(database, "pump-7", "publish", "a");
    assert_eq!(fresh.publish("pump-7", "a"), Decision::Allow);
    if database.server.is_some() {
        assert_eq!(broker.publish("pump-7", "a"), Decision::Allow);
    }
}

fn a_broken_row_denies_its_own_client(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    for client in ["broken", "whole"] {
        add(database, client, "publish", "a");
    }
    // Valid JSON, as the servers insist on that, and no ACL.
    database.execute(
        "UPDATE topic_auth SET receive_acl = ?json WHERE username = 'broken'",
        &["{\"topic\": \"a\"}"],
    );
    let broker = Broker::new(database, Duration::ZERO);
    assert_eq!(broker.publish("whole", "a"), Decision::Allow);
    let denied = broker.publish("broken", "a");
    assert!(
        matches!(&denied, Decision::Deny(Reason::Source(SourceFault::Record(RecordError::Broken { row, .. }))) if row.column == "receive_acl"),
        "{denied:?}"
    );
    assert_eq!(broker.publish("whole", "a"), Decision::Allow);
    assert_eq!(broker.source.statistics().connections, 1);
}
