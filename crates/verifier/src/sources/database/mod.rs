//! The tables that aMQTT's database plugins read, in SQLite, PostgreSQL, MySQL and MariaDB. Feature `database`.
//!
//! - [`DatabaseSource`]: a [`Source`] that decides by them, for a broker.
//! - [`DatabaseUrl`]: where a database is, in every spelling that operators use.
//! - [`Connection`](amqtt_database::Connection): one connection, over which a statement is written once for all databases.
//! - `Connection::password_hash`, `Connection::rights`: the rows that a broker needs.
//!
//! A broker whose devices log in with certificates and whose people log in with passwords; the rights of both are in the
//! database:
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
//! // The broker has learned of a change to this account.
//! database.invalidate("ada");
//! # Ok(())
//! # }
//! ```
//!
//! # When a change is seen
//!
//! A decision uses a row that was read at most [`ttl`](DatabaseOptions::ttl) before the question, 5 seconds by default, and
//! makes no query while it has such a row. So a change by `amqtt-admin` is in force for every decision `ttl` later; sooner
//! where the row has to be read, such as for a new password; and at once after [`DatabaseSource::invalidate`]. With a [`Refresher`]
//! that is called twice a second, a change of rights is in force within that time, and decisions make no query at all. A new
//! password and the removal of an account are in force within [`account_ttl`](DatabaseOptions::account_ttl).
//!
//! The connection of an admitted client is not closed. Its topics are decided one by one; closing the connection is up to
//! the broker.
//!
//! # What a decision costs
//!
//! At most one query. A password is hashed only if the same source has not found it to match the stored hash within
//! [`password_ttl`](DatabaseOptions::password_ttl). When `ttl` is over and the row is unchanged, no password is hashed and
//! no ACL compiled. Wrong passwords are not remembered.
//!
//! Hashing runs on [`hash_threads`](DatabaseOptions::hash_threads) threads beside the event loop. When a fleet reconnects,
//! equal questions are asked once, and every password is hashed once: a client that gave up and comes back joins the
//! question that is under way, or finds it answered. An abandoned question is not hashed, and no client waits longer than
//! [`password_timeout`](DatabaseOptions::password_timeout). (10,000 different passwords at 80 ms on two threads still take
//! almost seven minutes, during which late clients come back; devices should use certificates, or generated secrets, whose
//! hashes take microseconds.)
//!
//! # What strangers cannot do
//!
//! A thousand made-up names a second would need a thousand hashes a second, more than any machine can compute. They wait in
//! a line of their own and get at most half of the threads; an account that exists is admitted after the hash that is being
//! computed, and its own.
//!
//! That does not reveal which accounts exist, because only a right password is answered sooner. A wrong one is denied when a
//! name without an account that came at the same moment would be, including as too late or overloaded.
//!
//! An account that is unknown, disabled (with `!` or any other text that is not a hash) or broken takes the time of a wrong
//! password for a hash with the parameters [`argon2`](DatabaseOptions::argon2). An account whose stored parameters exceed
//! the bounds of [`PasswordHash`](crate::password::PasswordHash) counts as disabled.
//!
//! # Faults deny
//!
//! While the database cannot be asked, rows that were read before may count for [`max_stale`](DatabaseOptions::max_stale), and
//! the rights of devices for [`grace`](DatabaseOptions::grace). Apart from that, a database that cannot be reached in
//! time, missing tables, and a broken row are denials;
//! [`SourceFault::Record`] names the cause. A broken row denies only its own client. A lost connection is
//! reopened, and the question asked again. No row means no rights.

mod cache;
mod cell;
mod flights;
mod hasher;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod inventory;
mod mac;
mod options;
mod outage;
mod passwords;
mod pool;
mod race;
mod refresh;
mod rights;
mod rows;
mod turns;

use std::{fmt, sync::Arc};

pub use amqtt_database::{DatabaseUrl, UrlError};
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub use inventory::{HeldStates, InventorySource};
pub use options::{DatabaseOptions, DatabaseOptionsError};
pub use refresh::Refresher;
pub use rights::HeldRights;

use amqtt_rules::{acl::Acl, names::AccountName, topic::Request};

use crate::{
    client::AuthenticatedClient,
    decision::{Decision, SourceFault},
    source::{BoxFuture, ConnectRequest, Evidence, Source},
};

use self::{mac::MacKey, passwords::Passwords, pool::Pool, rights::Rights};

/// Authenticates clients by `user_auth`, and grants topics by `topic_auth`.
///
/// - A client with user name and password is allowed if the password opens the account, and denied otherwise. For a client
///   without one of them this source abstains.
/// - A topic is granted by the rights of the client's [account](AuthenticatedClient::account), which for a device that came
///   by certificate alone is its device id, and denied otherwise. For a client without an account this source abstains.
///
/// It runs on one tokio runtime with I/O and time enabled. It is cheap to clone: clones share everything, so that one can be
/// in a [`Verifier`](crate::Verifier) while another calls [`DatabaseSource::invalidate`]. The [module](self) describes how it
/// works.
#[derive(Clone)]
pub struct DatabaseSource {
    options: Arc<DatabaseOptions>,
    pool: Arc<Pool>,
    passwords: Arc<Passwords>,
    rights: Rights,
}

impl DatabaseSource {
    /// Makes a source; no connection is made yet.
    ///
    /// # Errors
    /// [`DatabaseOptionsError`] for an option that is out of bounds.
    pub fn new(options: &DatabaseOptions) -> Result<Self, DatabaseOptionsError> {
        options.check()?;
        let key = Arc::new(MacKey::generate()?);
        let pool = Arc::new(Pool::new(options));
        let passwords = Passwords::new(options, Arc::clone(&pool), Arc::clone(&key));
        let rights = Rights::new(options, Arc::clone(&pool), key);
        Ok(Self {
            options: Arc::new(options.clone()),
            pool,
            passwords: Arc::new(passwords),
            rights,
        })
    }

    /// Returns the rights of an account: for a service that is asked by brokers, which have authenticated the client themselves.
    /// They are those that a decision would use at this moment; an account without a row has none. The rights of a device that
    /// came by certificate count for [`grace`](DatabaseOptions::grace).
    ///
    /// # Errors
    /// [`SourceFault`] if the database cannot be asked, or the row is broken.
    pub async fn rights(&self, account: &AccountName, is_device: bool) -> Result<Arc<Acl>, SourceFault> {
        check_runtime()?;
        self.rights.acl(account, is_device).await
    }

    /// Returns the rights of a client, to be asked from any thread without waiting. They are read now, unless they are known; if
    /// the database does not answer, the client has no rights until a [`Refresher`] has read them.
    ///
    /// They are as recent as the last [refresh](Refresher::refresh): call that twice a second.
    pub async fn hold(&self, client: &AuthenticatedClient) -> HeldRights {
        self.rights.hold(client).await
    }

    /// Returns what keeps [held](Self::hold) rights up to date, and those that were asked for in the last minutes.
    #[must_use]
    pub fn refresher(&self) -> Refresher {
        self.rights.refresher(&self.options)
    }

    /// Asks the database whether it answers, and has both tables: for a program that does not start without it.
    ///
    /// # Errors
    /// [`SourceFault`] if it does not.
    pub async fn try_out(&self) -> Result<(), SourceFault> {
        check_runtime()?;
        // Nobody has this name.
        let nobody = "";
        self.pool
            .ask(nobody, |connection, name| {
                Box::pin(async move {
                    connection.password_hash(name).await?;
                    connection.rights_row(name).await.map(drop)
                })
            })
            .await
    }

    /// Forgets the password and the rights of an account: later questions use rows read from now on. It does not wait.
    pub fn invalidate(&self, account: &str) {
        self.passwords.invalidate(account);
        self.rights.invalidate(account);
    }

    /// Returns what the source has done so far.
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

/// Counters of a [`DatabaseSource`] since it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Statistics {
    /// Questions to the database; each is one query, repeated if a connection was lost.
    pub queries: u64,
    /// Connections that were opened or attempted.
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
                    Ok(()) => self.rights.decide(client, account.as_str(), request).await,
                    Err(fault) => Decision::Deny(fault.into()),
                },
                None => Decision::Abstain,
            }
        })
    }
}

/// Checks that there is a runtime for tasks, connections and time-outs.
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
