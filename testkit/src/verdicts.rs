//! The table of verdicts that every broker must give, and the fleet that it is about.

use crate::data;

/// A client, what it does, and the verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// True if the database answers.
    pub database_is_up: bool,
    pub client_id: String,
    /// The credential that it shows, by its name in the fleet.
    pub certificate: Option<String>,
    pub user_name: Option<String>,
    pub password: Option<String>,
    pub action: Action,
    /// The verdict `admitted` or `allowed`.
    pub is_yes: bool,
    pub why: String,
}

/// An action of the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Connect,
    Publish(String),
    Subscribe(String),
    /// A client that has subscribed to the topic is sent a message.
    Receive(String),
}

/// A step in making the fleet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub kind: String,
    pub name: String,
    pub value: String,
}

/// Returns the whole table.
pub fn verdicts() -> Vec<Verdict> {
    cells(data::VERDICTS)
        .map(|row| {
            let [
                database,
                client_id,
                certificate,
                user_name,
                password,
                action,
                topic,
                verdict,
                why,
            ] = row.try_into().unwrap();
            let topic = || text(topic).unwrap();
            let action = match action {
                "connect" => Action::Connect,
                "publish" => Action::Publish(topic()),
                "subscribe" => Action::Subscribe(topic()),
                "receive" => Action::Receive(topic()),
                other => panic!("{other}"),
            };
            let is_yes = match (&action, verdict) {
                (Action::Connect, "admitted") => true,
                (Action::Connect, "refused") => false,
                (Action::Connect, other) => panic!("{other}"),
                (_, "allowed") => true,
                (_, "denied") => false,
                (_, other) => panic!("{other}"),
            };
            Verdict {
                database_is_up: database == "up",
                client_id: text(client_id).unwrap(),
                certificate: text(certificate),
                user_name: text(user_name),
                password: text(password),
                action,
                is_yes,
                why: why.to_owned(),
            }
        })
        .collect()
}

/// Returns the steps that make the fleet, in their order.
pub fn fleet() -> Vec<Step> {
    cells(data::VERDICTS_FLEET)
        .map(|row| {
            let [kind, name, value] = row.try_into().unwrap();
            Step {
                kind: kind.to_owned(),
                name: name.to_owned(),
                value: value.to_owned(),
            }
        })
        .collect()
}

fn cells(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// A cell: a dash is absent, and one that begins with a quotation mark is a JSON string.
fn text(cell: &str) -> Option<String> {
    match cell {
        "-" => None,
        quoted if quoted.starts_with('"') => Some(serde_json::from_str(quoted).unwrap()),
        plain => Some(plain.to_owned()),
    }
}
