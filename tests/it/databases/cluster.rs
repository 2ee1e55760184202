//! Three MariaDB servers as a Galera cluster, on free ports of the local host. Most tests share one, which is started when a test
//! first needs it.

use std::{
    fs,
    sync::{Mutex, MutexGuard},
};

use rustix::process::Signal;

use super::{
    database::execute,
    servers::{Kind, Own, PASSWORD, PASSWORD_IN_URL, USER, free_port, give_to},
};
use crate::support::{Run, Sandbox};

/// The library's path on Debian.
pub(crate) const LIBRARY: &str = "/usr/lib/galera/libgalera_smm.so";

/// The number of servers.
const NODES: usize = 3;

struct Node {
    own: Own,
    port: u16,
    /// Its files, for as long as it runs.
    _sandbox: Sandbox,
}

/// Three servers that hold the same databases.
pub(super) struct Cluster(Vec<Node>);

static SHARED: Mutex<Option<Cluster>> = Mutex::new(None);

/// Stops the shared cluster, where it runs.
pub(super) fn stop() {
    drop(shared().take());
}

fn shared() -> MutexGuard<'static, Option<Cluster>> {
    SHARED.lock().expect("the cluster did not start for another test")
}

/// Makes a database on the shared cluster, which is started if it does not run yet, and returns its addresses: every node is
/// the first one to be asked of one of them.
pub(super) fn new_database(name: &str) -> Vec<String> {
    let mut running = shared();
    let cluster = running.get_or_insert_with(Cluster::start);
    execute(
        &cluster.urls(0, "mysql")[0],
        &format!("CREATE DATABASE {name}"),
        &[],
    );
    cluster.urls(0, name)
}

impl Cluster {
    /// The addresses of a database: each names all nodes, and begins with another one, the first with that of this number.
    pub(super) fn urls(&self, first: usize, database: &str) -> Vec<String> {
        let hosts = |first: usize| {
            let hosts = (0..NODES).map(|next| format!("127.0.0.1:{}", self.0[(first + next) % NODES].port));
            hosts.collect::<Vec<_>>().join(",")
        };
        (0..NODES)
            .map(|next| {
                let hosts = hosts(first + next);
                format!("mariadb://{USER}:{PASSWORD_IN_URL}@{hosts}/{database}")
            })
            .collect()
    }

    /// Ends a node at once, as a power failure would.
    pub(super) fn kill(&mut self, node: usize) {
        self.0[node].own.kill();
    }

    /// Starts the nodes. All begin with a copy of one directory, so that none has to send its state to another.
    pub(super) fn start() -> Self {
        Self(nodes())
    }
}

fn nodes() -> Vec<Node> {
    let first = Sandbox::new();
    let grants = format!(
        "SET NAMES utf8mb4;\nCREATE OR REPLACE USER '{USER}'@'%' IDENTIFIED BY '{}';\n\
         GRANT ALL ON *.* TO '{USER}'@'%' WITH GRANT OPTION;\nCREATE DATABASE fleet;\n",
        PASSWORD
    );
    first.write("init.sql", grants);
    first.write("server.key", "");
    first.write("password", "");
    fs::create_dir(first.path("data")).unwrap();
    give_to(&first, Kind::MariaDb.user());
    Run::of(&mut Kind::MariaDb.initialize(&first)).expect(0);
    let groups: Vec<u16> = (0..NODES).map(|_| free_port()).collect();
    let ports: Vec<u16> = (0..NODES).map(|_| free_port()).collect();
    let init = format!("--init-file={}", first.path("init.sql").display());
    let mut own = start(&first, ports[0], &groups, 0, &["--wsrep-new-cluster", &init]);
    assert!(own.answers(Kind::MariaDb, ports[0]), "{}", log(&first));
    own.stop(Signal::TERM);
    let others: Vec<Sandbox> = (1..NODES).map(|_| Sandbox::new()).collect();
    for other in &others {
        let copy = ["-a", "data", other.path("data").to_str().unwrap()].map(str::to_owned);
        first.run("cp", &copy.each_ref().map(String::as_str)).expect(0);
        for file in ["init.sql", "server.key", "password"] {
            other.write(file, "");
        }
        give_to(other, Kind::MariaDb.user());
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
        format!("--tmpdir={}", path("data")),
        // Two clusters that start at the same moment would both take the usual port.
        format!("--wsrep-sst-receive-address=127.0.0.1:{}", free_port()),
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
