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
//!     sources::database::{DatabaseOptions, DatabaseSource},
//! };
//! use amqtt_database::{Connection, DatabaseUrl};
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
//! # connection.execute(insert, &[hash.into()]).await?;
//! # let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) \
//! #               VALUES ('ada', '[]', ?, '[]')";
//! # connection.execute(insert, &[r#"[{"topic": "plant/+/state"}]"#.into()]).await?;
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
//! again joins the question that is under way, or finds it answered. A question that nobody waits for any more is not hashed,
//! and nobody waits longer than [`password_timeout`](DatabaseOptions::password_timeout). (10,000 different passwords at 80 ms
//! on two threads take almost seven minutes nevertheless, in which those that were too late come again; devices should use
//! certificates, or generated secrets, whose hashes take microseconds.)
//!
//! # What strangers cannot do
//!
//! A thousand made-up names a second cost a thousand hashes a second, which no machine has. They wait in a line of their own,
//! with at most half of the threads; an account that exists is let in after the hash that is being computed, and its own.
//!
//! That does not show which accounts exist, as only a right password is answered sooner. A wrong one is denied when a name
//! without an account that came at the same moment would be, too late or overloaded included.
//!
//! An account that is unknown, disabled (with `!` or anything else that is no hash) or broken takes the time of one with a
//! wrong password, if that one was hashed with the parameters [`argon2`](DatabaseOptions::argon2). Stored parameters beyond
//! the bounds of [`PasswordHash`](crate::password::PasswordHash) are those of a disabled account.
//!
//! # What cannot be read, denies
//!
//! A database that cannot be reached in time, tables that are not there, and a broken row are denials, and
//! [`SourceFault::Record`](crate::SourceFault::Record) says which; a broken row denies its own client alone. A lost connection is opened
//! anew, and the question put again. No row means no rights.

mod cache;
mod flights;
mod hasher;
mod mac;
mod options;
mod passwords;
mod pool;
mod race;
mod rights;
mod turns;

use std::{fmt, sync::Arc};

pub use amqtt_database::{DatabaseUrl, UrlError};
pub use options::{DatabaseOptions, DatabaseOptionsError};

use crate::{
    AuthenticatedClient, BoxFuture, ConnectRequest, Decision, Evidence, Request, Source, SourceFault,
};

use self::{mac::MacKey, passwords::Passwords, pool::Pool, rights::Rights};

/// Authenticates clients by `user_auth`, and grants topics by `topic_auth`.
///
/// - A client that gives user name and password is allowed when they belong together, and denied otherwise. For a client
///   without one of them there is nothing to look up: this source abstains.
/// - A topic is granted by the rights of the client's [account](AuthenticatedClient::account), which for a device that came
///   by certificate alone is its device id, and denied otherwise. For a client without an account this source abstains.
///
/// It runs on tokio, on one runtime, with I/O and time enabled. It is cheap to clone: clones share everything, so that one
/// can go into a [`Verifier`](crate::Verifier), and another one serve [`DatabaseSource::invalidate`]. See the
/// [module](self) for how it works.
#[derive(Clone)]
pub struct DatabaseSource {
    pool: Arc<Pool>,
    passwords: Arc<Passwords>,
    rights: Arc<Rights>,
}

impl DatabaseSource {
    /// Prepares to ask; no connection is made yet.
    ///
    /// # Errors
    /// [`DatabaseOptionsError`] for an option that is not within its bounds.
    pub fn new(options: &DatabaseOptions) -> Result<Self, DatabaseOptionsError> {
        options.check()?;
        let key = Arc::new(MacKey::generate()?);
        let pool = Arc::new(Pool::new(options));
        let passwords = Passwords::new(options, Arc::clone(&pool), Arc::clone(&key));
        let rights = Rights::new(options, Arc::clone(&pool), key);
        Ok(Self {
            pool,
            passwords: Arc::new(passwords),
            rights: Arc::new(rights),
        })
    }

    /// Forgets what is remembered of an account, its password and its rights: whatever is asked from now on goes by rows
    /// that are read from now on. It does not wait.
    pub fn invalidate(&self, account: &str) {
        self.passwords.invalidate(account);
        self.rights.invalidate(account);
    }

    /// What was done so far.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        let (queries, connections) = self.pool.counts();
        Statistics {
            queries,
            connections,
            hashes: self.passwords.hasher.count(),
        }
    }
}

/// What a [`DatabaseSource`] has done since it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Statistics {
    /// Questions that were put to the database; each is one query, put again where a connection was lost.
    pub queries: u64,
    /// Connections that were opened, or tried to.
    pub connections: u64,
    /// Passwords that were hashed.
    pub hashes: u64,
}

impl Source for DatabaseSource {
    fn evidence(&self) -> Evidence {
        Evidence::Account
    }

    fn authenticate<'a>(&'a self, request: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(async move {
            match (request.user_name(), request.password()) {
                (Some(account), Some(password)) => match check_runtime() {
                    Ok(()) => self.passwords.decide(account, password).await,
                    Err(fault) => Decision::Deny(fault.into()),
                },
                _ => Decision::Abstain,
            }
        })
    }

    fn authorize<'a>(
        &'a self,
        client: &'a AuthenticatedClient,
        request: Request<'a>,
    ) -> BoxFuture<'a, Decision> {
        Box::pin(async move {
            match client.account() {
                Some(account) => match check_runtime() {
                    Ok(()) => self.rights.decide(account.as_str(), request).await,
                    Err(fault) => Decision::Deny(fault.into()),
                },
                None => Decision::Abstain,
            }
        })
    }
}

/// Whether there is what tasks, connections and time-outs need.
fn check_runtime() -> Result<(), SourceFault> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Ok(()),
        Err(_) => Err(SourceFault::Unaskable("there is no tokio runtime here")),
    }
}

impl fmt::Debug for DatabaseSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseSource")
            .field("target", &self.pool.target())
            .field("statistics", &self.statistics())
            .finish_non_exhaustive()
    }
}
