//! Against the plainest oracle: no decision is another one than a fresh query could have made within the time to live.

use std::{collections::HashMap, time::Duration};

use amqtt_verifier::sources::database::DatabaseSource;
use amqtt_verifier::{Action, AuthenticatedClient, Decision};
use proptest::prelude::*;
use tokio::time::Instant;

use crate::{Database, client, connect, hash, pass, publish};

const ACCOUNTS: [&str; 3] = ["ada", "grace", "joan"];
const WORDS: [&str; 3] = ["one", "two", "three"];

/// Contents of each row, and until when it had them.
type History = HashMap<usize, Vec<(Option<usize>, Option<Instant>)>>;

#[derive(Debug, Clone)]
enum Step {
    /// An account's password becomes this one; or the account goes.
    Password(usize, Option<usize>),
    /// A client may publish to this topic; or its row goes.
    Right(usize, Option<usize>),
    Connect(usize, usize),
    Publish(usize, usize),
    Invalidate(usize),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let (account, word) = (0..ACCOUNTS.len(), 0..WORDS.len());
    let change = (account.clone(), proptest::option::weighted(0.8, word.clone()));
    let ask = (account.clone(), word);
    prop_oneof![
        2 => change.clone().prop_map(|(account, word)| Step::Password(account, word)),
        2 => change.prop_map(|(account, word)| Step::Right(account, word)),
        4 => ask.clone().prop_map(|(account, word)| Step::Connect(account, word)),
        4 => ask.prop_map(|(account, word)| Step::Publish(account, word)),
        1 => account.prop_map(Step::Invalidate),
        // Up to twice the time to live; sometimes longer than a password is remembered.
        3 => (0..10_u64).prop_map(|seconds| Step::Wait(if seconds == 9 { 4_000 } else { seconds })),
    ]
}

struct Run {
    database: Database,
    source: DatabaseSource,
    ttl: Duration,
    passwords: History,
    rights: History,
    clients: Vec<AuthenticatedClient>,
    invalidated: HashMap<usize, Instant>,
    hashes: Vec<String>,
}

impl Run {
    async fn new(cache_entries: usize, ttl: Duration) -> Self {
        let database = Database::new().await;
        let mut options = database.options();
        (options.cache_entries, options.ttl) = (cache_entries, ttl);
        let mut clients = Vec::new();
        for account in ACCOUNTS {
            clients.push(client(account).await);
        }
        Self {
            source: DatabaseSource::new(&options).unwrap(),
            database,
            ttl,
            passwords: HashMap::new(),
            rights: HashMap::new(),
            clients,
            invalidated: HashMap::new(),
            hashes: WORDS.iter().map(|word| hash(word)).collect(),
        }
    }

    async fn step(&mut self, step: Step) {
        match step {
            Step::Password(account, word) => {
                match word {
                    Some(word) => {
                        self.database
                            .set_hash(ACCOUNTS[account], &self.hashes[word].clone())
                            .await;
                    }
                    None => self.database.remove_account(ACCOUNTS[account]).await,
                }
                change(&mut self.passwords, account, word);
            }
            Step::Right(account, word) => {
                match word {
                    Some(word) => {
                        self.database
                            .set_rights(ACCOUNTS[account], Action::Publish, &[WORDS[word]])
                            .await;
                    }
                    None => {
                        let delete = "DELETE FROM topic_auth WHERE username = ?";
                        self.database.execute(delete, &[ACCOUNTS[account]]).await;
                    }
                }
                change(&mut self.rights, account, word);
            }
            Step::Connect(account, word) => {
                let asked = Instant::now();
                let decision = connect(&self.source, ACCOUNTS[account], WORDS[word]).await;
                self.check(&self.passwords, account, word, asked, &decision);
            }
            Step::Publish(account, word) => {
                let asked = Instant::now();
                let decision = publish(&self.source, &self.clients[account], WORDS[word]).await;
                self.check(&self.rights, account, word, asked, &decision);
            }
            Step::Invalidate(account) => {
                self.source.invalidate(ACCOUNTS[account]);
                self.invalidated.insert(account, Instant::now());
            }
            Step::Wait(seconds) => pass(Duration::from_secs(seconds)).await,
        }
    }

    #[track_caller]
    fn check(&self, history: &History, account: usize, word: usize, asked: Instant, decision: &Decision) {
        let since = asked - self.ttl.min(Duration::from_secs(3_600));
        let since = self.invalidated.get(&account).map_or(since, |at| since.max(*at));
        let nothing = vec![(None, None)];
        let states = history.get(&account).unwrap_or(&nothing);
        let allowed = *decision == Decision::Allow;
        let could_be = states
            .iter()
            .filter(|(_, until)| until.is_none_or(|until| until >= since))
            .any(|(state, _)| (*state == Some(word)) == allowed);
        assert!(
            could_be,
            "{decision:?} for {account} {word}, since {since:?}: {states:?}"
        );
    }
}

fn change(history: &mut History, account: usize, word: Option<usize>) {
    let states = history.entry(account).or_insert_with(|| vec![(None, None)]);
    if let Some((_, until)) = states.last_mut() {
        *until = Some(Instant::now());
    }
    states.push((word, None));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_decision_is_older_than_the_time_to_live(
        cache_entries in prop_oneof![Just(0_usize), Just(2), Just(100)],
        ttl in prop_oneof![Just(0_u64), Just(5)],
        steps in proptest::collection::vec(step(), 1..60),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut run = Run::new(cache_entries, Duration::from_secs(ttl)).await;
            // The clock cannot go back before its beginning.
            pass(Duration::from_secs(10)).await;
            for step in steps {
                run.step(step).await;
            }
        });
    }
}
