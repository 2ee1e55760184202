//! `topic import`: many rights from a file.

use std::collections::BTreeMap;

use amqtt_verifier::{AccountName, Action, InvalidTopic, TopicFilter};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{
    context::Context,
    error::{Answer, Outcome},
    files::Lines,
    operations::import::{
        self, Conflict, ImportOptions, Problems, Progress, Source,
        mosquitto::{AclLine, acl_line},
    },
    options::database::Database,
    store::{NewRights, OnConflict, RightsChanged, Store},
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin topic import rights.ndjson
  amqtt-admin topic import acl --from mosquitto
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    import: ImportOptions,
}

/// A record of the file; as `topic list` and `topic export` write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    username: String,
    action: String,
    topic: String,
}

const COLUMNS: [&str; 3] = ["username", "action", "topic"];

#[derive(Debug, Serialize)]
struct Report {
    clients: usize,
    added: usize,
    /// Rights that were there already.
    skipped: usize,
    /// Rights that the file does not have, with `--on-conflict update`.
    removed: usize,
    /// Lines of a file of Mosquitto that have no equivalent.
    left_out: usize,
}

/// The rights of the file, by client. They are in order, so that two imports at once do not stand in each other's way.
type Rights = BTreeMap<AccountName, Vec<(Action, TopicFilter)>>;

/// About how many rights a transaction brings.
const RIGHTS_A_CHUNK: usize = 10_000;

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let mut problems = Problems::default();
        let (rights, left_out) = match self.import.from {
            Some(Source::Mosquitto) => self.read_mosquitto(context, &mut problems)?,
            _ => (self.read_rows(&mut problems)?, 0),
        };
        problems.end(context, &self.import)?;

        let mut store = database.open(context)?;
        let new = rights
            .into_iter()
            .map(|(client, rights)| NewRights { client, rights });
        let new: Vec<NewRights> = new.collect();
        let total: usize = new.iter().map(|new| new.rights.len()).sum();
        let chunks = chunks(&new);
        if self.import.on_conflict == Conflict::Fail {
            refuse_existing(&mut store, &chunks)?;
        }
        let on_conflict = match self.import.on_conflict {
            Conflict::Update => OnConflict::Replace,
            Conflict::Fail | Conflict::Skip => OnConflict::Keep,
        };
        let progress = Progress::new(context, total);
        let mut changed = RightsChanged::default();
        for chunk in chunks {
            changed += store.add_rights(chunk, on_conflict)?;
            store.give_way();
            progress.advance(chunk.iter().map(|new| new.rights.len()).sum());
        }
        drop(progress);
        store.close();
        context.output.report(&Report {
            clients: new.len(),
            added: changed.added,
            skipped: total - changed.added,
            removed: changed.removed,
            left_out,
        })?;
        Ok(Answer::Yes)
    }

    fn read_rows(&self, problems: &mut Problems) -> Outcome<Rights> {
        let mut rights = Rights::new();
        import::rows(
            &self.import,
            &COLUMNS,
            problems,
            |line, record: Record, problems| match right(&record) {
                Ok((client, right)) => rights.entry(client).or_default().push(right),
                Err(problem) => problems.add(line, problem),
            },
        )?;
        Ok(rights)
    }

    /// The rights of an ACL file of Mosquitto, and how many of its lines have no equivalent.
    fn read_mosquitto(&self, context: &Context, problems: &mut Problems) -> Outcome<(Rights, usize)> {
        let mut file = AclFile::new(context);
        let mut lines = Lines::open(&self.import.input)?;
        let (mut line, mut number) = (Vec::new(), 0);
        while lines.next(&mut line, u64::MAX)? {
            number += 1;
            match std::str::from_utf8(&line) {
                Ok(text) => file.line(number, text, problems),
                Err(_) => problems.add(number, "this is not UTF-8"),
            }
        }
        Ok(file.end())
    }
}

/// An ACL file of Mosquitto as it is read.
struct AclFile<'a> {
    context: &'a Context,
    /// Whose rights the lines are.
    client: Option<AccountName>,
    rights: Rights,
    denied: Vec<AccountName>,
    left_out: usize,
}

impl<'a> AclFile<'a> {
    fn new(context: &'a Context) -> Self {
        Self {
            context,
            client: None,
            rights: Rights::new(),
            denied: Vec::new(),
            left_out: 0,
        }
    }

    fn line(&mut self, number: u64, text: &str, problems: &mut Problems) {
        match (acl_line(text), self.client.clone()) {
            (AclLine::Nothing, _) => {}
            (AclLine::User(name), _) => match name.parse() {
                Ok(name) => self.client = Some(name),
                Err(error) => problems.add(number, format_args!("the user name {error}")),
            },
            (AclLine::None(why), _) => self.leave_out(number, why),
            (_, None) => self.leave_out(number, "it is for clients without a name, and there are none"),
            (AclLine::Deny, Some(client)) => {
                self.leave_out(
                    number,
                    "nothing can be denied that is granted otherwise, so this client gets no rights",
                );
                self.denied.push(client);
            }
            (AclLine::Topic(actions, filter), Some(client)) => {
                for action in actions {
                    match storable(filter, *action) {
                        Ok(filter) => self
                            .rights
                            .entry(client.clone())
                            .or_default()
                            .push((*action, filter)),
                        Err(error) => return self.leave_out(number, &error.to_string()),
                    }
                }
            }
        }
    }

    fn leave_out(&mut self, number: u64, why: &str) {
        self.left_out += 1;
        self.context
            .output
            .warn(format_args!("line {number} is left out: {why}"));
    }

    fn end(mut self) -> (Rights, usize) {
        for client in self.denied {
            self.rights.remove(&client);
        }
        (self.rights, self.left_out)
    }
}

/// A filter that may be stored for an action.
fn storable(filter: &str, action: Action) -> Result<TopicFilter, InvalidTopic> {
    let filter: TopicFilter = filter.parse()?;
    filter.check_storable(action)?;
    Ok(filter)
}

/// A record as a right, or what is wrong with it.
fn right(record: &Record) -> Result<(AccountName, (Action, TopicFilter)), String> {
    let client = record
        .username
        .parse()
        .map_err(|error| format!("the username {error}"))?;
    let action: Action = record
        .action
        .parse()
        .map_err(|error| format!("the action {error}"))?;
    let filter = storable(&record.topic, action).map_err(|error| error.to_string())?;
    Ok((client, (action, filter)))
}

/// Clients in chunks of about as many rights as a transaction brings.
fn chunks(new: &[NewRights]) -> Vec<&[NewRights]> {
    let mut rest = new;
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let mut rights = 0;
        let end = rest.iter().position(|new| {
            rights += new.rights.len();
            rights >= RIGHTS_A_CHUNK
        });
        let (chunk, after) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
        chunks.push(chunk);
        rest = after;
    }
    chunks
}

/// Refuses an import in which a right is there already, before anything is written.
fn refuse_existing(store: &mut Store, chunks: &[&[NewRights]]) -> Outcome {
    let (mut first, mut count) = (None, 0);
    for chunk in chunks {
        let clients: Vec<&AccountName> = chunk.iter().map(|new| &new.client).collect();
        for (new, stored) in chunk.iter().zip(store.rights_of(&clients)?) {
            for (action, filter) in &new.rights {
                if stored.of(*action).iter().any(|stored| stored == filter.as_str()) {
                    count += 1;
                    first.get_or_insert_with(|| format!("{} may {action} {filter}", new.client));
                }
            }
        }
    }
    match first {
        Some(first) => Err(import::conflict(&first, count)),
        None => Ok(()),
    }
}
