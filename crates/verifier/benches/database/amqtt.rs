//! aMQTT's plugins on the same file, account and topic, in turns with ours. They read the database at every call; so ours is
//! made to forget what it remembers before each.

use std::time::{Duration, Instant};

use amqtt_verifier::{Action, AuthenticatedClient, ConnectRequest, Decision, Request, Source as _, Verifier};
use tokio::runtime::Runtime;

use crate::{
    Database, TOPIC, account, everybody, median,
    peers::{ABSENT, Peer},
};

const ROUNDS: usize = 41;

pub(crate) fn beside(runtime: &Runtime, database: &Database) {
    let url = format!("sqlite+aiosqlite:///{}", database.file().display());
    let (name, password) = account(0);
    let plugins =
        Peer::start("password", &[&url, &name, &password]).zip(Peer::start("topic", &[&url, &name, TOPIC]));
    let Some((users, topics)) = plugins else {
        return println!("beside aMQTT's plugins: {ABSENT}");
    };
    passwords(runtime, database, users);
    rights(runtime, database, topics);
}

/// The right password, hashed.
fn passwords(runtime: &Runtime, database: &Database, mut plugin: Peer) {
    let (source, (name, _)) = (database.source(), account(0));
    let [ours, turn, theirs, their_turn] = medians(|| {
        source.invalidate(&name);
        let alone = runtime.block_on(everybody(&source, 1));
        let [elapsed, longest] = plugin.turns();
        [alone.time, alone.longest, elapsed, longest]
    })
    .map(|time| time * 1e3);
    println!(
        "right password {ours:6.2} ms, longest between two turns {turn:6.2} ms; \
         aMQTT's plugin {theirs:6.2} ms, longest {their_turn:6.2} ms"
    );
}

/// A topic to be published to.
fn rights(runtime: &Runtime, database: &Database, mut plugin: Peer) {
    const CALLS: u32 = 20;
    let (source, (name, password)) = (database.source(), account(0));
    let client_id = name.parse().unwrap();
    let request = ConnectRequest::new(&client_id)
        .with_user_name(&name)
        .with_password(password.as_bytes());
    let verifier = Verifier::new().with(source.clone());
    let client: AuthenticatedClient = runtime.block_on(verifier.authenticate(&request)).unwrap();
    let read = async || -> Duration {
        let start = Instant::now();
        for _ in 0..CALLS {
            source.invalidate(&name);
            let decision = source
                .authorize(&client, Request::parse(Action::Publish, TOPIC).unwrap())
                .await;
            assert_eq!(decision, Decision::Allow);
        }
        start.elapsed() / CALLS
    };
    let [ours, theirs] =
        medians(|| [runtime.block_on(read()), plugin.calls(CALLS).elapsed]).map(|time| time * 1e6);
    println!("topic, read    {ours:6.0} us; aMQTT's plugin {theirs:6.0} us");
}

/// The medians of what was measured in many rounds, in seconds.
fn medians<const N: usize>(mut round: impl FnMut() -> [Duration; N]) -> [f64; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..ROUNDS {
        for (times, time) in times.iter_mut().zip(round()) {
            times.push(time.as_secs_f64());
        }
    }
    times.map(median)
}
