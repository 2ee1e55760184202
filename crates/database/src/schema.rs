//! The two tables that aMQTT's plugins read, and how they come about.

use super::{
    connection::Connection,
    error::{DatabaseError, Fault},
};

/// A table by its name, with its columns behind `id` and `username`.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    pub(super) columns: &'static [Column],
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) sql_type: &'static str,
    /// What a row that was there before the column gets.
    default: &'static str,
}

const fn acl(name: &'static str) -> Column {
    Column {
        name,
        sql_type: "JSON NOT NULL",
        default: "'[]'",
    }
}

/// Accounts: a user name and the hash of a password. Its ACL columns are always `[]`; rights live in [`TOPIC_AUTH`].
pub const USER_AUTH: Table = Table {
    name: "user_auth",
    columns: &[
        Column {
            name: "password_hash",
            sql_type: "VARCHAR(255) NOT NULL",
            default: "''",
        },
        acl("publish_acl"),
        acl("subscribe_acl"),
        acl("receive_acl"),
    ],
};

/// Rights: a client, and the topic filters that it may publish to, subscribe to, and receive from.
pub const TOPIC_AUTH: Table = Table {
    name: "topic_auth",
    columns: &[acl("publish_acl"), acl("subscribe_acl"), acl("receive_acl")],
};

/// Maximum length of a stored hash, in octets: the width of the column `password_hash`. aMQTT's own schema has 128; a
/// hash of Mosquitto 2.1 has 204.
pub const PASSWORD_HASH_MAX: usize = 255;

impl Connection {
    /// Makes the two tables, or adds what older ones lack. It takes nothing away, may be repeated, and may be done by
    /// several at once.
    ///
    /// # Errors
    /// [`DatabaseError`], such as [`Fault::NotAllowed`] and [`Fault::ReadOnly`].
    pub async fn sync(&mut self) -> Result<(), DatabaseError> {
        self.begin().await?;
        if let Some(lock) = self.dialect().schema_lock() {
            self.command(lock).await?;
        }
        for table in [&USER_AUTH, &TOPIC_AUTH] {
            self.command(&self.dialect().create(table)).await?;
            self.upgrade(table).await?;
        }
        self.commit().await
    }

    async fn upgrade(&mut self, table: &'static Table) -> Result<(), DatabaseError> {
        let dialect = self.dialect();
        let mut columns: Vec<(String, String)> = Vec::new();
        self.each(&dialect.columns(table), &[], |row| {
            let text = |column| row.text(column).unwrap_or_default().to_ascii_lowercase();
            columns.push((text(0), text(1)));
            Ok::<_, DatabaseError>(())
        })
        .await?;
        for column in table.columns {
            if !columns.iter().any(|(name, _)| name == column.name) {
                self.command(&dialect.add_column(table, column.name, column.sql_type, column.default))
                    .await?;
            }
        }
        let collation = columns.iter().find(|(name, _)| name == "username");
        let collation = collation.map(|(_, collation)| collation.as_str());
        if dialect
            .username_collation()
            .is_some_and(|right| collation != Some(right))
        {
            self.command(&dialect.collate_username(table)).await?;
        }
        Ok(())
    }

    /// Whether the server compares names byte for byte, so that `DEV1` does not log in as `dev1`.
    pub fn check_same_name(
        &self,
        table: &'static Table,
        asked: &str,
        found: Option<&str>,
    ) -> Result<(), DatabaseError> {
        match found {
            Some(found) if found == asked => Ok(()),
            _ => Err(self.error(Fault::Collation(table.name))),
        }
    }
}
