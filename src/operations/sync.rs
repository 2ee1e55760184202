//! `user sync` and `topic sync`: creates or upgrades the tables of the database.

use amqtt_database::DatabaseUrl;
use clap::Args;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    files::{self, Directory, Existing, FileError, NewFile, Readers},
    options::database::Database,
    store::Store,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin user sync
  amqtt-admin user sync --database-url postgresql://fleet@db.example/fleet?sslmode=verify-full
")]
pub(crate) struct Arguments {}

#[derive(Debug, Serialize)]
struct Report {
    database: String,
    synced: bool,
    changed: bool,
}

/// Creates the file, where the database is one that does not exist, and the tables.
pub(crate) fn run(database: Database, context: &Context) -> Outcome<Answer> {
    let url = database.url(context)?;
    let new_file = url.file().filter(|file| file.symlink_metadata().is_err());
    if let Some(file) = new_file {
        make_file(file)?;
    }
    let changed = sync(&url).inspect_err(|_| new_file.into_iter().for_each(files::remove_if_empty))?;
    context.output.report(&Report {
        database: url.to_string(),
        synced: true,
        changed,
    })?;
    if let Some(file) = new_file {
        context.output.note(format_args!(
            "created {}, readable only by you; if the broker runs as another user, give it access",
            file.display()
        ));
    }
    Ok(Answer::Yes)
}

/// Creates or upgrades the tables, and returns whether that changed anything.
fn sync(url: &DatabaseUrl) -> Outcome<bool> {
    let mut store = Store::open(url)?;
    let changed = store.sync()?;
    store.close();
    Ok(changed)
}

/// Creates an empty database file that only its owner can read, as it will hold password hashes. SQLite itself would let
/// everybody read it.
fn make_file(path: &std::path::Path) -> Outcome {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Ok(());
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = Directory::open(parent.unwrap_or_else(|| std::path::Path::new(".")))
        .map_err(|error| Failure::from(error).hint("create the directory first"))?;
    let file = NewFile {
        name: name.to_owned(),
        contents: b"",
        readers: Readers::Owner,
    };
    match directory.publish(&[file], Existing::Refuse, &directory.lock()) {
        // Losing the race to another process is fine.
        Err(FileError::Exists { .. }) => Ok(()),
        made => Ok(made?),
    }
}
