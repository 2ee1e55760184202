//! The tables that aMQTT's database plugins read, in SQLite, PostgreSQL, MySQL and MariaDB.

mod connect;
pub mod connection;
pub mod dialect;
pub mod error;
mod hosts;
mod login;
pub mod migration;
pub mod records;
pub mod row;
pub mod schema;
pub mod tls;
pub mod url;
pub mod value;

pub use connection::{Connection, OpenOptions};
pub use dialect::Dialect;
pub use error::{DatabaseError, DatabaseFault};
pub use records::{
    BrokenRow, RecordError, RightsRow, RowFault, StoredRights, acl_column, read_acl, write_acl,
};
pub use row::Row;
pub use schema::{PASSWORD_HASH_MAX, TOPIC_AUTH, Table, USER_AUTH};
pub use url::{DatabaseUrl, Host, Server, ServerKind, UrlError};
pub use value::Value;
