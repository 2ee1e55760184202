//! `user rm`: removes an account and its topic rights.

use amqtt_database::{RecordError, TOPIC_AUTH, USER_AUTH};
use amqtt_verifier::AccountName;
use clap::{
    ArgMatches, Args, Command, FromArgMatches,
    error::{Error, ErrorKind},
    parser::ValueSource,
};
use serde::Serialize;

use super::no_account;
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::{
        Form, candidates,
        database::Database,
        repeat::{IfMissing, Missing},
    },
    store::Store,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin user rm [OPTIONS] --client-id <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin user rm -c pump-7
  amqtt-admin user rm -c pump-7 --keep-topics --yes
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,

    /// Keep the topic rights of the account
    #[arg(long)]
    keep_topics: bool,

    #[command(flatten)]
    missing: Missing,
}

#[derive(Debug, Args)]
#[group(skip)]
struct Options {
    /// Name of the account
    #[arg(short, long, value_name = "NAME", add = candidates::accounts())]
    client_id: Option<AccountName>,

    /// Id of the row of the account, for a name that cannot be given
    #[arg(long, value_name = "ID", allow_negative_numbers = true)]
    row: Option<i64>,
}

/// The account to remove.
#[derive(Debug)]
enum Which {
    Name(AccountName),
    Row(i64),
    NotSaid,
}

impl Args for Which {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(command)
    }
}

impl FromArgMatches for Which {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let options = Options::from_arg_matches(matches)?;
        let typed_name = matches.value_source("client_id") == Some(ValueSource::CommandLine);
        match (options.client_id, options.row) {
            (Some(_), Some(_)) if typed_name => Err(Error::raw(
                ErrorKind::ArgumentConflict,
                "--client-id and --row cannot be used together",
            )),
            // A name in the environment is for other verbs.
            (_, Some(row)) => Ok(Self::Row(row)),
            (Some(name), None) => Ok(Self::Name(name)),
            (None, None) => Ok(Self::NotSaid),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<i64>,
    /// Number of topic rights that were removed too.
    rights_removed: usize,
    changed: bool,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let form = match &self.which {
            Which::NotSaid => Some(Form::open(context, &[("--client-id or --row", false)])?),
            _ => None,
        };
        context.prompt.must_be_able_to_confirm()?;
        match (&self.which, form) {
            (Which::Row(row), _) => self.remove_row(*row, &mut database.open(context)?, context),
            (Which::Name(name), _) => self.remove_account(name, &mut database.open(context)?, context),
            (Which::NotSaid, form) => {
                let form = form.ok_or_else(|| Failure::usage("--client-id is missing"))?;
                let name = form.required("Name of the account", None, None)?;
                self.remove_account(&name, &mut database.open(context)?, context)
            }
        }
    }

    fn remove_account(&self, name: &AccountName, store: &mut Store, context: &Context) -> Outcome<Answer> {
        let report = |removed, changed| Report {
            username: Some(name.as_str()),
            row: None,
            rights_removed: removed,
            changed,
        };
        if !store.has_account(name)? {
            return self.missing(no_account(name), &report(0, false), context);
        }
        self.confirm(&format!("account {name}"), context)?;
        let Some(removed) = store
            .remove_account(name, self.keep_topics)
            .map_err(unremovable)?
        else {
            return self.missing(no_account(name), &report(0, false), context);
        };
        context.output.report(&report(removed.rights, true))?;
        self.say_what_went(name.as_str(), removed.rights, context);
        Ok(Answer::Yes)
    }

    fn remove_row(&self, row: i64, store: &mut Store, context: &Context) -> Outcome<Answer> {
        let missing = || {
            Failure::of(
                Code::NotFound,
                format_args!("{} has no row with id {row}", USER_AUTH.name),
            )
        };
        let unchanged = Report {
            username: None,
            row: Some(row),
            rights_removed: 0,
            changed: false,
        };
        let Some(name) = store.name_in_row(row)? else {
            return self.missing(missing(), &unchanged, context);
        };
        let shown = name.as_deref().unwrap_or("(not text)");
        self.confirm(
            &format!("row {row} of {}, account \"{shown}\"", USER_AUTH.name),
            context,
        )?;
        let keeps = self.keep_topics || name.is_none();
        let Some(removed) = store.remove_account_row(row, keeps).map_err(unremovable)? else {
            return self.missing(missing(), &unchanged, context);
        };
        context.output.report(&Report {
            username: name.as_deref(),
            row: Some(row),
            rights_removed: removed.rights,
            changed: true,
        })?;
        self.say_what_went(shown, removed.rights, context);
        Ok(Answer::Yes)
    }

    fn confirm(&self, what: &str, context: &Context) -> Outcome {
        let rights = if self.keep_topics {
            ""
        } else {
            " and its topic rights"
        };
        match context.prompt.confirm(&format!("Remove {what}{rights}?"))? {
            true => Ok(()),
            false => Err(Failure::of(Code::Declined, "declined; nothing was removed")),
        }
    }

    /// Fails, or reports that nothing was changed, as `--if-missing` says.
    fn missing(&self, failure: Failure, unchanged: &Report<'_>, context: &Context) -> Outcome<Answer> {
        match self.missing.if_missing {
            IfMissing::Fail => Err(failure),
            IfMissing::Skip => context.output.report(unchanged).map(|()| Answer::Yes),
        }
    }

    fn say_what_went(&self, name: &str, rights: usize, context: &Context) {
        context.output.note(match rights {
            _ if self.keep_topics => format!("removed account {name}; kept its topic rights"),
            1 => format!("removed account {name} and 1 topic right"),
            count => format!("removed account {name} and {count} topic rights"),
        });
    }
}

/// Says what to do about rights that cannot be read, where the account was to go with them.
fn unremovable(error: RecordError) -> Failure {
    let hint = match &error {
        RecordError::Broken { row, .. } if row.table == TOPIC_AUTH.name => Some(format!(
            "nothing was changed; remove that row first with `amqtt-admin topic rm --row {}`, or keep it with --keep-topics",
            row.id
        )),
        _ => None,
    };
    let failure = Failure::from(error);
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}
