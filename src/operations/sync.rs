//! `user sync` and `topic sync`: the tables of the database, made or upgraded.

use clap::Args;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    files::{Directory, Existing, FileError, NewFile, Readers},
    options::database::Database,
    store::Store,
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {}

#[derive(Debug, Serialize)]
struct Report {
    database: String,
    synced: bool,
}

/// Makes the file, where the database is one that is not there, and the tables.
pub(crate) fn run(database: Database, context: &Context) -> Outcome<Answer> {
    let url = database.url(context)?;
    let new_file = url.file().filter(|file| file.symlink_metadata().is_err());
    if let Some(file) = new_file {
        make_file(file)?;
    }
    let mut store = Store::open(&url)?;
    store.sync()?;
    store.close();
    context.output.report(&Report {
        database: url.to_string(),
        synced: true,
    })?;
    if let Some(file) = new_file {
        context.output.note(format_args!(
            "{} is new, and for its owner alone: a broker of another user needs to be let in",
            file.display()
        ));
    }
    Ok(Answer::Yes)
}

/// Makes an empty database file that its owner alone can read, as hashes of passwords will be in it. SQLite itself would
/// let everybody read it.
fn make_file(path: &std::path::Path) -> Outcome {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Ok(());
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = Directory::open(parent.unwrap_or_else(|| std::path::Path::new(".")))
        .map_err(|error| Failure::from(error).hint("make the directory first"))?;
    let file = NewFile {
        name: name.to_owned(),
        contents: b"",
        readers: Readers::Owner,
    };
    match directory.publish(&[file], Existing::Refuse, &directory.lock()) {
        // Somebody else was faster.
        Err(FileError::Exists { .. }) => Ok(()),
        made => Ok(made?),
    }
}
