//! `user import`: many accounts from a file.

use std::{collections::HashMap, thread};

use amqtt_database::PASSWORD_HASH_MAX;
use amqtt_verifier::{
    AccountName,
    password::{Password, PasswordHash},
};
use clap::Args;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    files::Lines,
    operations::import::{
        self, Conflict, ImportOptions, Problems, Progress, Source,
        mosquitto::{PasswordLine, password_line},
    },
    options::{
        database::Database,
        hashing::{self, HashOptions},
    },
    store::OnConflict,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin user import accounts.csv
  amqtt-admin user import passwd --from mosquitto --on-conflict skip
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    import: ImportOptions,

    #[command(flatten)]
    hash: HashOptions,
}

/// A record of the file: a name, and either a password or a hash.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    username: String,
    #[serde(default)]
    password: Option<Zeroizing<String>>,
    #[serde(default)]
    password_hash: Option<String>,
}

const COLUMNS: [&str; 3] = ["username", "password", "password_hash"];

/// What opens an account that is to come.
enum Secret {
    Hash(String),
    Plain(Password),
}

#[derive(Debug, Serialize)]
struct Report {
    added: usize,
    updated: usize,
    skipped: usize,
    /// Lines of a file of Mosquitto that have no equivalent.
    left_out: usize,
}

/// How many accounts a transaction brings: few enough that a broker on the same database hardly waits.
const ACCOUNTS_A_CHUNK: usize = 10_000;
/// How many of them if they are to be hashed first, which takes the greater part of a second for ten of them.
const HASHED_A_CHUNK: usize = 200;

type Accounts = Vec<(AccountName, Secret)>;

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let mut problems = Problems::default();
        let (accounts, left_out) = match self.import.from {
            Some(Source::Mosquitto) => self.read_mosquitto(context, &mut problems)?,
            _ => (self.read_rows(&mut problems)?, 0),
        };
        problems.end(context, &self.import)?;

        let mut store = database.open(context)?;
        let names: Vec<&AccountName> = accounts.iter().map(|(name, _)| name).collect();
        let there = store.existing_accounts(&names)?;
        let existing = there.iter().filter(|there| **there).count();
        let first = names.iter().zip(&there).find(|(_, there)| **there);
        if let (Conflict::Fail, Some((first, _))) = (self.import.on_conflict, first) {
            return Err(import::conflict(&format!("the account {first}"), existing));
        }
        let on_conflict = match self.import.on_conflict {
            Conflict::Update => OnConflict::Replace,
            Conflict::Fail | Conflict::Skip => OnConflict::Keep,
        };
        if on_conflict == OnConflict::Replace {
            store.check_accounts(&names)?;
        }
        let total = accounts.len();
        let wanted = accounts.into_iter().zip(there);
        let wanted = wanted.filter(|(_, there)| on_conflict == OnConflict::Replace || !there);
        let wanted: Accounts = wanted.map(|(account, _)| account).collect();
        let progress = Progress::new(context, wanted.len());
        let is_plain = |(_, secret): &(AccountName, Secret)| matches!(secret, Secret::Plain(_));
        let size = if wanted.iter().any(is_plain) {
            HASHED_A_CHUNK
        } else {
            ACCOUNTS_A_CHUNK
        };
        for chunk in wanted.chunks(size) {
            store.add_accounts(&hashed(chunk, &self.hash)?, on_conflict)?;
            store.give_way();
            progress.advance(chunk.len());
        }
        drop(progress);
        store.close();
        let updated = if on_conflict == OnConflict::Replace {
            existing
        } else {
            0
        };
        context.output.report(&Report {
            added: wanted.len() - updated,
            updated,
            skipped: total - wanted.len(),
            left_out,
        })?;
        Ok(Answer::Yes)
    }

    fn read_rows(&self, problems: &mut Problems) -> Outcome<Accounts> {
        let mut list = NewAccounts::default();
        import::rows(
            &self.import,
            &COLUMNS,
            problems,
            |line, record: Record, problems| {
                let secret = match (record.password, record.password_hash) {
                    // A column that is there for other rows is empty here.
                    (Some(password), hash) if hash.as_deref().unwrap_or_default().is_empty() => {
                        plain(&password)
                    }
                    (password, Some(hash))
                        if password.as_deref().is_none_or(|password| password.is_empty()) =>
                    {
                        readable(hash)
                    }
                    (None, None) => Err("there is neither a password nor a password_hash".to_owned()),
                    _ => Err("there are both a password and a password_hash".to_owned()),
                };
                list.add(line, &record.username, secret, problems);
            },
        )?;
        Ok(list.accounts)
    }

    /// The accounts of a password file of Mosquitto, and how many of its lines have no equivalent.
    fn read_mosquitto(&self, context: &Context, problems: &mut Problems) -> Outcome<(Accounts, usize)> {
        let mut list = NewAccounts::default();
        let mut left_out = 0;
        let mut lines = Lines::open(&self.import.input)?;
        let (mut line, mut number) = (Zeroizing::new(Vec::new()), 0);
        while lines.next(&mut line, u64::MAX)? {
            number += 1;
            let Ok(text) = std::str::from_utf8(&line) else {
                problems.add(number, "this is not UTF-8");
                continue;
            };
            match password_line(text.trim_end_matches('\r')) {
                PasswordLine::Nothing => {}
                PasswordLine::Hash(name, hash) => list.add(number, name, readable(hash.to_owned()), problems),
                PasswordLine::Plain(name, password) => list.add(number, name, plain(password), problems),
                PasswordLine::None(why) => {
                    left_out += 1;
                    context
                        .output
                        .warn(format_args!("line {number} is left out: {why}"));
                }
            }
        }
        Ok((list.accounts, left_out))
    }
}

/// Accounts as they are read, each name once.
#[derive(Default)]
struct NewAccounts {
    accounts: Accounts,
    lines: HashMap<AccountName, u64>,
}

impl NewAccounts {
    fn add(&mut self, line: u64, name: &str, secret: Result<Secret, String>, problems: &mut Problems) {
        match (name.parse::<AccountName>(), secret) {
            (Err(error), _) => problems.add(line, format_args!("the username {error}")),
            (_, Err(problem)) => problems.add(line, problem),
            (Ok(name), Ok(secret)) => match self.lines.insert(name.clone(), line) {
                None => self.accounts.push((name, secret)),
                Some(first) => problems.add(line, format_args!("{name} is in line {first} already")),
            },
        }
    }
}

fn plain(password: &str) -> Result<Secret, String> {
    let password = Password::new(password.as_bytes().to_vec());
    password
        .map(Secret::Plain)
        .map_err(|error| format!("the password {error}"))
}

fn readable(hash: String) -> Result<Secret, String> {
    match PasswordHash::parse(&hash) {
        Ok(_) if hash.len() > PASSWORD_HASH_MAX => Err(format!(
            "the password_hash must be at most {PASSWORD_HASH_MAX} bytes long, and is {}",
            hash.len()
        )),
        Ok(_) => Ok(Secret::Hash(hash)),
        Err(error) => Err(format!("the password_hash is {error}")),
    }
}

/// The hash of every account, computed on all cores where there are only passwords. Each core has the memory of one hash.
fn hashed(accounts: &[(AccountName, Secret)], options: &HashOptions) -> Outcome<Vec<(AccountName, String)>> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let share = accounts.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = accounts
            .chunks(share)
            .map(|share| scope.spawn(move || hashed_here(share, options)))
            .collect();
        let mut all = Vec::with_capacity(accounts.len());
        for worker in workers {
            all.extend(
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
            );
        }
        Ok(all)
    })
}

fn hashed_here(
    accounts: &[(AccountName, Secret)],
    options: &HashOptions,
) -> Outcome<Vec<(AccountName, String)>> {
    let mut hasher = options.hasher();
    let hash = |(name, secret): &(AccountName, Secret)| {
        let hash = match secret {
            Secret::Hash(hash) => hash.clone(),
            Secret::Plain(password) => hashing::hash(&mut hasher, password)?.expose().to_owned(),
        };
        Ok((name.clone(), hash))
    };
    accounts.iter().map(hash).collect()
}
