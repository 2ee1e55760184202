//! `user list`: lists the accounts.

use clap::Args;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::broken::BrokenRows,
    options::database::Database,
    output::List,
    store::Store,
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Show the password hashes too
    #[arg(long)]
    show_hashes: bool,
}

/// An account, with its hash where that was asked for.
#[derive(Serialize)]
struct Account<'a> {
    username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_hash: Option<&'a str>,
}

pub(super) const COLUMNS: &[&str] = &["username", "password_hash"];

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let mut store = database.open(context)?;
        let columns = if self.show_hashes { COLUMNS } else { &COLUMNS[..1] };
        all(
            &mut store,
            context,
            self.show_hashes,
            context.output.list(columns)?,
        )
    }
}

/// Writes every account to a list.
pub(super) fn all(
    store: &mut Store,
    context: &Context,
    with_hashes: bool,
    mut list: List,
) -> Outcome<Answer> {
    let mut broken = BrokenRows::new(context);
    store.each_account::<Failure>(with_hashes, |row| match row {
        Ok(account) => list.item(&Account {
            username: &account.username,
            password_hash: account.password_hash.as_deref(),
        }),
        Err(row) => {
            broken.report(&row);
            Ok(())
        }
    })?;
    broken.end(list, "there are no accounts")
}
