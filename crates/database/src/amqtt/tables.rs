//! The two tables as aMQTT's plugins read them.

use amqtt_rules::Action;

use super::acl::acl_column;

/// A table by its name, with its columns after `id` and `username`.
#[derive(Debug)]
pub struct Table {
    /// The name.
    pub name: &'static str,
    pub(super) columns: &'static [Column],
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) sql_type: &'static str,
    /// The value in rows that are older than the column.
    pub(super) default: &'static str,
    /// The number of characters that it must be able to hold.
    pub(super) length: Option<i64>,
}

const fn acl(action: Action) -> Column {
    Column {
        name: acl_column(action),
        sql_type: "JSON NOT NULL",
        default: "'[]'",
        length: None,
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
            length: Some(255),
        },
        acl(Action::Publish),
        acl(Action::Subscribe),
        acl(Action::Receive),
    ],
};

/// Rights: a client, and the topic filters that it may publish to, subscribe to, and receive from.
pub const TOPIC_AUTH: Table = Table {
    name: "topic_auth",
    columns: &[acl(Action::Publish), acl(Action::Subscribe), acl(Action::Receive)],
};

/// Maximum length of a stored hash, in octets: the width of the column `password_hash`. aMQTT's own schema has 128; a
/// hash of Mosquitto 2.1 has 204.
pub const PASSWORD_HASH_MAX: usize = 255;
