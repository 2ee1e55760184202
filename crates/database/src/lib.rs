//! The tables that aMQTT's database plugins read, in SQLite, PostgreSQL, MySQL and MariaDB.

mod amqtt;
mod connect;
pub mod connection;
pub mod dialect;
mod driver;
pub mod error;
mod file;
mod fleet;
mod hosts;
mod listed;
mod literal;
mod login;
pub mod migration;
mod open;
pub mod options;
pub mod row;
mod statements;
pub mod tls;
pub mod url;
pub mod value;

pub use amqtt::{
    acl::{acl_column, read_acl, write_acl},
    records::{BrokenRow, RecordError, RightsRow, RowFault, StoredRights},
    tables::{PASSWORD_HASH_MAX, TOPIC_AUTH, Table, USER_AUTH},
};
pub use connection::Connection;
pub use dialect::Dialect;
pub use error::{DatabaseError, DatabaseFault};
pub use file::FileIdentity;
pub use fleet::CertificateState;
pub use options::OpenOptions;
pub use row::Row;
pub use url::{DatabaseUrl, Host, ServerAddress, ServerKind, UrlError};
pub use value::Value;

/// The examples of the README, held by `cargo test --doc`.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
