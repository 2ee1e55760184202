//! The bounds of a database source: its resources, and the age of its answers.

use std::{num::NonZeroUsize, thread::available_parallelism, time::Duration};

use amqtt_database::DatabaseUrl;

use crate::password::{Argon2Parameters, OutOfBounds};

/// The database, and the bounds of the source.
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
    /// Maximum age of the row that a decision uses; 5 seconds, 0 to 1 hour. With 0, every decision is a query.
    ///
    /// In this time there is at most one query for each active account, and a few for each wrong password.
    pub ttl: Duration,
    /// Maximum age of an account's row for a login, where that is less than [`ttl`](Self::ttl); 1 hour, 0 to 1 hour. A password
    /// that was replaced and an account that was removed are refused after this time, for one query by primary key in it for each
    /// account that logs in again.
    pub account_ttl: Duration,
    /// Maximum age of the row that a decision uses while the database cannot be asked; 0, which counts as [`ttl`](Self::ttl),
    /// to 24 hours. After that, clients are denied.
    pub max_stale: Duration,
    /// The same for the rights of devices that came by certificate; 0, which counts as [`max_stale`](Self::max_stale), to 30
    /// days. It keeps a plant at work while its database is away: devices whose rights are known keep them for this time.
    pub grace: Duration,
    /// Time for which a correct password is not hashed again while its stored hash stays the same; 1 hour, 0 to 24 hours. It is
    /// kept as an HMAC under a random key of this source.
    pub password_ttl: Duration,
    /// Number of accounts whose password is remembered, and of clients whose rights are; 100,000 of each, 0 to
    /// 1,000,000. An account takes about 300 bytes; rights take about twice what they do in the database.
    pub cache_entries: usize,
    /// Maximum number of connections; 4, 1 to 64. Other questions wait for their turn.
    pub max_connections: usize,
    /// Time limit for one query, including the wait for its turn; 5 seconds, 100 milliseconds to 1 minute. Half of it is for a lock
    /// on a SQLite file, or for a server that does not answer.
    pub timeout: Duration,
    /// Maximum number of passwords that are hashed at once, each on a thread of tokio's blocking pool and with the memory of
    /// its Argon2 hash; the number of processors, 1 to 256. Names without an account get at most half of them.
    pub hash_threads: usize,
    /// Number of passwords that may wait for their hash in each of two lines, one for accounts that exist and one for all;
    /// 16,384, 1 to 1,000,000. In a line that is full, the one that has waited longest is denied, with
    /// [`SourceFault::Overloaded`](crate::SourceFault::Overloaded); so is the 65th different password for one name at a time.
    pub max_waiting: usize,
    /// Maximum time from a password to its answer; 10 seconds, 100 milliseconds to 10 minutes. Then the client is denied
    /// with [`SourceFault::TimedOut`](crate::SourceFault::TimedOut).
    pub password_timeout: Duration,
    /// The parameters of most stored hashes; the default is what `amqtt-admin` and aMQTT write. An unknown account takes the
    /// time of these.
    pub argon2: Argon2Parameters,
    /// Replace the stored hash after a right password where it is of another scheme or weaker than [`argon2`](Self::argon2), as
    /// aMQTT does; off. The hash of a generated secret stays. A row that has changed in the meantime is left as it is, and a
    /// login never fails because its hash could not be replaced.
    pub rehash: bool,
}

impl DatabaseOptions {
    /// Returns the defaults for a database.
    #[must_use]
    pub fn new(url: DatabaseUrl) -> Self {
        Self {
            url,
            ttl: Duration::from_secs(5),
            account_ttl: Duration::from_secs(60 * 60),
            max_stale: Duration::ZERO,
            grace: Duration::ZERO,
            password_ttl: Duration::from_secs(60 * 60),
            cache_entries: 100_000,
            max_connections: 4,
            timeout: Duration::from_secs(5),
            hash_threads: available_parallelism().map_or(1, NonZeroUsize::get).min(256),
            max_waiting: 16_384,
            password_timeout: Duration::from_secs(10),
            argon2: Argon2Parameters::default(),
            rehash: false,
        }
    }

    /// Returns how old a row may be while the database cannot be asked, for a device that came by certificate or another client.
    pub(super) fn stale(&self, is_device: bool) -> Duration {
        match is_device {
            true => self.ttl.max(self.max_stale).max(self.grace),
            false => self.ttl.max(self.max_stale),
        }
    }

    /// Checks that all numbers are within their bounds.
    ///
    /// # Errors
    /// [`OutOfBounds`] for the first that is not.
    pub fn check(&self) -> Result<(), OutOfBounds> {
        const HOUR: u128 = 60 * 60 * 1_000;
        for (option, actual, min, max) in [
            ("ttl (ms)", self.ttl.as_millis(), 0, HOUR),
            ("account_ttl (ms)", self.account_ttl.as_millis(), 0, HOUR),
            ("max_stale (ms)", self.max_stale.as_millis(), 0, 24 * HOUR),
            ("grace (ms)", self.grace.as_millis(), 0, 30 * 24 * HOUR),
            ("password_ttl (ms)", self.password_ttl.as_millis(), 0, 24 * HOUR),
            ("cache_entries", self.cache_entries as u128, 0, 1_000_000),
            ("max_connections", self.max_connections as u128, 1, 64),
            ("timeout (ms)", self.timeout.as_millis(), 100, 60_000),
            ("hash_threads", self.hash_threads as u128, 1, 256),
            ("max_waiting", self.max_waiting as u128, 1, 1_000_000),
            (
                "password_timeout (ms)",
                self.password_timeout.as_millis(),
                100,
                10 * 60_000,
            ),
        ] {
            let actual = u64::try_from(actual).unwrap_or(u64::MAX);
            OutOfBounds::check(option, actual, min, max as u64)?;
        }
        Ok(())
    }
}

/// Error from [`DatabaseOptions`] that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseOptionsError {
    /// A number is out of bounds.
    #[error(transparent)]
    OutOfBounds(#[from] OutOfBounds),
    /// The system gave no randomness for the key of the cache.
    #[error("the system's random number generator failed")]
    NoRandomness,
}
