//! Tables of our own: numbered steps, taken once, by several at once, on every database.

use std::thread;

use amqtt_database::{
    Connection, DatabaseError, DatabaseFault, OpenOptions, Value,
    migration::{ColumnKind, Index, NewColumn, NewTable, Schema, Step},
};

use super::database::{Database, blocking, on_every_database};
use crate::support::Test;

pub(super) fn tests() -> Vec<Test> {
    on_every_database![
        steps_are_taken_once,
        eight_at_once_take_every_step,
        values_keep_their_types,
    ]
}

const ITEMS: NewTable = NewTable {
    name: "test_item",
    columns: &[
        NewColumn::required("issuer", ColumnKind::Text),
        NewColumn::required("serial", ColumnKind::Text),
        NewColumn::optional("not_after", ColumnKind::Number),
        NewColumn::optional("certificate", ColumnKind::LongText),
    ],
    primary_key: &["issuer", "serial"],
    indexes: &[Index {
        name: "test_item_not_after",
        columns: &["not_after", "serial"],
    }],
};

const SECOND: NewTable = NewTable {
    name: "test_second",
    columns: &[NewColumn::required("id", ColumnKind::Text)],
    primary_key: &["id"],
    indexes: &[],
};

const FIRST_VERSION: Schema = Schema {
    noted_in: "test_schema",
    steps: &[Step { tables: &[ITEMS] }],
};

const SECOND_VERSION: Schema = Schema {
    noted_in: "test_schema",
    steps: &[Step { tables: &[ITEMS] }, Step { tables: &[SECOND] }],
};

async fn open(address: &str, schema: &Schema) -> Result<Connection, DatabaseError> {
    let mut options = OpenOptions::default();
    options.own_file = true;
    let mut connection = Connection::open_with(&address.parse().unwrap(), &options).await?;
    connection.migrate(schema).await?;
    Ok(connection)
}

fn migrated(address: &str, schema: &Schema) -> Result<(), DatabaseError> {
    blocking(async {
        open(address, schema).await?.close().await;
        Ok(())
    })
}

fn steps_are_taken_once(database: &Database) {
    let address = database.address();
    for schema in [&FIRST_VERSION, &FIRST_VERSION, &SECOND_VERSION, &SECOND_VERSION] {
        migrated(&address, schema).unwrap();
        database.execute("DELETE FROM test_item", &[]);
    }
    let count = "SELECT COUNT(*) FROM test_schema";
    assert_eq!(database.number(count), Some(2));
    database.execute("DELETE FROM test_second", &[]);
    // An older program does not touch what a newer one made.
    let error = migrated(&address, &FIRST_VERSION).unwrap_err();
    assert_eq!(error.fault, DatabaseFault::Newer);
}

fn eight_at_once_take_every_step(database: &Database) {
    let address = database.address();
    thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| migrated(&address, &SECOND_VERSION)))
            .collect();
        for run in runs {
            run.join().unwrap().unwrap();
        }
    });
    assert_eq!(database.number("SELECT COUNT(*) FROM test_schema"), Some(2));
    assert_eq!(database.number("SELECT COUNT(*) FROM test_item"), Some(0));
}

fn values_keep_their_types(database: &Database) {
    let insert = "INSERT INTO test_item (issuer, serial, not_after, certificate) VALUES (?, ?, ?, ?)";
    let long = "x".repeat(100_000);
    let rows = [
        [
            "i".into(),
            "0a".into(),
            Value::Number(i64::MAX),
            Value::from(&long),
        ],
        ["i".into(), "0A".into(), Value::Number(-1), Value::Null],
        ["i".into(), "0a ".into(), Value::Null, Value::Text("")],
    ];
    let read = blocking(async {
        let mut connection = open(&database.address(), &FIRST_VERSION).await?;
        for row in &rows {
            connection.execute(insert, row).await?;
        }
        let again = connection.execute(insert, &rows[0]).await.unwrap_err();
        assert_eq!(again.fault, DatabaseFault::Conflict);
        let select = "SELECT not_after, certificate FROM test_item WHERE issuer = ? AND serial = ? AND certificate IS NOT NULL";
        let first = connection
            .first(select, &["i".into(), "0a".into()], |row| {
                (row.number(0), row.text(1).map(str::len))
            })
            .await?;
        let second = connection
            .first(select, &["i".into(), "0a ".into()], |row| {
                (row.number(0), row.text(1).map(str::len))
            })
            .await?;
        Ok::<_, DatabaseError>((first, second))
    });
    assert_eq!(
        read.unwrap(),
        (Some((Some(i64::MAX), Some(100_000))), Some((None, Some(0))))
    );
}
