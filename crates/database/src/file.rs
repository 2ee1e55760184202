//! Opening a SQLite file.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::{
    fs::{Access, StatVfsMountFlags, access, statvfs},
    io::Errno,
};
use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio::time::{Instant, sleep};

use super::{driver::Driver, error::DatabaseFault, options::OpenOptions, url::DatabaseUrl};

/// Time after which a locked file is tried again.
const RETRY: Duration = Duration::from_millis(5);

/// Tells a file from another one that takes its name. A connection goes on to read the file that it opened, whatever becomes
/// of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileIdentity {
    device: u64,
    inode: u64,
}

impl DatabaseUrl {
    /// Returns the identity of the SQLite file that has this name now; `None` for a server, and if there is no such file.
    #[must_use]
    pub fn file_identity(&self) -> Option<FileIdentity> {
        let metadata = fs::metadata(self.file()?).ok()?;
        Some(FileIdentity {
            device: metadata.dev(),
            inode: metadata.ino(),
        })
    }
}

/// Opens a SQLite file.
pub(crate) async fn open(url: &DatabaseUrl, opening: &OpenOptions) -> Result<Driver, DatabaseFault> {
    let path = url.file().ok_or(DatabaseFault::Missing)?;
    if opening.own_file {
        make(path)?;
    }
    check(path)?;
    let mut options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(opening.patience)
        .row_buffer_size(1024)
        .disable_statement_logging();
    if opening.own_file {
        // 18 and 64 MB: the rows of a large import go to places all over its indexes, and a page that is written again before the
        // log is applied to the database is applied once.
        options = options
            .pragma("cache_size", "-18000")
            .pragma("wal_autocheckpoint", "16000");
    }
    if is_frozen(path, opening)? {
        options = options.immutable(true).read_only(true);
    } else if opening.own_file {
        options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
    }
    connect(&options, opening).await.map(Driver::Sqlite)
}

/// Connects. SQLite does not wait for a lock where it changes the mode of the journal, so that is done here.
async fn connect(
    options: &SqliteConnectOptions,
    opening: &OpenOptions,
) -> Result<SqliteConnection, DatabaseFault> {
    let started = Instant::now();
    loop {
        let connection = SqliteConnection::connect_with(options).await;
        match connection.map_err(|error| DatabaseFault::of(&error)) {
            Err(DatabaseFault::Locked) if started.elapsed() < opening.patience => sleep(RETRY).await,
            outcome => return outcome,
        }
    }
}

/// Makes an empty file that its owner alone can read, unless it exists. SQLite itself would let everybody read it.
fn make(path: &Path) -> Result<(), DatabaseFault> {
    let made = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(match error.kind() {
            ErrorKind::NotFound => DatabaseFault::NoDirectory,
            ErrorKind::StorageFull => DatabaseFault::Full,
            ErrorKind::ReadOnlyFilesystem => DatabaseFault::ReadOnlyFile,
            _ => DatabaseFault::CannotOpen,
        }),
        _ => Ok(()),
    }
}

/// SQLite's own words for a file that does not exist name no reason.
fn check(path: &Path) -> Result<(), DatabaseFault> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(DatabaseFault::Directory),
        Ok(metadata) if !metadata.is_file() => Err(DatabaseFault::NotAFile),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(match path.symlink_metadata() {
            Ok(_) => DatabaseFault::DanglingLink,
            Err(_) => DatabaseFault::Missing,
        }),
        Err(_) => Err(DatabaseFault::CannotOpen),
        // Asked without opening it: closing a file gives up the locks that this process has on it.
        Ok(_) => match access(path, Access::READ_OK) {
            Err(Errno::ACCESS) => Err(DatabaseFault::Unreadable),
            _ => Ok(()),
        },
    }
}

/// Returns whether a file in WAL mode is on a read-only file system (or, for who reads it briefly, in a directory that this user
/// cannot write in), complete, and in use by no writer: SQLite then reads it only if it is promised that nothing changes. In this mode SQLite makes files beside the database even to read it. A
/// writer, which another mount of the same file system may have, keeps its own there (`-shm`); SQLite reads by way of them.
fn is_frozen(path: &Path, opening: &OpenOptions) -> Result<bool, DatabaseFault> {
    let is_read_only = |path: &Path| {
        let in_directory = path.parent().map(|parent| access(parent, Access::WRITE_OK));
        statvfs(path).is_ok_and(|system| system.f_flag.contains(StatVfsMountFlags::RDONLY))
            || (opening.briefly && in_directory == Some(Err(Errno::ACCESS)))
    };
    // The files beside it are named after the file, not after a link to it.
    let Ok(path) = path.canonicalize() else {
        return Ok(false);
    };
    if !is_read_only(&path) || !is_in_wal_mode(&path).unwrap_or(false) || beside(&path, "-shm").exists() {
        return Ok(false);
    }
    match beside(&path, "-wal").metadata() {
        Ok(log) if log.len() > 0 => Err(DatabaseFault::UnappliedLog),
        _ => Ok(true),
    }
}

/// Returns the name of a file that SQLite keeps beside a database.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Returns whether the header asks for WAL mode (SQLite's file format, 1.3.3).
fn is_in_wal_mode(path: &Path) -> io::Result<bool> {
    let mut header = [0; 20];
    File::open(path)?.read_exact(&mut header)?;
    Ok(header.starts_with(b"SQLite format 3\0") && header[18..] == [2, 2])
}
