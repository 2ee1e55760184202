//! The tables that aMQTT's database plugins read, in SQLite, PostgreSQL, MySQL and MariaDB.
//!
//! - [`DatabaseUrl`]: where a database is, in every spelling that operators use.
//! - [`Connection`]: one connection, over which a statement is written once for all databases.
//! - [`Connection::password_hash`], [`Connection::rights`]: the rows by which a broker decides.

mod connection;
mod dialect;
mod error;
mod records;
mod schema;
mod source;
mod url;

pub use connection::{Connection, Row};
pub use dialect::Dialect;
pub use error::{DatabaseError, Fault};
pub use records::{BrokenRow, RecordError, RowFault, StoredRights, acl_column, read_acl, write_acl};
pub use schema::{PASSWORD_HASH_MAX, TOPIC_AUTH, Table, USER_AUTH};
pub use source::{DatabaseOptions, DatabaseOptionsError, DatabaseSource, Statistics};
pub use url::{DatabaseUrl, Server, ServerKind, UrlError};
