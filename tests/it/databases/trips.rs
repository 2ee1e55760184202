//! What a read costs a broker that is far from its database: one question and one answer.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use amqtt_database::{Connection, DatabaseError};

use super::{
    add,
    database::{Database, blocking},
    insert_account,
    servers::{Kind, PASSWORD_IN_URL, USER},
};
use crate::support::tests;

tests![
    a_read_is_one_round_trip[Postgres],
    rows_that_nobody_wants_do_no_harm[Postgres],
];

/// A way to a server that counts how often the client speaks after the server.
struct Line {
    port: u16,
    trips: Arc<AtomicUsize>,
}

impl Line {
    /// Serves one connection.
    fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let trips = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&trips);
        thread::spawn(move || {
            let client = listener.accept().unwrap().0;
            let server = TcpStream::connect(("127.0.0.1", server)).unwrap();
            let heard = Arc::new(AtomicUsize::new(1));
            let (from_client, from_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            let answered = Arc::clone(&heard);
            thread::spawn(move || {
                pump(from_server, client, || {
                    answered.store(1, Ordering::SeqCst);
                });
            });
            pump(from_client, server, || {
                counted.fetch_add(heard.swap(0, Ordering::SeqCst), Ordering::SeqCst);
            });
        });
        Self { port, trips }
    }

    fn trips(&self) -> usize {
        self.trips.load(Ordering::SeqCst)
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream, each: impl Fn()) {
    let mut octets = vec![0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut octets) {
        each();
        if to.write_all(&octets[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

/// The way to a database, and a connection over it.
async fn connected(database: &Database) -> (Line, Connection) {
    let line = Line::to(Kind::Postgres.address().port);
    let url = format!(
        "postgresql://{USER}:{PASSWORD_IN_URL}@127.0.0.1:{}/{}?sslmode=disable",
        line.port,
        database.name()
    );
    let connection = Connection::open(&url.parse().unwrap()).await.unwrap();
    (line, connection)
}

fn a_read_is_one_round_trip() {
    let database = Database::postgres();
    database.admin(&["user", "sync"]).expect(0);
    let names = ["ada", "o'brien\\", "dév'; DROP TABLE user_auth; --", "?"];
    for name in names {
        insert_account(&database, name);
    }
    add(&database, "ada", "publish", "a/#");
    blocking(async {
        let (line, mut connection) = connected(&database).await;
        for name in names {
            let before = line.trips();
            let hash = connection.password_hash(name).await.unwrap();
            assert_eq!(hash.as_deref(), Some("none"), "{name}");
            assert_eq!(line.trips() - before, 1, "{name}");
        }
        let before = line.trips();
        let rights = connection.rights("ada").await.unwrap().unwrap();
        assert_eq!(rights.publish, ["a/#"]);
        assert_eq!(connection.rights("nobody").await.unwrap(), None);
        assert_eq!(line.trips() - before, 2);
        connection.close().await;
    });
}

fn rows_that_nobody_wants_do_no_harm() {
    let database = Database::postgres();
    database.admin(&["user", "sync"]).expect(0);
    blocking(async {
        let (_line, mut connection) = connected(&database).await;
        let numbers = "SELECT number::int8 FROM generate_series(1, 50000) AS all_of_them (number)";
        for _ in 0..3 {
            let ended = connection
                .each(numbers, &[], |row| {
                    assert_eq!(row.number(0), Some(1));
                    Err(Unwanted(None))
                })
                .await;
            assert!(matches!(ended, Err(Unwanted(None))));
            let first = connection.first(numbers, &[], |row| row.number(0)).await;
            assert_eq!(first.unwrap(), Some(Some(1)));
            // A transaction begins after them, and holds.
            connection.begin().await.unwrap();
            let insert = "INSERT INTO topic_auth (username, {acls}) VALUES (?, ?json, ?json, ?json)";
            let values = ["x", "[]", "[]", "[]"].map(Into::into);
            assert_eq!(connection.execute(insert, &values).await.unwrap(), 1);
            connection.roll_back().await.unwrap();
            assert!(connection.rights("x").await.unwrap().is_none());
        }
    });
}

/// The end of a reading: not an error, or one of the database.
struct Unwanted(Option<DatabaseError>);

impl From<DatabaseError> for Unwanted {
    fn from(error: DatabaseError) -> Self {
        Self(Some(error))
    }
}
