//! The database that a command works on: its options in both forms, and how it is opened.

use std::path::PathBuf;

use amqtt_database::{DatabaseUrl, Host, Server, ServerKind};
use clap::{
    ArgMatches, Args, Command, FromArgMatches, ValueEnum, ValueHint,
    error::{Error, ErrorKind},
    parser::ValueSource,
};
use zeroize::Zeroizing;

use crate::{
    context::Context,
    error::{Failure, Outcome},
    options::secret,
    store::Store,
};

/// The options in both forms. They may stand before the verb or after it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Database options")]
struct Options {
    /// The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it
    #[arg(
        long,
        global = true,
        env = "AMQTT_ADMIN_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    database_url: Option<UrlText>,

    /// Instead of the URL: the kind of database
    #[arg(short, long, global = true, env = "AMQTT_ADMIN_DB", value_name = "KIND")]
    db: Option<Kind>,

    /// The database file, of SQLite [default: auth.db]
    #[arg(short, long, global = true, env = "AMQTT_ADMIN_FILE", value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,

    /// The user of the database server
    #[arg(short, long, global = true, env = "AMQTT_ADMIN_USERNAME", value_name = "NAME", value_hint = ValueHint::Username)]
    username: Option<String>,

    /// The host of the database server [default: localhost]
    #[arg(long, global = true, env = "AMQTT_ADMIN_HOST", value_name = "HOST", value_hint = ValueHint::Hostname)]
    host: Option<String>,

    /// Its port [default: the usual one]
    #[arg(short, long, global = true, env = "AMQTT_ADMIN_PORT", value_name = "PORT")]
    port: Option<u16>,

    /// The name of the database on it [default: the user's]
    #[arg(long, global = true, env = "AMQTT_ADMIN_DB_NAME", value_name = "NAME")]
    db_name: Option<String>,

    /// A file with the password of its user
    #[arg(long, global = true, env = "AMQTT_ADMIN_DB_PASSWORD_FILE", value_name = "FILE", value_hint = ValueHint::FilePath)]
    db_password_file: Option<PathBuf>,
}

/// A URL as it was given. It is read later, because clap shows a value that it cannot read, and there may be a password in it.
#[derive(Clone)]
struct UrlText(Zeroizing<String>);

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

impl UrlText {
    fn parse(&self) -> Result<DatabaseUrl, String> {
        self.0.parse().map_err(|error| format!("--database-url {error}"))
    }
}

/// The kinds of database, in the words of the old scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Sqlite,
    Postgresql,
    Mysql,
    Mariadb,
}

/// The database that a command works on.
#[derive(Debug)]
pub(crate) struct Database(Address);

#[derive(Debug)]
enum Address {
    Url(DatabaseUrl),
    /// A server in the old form; its password is still to be had.
    Server {
        kind: ServerKind,
        server: Server,
        password_file: Option<PathBuf>,
    },
}

/// The file that aMQTT's scripts take where none is named.
const DEFAULT_FILE: &str = "auth.db";

/// The options of the old form, by their ids.
const PARTS: [&str; 7] = [
    "db",
    "file",
    "username",
    "host",
    "port",
    "db_name",
    "db_password_file",
];
/// Those of them that say where a server is; the others go with a file as well, or with both.
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
        let address = Address::of(options, |id| matches.value_source(id));
        address
            .map(Self)
            .map_err(|words| Error::raw(ErrorKind::ArgumentConflict, words))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Address {
    /// Decides between the two forms. A form on the command line beats the other one from the environment; two forms from
    /// the same place exclude each other.
    fn of(options: Options, source: impl Fn(&str) -> Option<ValueSource>) -> Result<Self, String> {
        let typed = |id: &&str| source(id) == Some(ValueSource::CommandLine);
        let from_environment = |id: &&str| source(id) == Some(ValueSource::EnvVariable);
        let typed_part = PARTS.iter().find(|id| typed(id));
        let part = typed_part.or_else(|| PARTS.iter().find(|id| from_environment(id)));
        match (&options.database_url, part) {
            (None, None) => Ok(Self::Url(DatabaseUrl::sqlite(DEFAULT_FILE))),
            (None, Some(_)) => Self::of_parts(options, typed),
            (Some(url), None) => url.parse().map(Self::Url),
            (Some(url), Some(part)) => match (typed(&"database_url"), typed_part) {
                (true, None) => url.parse().map(Self::Url),
                (false, Some(_)) => Self::of_parts(options, typed),
                _ => Err(format!(
                    "--database-url and {} exclude each other: give one form of the database alone",
                    option_name(part)
                )),
            },
        }
    }

    fn of_parts(options: Options, typed: impl Fn(&&str) -> bool) -> Result<Self, String> {
        if let Some(option) = misplaced_url(&options) {
            return Err(format!(
                "{option} is no place for a URL: it goes with --database-url"
            ));
        }
        let kind = match options.db {
            Some(kind) => kind,
            None if typed(&"file") || options.file.is_some() => Kind::Sqlite,
            None => return Err("--db is missing: it says what kind of database the server is".to_owned()),
        };
        let server_kind = match kind {
            Kind::Sqlite => {
                return match SERVER_PARTS.iter().find(|id| typed(id)) {
                    Some(part) => Err(format!(
                        "{} goes with a database server, not with SQLite",
                        option_name(part)
                    )),
                    None => Ok(Self::Url(DatabaseUrl::sqlite(
                        options.file.unwrap_or_else(|| DEFAULT_FILE.into()),
                    ))),
                };
            }
            Kind::Postgresql => ServerKind::Postgres,
            Kind::Mysql | Kind::Mariadb => ServerKind::MySql,
        };
        if typed(&"file") {
            return Err("--file goes with SQLite, not with a database server".to_owned());
        }
        let username = options
            .username
            .ok_or("--username is missing: a database server asks who logs in")?;
        Ok(Self::Server {
            kind: server_kind,
            server: Server {
                hosts: vec![Host::new(
                    options.host.unwrap_or_else(|| "localhost".to_owned()),
                    options.port,
                )],
                database: options.db_name.unwrap_or_else(|| username.clone()),
                username,
                password: None,
            },
            password_file: options.db_password_file,
        })
    }
}

/// The option that a URL was given to by mistake; messages would show it, with its password.
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
    format!("--{}", id.replace('_', "-"))
}

impl Database {
    /// The address, with the password from its file, or from the operator where they can be asked.
    pub(crate) fn url(self, context: &Context) -> Outcome<DatabaseUrl> {
        self.with_password(|username| {
            if !context.prompt.can_ask() {
                return Ok(None);
            }
            let label = format!("Password of the database user {username} (empty for none)");
            let password = context.prompt.optional_secret(&label)?;
            Ok(Some(password).filter(|password| !password.is_empty()))
        })
    }

    /// The address, without a password that would have to be asked for.
    pub(crate) fn url_without_asking(self) -> Outcome<DatabaseUrl> {
        self.with_password(|_| Ok(None))
    }

    fn with_password(
        self,
        ask: impl FnOnce(&str) -> Outcome<Option<Zeroizing<String>>>,
    ) -> Outcome<DatabaseUrl> {
        match self.0 {
            Address::Url(url) => Ok(url),
            Address::Server {
                kind,
                mut server,
                password_file,
            } => {
                server.password = match password_file {
                    Some(file) => Some(text(&secret::from_file(&file)?)?),
                    None => ask(&server.username)?,
                };
                Ok(DatabaseUrl::server(kind, server))
            }
        }
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
