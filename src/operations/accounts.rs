//! Accounts, as several verbs list them.

use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::broken::BrokenRows,
    output::List,
    store::Store,
};

/// An account, with the hash where it is asked for.
#[derive(Serialize)]
struct Account<'a> {
    username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_hash: Option<&'a str>,
}

pub(crate) const COLUMNS: &[&str] = &["username", "password_hash"];

/// Writes every account to a list.
pub(crate) fn all(
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
