//! `topic check --batch`: a file of questions, one answer a line.

use std::{collections::HashMap, path::Path};

use amqtt_database::RecordError;
use amqtt_rules::broker::Broker;
use amqtt_verifier::{AccountName, Action, Request};
use serde::Serialize;

use super::answer::{Reasoned, Rights};
use crate::{
    context::Context,
    error::{Answer, Outcome},
    files::Lines,
    options::database::Database,
    output::{List, PlainLines},
    store::Store,
};

/// Number of clients whose rights are kept at once.
const CLIENTS_MAX: usize = 4096;
/// The longest line that can be a question, in bytes: a name, an action and a topic.
const LINE_MAX: u64 = 1 << 17;

/// A question with its answer, for other programs.
#[derive(Debug, Serialize)]
struct Record<'a> {
    /// The number of the line, from 1.
    line: u64,
    username: Option<&'a str>,
    action: Option<&'static str>,
    topic: Option<&'a str>,
    /// `allowed`, `denied` or `invalid`.
    answer: &'static str,
    by: Vec<String>,
    witness: Option<String>,
    reason: String,
}

const COLUMNS: &[&str] = &[
    "line", "username", "action", "topic", "answer", "by", "witness", "reason",
];

/// The output that answers go to.
enum Answers {
    Words(PlainLines),
    Records(List),
}

pub(super) fn run(
    file: &Path,
    broker: Option<Broker>,
    database: Database,
    context: &Context,
) -> Outcome<Answer> {
    let mut questions = Lines::open(file)?;
    let mut clients = Clients {
        store: database.open(context)?,
        broker,
        known: HashMap::new(),
        context,
    };
    let mut answers = match context.output.is_table() {
        true if !context.output.format_is_asked_for() => Answers::Words(context.output.lines()),
        _ => Answers::Records(context.output.list(COLUMNS)),
    };
    let mut line = Vec::new();
    let mut number = 0;
    while questions.next(&mut line, LINE_MAX)? {
        number += 1;
        answers.answer(number, &line, &mut clients)?;
        // A program that asks through a pipe may wait for this answer before the next question.
        if questions.is_waiting() {
            answers.flush()?;
        }
    }
    answers.end()?;
    clients.store.close();
    Ok(Answer::Yes)
}

impl Answers {
    fn answer(&mut self, number: u64, line: &[u8], clients: &mut Clients<'_>) -> Outcome {
        let question = question(line);
        let request = question
            .as_ref()
            .map(|(_, action, topic)| Request::parse(*action, topic));
        match self {
            Self::Words(words) => words.line(match (&question, request) {
                (Some((client, ..)), Some(Ok(request))) => word(clients.rights(client)?.allow(request)),
                _ => "invalid",
            }),
            Self::Records(list) => {
                let (answer, reasoned) = match (&question, request) {
                    (Some((client, ..)), Some(Ok(request))) => {
                        let reasoned = clients.rights(client)?.answer(request);
                        (word(reasoned.allowed), reasoned)
                    }
                    (_, Some(Err(error))) => ("invalid", unreasoned(error.to_string())),
                    _ => (
                        "invalid",
                        unreasoned("the line must be client, action and topic, separated by tabs".to_owned()),
                    ),
                };
                list.item(&Record {
                    line: number,
                    username: question.as_ref().map(|(client, ..)| client.as_str()),
                    action: question.as_ref().map(|(_, action, _)| action.as_str()),
                    topic: question.as_ref().map(|(.., topic)| *topic),
                    answer,
                    by: reasoned.by,
                    witness: reasoned.witness,
                    reason: reasoned.reason,
                })
            }
        }
    }

    fn flush(&mut self) -> Outcome {
        match self {
            Self::Words(words) => words.flush(),
            Self::Records(list) => list.flush(),
        }
    }

    fn end(self) -> Outcome {
        match self {
            Self::Words(mut words) => words.flush(),
            Self::Records(list) => list.end().map(drop),
        }
    }
}

fn word(allowed: bool) -> &'static str {
    if allowed { "allowed" } else { "denied" }
}

fn unreasoned(reason: String) -> Reasoned {
    Reasoned {
        allowed: false,
        by: Vec::new(),
        witness: None,
        reason,
    }
}

/// The rights of the clients that were asked about.
struct Clients<'a> {
    store: Store,
    broker: Option<Broker>,
    known: HashMap<AccountName, Rights>,
    context: &'a Context,
}

impl Clients<'_> {
    fn rights(&mut self, client: &AccountName) -> Outcome<&Rights> {
        if !self.known.contains_key(client) {
            if self.known.len() >= CLIENTS_MAX {
                self.known.clear();
            }
            let stored = match self.store.rights(client) {
                Ok(stored) => stored.unwrap_or_default(),
                // A malformed row grants nothing; other clients are not affected.
                Err(error @ RecordError::Broken { .. }) => {
                    self.context.output.warn(error);
                    Default::default()
                }
                Err(error) => return Err(error.into()),
            };
            let rights = Rights::new(&stored, self.broker);
            self.known.insert(client.clone(), rights);
        }
        Ok(&self.known[client])
    }
}

/// Reads client, action and topic, separated by tabs; the topic is the rest of the line.
fn question(line: &[u8]) -> Option<(AccountName, Action, &str)> {
    let line = std::str::from_utf8(line).ok()?;
    let mut parts = line.splitn(3, '\t');
    let (client, action, topic) = (parts.next()?, parts.next()?, parts.next()?);
    Some((client.parse().ok()?, action.parse().ok()?, topic))
}
