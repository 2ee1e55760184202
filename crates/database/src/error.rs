//! Errors of databases, in words that name the database and say what an operator needs.

use std::io::{self, ErrorKind};

/// Error of a database, with its address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{target}: {fault}")]
pub struct DatabaseError {
    /// The address of the database, without its password.
    pub target: String,
    /// The fault.
    pub fault: DatabaseFault,
}

/// Fault of a database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseFault {
    /// The file does not exist.
    #[error("the database file does not exist")]
    Missing,
    /// The file is a dangling symbolic link.
    #[error("the database file is a symbolic link to a file that does not exist")]
    DanglingLink,
    /// The directory of a file to be made does not exist.
    #[error("the directory of the database file does not exist")]
    NoDirectory,
    /// The tables do not exist, or lack a column.
    #[error("tables are missing or incomplete")]
    NoTables,
    /// The name is that of a directory.
    #[error("the database file is a directory")]
    Directory,
    /// The name is that of a pipe or a device.
    #[error("the database file is not a regular file")]
    NotAFile,
    /// The file is not a SQLite database.
    #[error("the file is not a SQLite database")]
    NotADatabase,
    /// The file is damaged.
    #[error("the database file is damaged")]
    Damaged,
    /// The server, or this session of it, cannot be written: a standby, for example.
    #[error("the database is read-only")]
    ReadOnly,
    /// The file cannot be written.
    #[error("the database file is read-only")]
    ReadOnlyFile,
    /// The file is on a read-only file system, with changes beside it that SQLite cannot apply there.
    #[error("the file system is read-only, and the database's write-ahead log (-wal) is yet to be applied")]
    UnappliedLog,
    /// The user who runs this may not read the file.
    #[error("the database file cannot be read: permission denied")]
    Unreadable,
    /// The file, or its directory, cannot be opened.
    #[error("the database file cannot be opened, or its directory cannot be written")]
    CannotOpen,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// Another process holds a lock for longer than the patience.
    #[error("the database is locked by another process")]
    Locked,
    /// The server does not answer.
    #[error("the server cannot be reached: {0}")]
    Unreachable(String),
    /// The connection broke off; uncommitted changes are undone.
    #[error("the connection was lost")]
    Lost,
    /// The connection broke off while a change was being committed, and no other could be opened to look.
    #[error(
        "the connection was lost while a change was being committed; the change may have been made or not"
    )]
    Unknown,
    /// The server answers and does not serve: it is starting, or has lost its cluster.
    #[error("the server is not ready: {0}")]
    Unready(String),
    /// The server does not know a function or a statement.
    #[error("the server does not support what is asked: {0}")]
    Unsupported(String),
    /// The server refuses the user name or the password.
    #[error("the server refuses this user name or password")]
    LoginRefused,
    /// The same, on a connection without TLS, which MySQL and MariaDB refuse in the same words where they demand TLS.
    #[error("the server refuses this user name or password, or demands TLS, which the URL rules out")]
    LoginRefusedWithoutTls,
    /// The server admits this user from elsewhere, or to another database, or not at all.
    #[error("the server does not admit this user to this database from here")]
    NotAdmitted,
    /// The server takes no connection without TLS.
    #[error("the server accepts only connections with TLS")]
    TlsRequired,
    /// No server of several can be used.
    #[error("no server can be used: {0}")]
    NoHost(String),
    /// The server is not of the requested kind.
    #[error("the server is {0}")]
    OtherKind(&'static str),
    /// The server has no database of this name.
    #[error("the server has no database of this name")]
    NoSuchDatabase,
    /// The user may not do this.
    #[error("permission denied for this database user")]
    NotAllowed,
    /// TLS cannot be established.
    #[error("TLS connection failed: {0}")]
    Tls(String),
    /// A row of the same name already exists.
    #[error("a row with this name already exists")]
    Conflict,
    /// Two transactions conflicted; a repetition may succeed.
    #[error("conflict with another writer")]
    Contended,
    /// A table compares two different names as equal.
    #[error("column {0}.username does not use a binary collation")]
    Collation(&'static str),
    /// The tables were made by a newer version of this program.
    #[error("the tables were made by a newer version of this program")]
    Newer,
    /// Anything else, in the database's words.
    #[error("{0}")]
    Other(String),
}

impl DatabaseFault {
    /// Classifies an error of the driver.
    pub(super) fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => Self::of_database(error.as_ref()),
            // rustls reports its errors so; malformed answers of servers are protocol errors.
            sqlx::Error::Io(error) if error.kind() == ErrorKind::InvalidData => Self::Tls(plain(error)),
            sqlx::Error::Io(error) => Self::Unreachable(plain(error)),
            sqlx::Error::Tls(error) => Self::Tls(error.to_string()),
            sqlx::Error::Protocol(words) => Self::Other(first_line(words)),
            sqlx::Error::Configuration(error) => Self::Other(first_line(&error.to_string())),
            error => Self::Other(first_line(&error.to_string())),
        }
    }

    fn of_database(error: &dyn sqlx::error::DatabaseError) -> Self {
        let words = first_line(error.message());
        if error.is_unique_violation() {
            return Self::Conflict;
        }
        let code = error.code();
        let code = code.as_deref().unwrap_or_default();
        if let Some(error) = error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>() {
            return Self::of_mysql(error.number(), words);
        }
        if error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
            return Self::of_sqlite(code, words);
        }
        match code {
            "28P01" => Self::LoginRefused,
            "28000" if ["no encryption", "SSL off"].iter().any(|no| words.contains(no)) => Self::TlsRequired,
            "28000" => Self::NotAdmitted,
            "3D000" => Self::NoSuchDatabase,
            "42P01" | "42703" => Self::NoTables,
            "42501" => Self::NotAllowed,
            "25006" => Self::ReadOnly,
            "53100" => Self::Full,
            "53300" => Self::Unready("too many connections".to_owned()),
            "57P03" => Self::Unready(words),
            "57P01" | "57P02" | "08003" | "08006" | "08P01" => Self::Lost,
            "42883" | "0A000" => Self::Unsupported(words),
            "55P03" => Self::Locked,
            "40001" | "40P01" => Self::Contended,
            _ => Self::Other(words),
        }
    }

    /// By SQLite's result codes; the low octet of an extended one is the plain one.
    fn of_sqlite(code: &str, words: String) -> Self {
        match code.parse::<u32>().unwrap_or_default() & 0xff {
            1 if ["no such table", "no such column", "has no column"]
                .iter()
                .any(|no| words.contains(no)) =>
            {
                Self::NoTables
            }
            5 | 6 => Self::Locked,
            8 => Self::ReadOnlyFile,
            11 => Self::Damaged,
            13 => Self::Full,
            14 => Self::CannotOpen,
            26 => Self::NotADatabase,
            _ => Self::Other(words),
        }
    }

    fn of_mysql(number: u16, words: String) -> Self {
        match number {
            1044 | 1142 | 1143 | 1227 => Self::NotAllowed,
            1045 | 1698 => Self::LoginRefused,
            3159 => Self::TlsRequired,
            1130 => Self::NotAdmitted,
            1049 => Self::NoSuchDatabase,
            1054 | 1146 => Self::NoTables,
            1021 | 1114 => Self::Full,
            1205 => Self::Locked,
            1213 | 1020 | 1317 => Self::Contended,
            1290 | 1792 | 1836 => Self::ReadOnly,
            1040 => Self::Unready("too many connections".to_owned()),
            // From a node of a Galera cluster without a majority.
            1047 => Self::Unready("it is not connected to its cluster".to_owned()),
            // The last one: a cluster does not know the outcome of a commit.
            1053 | 1927 | 4031 | 1180 => Self::Lost,
            _ => Self::Other(words),
        }
    }
}

/// Returns the system's own words, without the error number that Rust appends.
pub(super) fn plain(error: &io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_owned()
}

/// Returns the first line of a server's message: the lines of detail may quote values.
fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}
