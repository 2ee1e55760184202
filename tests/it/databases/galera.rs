//! A cluster of three MariaDB servers: locks hold on one of them alone, and an abort may come at any moment.

use std::{
    collections::BTreeSet,
    env, fs, thread,
    time::{Duration, Instant},
};

use rustix::process::Signal;

use super::{
    crowds::start_all,
    database::{Database, execute},
    rights,
    servers::{self, Kind, Own, PASSWORD_IN_URL, USER, free_port},
};
use crate::support::{Run, Sandbox, tests};

tests![of_rights_given_at_once_on_three_nodes_none_is_lost [MariaDb, Galera]];

/// The library's path on Debian.
pub(crate) const LIBRARY: &str = "/usr/lib/galera/libgalera_smm.so";

/// The variable with a number of rounds, and the number where it is not set.
const ROUNDS: (&str, usize) = ("AMQTT_ADMIN_TEST_ROUNDS", 20);
const ADDS: usize = 150;

struct Node {
    own: Own,
    port: u16,
    /// Its files, for as long as it runs.
    _sandbox: Sandbox,
}

/// Starts three nodes. All begin with a copy of one directory, so that none has to send its state to another.
fn cluster() -> Vec<Node> {
    let first = Sandbox::new();
    let grants = format!(
        "SET NAMES utf8mb4;\nCREATE OR REPLACE USER '{USER}'@'%' IDENTIFIED BY '{}';\n\
         GRANT ALL ON *.* TO '{USER}'@'%' WITH GRANT OPTION;\nCREATE DATABASE fleet;\n",
        servers::PASSWORD
    );
    first.write("init.sql", grants);
    first.write("server.key", "");
    first.write("password", "");
    fs::create_dir(first.path("data")).unwrap();
    servers::give_to(&first, Kind::MariaDb.user());
    Run::of(&mut Kind::MariaDb.initialize(&first)).expect(0);
    let groups: Vec<u16> = (0..3).map(|_| free_port()).collect();
    let ports: Vec<u16> = (0..3).map(|_| free_port()).collect();
    let init = format!("--init-file={}", first.path("init.sql").display());
    let mut own = start(&first, ports[0], &groups, 0, &["--wsrep-new-cluster", &init]);
    assert!(own.answers(Kind::MariaDb, ports[0]), "{}", log(&first));
    own.stop(Signal::TERM);
    let others: Vec<Sandbox> = (0..2).map(|_| Sandbox::new()).collect();
    for other in &others {
        let copy = ["-a", "data", other.path("data").to_str().unwrap()].map(str::to_owned);
        first.run("cp", &copy.each_ref().map(String::as_str)).expect(0);
        for file in ["init.sql", "server.key", "password"] {
            other.write(file, "");
        }
        servers::give_to(other, Kind::MariaDb.user());
    }
    let sandboxes = std::iter::once(first).chain(others);
    let mut nodes = Vec::new();
    for (number, sandbox) in sandboxes.enumerate() {
        let more: &[&str] = if number == 0 {
            &["--wsrep-new-cluster"]
        } else {
            &[]
        };
        let mut own = start(&sandbox, ports[number], &groups, number, more);
        assert!(own.answers(Kind::MariaDb, ports[number]), "{}", log(&sandbox));
        nodes.push(Node {
            own,
            port: ports[number],
            _sandbox: sandbox,
        });
    }
    nodes
}

fn log(sandbox: &Sandbox) -> String {
    String::from_utf8_lossy(&sandbox.read("server.log")).into_owned()
}

fn start(sandbox: &Sandbox, port: u16, groups: &[u16], number: usize, more: &[&str]) -> Own {
    let path = |name: &str| sandbox.path(name).display().to_string();
    let group = groups[number];
    let members: Vec<String> = groups.iter().map(|port| format!("127.0.0.1:{port}")).collect();
    let mut command = Kind::MariaDb.unprivileged(sandbox, "mariadbd");
    command.args([
        "--no-defaults",
        "--bind-address=127.0.0.1",
        "--skip-name-resolve",
        "--max-connections=300",
    ]);
    command.args([
        "--innodb-flush-log-at-trx-commit=0",
        "--binlog-format=ROW",
        "--innodb-autoinc-lock-mode=2",
    ]);
    command.args([
        "--wsrep-on=ON",
        "--wsrep-sst-method=rsync",
        "--wsrep-slave-threads=2",
        "--innodb-buffer-pool-size=32M",
    ]);
    command.args([
        format!("--datadir={}", path("data")),
        format!("--socket={}", path("data/socket")),
        format!("--port={port}"),
        format!("--wsrep-provider={LIBRARY}"),
        format!("--wsrep-cluster-address=gcomm://{}", members.join(",")),
        format!("--wsrep-node-address=127.0.0.1:{group}"),
        format!(
            "--wsrep-provider-options=base_host=127.0.0.1;base_port={group};gmcast.listen_addr=tcp://127.0.0.1:{group};\
             ist.recv_addr=127.0.0.1:{};gcache.size=16M",
            free_port(),
        ),
    ]);
    command.args(more);
    Own::start(command, &sandbox.path("server.log"))
}

fn of_rights_given_at_once_on_three_nodes_none_is_lost() {
    let mut nodes = cluster();
    // What one node is told reaches the others.
    let url = |first: usize| {
        let hosts: Vec<String> = (0..3)
            .map(|next| format!("127.0.0.1:{}", nodes[(first + next) % 3].port))
            .collect();
        format!("mariadb://{USER}:{PASSWORD_IN_URL}@{}/fleet", hosts.join(","))
    };
    let database = |first: usize| Database {
        sandbox: Sandbox::new(),
        server: Some(Kind::MariaDb),
        url: url(first),
    };
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
            nodes[2].own.kill();
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
