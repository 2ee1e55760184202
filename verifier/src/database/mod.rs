//! The tables that aMQTT's database plugins read, in SQLite, PostgreSQL, MySQL and MariaDB. Feature `database`.
//!
//! - [`DatabaseSource`]: a [`Source`](crate::Source) that goes by them, for a broker.
//! - [`DatabaseUrl`]: where a database is, in every spelling that operators use.
//! - [`Connection`]: one connection, over which a statement is written once for all databases.
//! - [`Connection::password_hash`], [`Connection::rights`]: the rows by which a broker decides.
//!
//! A broker whose devices come by certificate, and whose people come by password; the rights of both are in the database:
//!
//! ```
//! use std::time::Duration;
//!
//! use amqtt_verifier::{
//!     Action, CertificateSource, ClientId, ConnectRequest, Verifier,
//!     database::{Connection, DatabaseOptions, DatabaseSource, DatabaseUrl},
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = tempfile::tempdir()?;
//! # let file = directory.path().join("auth.db");
//! # tempfile::NamedTempFile::new_in(&directory)?.persist(&file)?;
//! # let url: DatabaseUrl = format!("sqlite:{}", file.display()).parse()?;
//! # #[cfg(any())]
//! let url: DatabaseUrl = "postgresql://broker:secret@db.example/fleet?sslmode=verify-full&sslrootcert=ca.pem".parse()?;
//! # let mut connection = Connection::open(&url).await?;
//! # connection.sync().await?;
//! # let hash = "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$yO5.EniegYJB3JzJstoZPhw0HZud1JKXXUafF2aXWtI";
//! # let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
//! #               VALUES ('ada', ?, '[]', '[]', '[]')";
//! # connection.execute(insert, &[hash]).await?;
//! # let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) \
//! #               VALUES ('ada', '[]', ?, '[]')";
//! # connection.execute(insert, &[r#"[{"topic": "plant/+/state"}]"#]).await?;
//! // When the broker starts: is the database there?
//! Connection::open(&url).await?.close().await;
//!
//! let mut options = DatabaseOptions::new(url);
//! options.ttl = Duration::from_secs(30);
//! let database = DatabaseSource::new(&options)?;
//! let verifier = Verifier::new().with(CertificateSource).with(database.clone());
//!
//! // At a CONNECT; a device that came by certificate has `with_identity` instead.
//! let client_id: ClientId = "console-1".parse()?;
//! let request = ConnectRequest::new(&client_id).with_user_name("ada").with_password(b"right");
//! let client = verifier.authenticate(&request).await?;
//!
//! // At a SUBSCRIBE, and before each message is taken or delivered.
//! verifier.authorize(&client, Action::Subscribe, "plant/+/state").await?;
//! assert!(verifier.authorize(&client, Action::Publish, "plant/7/state").await.is_err());
//!
//! // Somebody has told the broker that something has changed for this account.
//! database.invalidate("ada");
//! # Ok(())
//! # }
//! ```
//!
//! # When a change is seen
//!
//! A decision goes by a row that was read at most [`ttl`](DatabaseOptions::ttl) before it was asked for, 5 seconds by
//! default, and takes no query as long as there is one. So what `amqtt-admin` has done when it ends is seen by every decision
//! from then on that is asked for `ttl` later; sooner by those that have to read the row, such as one about a new
//! password; and at once after [`DatabaseSource::invalidate`]. A SQLite *file* that is replaced by another one may be read
//! for a minute more: connections are opened anew after that time.
//!
//! Nothing ends the connection of a client that is in already. Its topics are decided about one by one; to close it is up
//! to the broker.
//!
//! # What a decision costs
//!
//! At most one query. A password is hashed only where the stored hash and the password were not found to belong together
//! before, by the same source and within [`password_ttl`](DatabaseOptions::password_ttl); when `ttl` is over and the row is
//! the same, no password is hashed and no ACL compiled. Nothing of a wrong password is remembered.
//!
//! Hashing runs on [`hash_threads`](DatabaseOptions::hash_threads) threads beside the event loop. When a fleet reconnects
//! at once, the same question asked by many is asked once, and every password is hashed once: a client that gave up and comes
//! again joins the question that is under way, or finds it answered. (10,000 different passwords at 80 ms on two threads
//! take almost seven minutes nevertheless; devices had better have certificates.)
//!
//! An account that is unknown, disabled (with `!` or anything else that is no hash) or broken takes the time of one with a
//! wrong password, if that one was hashed with the parameters [`argon2`](DatabaseOptions::argon2). Stored parameters beyond
//! the bounds of [`PasswordHash`](crate::password::PasswordHash) are those of a disabled account.
//!
//! # What cannot be read, denies
//!
//! A database that cannot be reached in time, tables that are not there, and a broken row are denials, and
//! [`Fault::Record`](crate::Fault::Record) says which; a broken row denies its own client alone. A lost connection is opened
//! anew, and the question put again. No row means no rights.

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
