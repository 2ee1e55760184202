//! Events that a gate reports.

use std::{fmt, path::PathBuf};

use amqtt_verifier::SourceFault;

use crate::fault::FileFault;

/// An event beside the questions: about a file that is followed, or a database that is read again and again.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// The file has changed, and what it says now counts.
    Reloaded {
        /// The file.
        path: PathBuf,
    },
    /// The file has changed, or is gone, and cannot be used: what was read last goes on to count. It is said once for
    /// each fault, and tried again at every look.
    Kept {
        /// The file, and its fault.
        fault: FileFault,
    },
    /// A database does not answer: what was read before goes on to count, for as long as the configuration says. It is said
    /// once.
    Away {
        /// The database.
        database: Database,
        /// The reason why it does not answer.
        fault: SourceFault,
    },
    /// The database answers again.
    Back {
        /// The database.
        database: Database,
    },
}

/// A database that does not answer.
#[derive(Debug, thiserror::Error)]
#[error("{database} does not answer: {fault}")]
#[non_exhaustive]
pub struct Away {
    /// The database.
    pub database: Database,
    /// The reason why it does not answer.
    pub fault: SourceFault,
}

/// A database of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Database {
    /// The one with accounts and rights.
    Accounts,
    /// The inventory of certificates.
    Inventory,
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accounts => "the database",
            Self::Inventory => "the inventory",
        })
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reloaded { path } => write!(f, "reloaded {}", path.display()),
            Self::Kept { fault } => write!(f, "{fault}; keeping what was read before"),
            Self::Away { database, fault } => write!(f, "{database} does not answer: {fault}"),
            Self::Back { database } => write!(f, "{database} answers again"),
        }
    }
}
