//! A PostgreSQL server with a standby, which is promoted in the middle of the work.

use std::{
    collections::BTreeSet,
    fs,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use super::{
    database::Database,
    rights,
    servers::{self, Kind, Own, PASSWORD, PASSWORD_IN_URL, USER, free_port},
};
use crate::support::{Run, Sandbox, tests};

tests![a_promotion_in_the_middle_loses_nothing[Postgres]];

const ADDS: usize = 500;
const WORKERS: usize = 10;

fn serve(sandbox: &Sandbox, port: u16, more: &[&str]) -> Own {
    let data = sandbox.path("data").display().to_string();
    let mut command = Kind::Postgres.unprivileged(sandbox, "postgres");
    command.args([
        "-D",
        &data,
        "-p",
        &port.to_string(),
        "-F",
        "-c",
        "listen_addresses=127.0.0.1",
    ]);
    command.args(["-c", &format!("unix_socket_directories={data}")]);
    for setting in more {
        command.args(["-c", setting]);
    }
    Own::start(command, &sandbox.path("server.log"))
}

/// A directory that the server's user owns.
fn prepared() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("password", PASSWORD);
    for file in ["server.key", "init.sql"] {
        sandbox.write(file, "");
    }
    fs::create_dir(sandbox.path("data")).unwrap();
    servers::give_to(&sandbox, Kind::Postgres.user());
    sandbox
}

fn a_promotion_in_the_middle_loses_nothing() {
    let (first, second) = (prepared(), prepared());
    let ports = [free_port(), free_port()];
    Run::of(&mut Kind::Postgres.initialize(&first)).expect(0);
    // A commit waits for the standby, so that what was reported as done is on both.
    let mut primary = serve(&first, ports[0], &["synchronous_standby_names="]);
    assert!(primary.answers(Kind::Postgres, ports[0]));
    let mut copy = Kind::Postgres.unprivileged(&second, "pg_basebackup");
    let source = format!("host=127.0.0.1 port={} user={USER}", ports[0]);
    copy.args(["-R", "-X", "stream", "-c", "fast", "-d", &source]);
    copy.arg("-D")
        .arg(second.path("data"))
        .env("PGPASSWORD", PASSWORD);
    Run::of(&mut copy).expect(0);
    let mut standby = serve(&second, ports[1], &[]);
    assert!(standby.answers(Kind::Postgres, ports[1]));
    let url = |hosts: &str| {
        format!("postgresql://{USER}:{PASSWORD_IN_URL}@{hosts}/postgres?target_session_attrs=read-write")
    };
    let both = url(&format!("127.0.0.1:{},127.0.0.1:{}", ports[1], ports[0]));
    let database = Database::at(Kind::Postgres, vec![both]);
    database.admin(&["topic", "sync"]).expect(0);
    // Whatever it is at the moment.
    let on = |port: u16| format!("postgresql://{USER}:{PASSWORD_IN_URL}@127.0.0.1:{port}/postgres");
    super::database::execute(
        &on(ports[0]),
        "ALTER SYSTEM SET synchronous_standby_names = '*'",
        &[],
    );
    super::database::execute(&on(ports[0]), "SELECT pg_reload_conf()", &[]);

    let next = AtomicUsize::new(0);
    let runs = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut runs = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= ADDS {
                            return runs;
                        }
                        let client = format!("dev-{}", number % 3);
                        let topic = format!("plant/{number:03}");
                        let run = database.admin(&["topic", "add", "-c", &client, "-a", "publish", &topic]);
                        runs.push((number, run));
                    }
                })
            })
            .collect();
        while next.load(Ordering::Relaxed) < ADDS / 3 {
            thread::sleep(Duration::from_millis(10));
        }
        primary.kill();
        thread::sleep(Duration::from_millis(500));
        super::database::execute(&on(ports[1]), "SELECT pg_promote()", &[]);
        let runs = workers.into_iter().flat_map(|worker| worker.join().unwrap());
        runs.collect::<Vec<_>>()
    });
    let done: BTreeSet<usize> = runs
        .iter()
        .filter(|(_, run)| run.code == Some(0))
        .map(|(number, _)| *number)
        .collect();
    let stored: BTreeSet<usize> = rights(&database)
        .iter()
        .filter_map(|right| right.rsplit('/').next()?.parse().ok())
        .collect();
    let failed: Vec<_> = runs.iter().filter(|(_, run)| run.code != Some(0)).collect();
    assert_eq!(stored, done, "{failed:#?}");
    // Only what began while there was no primary failed, and says so.
    assert!(failed.iter().all(|(_, run)| run.code == Some(3)), "{failed:#?}");
    assert!(done.len() > ADDS / 2, "{failed:#?}");
}
