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
    /// False where the client does not even get in.
    pub is_admitted: bool,
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
    cells(data::VERDICTS).map(verdict).collect()
}

/// Returns the table as a broker gives it that cannot keep every row.
///
/// # Panics
/// If what is written about the broker is not about a row of the table, or says the same.
pub fn verdicts_at(broker: &str) -> Vec<Verdict> {
    let mut table = verdicts();
    let others = cells(data::VERDICTS_ELSEWHERE).filter(|row| row[0] == broker);
    for other in others.map(|row| verdict(row[1..].to_vec())) {
        let is_same = |row: &&mut Verdict| {
            let as_here = Verdict {
                is_admitted: row.is_admitted,
                is_yes: row.is_yes,
                why: row.why.clone(),
                ..other.clone()
            };
            **row == as_here && row.is_yes != other.is_yes
        };
        let Some(row) = table.iter_mut().find(is_same) else {
            panic!("not another verdict about a row: {other:?}");
        };
        *row = other;
    }
    table
}

fn verdict(row: Vec<&str>) -> Verdict {
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
        (_, "denied" | "refused") => false,
        (_, other) => panic!("{other}"),
    };
    Verdict {
        is_admitted: verdict != "refused",
        database_is_up: database == "up",
        client_id: text(client_id).unwrap(),
        certificate: text(certificate),
        user_name: text(user_name),
        password: text(password),
        action,
        is_yes,
        why: why.to_owned(),
    }
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
