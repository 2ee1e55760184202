//! Names from the database, offered while a command line is being typed (with dynamic completions).

use std::ffi::{OsStr, OsString};

use amqtt_database::{DatabaseError, TOPIC_AUTH, Table, USER_AUTH};
use clap::{Arg, Args as _, Command, FromArgMatches as _};
use clap_complete::{ArgValueCompleter, CompletionCandidate};

use crate::{
    options::{database::Database, environment},
    store::Store,
};

/// The most names that are offered; more would not be read.
const OFFERED: usize = 200;

/// Offers the names of accounts.
pub(crate) fn accounts() -> ArgValueCompleter {
    ArgValueCompleter::new(|start: &OsStr| names(start, &USER_AUTH))
}

/// Offers the clients that have topic rights.
pub(crate) fn clients() -> ArgValueCompleter {
    ArgValueCompleter::new(|start: &OsStr| names(start, &TOPIC_AUTH))
}

/// The reason to read no more names.
enum Enough {
    Found,
    Failed,
}

impl From<DatabaseError> for Enough {
    fn from(_: DatabaseError) -> Self {
        Self::Failed
    }
}

/// Returns the names that begin with what was typed; none where the database is not available, as a completion cannot report
/// an error.
fn names(start: &OsStr, table: &'static Table) -> Vec<CompletionCandidate> {
    let mut found = Vec::new();
    let (Some(start), Some(database)) = (start.to_str(), typed_database()) else {
        return found;
    };
    let Ok(mut store) = database
        .url_without_asking()
        .map_err(drop)
        .and_then(|url| Store::open(&url).map_err(drop))
    else {
        return found;
    };
    let _ = store.each_name(table, |name| {
        if name.starts_with(start) && !name.contains(char::is_control) {
            found.push(CompletionCandidate::new(name));
        }
        if found.len() == OFFERED {
            Err(Enough::Found)
        } else {
            Ok(())
        }
    });
    found
}

/// Returns the database that the words on the command line name, before the word that is being typed and after it.
fn typed_database() -> Option<Database> {
    let command = environment::bind(Database::augment_args(Command::new("amqtt-admin")));
    let mut words = std::env::args_os().skip_while(|word| word != "--").skip(1);
    let mut options = vec![OsString::from("amqtt-admin")];
    while let Some(word) = words.next() {
        let text = word.to_string_lossy();
        let (name, has_value) = text
            .split_once('=')
            .map_or((&*text, false), |(name, _)| (name, true));
        if command.get_arguments().any(|option| is_named(option, name)) {
            options.push(word.clone());
            options.extend((!has_value).then(|| words.next()).flatten());
        }
    }
    let matches = command.try_get_matches_from(options).ok()?;
    Database::from_arg_matches(&matches).ok()
}

fn is_named(option: &Arg, word: &str) -> bool {
    let long = word
        .strip_prefix("--")
        .is_some_and(|name| option.get_long() == Some(name));
    let short = word
        .strip_prefix('-')
        .is_some_and(|name| name.chars().eq(option.get_short()));
    long || short
}
