//! Topic rights, as several verbs report and list them.

use amqtt_database::{RecordError, StoredRights};
use amqtt_verifier::{AccountName, Action, TopicFilter};
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
pub(crate) struct Right<'a> {
    pub(crate) username: &'a str,
    pub(crate) action: &'static str,
    pub(crate) topic: &'a str,
}

pub(crate) const COLUMNS: &[&str] = &["username", "action", "topic"];

/// The note about a list with nothing in it, be it of rights or of findings.
const NONE: &str = "there is nothing to list";

/// Lists what there is to say about one client.
pub(crate) type Say = fn(&mut List, &str, &StoredRights) -> Outcome;

/// Writes every right to a list.
pub(crate) fn all(store: &mut Store, context: &Context, list: List) -> Outcome<Answer> {
    each(store, context, list, one)
}

/// Lists what there is to say about one client alone.
pub(crate) fn of_client(
    store: &mut Store,
    context: &Context,
    mut list: List,
    client: &AccountName,
    say: Say,
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
pub(crate) fn each(store: &mut Store, context: &Context, mut list: List, say: Say) -> Outcome<Answer> {
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
pub(crate) fn one(list: &mut List, client: &str, stored: &StoredRights) -> Outcome {
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

/// Returns the stored texts that are filters.
pub(crate) fn valid(filters: &[String]) -> impl Iterator<Item = TopicFilter> {
    filters.iter().filter_map(|filter| filter.parse().ok())
}

/// Returns several filters as they are named in a sentence.
pub(crate) fn listed(filters: &[TopicFilter]) -> String {
    filters
        .iter()
        .map(TopicFilter::as_str)
        .collect::<Vec<_>>()
        .join(" with ")
}
