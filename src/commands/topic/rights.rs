//! Rights, as the verbs about topics report and list them.

use amqtt_database::{RecordError, StoredRights};
use amqtt_verifier::{AccountName, Action};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::broken::BrokenRows,
    output::List,
    store::Store,
};

/// A right, as it is reported.
#[derive(Debug, Serialize)]
pub(super) struct Right<'a> {
    pub(super) username: &'a str,
    pub(super) action: &'static str,
    pub(super) topic: &'a str,
}

/// A right that was changed, or not.
#[derive(Debug, Serialize)]
pub(super) struct Changed<'a> {
    #[serde(flatten)]
    pub(super) right: Right<'a>,
    pub(super) changed: bool,
}

pub(super) const COLUMNS: &[&str] = &["username", "action", "topic"];

/// The note about a list with nothing in it, be it of rights or of findings.
const NONE: &str = "there is nothing to list";

/// Lists what there is to say about one client.
pub(super) type Say = dyn Fn(&mut List, &str, &StoredRights) -> Outcome;

/// Writes every right to a list.
pub(super) fn all(store: &mut Store, context: &Context, list: List) -> Outcome<Answer> {
    each(store, context, list, &one)
}

/// Lists what there is to say about one client alone.
pub(super) fn of_client(
    store: &mut Store,
    context: &Context,
    mut list: List,
    client: &AccountName,
    say: &Say,
) -> Outcome<Answer> {
    let mut broken = BrokenRows::new(context);
    match store.rights(client) {
        Ok(stored) => say(&mut list, client.as_str(), &stored.unwrap_or_default())?,
        Err(RecordError::Broken { row, .. }) => broken.report(&row),
        Err(error) => return Err(error.into()),
    }
    broken.end(list, NONE)
}

/// Lists what there is to say about every client.
pub(super) fn each(store: &mut Store, context: &Context, mut list: List, say: &Say) -> Outcome<Answer> {
    let mut broken = BrokenRows::new(context);
    store.each_rights::<Failure>(|row| match row {
        Ok(row) => say(&mut list, &row.username, &row.stored),
        Err(row) => {
            broken.report(&row);
            Ok(())
        }
    })?;
    broken.end(list, NONE)
}

/// Lists the rights of one client.
pub(super) fn one(list: &mut List, client: &str, stored: &StoredRights) -> Outcome {
    for action in Action::ALL {
        for topic in stored.of(action) {
            list.item(&Right {
                username: client,
                action: action.as_str(),
                topic,
            })?;
        }
    }
    Ok(())
}
