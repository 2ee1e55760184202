//! What a database source may take, and how old its answers may be.

use std::{num::NonZeroUsize, thread::available_parallelism, time::Duration};

use amqtt_database::DatabaseUrl;

use crate::password::{Argon2Parameters, OutOfBounds};

/// Where the database is, and the bounds of what the source does.
///
/// ```
/// use std::time::Duration;
///
/// use amqtt_verifier::sources::database::DatabaseOptions;
///
/// let mut options = DatabaseOptions::new("sqlite:/var/lib/broker/auth.db".parse()?);
/// options.ttl = Duration::from_secs(30);
/// options.hash_threads = 1;
/// # Ok::<(), amqtt_verifier::sources::database::UrlError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DatabaseOptions {
    /// The database.
    pub url: DatabaseUrl,
    /// How old the row may be that a decision goes by; 5 seconds, 0 to 1 hour. With 0, every decision is a query.
    ///
    /// There are at most as many queries in this time as there are accounts that do something, and a few for each password
    /// that is wrong.
    pub ttl: Duration,
    /// How long a password that was right need not be hashed again, as long as its stored hash is the same; 1 hour, 0 to
    /// 24 hours. It is kept as an HMAC under a key of this source.
    pub password_ttl: Duration,
    /// For how many accounts the password is remembered, and for how many clients the rights; 100,000 of each, 0 to
    /// 1,000,000. An account takes about 300 bytes; rights take about twice what they do in the database.
    pub cache_entries: usize,
    /// How many connections there are at once; 4, 1 to 64. Others wait for their turn.
    pub max_connections: usize,
    /// For one query, from the wait for its turn to the answer; 5 seconds, 100 milliseconds to 1 minute. A lock on a SQLite
    /// file, and a server that does not answer, are waited for half of it.
    pub timeout: Duration,
    /// How many passwords are hashed at once, each on a thread of tokio's blocking pool and with the memory of its Argon2
    /// hash; as many as there are processors, 1 to 256.
    pub hash_threads: usize,
    /// How many different questions of account and password may wait for an answer; 16,384, 1 to 1,000,000. One more is
    /// denied, with [`Fault::Overloaded`](crate::Fault::Overloaded).
    pub max_waiting: usize,
    /// The parameters of most of the stored hashes; those that `amqtt-admin` and aMQTT write. An account that is not there
    /// takes the time of these.
    pub argon2: Argon2Parameters,
}

impl DatabaseOptions {
    /// A database, with the defaults for everything else.
    #[must_use]
    pub fn new(url: DatabaseUrl) -> Self {
        Self {
            url,
            ttl: Duration::from_secs(5),
            password_ttl: Duration::from_secs(60 * 60),
            cache_entries: 100_000,
            max_connections: 4,
            timeout: Duration::from_secs(5),
            hash_threads: available_parallelism().map_or(1, NonZeroUsize::get).min(256),
            max_waiting: 16_384,
            argon2: Argon2Parameters::default(),
        }
    }

    pub(super) fn check(&self) -> Result<(), OutOfBounds> {
        const HOUR: u128 = 60 * 60 * 1_000;
        for (option, actual, min, max) in [
            ("ttl (ms)", self.ttl.as_millis(), 0, HOUR),
            ("password_ttl (ms)", self.password_ttl.as_millis(), 0, 24 * HOUR),
            ("cache_entries", self.cache_entries as u128, 0, 1_000_000),
            ("max_connections", self.max_connections as u128, 1, 64),
            ("timeout (ms)", self.timeout.as_millis(), 100, 60_000),
            ("hash_threads", self.hash_threads as u128, 1, 256),
            ("max_waiting", self.max_waiting as u128, 1, 1_000_000),
        ] {
            let actual = u64::try_from(actual).unwrap_or(u64::MAX);
            OutOfBounds::check(option, actual, min, max as u64)?;
        }
        Ok(())
    }
}

/// Why there is no source with these [`DatabaseOptions`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseOptionsError {
    /// A number is not within the bounds of its option.
    #[error(transparent)]
    OutOfBounds(#[from] OutOfBounds),
    /// The system gives no randomness for the key of the cache.
    #[error("the system gives no randomness")]
    NoRandomness,
}
