//! The source that goes by the tables.

mod cache;
mod flights;
mod hasher;
mod mac;
mod options;
mod passwords;
mod pool;
mod rights;

use std::{fmt, sync::Arc};

pub use options::{DatabaseOptions, DatabaseOptionsError};

use crate::{Action, AuthenticatedClient, BoxFuture, ConnectRequest, Decision, Evidence, Fault, Source};

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
/// [module](crate::database) for how it works.
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
        action: Action,
        topic: &'a str,
    ) -> BoxFuture<'a, Decision> {
        Box::pin(async move {
            match client.account() {
                Some(account) => match check_runtime() {
                    Ok(()) => self.rights.decide(account, action, topic).await,
                    Err(fault) => Decision::Deny(fault.into()),
                },
                None => Decision::Abstain,
            }
        })
    }
}

/// Whether there is what tasks, connections and time-outs need.
fn check_runtime() -> Result<(), Fault> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Ok(()),
        Err(_) => Err(Fault::Unaskable("there is no tokio runtime here")),
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
