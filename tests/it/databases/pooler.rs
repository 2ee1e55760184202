//! PgBouncer between the program and the server, in both of its modes.

use std::{process::Command, thread};

use super::{
    accounts, add,
    crowds::run_all,
    database::Database,
    rights,
    servers::{Kind, Own, PASSWORD, USER, find, free_port},
};
use crate::support::{Run, tests};

tests![
    sixty_at_once_over_few_sessions [Postgres, PgBouncer],
    sessions_are_kept_apart [Postgres, PgBouncer],
];

/// A pooler before a database, and the database by way of it.
struct Pooler {
    _own: Own,
    /// The database past the pooler.
    server: Database,
    pooled: Database,
}

impl Pooler {
    fn start(mode: &str) -> Self {
        let server = Database::postgres();
        let kind = Kind::Postgres;
        let (port, pooled) = (free_port(), Database::postgres());
        let configuration = format!(
            "[databases]\n* = host=127.0.0.1 port={} user={USER} password='{PASSWORD}'\n\
             [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = any\npool_mode = {mode}\ndefault_pool_size = 4\nmax_client_conn = 300\n",
            kind.address().port,
        );
        let sandbox = &pooled.sandbox;
        sandbox.write("pgbouncer.ini", configuration);
        sandbox.run("chmod", &["-R", "a+rX", "."]).expect(0);
        let mut command: Command = kind.unprivileged(sandbox, "pgbouncer");
        command.arg(sandbox.path("pgbouncer.ini"));
        let mut own = Own::start(command, &sandbox.path("pgbouncer.log"));
        assert!(find("pgbouncer").is_some() && own.answers(kind, port), "{}", {
            String::from_utf8_lossy(&sandbox.read("pgbouncer.log")).into_owned()
        });
        let url = format!("postgresql://{USER}@127.0.0.1:{port}/{}", server.name());
        Self {
            _own: own,
            server,
            pooled: Database { url, ..pooled },
        }
    }
}

fn sixty_at_once_over_few_sessions() {
    for mode in ["transaction", "session"] {
        let Pooler { server, pooled, _own } = &Pooler::start(mode);
        let syncs = vec![vec!["user".to_owned(), "sync".to_owned()]; 8];
        for run in run_all(pooled, &syncs) {
            run.expect(0);
        }
        // In session mode a client that comes waits for a session, as a queue.
        let adds: Vec<Vec<String>> = (0..60)
            .map(|number| {
                let line = format!("topic add -c dev1 -a publish plant/{number:02}");
                line.split(' ').map(str::to_owned).collect()
            })
            .collect();
        for run in run_all(pooled, &adds) {
            run.expect(0);
        }
        assert_eq!(rights(server).len(), 60, "{mode}");
        let (first, second) = (rights(pooled), rights(server));
        assert_eq!(first, second);
        pooled
            .admin_with(
                &[
                    "user",
                    "add",
                    "-c",
                    "ada",
                    "--argon2",
                    "m=64,t=1,p=1",
                    "--password-stdin",
                ],
                b"pw",
            )
            .expect(0);
        pooled
            .admin_with(&["user", "verify", "-c", "ada", "--password-stdin"], b"pw")
            .expect(0);
        let rows: String = (0..1_200)
            .map(|number| format!("d{number},publish,a/{number}\n"))
            .collect();
        pooled
            .sandbox
            .write("rights.csv", format!("username,action,topic\n{rows}"));
        pooled.admin(&["topic", "import", "rights.csv"]).expect(0);
        assert_eq!(rights(server).len(), 1_260, "{mode}");
        pooled.admin(&["user", "rm", "-c", "ada", "--yes"]).expect(0);
        assert_eq!(accounts(server), [""; 0]);
    }
}

/// In transaction mode, what one client sets for its session, or prepares, must not meet another one.
fn sessions_are_kept_apart() {
    let Pooler { server, pooled, _own } = &Pooler::start("transaction");
    server.admin(&["user", "sync"]).expect(0);
    add(pooled, "dev1", "publish", "a");
    let lists = ["user list", "topic list", "topic check -c dev1 -a publish a"];
    let mixed: Vec<Vec<String>> = (0..45)
        .map(|number| lists[number % 3].split(' ').map(str::to_owned).collect())
        .collect();
    for run in run_all(pooled, &mixed) {
        run.expect(0);
    }
    for run in run_psql(pooled) {
        assert_eq!(run.expect(0).stdout.trim(), "0");
    }
}

/// Asks a few of the pooler's sessions for their setting.
fn run_psql(pooled: &Database) -> Vec<Run> {
    let asks: Vec<_> = (0..4)
        .map(|_| {
            let url = pooled.url.clone();
            let mut command = pooled
                .sandbox
                .command(find("psql").expect("a client comes with the server"));
            command.args([
                &url,
                "-Atc",
                "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'",
            ]);
            thread::spawn(move || Run::of(&mut command))
        })
        .collect();
    asks.into_iter().map(|ask| ask.join().unwrap()).collect()
}
