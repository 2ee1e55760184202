//! `user import`: imports accounts from a file.

use std::{collections::HashMap, thread};

use amqtt_database::PASSWORD_HASH_MAX;
use amqtt_rules::names::AccountName;
use amqtt_verifier::password::{Password, PasswordHash};
use clap::Args;
use serde::{Deserialize, Deserializer, Serialize};
use zeroize::Zeroizing;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::import::{
        self, Columns, Conflict, ImportOptions, Input, LeftOut, Problems, Progress, Source,
        dynsec::Dynsec,
        foreign::{Kind, look},
        passwords::{PasswordLine, is_crypt, password_line},
    },
    options::{
        database::Database,
        hashing::{self, HashOptions},
    },
    store::{OnConflict, Store},
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

/// A record of the file: a name, and either a password or a hash. EMQX calls the name `user_id` and adds columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    #[serde(alias = "user_id")]
    username: String,
    #[serde(default)]
    password: Option<Zeroizing<String>>,
    #[serde(default)]
    password_hash: Option<String>,
    #[serde(default)]
    salt: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    is_superuser: Option<bool>,
}

const COLUMNS: Columns = Columns {
    known: &[
        "username",
        "password",
        "password_hash",
        "user_id",
        "salt",
        "is_superuser",
    ],
    shown: "username, password, password_hash",
    kind: Kind::Accounts,
};

/// The password or hash of a new account.
enum Secret {
    Hash(String),
    Plain(Password),
}

#[derive(Debug, Serialize)]
struct Report {
    added: usize,
    updated: usize,
    skipped: usize,
    /// Number of lines of a foreign file that have no equivalent, or only in part.
    left_out: usize,
    changed: bool,
}

/// Accounts in one transaction: few enough that a broker on the same database hardly waits.
const ACCOUNTS_A_CHUNK: usize = 10_000;
/// Accounts in one transaction if they are hashed first, at up to a second for ten of them.
const HASHED_A_CHUNK: usize = 200;

type Accounts = Vec<(AccountName, Secret)>;

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let (mut problems, mut left_out) = (Problems::default(), LeftOut::default());
        let mut input = Input::open(&self.import.input)?;
        let (accounts, notices) = self.read(&mut input, &mut problems, &mut left_out)?;
        let read_as = import::source(&self.import, input.head());
        problems.end(&self.import, || look(input.head(), COLUMNS.kind, read_as))?;
        warn_of_mosquittos(&accounts, context);
        let lines = left_out.count();
        left_out.report(context);
        notices.report(context);

        let mut store = database.open(context)?;
        import::warn_of_nothing(context, &self.import, accounts.len(), lines)?;
        let mut report = self.write(&mut store, accounts, context)?;
        store.close();
        report.left_out = lines;
        context.output.report(&report)?;
        Ok(Answer::Yes)
    }

    /// Reads the accounts, and notices about lines that are imported nevertheless.
    fn read(
        &self,
        input: &mut Input,
        problems: &mut Problems,
        left_out: &mut LeftOut,
    ) -> Outcome<(Accounts, LeftOut)> {
        let mut list = NewAccounts::default();
        match self.import.from {
            Some(Source::Mosquitto) => list.read_mosquitto(input, problems, left_out)?,
            Some(Source::Dynsec) => {
                for account in Dynsec::read(input, problems)?.accounts(left_out) {
                    list.hash(account.line, &account.username, account.hash, problems, left_out);
                }
            }
            _ => import::rows(
                &self.import,
                input,
                &COLUMNS,
                problems,
                |line, record: Record, problems| list.record(line, record, problems, left_out),
            )?,
        }
        Ok((list.accounts, list.notices))
    }

    /// Writes the accounts, or with `--dry-run` finds out what that would change.
    fn write(&self, store: &mut Store, accounts: Accounts, context: &Context) -> Outcome<Report> {
        let names: Vec<&AccountName> = accounts.iter().map(|(name, _)| name).collect();
        let there = store.existing_accounts(&names)?;
        let existing = there.iter().filter(|there| **there).count();
        let first = names.iter().zip(&there).find(|(_, there)| **there);
        if let (Conflict::Fail, Some((first, _))) = (self.import.on_conflict, first) {
            return Err(import::conflict(
                &format!("account {first} already exists"),
                existing,
            ));
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
        if !self.import.dry_run {
            self.add(store, &wanted, on_conflict, context)?;
        }
        let updated = if on_conflict == OnConflict::Replace {
            existing
        } else {
            0
        };
        Ok(Report {
            added: wanted.len() - updated,
            updated,
            skipped: total - wanted.len(),
            left_out: 0,
            changed: !self.import.dry_run && !wanted.is_empty(),
        })
    }

    fn add(
        &self,
        store: &mut Store,
        accounts: &Accounts,
        on_conflict: OnConflict,
        context: &Context,
    ) -> Outcome {
        let progress = Progress::new(context, accounts.len());
        let is_plain = |(_, secret): &(AccountName, Secret)| matches!(secret, Secret::Plain(_));
        let size = if accounts.iter().any(is_plain) {
            HASHED_A_CHUNK
        } else {
            ACCOUNTS_A_CHUNK
        };
        for chunk in accounts.chunks(size) {
            store.add_accounts(&hashed(chunk, &self.hash, &progress)?, on_conflict)?;
            store.give_way();
        }
        Ok(())
    }
}

/// Warns about hashes that brokers with this project's verifier can read, and an unmodified aMQTT cannot.
fn warn_of_mosquittos(accounts: &Accounts, context: &Context) {
    let is_mosquittos = |hash: &str| hash.starts_with("$6$") || hash.starts_with("$7$");
    let count = accounts
        .iter()
        .filter(|(_, secret)| matches!(secret, Secret::Hash(hash) if is_mosquittos(hash)))
        .count();
    if count > 0 {
        context.output.warn(format_args!(
            "{count} of the hashes are Mosquitto's ($6$ or $7$): aMQTT's own database plugin cannot read them; \
             `amqtt-admin user pwd` replaces one"
        ));
    }
}

/// The accounts of a file, each name once.
#[derive(Default)]
struct NewAccounts {
    accounts: Accounts,
    lines: HashMap<AccountName, u64>,
    notices: LeftOut,
}

impl NewAccounts {
    fn record(&mut self, line: u64, record: Record, problems: &mut Problems, left_out: &mut LeftOut) {
        // A column that only other rows use is empty.
        let password = record.password.filter(|password| !password.is_empty());
        let hash = record.password_hash.filter(|hash| !hash.is_empty());
        let is_emqx = record.is_superuser.is_some() || record.salt.is_some();
        if record.is_superuser == Some(true) {
            left_out.add(
                line,
                "superusers are not supported: the account has only the rights that are granted to it",
            );
        }
        let secret = match (password, hash) {
            (Some(password), None) => plain(&password),
            (None, Some(hash)) => match readable(hash) {
                Err(_) if is_emqx => {
                    return left_out.add(
                        line,
                        "hashes of this kind cannot be verified (of EMQX's, only bcrypt can); \
                         the account needs a new password",
                    );
                }
                secret => secret,
            },
            (None, None) => Err("missing password or password_hash".to_owned()),
            (Some(_), Some(_)) => Err("both a password and a password_hash".to_owned()),
        };
        self.add(line, &record.username, secret, problems);
    }

    fn read_mosquitto(
        &mut self,
        input: &mut Input,
        problems: &mut Problems,
        left_out: &mut LeftOut,
    ) -> Outcome {
        input.each_line(problems, |line, text, problems| match password_line(text) {
            PasswordLine::Nothing => {}
            PasswordLine::Ignored(why) => left_out.add(line, why),
            PasswordLine::Plain(name, password) => self.add(line, name, plain(password), problems),
            PasswordLine::Hash(name, hash) => self.hash(line, name, hash.to_owned(), problems, left_out),
        })
    }

    /// Adds an account of Mosquitto, unless its hash cannot be verified here.
    fn hash(&mut self, line: u64, name: &str, hash: String, problems: &mut Problems, left_out: &mut LeftOut) {
        if is_crypt(&hash) {
            return left_out.add(
                line,
                "hashes of crypt(3), as in aMQTT's password files, cannot be verified; the account needs a new password",
            );
        }
        match readable(hash) {
            Ok(secret) => self.add(line, name, Ok(secret), problems),
            Err(why) => left_out.add(line, &format!("{why}; the account needs a new password")),
        }
    }

    fn add(&mut self, line: u64, name: &str, secret: Result<Secret, String>, problems: &mut Problems) {
        import::warn_of_name(line, name, &mut self.notices);
        match (name.parse::<AccountName>(), secret) {
            (Err(error), _) => problems.add(line, format_args!("the username {error}")),
            (_, Err(problem)) => problems.add(line, problem),
            (Ok(name), Ok(secret)) => match self.lines.insert(name.clone(), line) {
                None => self.accounts.push((name, secret)),
                Some(first) => problems.add(line, format_args!("duplicate username (first on line {first})")),
            },
        }
    }
}

/// Reads a flag in the spellings of JSON and CSV.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Bool(bool),
        Number(u64),
        Text(String),
        None,
    }
    Ok(match Flag::deserialize(deserializer)? {
        Flag::Bool(flag) => Some(flag),
        Flag::Number(number) => Some(number != 0),
        Flag::Text(text) => Some(text == "true"),
        Flag::None => None,
    })
}

fn plain(password: &str) -> Result<Secret, String> {
    let password = Password::to_set(password.as_bytes().to_vec());
    password.map(Secret::Plain).map_err(|error| error.to_string())
}

fn readable(hash: String) -> Result<Secret, String> {
    match PasswordHash::parse(&hash) {
        Ok(_) if hash.len() > PASSWORD_HASH_MAX => Err(format!(
            "the password_hash must be at most {PASSWORD_HASH_MAX} bytes long, not {}",
            hash.len()
        )),
        Ok(_) => Ok(Secret::Hash(hash)),
        Err(error) => Err(format!("the password_hash is {error}")),
    }
}

/// Returns the hash of every account; passwords are hashed on all cores, each with the memory of one hash.
fn hashed(
    accounts: &[(AccountName, Secret)],
    options: &HashOptions,
    progress: &Progress,
) -> Outcome<Vec<(AccountName, String)>> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let share = accounts.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = accounts
            .chunks(share)
            .map(|share| scope.spawn(move || hashed_here(share, options, progress)))
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
    progress: &Progress,
) -> Outcome<Vec<(AccountName, String)>> {
    let mut hasher = options.hasher();
    let hash = |(name, secret): &(AccountName, Secret)| {
        let hash = match secret {
            Secret::Hash(hash) => hash.clone(),
            Secret::Plain(password) => hashing::hash(&mut hasher, password)?.expose().to_owned(),
        };
        progress.advance(1);
        Ok((name.clone(), hash))
    };
    accounts.iter().map(hash).collect()
}
