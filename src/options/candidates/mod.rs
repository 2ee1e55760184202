//! Names from the databases, offered while a command line is being typed (with dynamic completions).

mod certificates;

use std::ffi::{OsStr, OsString};

use amqtt_database::{DatabaseError, TOPIC_AUTH, Table, USER_AUTH};
use clap::{Arg, Args, Command};
use clap_complete::{ArgValueCompleter, CompletionCandidate};

pub(crate) use self::certificates::{brokers, devices, devices_or_files, serials};
use crate::{
    options::{database::Database, environment, scope::Scope},
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
    let (Some(start), Some(database)) = (start.to_str(), typed::<Database>()) else {
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

/// Returns the options that the words on the command line give, before the word that is being typed and after it.
fn typed<T: Args>() -> Option<T> {
    let command = environment::bind(T::augment_args(Command::new("amqtt-admin")), Scope::All);
    let words = std::env::args_os().skip_while(|word| word != "--").skip(1);
    let mut words = whole(words).into_iter();
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
    T::from_arg_matches(&matches).ok()
}

/// Joins the words that bash parts at `:` and `=`: `sqlite`, `:`, `ca.db`.
fn whole(parts: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    let mut joins = false;
    for part in parts {
        let is_joint = part == ":" || part == "=";
        match words.last_mut() {
            Some(last) if joins || is_joint => last.push(&part),
            _ => words.push(part),
        }
        joins = is_joint;
    }
    words
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
