//! A cluster of three MariaDB servers: locks hold on one of them alone, and an abort may come at any moment.

use std::{
    collections::BTreeSet,
    env, thread,
    time::{Duration, Instant},
};

use super::{
    cluster::Cluster,
    crowds::start_all,
    database::{Database, execute},
    rights,
    servers::Kind,
};
use crate::support::{Run, tests};

tests![of_rights_given_at_once_on_three_nodes_none_is_lost [MariaDb, Galera]];

/// The variable with a number of rounds, and the number where it is not set.
const ROUNDS: (&str, usize) = ("AMQTT_ADMIN_TEST_ROUNDS", 20);
const ADDS: usize = 150;

fn of_rights_given_at_once_on_three_nodes_none_is_lost() {
    // A cluster of its own, as it loses a node.
    let mut cluster = Cluster::start();
    let database = |first: usize| Database::at(Kind::MariaDb, cluster.urls(first, "fleet"));
    let databases: Vec<Database> = (0..3).map(database).collect();
    databases[0].admin(&["topic", "sync"]).expect(0);
    execute(&databases[1].url, "SELECT 1", &[]);
    let rounds = env::var(ROUNDS.0).map_or(ROUNDS.1, |rounds| rounds.parse().unwrap());
    for round in 1..=rounds {
        let client = format!("round-{round}");
        let mut runs = Vec::new();
        for number in 0..ADDS {
            let line = format!("topic add -c {client} -a publish plant/{number:03}");
            let line: Vec<String> = line.split(' ').map(str::to_owned).collect();
            runs.extend(start_all(&databases[number % 3], &[line]));
        }
        let killed = round == rounds;
        if killed {
            thread::sleep(Duration::from_millis(300));
            cluster.kill(2);
        }
        let runs: Vec<Run> = runs
            .into_iter()
            .map(|child| Run::ended("topic add".to_owned(), &child.wait_with_output().unwrap()))
            .collect();
        let done: BTreeSet<usize> = (0..ADDS).filter(|&number| runs[number].code == Some(0)).collect();
        let stored = || -> BTreeSet<usize> {
            let own = rights(&databases[0]).into_iter();
            let own = own.filter_map(|right| {
                let number = right.strip_prefix(&format!("{client} publish plant/"))?;
                number.parse().ok()
            });
            own.collect()
        };
        // The node that is asked may be behind by a moment.
        let asked = Instant::now();
        while stored() != done && asked.elapsed() < Duration::from_secs(5) {
            thread::sleep(Duration::from_millis(100));
        }
        // Every exit 0 is there, and no other is.
        assert_eq!(stored(), done, "round {round}: {runs:#?}");
        let failed: Vec<&Run> = runs.iter().filter(|run| run.code != Some(0)).collect();
        if !killed {
            assert!(failed.is_empty(), "round {round}: {failed:#?}");
        }
        // A node that dies may take a few with it, which say so; the others find another node.
        assert!(failed.iter().all(|run| run.code == Some(3)), "{failed:#?}");
        assert!(failed.len() <= ADDS / 10, "{failed:#?}");
    }
}
