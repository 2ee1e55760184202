//! `topic import`: many rights from a file.

use amqtt_database::{TOPIC_AUTH, USER_AUTH};
use amqtt_rules::{
    names::AccountName,
    topic::{Action, InvalidTopic, TopicFilter},
};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::import::{
        self, Columns, Conflict, ImportOptions, Input, LeftOut, Problems, Progress, Source,
        acl_file::AclFile,
        dynsec::Dynsec,
        foreign::{Kind, look},
        rights::{PATTERN, Rights, pattern_in},
    },
    operations::known_devices::KnownDevices,
    options::{database::Database, inventory::InventoryOptions},
    store::{NewRights, OnConflict, RightsChanged, Store},
};

#[derive(Debug, Args)]
#[command(mut_arg("inventory", |option| option.help(
    "Inventory of certificates, to look up the names of devices [default: ca.db, if it exists]"
)))]
#[command(after_long_help = "\
Examples:
  amqtt-admin topic import rights.ndjson
  amqtt-admin topic import acl --from mosquitto
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    import: ImportOptions,

    #[command(flatten)]
    inventory: InventoryOptions,
}

/// A record of the file; as `topic list` and `topic export` write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    username: String,
    action: String,
    topic: String,
}

const COLUMNS: Columns = Columns {
    known: &["username", "action", "topic"],
    shown: "username, action, topic",
    kind: Kind::Rights,
};

#[derive(Debug, Serialize)]
struct Report {
    clients: usize,
    added: usize,
    /// Rights that already existed.
    skipped: usize,
    /// Rights that the file does not have, with `--on-conflict update`.
    removed: usize,
    /// Lines of a foreign file that have no equivalent, or only in part.
    left_out: usize,
    changed: bool,
}

/// About how many rights a transaction brings.
const RIGHTS_A_CHUNK: usize = 10_000;

/// The contents of a file, before the clients are known for which its patterns hold.
enum Read {
    Rights(Rights),
    Acl(AclFile),
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let (mut problems, mut left_out) = (Problems::default(), LeftOut::default());
        let mut notices = LeftOut::default();
        let mut input = Input::open(&self.import.input)?;
        let read = match self.import.from {
            Some(Source::Mosquitto) => Read::Acl(AclFile::read(&mut input, &mut problems, &mut left_out)?),
            Some(Source::Dynsec) => {
                let file = Dynsec::read(&mut input, &mut problems)?;
                if file.has_patterns() {
                    context.output.warn(
                        "%u and %c are expanded for each client, as Mosquitto 2.1 does; 2.0 takes them as they are",
                    );
                }
                Read::Rights(file.rights(&mut problems, &mut left_out))
            }
            _ => Read::Rights(self.rows(&mut input, &mut problems, &mut notices)?),
        };
        let read_as = import::source(&self.import, input.head());
        problems.end(&self.import, || look(input.head(), COLUMNS.kind, read_as))?;

        let mut store = database.open(context)?;
        let rights = match read {
            Read::Rights(rights) => rights,
            Read::Acl(file) => {
                let known = match file.has_patterns() {
                    true => known_clients(&KnownDevices::find(&self.inventory, context)?, &mut store)?,
                    false => Vec::new(),
                };
                of_acl(file, known, context, &mut left_out)
            }
        };
        let lines = left_out.count();
        left_out.report(context);
        notices.report(context);
        let new = rights
            .into_iter()
            .map(|(client, rights)| NewRights { client, rights });
        let new: Vec<NewRights> = new.collect();
        import::warn_of_nothing(context, &self.import, new.len(), lines)?;
        let changed = self.write(&mut store, &new, context)?;
        store.close();
        let total: usize = new.iter().map(|new| new.rights.len()).sum();
        context.output.report(&Report {
            clients: new.len(),
            added: changed.added,
            skipped: total - changed.added,
            removed: changed.removed,
            left_out: lines,
            changed: !self.import.dry_run && changed != RightsChanged::default(),
        })?;
        Ok(Answer::Yes)
    }

    fn rows(&self, input: &mut Input, problems: &mut Problems, notices: &mut LeftOut) -> Outcome<Rights> {
        let mut rights = Rights::new();
        import::rows(
            &self.import,
            input,
            &COLUMNS,
            problems,
            |line, record: Record, problems| match right(&record) {
                Ok((client, right)) => {
                    import::warn_of_name(line, client.as_str(), notices);
                    if pattern_in(right.1.as_str()).is_some() {
                        notices.add(line, PATTERN);
                    }
                    rights.entry(client).or_default().push(right);
                }
                Err(problem) => problems.add(line, problem),
            },
        )?;
        Ok(rights)
    }

    /// Writes the rights, or finds out what that would change.
    fn write(&self, store: &mut Store, new: &[NewRights], context: &Context) -> Outcome<RightsChanged> {
        let chunks = chunks(new);
        if self.import.on_conflict == Conflict::Fail {
            refuse_existing(store, &chunks)?;
        }
        let on_conflict = match self.import.on_conflict {
            Conflict::Update => OnConflict::Replace,
            Conflict::Fail | Conflict::Skip => OnConflict::Keep,
        };
        let progress = Progress::new(context, new.iter().map(|new| new.rights.len()).sum());
        let mut changed = RightsChanged::default();
        for chunk in chunks {
            if self.import.dry_run {
                changed += store.plan_rights(chunk, on_conflict)?;
            } else {
                changed += store.add_rights(chunk, on_conflict)?;
                store.give_way();
            }
            progress.advance(chunk.iter().map(|new| new.rights.len()).sum());
        }
        Ok(changed)
    }
}

/// Returns the names of the clients that patterns apply to: accounts, clients with rights, and devices of the inventory.
fn known_clients(devices: &KnownDevices, store: &mut Store) -> Outcome<Vec<AccountName>> {
    let mut known = devices.names()?;
    for table in [&USER_AUTH, &TOPIC_AUTH] {
        store.each_name::<Failure>(table, |name| {
            // Rows with names that are not valid are reported where rows are listed.
            known.extend(name.parse::<AccountName>().ok());
            Ok(())
        })?;
    }
    Ok(known)
}

/// Returns the rights of an ACL file, and by its patterns those of all known clients.
fn of_acl(file: AclFile, known: Vec<AccountName>, context: &Context, left_out: &mut LeftOut) -> Rights {
    if file.has_patterns() {
        context.output.warn(
            "patterns are expanded for the accounts, clients and devices that are known now, with their name for %u and %c; \
             clients that are added later get no rights by them",
        );
    }
    if file.reads() {
        context.output.warn(
            "Mosquitto accepts every SUBSCRIBE and filters what it delivers; here a client may only subscribe to filters \
             that its rights cover",
        );
    }
    file.rights(known, left_out)
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

/// Refuses an import in which a right already exists, before anything is written.
fn refuse_existing(store: &mut Store, chunks: &[&[NewRights]]) -> Outcome {
    let (mut first, mut count) = (None, 0);
    for chunk in chunks {
        let clients: Vec<&AccountName> = chunk.iter().map(|new| &new.client).collect();
        for (new, stored) in chunk.iter().zip(store.rights_of(&clients)?) {
            for (action, filter) in &new.rights {
                if stored.of(*action).iter().any(|stored| stored == filter.as_str()) {
                    count += 1;
                    first.get_or_insert_with(|| {
                        format!("{} already has the right to {action} {filter}", new.client)
                    });
                }
            }
        }
    }
    match first {
        Some(first) => Err(import::conflict(&first, count)),
        None => Ok(()),
    }
}
