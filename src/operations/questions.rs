//! `topic check --batch`: a file of questions, one answer a line.

use std::{collections::HashMap, path::Path};

use amqtt_database::RecordError;
use amqtt_verifier::{AccountName, Acl, Action, Request};

use crate::{
    context::Context,
    error::{Answer, Outcome},
    files::Lines,
    options::database::Database,
    store::Store,
};

/// How many clients' rights are kept at once.
const CLIENTS_MAX: usize = 4096;
/// The longest line that can be a question: two names, an action and a topic.
const LINE_MAX: u64 = 1 << 17;

pub(crate) fn run(file: &Path, database: Database, context: &Context) -> Outcome<Answer> {
    let mut questions = Lines::open(file)?;
    let mut store = database.open(context)?;
    let mut clients = HashMap::new();
    let mut answers = context.output.lines();
    let mut line = Vec::new();
    while questions.next(&mut line, LINE_MAX)? {
        answers.line(answer(&line, &mut store, &mut clients, context)?)?;
        // Whoever asks through a pipe may wait for this answer before the next question.
        if questions.is_waiting() {
            answers.flush()?;
        }
    }
    answers.flush()?;
    store.close();
    Ok(Answer::Yes)
}

fn answer(
    line: &[u8],
    store: &mut Store,
    clients: &mut HashMap<AccountName, Acl>,
    context: &Context,
) -> Outcome<&'static str> {
    let Some((client, action, topic)) = question(line) else {
        return Ok("invalid");
    };
    if !clients.contains_key(&client) {
        if clients.len() >= CLIENTS_MAX {
            clients.clear();
        }
        let stored = match store.rights(&client) {
            Ok(stored) => stored.unwrap_or_default(),
            // No rights can be had from a broken row; other clients are none the worse.
            Err(error @ RecordError::Broken { .. }) => {
                context.output.warn(error);
                Default::default()
            }
            Err(error) => return Err(error.into()),
        };
        clients.insert(client.clone(), stored.acl());
    }
    Ok(
        match Request::parse(action, topic).map(|request| clients[&client].allows(request)) {
            Ok(true) => "allowed",
            Ok(false) => "denied",
            Err(_) => "invalid",
        },
    )
}

/// Client, action and topic, with a TAB between them; the topic is the rest of the line.
fn question(line: &[u8]) -> Option<(AccountName, Action, &str)> {
    let line = std::str::from_utf8(line).ok()?;
    let mut parts = line.splitn(3, '\t');
    let (client, action, topic) = (parts.next()?, parts.next()?, parts.next()?);
    Some((client.parse().ok()?, action.parse().ok()?, topic))
}
