//! The options that name the inventory: the record of what was issued, and what became of it.

use std::path::{Path, PathBuf};

use amqtt_database::{DatabaseUrl, UrlError};
use clap::{
    ArgMatches, Args, Command, FromArgMatches, ValueHint,
    error::{Error, ErrorKind},
    parser::ValueSource,
};

use crate::{
    context::Context,
    error::Outcome,
    options::{
        database::{Database, UrlText},
        environment,
    },
};

/// The inventory's file, beside the CA's certificate.
const DEFAULT_FILE: &str = "ca.db";

#[derive(Debug, Args)]
struct Options {
    /// Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA
    /// certificate]
    #[arg(long, value_name = "URL")]
    inventory: Option<UrlText>,

    /// File with the password of the inventory's database user
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    inventory_password_file: Option<PathBuf>,
}

/// The inventory that a command reads or writes.
#[derive(Debug)]
pub(crate) struct InventoryOptions {
    /// `None` for the one beside the CA.
    database: Option<Box<Database>>,
}

impl Args for InventoryOptions {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(command)
    }
}

impl FromArgMatches for InventoryOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let options = Options::from_arg_matches(matches)?;
        let source = |id: &str| matches.value_source(id);
        Self::of(options, source).map_err(|words| Error::raw(ErrorKind::ValueValidation, words))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl InventoryOptions {
    fn of(options: Options, source: impl Fn(&str) -> Option<ValueSource>) -> Result<Self, String> {
        let name = match source("inventory") {
            Some(ValueSource::EnvVariable) => environment::variable("inventory"),
            _ => "--inventory".to_owned(),
        };
        let parsed = options.inventory.map(|url| url.parse());
        let url: Option<DatabaseUrl> = parsed
            .transpose()
            .map_err(|error: UrlError| format!("{name} {error}"))?;
        let asks = url
            .as_ref()
            .is_some_and(|url| url.user_without_password().is_some());
        if source("inventory_password_file") == Some(ValueSource::CommandLine) && !asks {
            return Err(format!(
                "--inventory-password-file is for a database server that {name} names without a password"
            ));
        }
        Ok(Self {
            database: url.map(|url| Box::new(Database::of_url(url, options.inventory_password_file))),
        })
    }

    /// Returns the address of the inventory, by default beside the CA's certificate. The password comes from its file,
    /// or from the operator at a terminal.
    ///
    /// # Errors
    /// When the password cannot be had.
    pub(crate) fn url(&self, context: &Context, ca_crt: &Path) -> Outcome<DatabaseUrl> {
        match &self.database {
            Some(database) => Database::clone(database).url(context),
            None => Ok(beside(ca_crt)),
        }
    }

    /// Returns the same, without a password that would have to be asked for.
    ///
    /// # Errors
    /// When the file with the password cannot be read.
    pub(crate) fn url_without_asking(&self, ca_crt: &Path) -> Outcome<DatabaseUrl> {
        match &self.database {
            Some(database) => Database::clone(database).url_without_asking(),
            None => Ok(beside(ca_crt)),
        }
    }
}

/// The inventory beside a CA's certificate.
fn beside(ca_crt: &Path) -> DatabaseUrl {
    DatabaseUrl::sqlite(ca_crt.with_file_name(DEFAULT_FILE))
}

/// The record that a verb keeps of the certificates it issues, if any.
#[derive(Debug, Args)]
pub(crate) struct Recording {
    #[command(flatten)]
    pub(crate) inventory: InventoryOptions,

    /// Do not record the certificate in the inventory
    #[arg(long)]
    pub(crate) no_record: bool,
}
