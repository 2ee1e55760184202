//! The database that a command works on: its options in both forms, and how it is opened.

use std::path::PathBuf;

use amqtt_database::{DatabaseUrl, Host, ServerAddress, ServerKind, UrlError};
use clap::{
    ArgMatches, Args, Command, FromArgMatches, ValueEnum, ValueHint,
    error::{Error, ErrorKind},
    parser::ValueSource,
};
use zeroize::Zeroizing;

use crate::{
    context::Context,
    error::{Failure, Outcome},
    options::{environment, secret},
    store::Store,
};

/// The options in both forms, before the verb or after it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Database options")]
struct Options {
    /// Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default:
    /// sqlite:auth.db]
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<UrlText>,

    /// Kind of database (instead of a URL)
    #[arg(short, long, global = true, value_name = "KIND")]
    db: Option<Kind>,

    /// SQLite database file [default: auth.db]
    #[arg(short, long, global = true,  value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,

    /// User of the database server
    #[arg(short, long, global = true,  value_name = "NAME", value_hint = ValueHint::Username)]
    username: Option<String>,

    /// Host of the database server [default: localhost]
    #[arg(long, global = true,  value_name = "HOST", value_hint = ValueHint::Hostname)]
    host: Option<String>,

    /// Port of the database server [default: 5432 or 3306]
    #[arg(short, long, global = true, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,

    /// Name of the database on the server [default: the user's name]
    #[arg(long, global = true, value_name = "NAME")]
    db_name: Option<String>,

    /// File with the password of the database user
    #[arg(long, global = true,  value_name = "FILE", value_hint = ValueHint::FilePath)]
    db_password_file: Option<PathBuf>,
}

/// A URL as it was given. It is parsed later, because clap shows a value that it cannot parse, and it may hold a
/// password.
#[derive(Clone)]
pub(crate) struct UrlText(Zeroizing<String>);

impl UrlText {
    /// Parses it.
    ///
    /// # Errors
    /// [`UrlError`], which shows nothing of it that may be a password.
    pub(crate) fn parse(&self) -> Result<DatabaseUrl, UrlError> {
        self.0.parse()
    }
}

/// Returns a URL as it was given, but for the password of its user. Any other text is returned as it is.
pub(crate) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let user = authority
        .rsplit_once('@')
        .and_then(|(user, hosts)| Some((user.split_once(':')?.0, hosts)));
    match user {
        Some((user, hosts)) => format!("{scheme}://{user}@{hosts}{rest}"),
        None => url.to_owned(),
    }
}

impl From<String> for UrlText {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl std::fmt::Debug for UrlText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UrlText")
    }
}

/// A kind of database, in the words of aMQTT's scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Sqlite,
    Postgresql,
    Mysql,
    Mariadb,
}

/// The database that a command works on.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    url: DatabaseUrl,
    /// The file with the password of the user, where the address holds none.
    password_file: Option<PathBuf>,
}

/// The file that aMQTT's scripts use where none is named.
const DEFAULT_FILE: &str = "auth.db";

/// The options of the old form, by their ids. (`--db-password-file` goes with both forms.)
const PARTS: [&str; 6] = ["db", "file", "username", "host", "port", "db_name"];
/// Those of them that say where a server is.
const SERVER_PARTS: [&str; 5] = ["username", "host", "port", "db_name", "db_password_file"];

impl Args for Database {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(command)
    }
}

impl FromArgMatches for Database {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let options = Options::from_arg_matches(matches)?;
        Self::of(options, |id| matches.value_source(id))
            .map_err(|words| Error::raw(ErrorKind::ArgumentConflict, words))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Database {
    /// The database at an address, with the file of its user's password where the address holds none.
    pub(crate) fn of_url(url: DatabaseUrl, password_file: Option<PathBuf>) -> Self {
        let asks = url.user_without_password().is_some();
        Self {
            password_file: password_file.filter(|_| asks),
            url,
        }
    }

    /// Decides between the two forms. A form on the command line beats the other one from the environment; two forms
    /// from the same place cannot be used together.
    fn of(options: Options, source: impl Fn(&str) -> Option<ValueSource>) -> Result<Self, String> {
        let typed = |id: &str| source(id) == Some(ValueSource::CommandLine);
        let from_environment = |id: &str| source(id) == Some(ValueSource::EnvVariable);
        let name = |id: &str| match from_environment(id) {
            true => environment::variable(&option_name(id)),
            false => format!("--{}", option_name(id)),
        };
        let typed_part = PARTS.iter().find(|id| typed(id));
        let part = typed_part.or_else(|| PARTS.iter().find(|id| from_environment(id)));
        let password_file = options.db_password_file.clone();
        let of_url = |url: &UrlText| {
            url.parse()
                .map_err(|error| format!("{} {error}", name("database_url")))
        };
        let url = match (&options.database_url, part) {
            (None, None) if typed("db_password_file") => return Err(NO_SERVER.to_owned()),
            (None, None) => DatabaseUrl::sqlite(DEFAULT_FILE),
            (None, Some(_)) => Self::of_parts(options, &typed)?,
            (Some(url), None) => of_url(url)?,
            (Some(url), Some(part)) => match (typed("database_url"), typed_part) {
                (true, None) => of_url(url)?,
                (false, Some(_)) => Self::of_parts(options, &typed)?,
                _ => {
                    return Err(format!(
                        "{} and {} cannot be used together: name the database in one form",
                        name("database_url"),
                        name(part)
                    ));
                }
            },
        };
        let asks = url.user_without_password().is_some();
        if typed("db_password_file") && !asks {
            return Err(if url.file().is_some() {
                "--db-password-file is for a database server, not for SQLite".to_owned()
            } else {
                format!(
                    "--db-password-file and the password in {} cannot be used together",
                    name("database_url")
                )
            });
        }
        Ok(Self::of_url(url, password_file))
    }

    fn of_parts(options: Options, typed: &impl Fn(&str) -> bool) -> Result<DatabaseUrl, String> {
        if let Some(option) = misplaced_url(&options) {
            return Err(format!(
                "{option} does not take a URL: pass it with --database-url"
            ));
        }
        let kind = match options.db {
            // A file by itself means SQLite, whatever kind the environment names.
            _ if typed("file") && !typed("db") => Kind::Sqlite,
            Some(kind) => kind,
            None if options.file.is_some() => Kind::Sqlite,
            None => return Err(NO_SERVER.to_owned()),
        };
        let server_kind = match kind {
            Kind::Sqlite => {
                return match SERVER_PARTS.iter().find(|id| typed(id)) {
                    Some(part) => Err(format!(
                        "--{} is for a database server, not for SQLite",
                        option_name(part)
                    )),
                    None => Ok(DatabaseUrl::sqlite(
                        options.file.unwrap_or_else(|| DEFAULT_FILE.into()),
                    )),
                };
            }
            Kind::Postgresql => ServerKind::Postgres,
            Kind::Mysql | Kind::Mariadb => ServerKind::MySql,
        };
        if typed("file") {
            return Err("--file is for SQLite, not for a database server".to_owned());
        }
        let username = options
            .username
            .ok_or("--username is missing: a database server needs a user who logs in")?;
        let server = ServerAddress {
            hosts: vec![Host::new(
                options.host.unwrap_or_else(|| "localhost".to_owned()),
                options.port,
            )],
            database: options.db_name.unwrap_or_else(|| username.clone()),
            username,
            password: None,
        };
        Ok(DatabaseUrl::server(server_kind, server))
    }
}

/// The error for a server's options that do not say which kind of server it is.
const NO_SERVER: &str =
    "--db is missing: it says what kind of database server --username, --host and --port are for";

/// Returns the option that a URL was given to by mistake; messages would show it, with its password.
fn misplaced_url(options: &Options) -> Option<&'static str> {
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.to_string_lossy().into_owned());
    let texts = [
        ("--file", path(&options.file)),
        ("--username", options.username.clone()),
        ("--host", options.host.clone()),
        ("--db-name", options.db_name.clone()),
        ("--db-password-file", path(&options.db_password_file)),
    ];
    let url = texts
        .into_iter()
        .find(|(_, text)| text.as_ref().is_some_and(|text| text.contains("://")));
    url.map(|(option, _)| option)
}

fn option_name(id: &str) -> String {
    id.replace('_', "-")
}

impl Database {
    /// Returns the address, with the password from its file, or from the operator at a terminal.
    pub(crate) fn url(self, context: &Context) -> Outcome<DatabaseUrl> {
        if let Some(file) = &self.password_file {
            secret::warn_of_readers(context, file);
        }
        self.with_password(|username| {
            if !context.prompt.can_ask() {
                return Ok(None);
            }
            let label = format!("Password of the database user {username} (empty for none)");
            let password = context.prompt.optional_secret(&label)?;
            Ok(Some(password).filter(|password| !password.is_empty()))
        })
    }

    /// Returns the address, without a password that would have to be asked for.
    pub(crate) fn url_without_asking(self) -> Outcome<DatabaseUrl> {
        self.with_password(|_| Ok(None))
    }

    fn with_password(
        self,
        ask: impl FnOnce(&str) -> Outcome<Option<Zeroizing<String>>>,
    ) -> Outcome<DatabaseUrl> {
        let Some(user) = self.url.user_without_password() else {
            return Ok(self.url);
        };
        let password = match &self.password_file {
            Some(file) => Some(text(&secret::from_file(file)?)?),
            None if self.url.has_password_elsewhere() => None,
            None => ask(user)?,
        };
        Ok(match password {
            Some(password) => self.url.with_password(password),
            None => self.url,
        })
    }

    /// Opens the database.
    pub(crate) fn open(self, context: &Context) -> Outcome<Store> {
        Ok(Store::open(&self.url(context)?)?)
    }
}

fn text(password: &[u8]) -> Outcome<Zeroizing<String>> {
    let text = std::str::from_utf8(password);
    text.map(|text| Zeroizing::new(text.to_owned()))
        .map_err(|_| Failure::usage("the password of the database user is not UTF-8"))
}
