//! The options for opening a database.

use std::time::Duration;

/// Options for opening a database.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OpenOptions {
    /// The time that a server may take to answer, or a lock of SQLite to be released; 10 seconds by default.
    pub patience: Duration,
    /// The name that a PostgreSQL server shows for the session; none by default.
    pub application_name: Option<String>,
    /// Set when the database will be written: of several servers, one that accepts writes is preferred, and a node of a Galera
    /// cluster first catches up with what the others have committed, before each read.
    pub writable: bool,
    /// Set when a SQLite file is this program's own, not a broker's: it is created on demand, readable by its owner alone,
    /// and kept in WAL mode with a large cache.
    pub own_file: bool,
    /// Set when a SQLite file is read once and closed: one in a directory that this user cannot write in is then taken for
    /// unchanging while nobody writes it.
    pub briefly: bool,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(10),
            application_name: None,
            writable: false,
            own_file: false,
            briefly: false,
        }
    }
}
