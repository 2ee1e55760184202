//! Making aMQTT's tables, for its option `sync_schema`.

use std::{fs::OpenOptions, io, path::Path};

use amqtt_database::{Connection, DatabaseUrl, OpenOptions as HowToOpen};
use pyo3::prelude::*;

use crate::{answer::answer, options::configuration};

/// Makes the two tables where they do not exist, and brings older ones up to date: a future of `None`, or of what failed.
#[pyfunction]
pub(crate) fn sync_schema<'py>(
    py: Python<'py>,
    options: Vec<(String, String)>,
) -> PyResult<Bound<'py, PyAny>> {
    let database = configuration(options)?.database;
    let url = database.map(|database| database.url);
    answer(py, async move {
        match url {
            Some(url) => sync(&url).await.err(),
            None => None,
        }
    })
}

async fn sync(url: &DatabaseUrl) -> Result<(), String> {
    if let Some(file) = url.file() {
        create(file).map_err(|error| format!("cannot create {}: {error}", file.display()))?;
    }
    let mut options = HowToOpen::default();
    options.writable = true;
    let opened = Connection::open_with(url, &options).await;
    let mut connection = opened.map_err(|error| error.to_string())?;
    let synced = connection.sync().await.map(drop);
    connection.close().await;
    synced.map_err(|error| error.to_string())
}

/// Creates an empty file, unless it exists, that its owner alone can read: there will be hashes in it.
fn create(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
