//! The address of the database: both forms of the options, before and after the verb, the environment, and the
//! spellings of a URL.

use std::os::unix::fs::PermissionsExt as _;

use super::{
    add,
    database::{Database, on_every_database},
    rights,
    servers::{Kind, PASSWORD, PASSWORD_IN_URL, USER},
};
use crate::support::{Run, Sandbox, Test, one};

pub(super) fn tests() -> Vec<Test> {
    let mut tests = on_every_database![every_spelling_finds_the_same_database];
    tests.extend([
        one!(the_old_scripts_command_lines_work),
        one!(a_file_on_the_command_line_means_sqlite_whatever_the_environment_names),
        one!(a_file_is_named_in_many_ways),
        one!(what_is_typed_comes_before_the_environment),
        one!(variables_that_are_no_values_do_no_harm),
        one!(a_password_file_completes_a_url),
        one!(forms_that_do_not_go_together_are_usage_errors),
        one!(urls_that_would_be_misunderstood_are_usage_errors),
        one!(a_new_file_is_for_its_owner_alone),
    ]);
    tests
}

const LIST: [&str; 4] = ["topic", "list", "--format", "ndjson"];

/// A directory with three databases: each has one right, for a client of the file's name.
fn three_files() -> Sandbox {
    let sandbox = Sandbox::new();
    for file in ["auth.db", "one.db", "two.db"] {
        let url = format!("sqlite:{file}");
        sandbox
            .admin(&["topic", "sync", "--database-url", &url])
            .expect(0);
        sandbox
            .admin(&[
                "topic",
                "--database-url",
                &url,
                "add",
                "-c",
                file,
                "-a",
                "publish",
                "t",
            ])
            .expect(0);
    }
    sandbox
}

/// Which of the three files a command works on.
#[track_caller]
fn file_of(run: Run) -> String {
    let right = run.expect(0).json();
    right["username"].as_str().unwrap().to_owned()
}

fn run_with(sandbox: &Sandbox, environment: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = sandbox.admin_command(arguments);
    command.envs(environment.iter().copied());
    Run::of(&mut command)
}

fn the_old_scripts_command_lines_work() {
    let sandbox = Sandbox::new();
    let lines = [
        "user -d sqlite -f auth.db sync",
        "topic -d sqlite -f auth.db add -c device123 -a publish my/topic",
        "topic -d sqlite -f auth.db add --client-id device123 --action subscribe my/+",
        "topic -d sqlite -f auth.db rm -c device123 -a subscribe my/+",
        "topic --db sqlite --file auth.db list -c device123",
        "user -d sqlite -f auth.db list",
    ];
    for line in lines {
        sandbox.admin(&line.split(' ').collect::<Vec<_>>()).expect(0);
    }
    let password = Run::with_stdin(
        &mut sandbox.admin_command(&[
            "user",
            "-d",
            "sqlite",
            "-f",
            "auth.db",
            "add",
            "-c",
            "device123",
            "--password-stdin",
        ]),
        b"secret",
    );
    password.expect(0);
    sandbox
        .admin(&[
            "user",
            "-d",
            "sqlite",
            "-f",
            "auth.db",
            "rm",
            "-c",
            "device123",
            "-y",
        ])
        .expect(0)
        .says("1 topic right");
    assert_eq!(sandbox.names(), ["auth.db"]);
}

fn a_file_on_the_command_line_means_sqlite_whatever_the_environment_names() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["user", "-f", "x.db", "sync"]).expect(0);
    let environment = [
        ("AMQTT_ADMIN_USERNAME", "fleet"),
        ("AMQTT_ADMIN_HOST", "db.example"),
        ("AMQTT_ADMIN_PORT", "5433"),
    ];
    for kind in ["postgresql", "mysql", "mariadb", "sqlite"] {
        let one = [("AMQTT_ADMIN_DB", kind)];
        for variables in [&one[..], &[&one[..], &environment].concat()] {
            run_with(&sandbox, variables, &["user", "list", "-f", "x.db"]).expect(0);
        }
        let both = ["user", "list", "-f", "x.db", "--host", "db.example"];
        run_with(&sandbox, &one, &both)
            .expect(2)
            .says("--host is for a database server");
    }
}

fn a_file_is_named_in_many_ways() {
    let sandbox = three_files();
    let absolute = sandbox.path("one.db").display().to_string();
    let (url, alchemist) = (
        format!("sqlite:{absolute}"),
        format!("sqlite+aiosqlite:///{absolute}"),
    );
    let four_slashes = format!("sqlite:///{absolute}");
    let one: [&[&str]; 11] = [
        &["--database-url", "sqlite:one.db"],
        &["--database-url=sqlite:./one.db"],
        &["--database-url", "sqlite+aiosqlite:///one.db"],
        &["--database-url", "SQLite:one.db"],
        &["--database-url", &url],
        &["--database-url", &alchemist],
        &["--database-url", &four_slashes],
        &["-d", "sqlite", "-f", "one.db"],
        &["--db=sqlite", "--file=one.db"],
        &["-f", "one.db"],
        &["-f", &absolute],
    ];
    for options in one {
        // After the verb, and before it.
        assert_eq!(
            file_of(sandbox.admin(&[&LIST, options].concat())),
            "one.db",
            "{options:?}"
        );
        let before = [&LIST[..1], options, &LIST[1..]].concat();
        assert_eq!(file_of(sandbox.admin(&before)), "one.db", "{options:?}");
    }
    for options in [&[][..], &["-d", "sqlite"], &["--database-url", "sqlite:auth.db"]] {
        assert_eq!(
            file_of(sandbox.admin(&[&LIST, options].concat())),
            "auth.db",
            "{options:?}"
        );
    }
    // The two halves of one form may be apart.
    assert_eq!(
        file_of(sandbox.admin(&[
            "topic", "-d", "sqlite", "list", "-f", "two.db", "--format", "ndjson"
        ])),
        "two.db"
    );
}

const URL: &str = "AMQTT_ADMIN_DATABASE_URL";
const DB: &str = "AMQTT_ADMIN_DB";
const FILE: &str = "AMQTT_ADMIN_FILE";

fn what_is_typed_comes_before_the_environment() {
    let sandbox = three_files();
    let url: &[(&str, &str)] = &[(URL, "sqlite:one.db")];
    let parts: &[(&str, &str)] = &[(DB, "sqlite"), (FILE, "one.db")];
    let both: &[(&str, &str)] = &[(URL, "sqlite:one.db"), (FILE, "two.db")];
    // The server that it names is not there: it must not be asked.
    let server: &[(&str, &str)] = &[
        (DB, "postgresql"),
        ("AMQTT_ADMIN_HOST", "127.0.0.1"),
        ("AMQTT_ADMIN_PORT", "1"),
    ];
    for (environment, options, file) in [
        (url, &[][..], "one.db"),
        (parts, &[], "one.db"),
        (&[(FILE, "one.db")], &[], "one.db"),
        // The same form: the option counts.
        (url, &["--database-url", "sqlite:two.db"], "two.db"),
        (parts, &["-f", "two.db"], "two.db"),
        (parts, &["-d", "sqlite"], "one.db"),
        // The other form.
        (url, &["-f", "two.db"], "two.db"),
        (url, &["-d", "sqlite"], "auth.db"),
        (url, &["-d", "sqlite", "-f", "two.db"], "two.db"),
        (parts, &["--database-url", "sqlite:two.db"], "two.db"),
        (both, &["--database-url", "sqlite:auth.db"], "auth.db"),
        (both, &["-d", "sqlite"], "two.db"),
        (server, &["--database-url", "sqlite:one.db"], "one.db"),
        (server, &["-d", "sqlite", "-f", "one.db"], "one.db"),
    ] {
        let arguments = [&LIST, options].concat();
        assert_eq!(
            file_of(run_with(&sandbox, environment, &arguments)),
            file,
            "{environment:?} {options:?}"
        );
        let before = [&LIST[..1], options, &LIST[1..]].concat();
        assert_eq!(
            file_of(run_with(&sandbox, environment, &before)),
            file,
            "{environment:?} {options:?} before"
        );
    }
    run_with(&sandbox, both, &LIST)
        .expect(2)
        .says("cannot be used together");
}

fn variables_that_are_no_values_do_no_harm() {
    let sandbox = three_files();
    for environment in [
        &[(URL, ""), (DB, ""), (FILE, "")][..],
        &[("AMQTT_ADMIN_PORT", "tcp://10.0.0.7:9180")],
        &[("AMQTT_ADMIN_PORT", ""), ("AMQTT_ADMIN_FORMAT", "")],
    ] {
        assert_eq!(file_of(run_with(&sandbox, environment, &LIST)), "auth.db");
    }
    for (variable, value) in [
        ("AMQTT_ADMIN_PORT", "many"),
        ("AMQTT_ADMIN_DB", "oracle"),
        ("AMQTT_ADMIN_FORMAT", "yaml"),
    ] {
        run_with(&sandbox, &[(variable, value)], &LIST)
            .expect(2)
            .says(&format!("(from {variable})"));
    }
    // The fault is in what was typed.
    let typed = [&LIST[..], &["--format", "yaml"]].concat();
    let run = run_with(&sandbox, &[("AMQTT_ADMIN_FORMAT", "xml")], &typed).expect(2);
    assert!(!run.stderr.contains("AMQTT_ADMIN_FORMAT"), "{run:?}");
}

fn a_password_file_completes_a_url() {
    let sandbox = three_files();
    sandbox.write("password", "geheim\n");
    std::fs::set_permissions(sandbox.path("password"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let with = |url: &str| {
        let options = ["--database-url", url, "--db-password-file", "password"];
        sandbox.admin(&[&LIST[..], &options].concat())
    };
    // Nobody listens there, but the options are taken together.
    let run = with("postgresql://me@127.0.0.1:1/d?sslmode=disable").expect(3);
    assert!(!run.stderr.contains("geheim"), "{run:?}");
    run.says("password can be read by every user");
    with("mysql://me:other@127.0.0.1:1/d")
        .expect(2)
        .says("cannot be used together");
    with("sqlite:one.db").expect(2).says("not for SQLite");
}

fn forms_that_do_not_go_together_are_usage_errors() {
    let sandbox = three_files();
    let before = sandbox.snapshot();
    for (options, words) in [
        (
            &["--database-url", "sqlite:one.db", "-f", "one.db"][..],
            "cannot be used together",
        ),
        (
            &["--database-url", "sqlite:one.db", "-d", "sqlite"],
            "cannot be used together",
        ),
        (
            &["--database-url", "mysql://u@h/d", "--port", "3306"],
            "cannot be used together",
        ),
        (
            &["--database-url", "mysql://u@h/d", "--db-name", "x"],
            "cannot be used together",
        ),
        (&["-d", "sqlite", "--host", "h"], "not for SQLite"),
        (&["-f", "one.db", "-u", "me"], "not for SQLite"),
        (
            &["-d", "postgresql", "-u", "me", "-f", "one.db"],
            "not for a database server",
        ),
        (&["-d", "postgresql"], "--username is missing"),
        (&["-u", "me"], "--db is missing"),
        (&["-d", "oracle"], "sqlite, postgresql, mysql, mariadb"),
        (&["-d", "mysql", "-u", "me", "-p", "70000"], "70000"),
        (&["-d", "mysql", "-u", "me", "-p", "x"], "x"),
    ] {
        sandbox
            .admin(&[&["topic", "sync"], options].concat())
            .expect(2)
            .says(words);
        sandbox
            .admin(&[&["topic"], options, &["sync"]].concat())
            .expect(2)
            .says(words);
    }
    assert_eq!(sandbox.snapshot(), before);
}

fn urls_that_would_be_misunderstood_are_usage_errors() {
    let sandbox = three_files();
    let before = sandbox.snapshot();
    for (url, words) in [
        ("", "must begin with"),
        ("one.db", "must begin with"),
        ("oracle://h/d", "must begin with"),
        ("sqlite:", "names no file"),
        ("sqlite::memory:", "names no file"),
        ("sqlite:///one.db", "is ambiguous"),
        ("sqlite+aiosqlite://one.db", "three slashes"),
        ("sqlite:one.db?mode=ro", "not supported: mode"),
        ("postgresql://localhost", "names no database"),
        ("postgresql://localhost/d?sslmode=on", "sslmode"),
        ("postgresql://localhost/d?tls=yes", "not supported: tls"),
        ("mysql://localhost/d?ssl=true", "not supported: ssl"),
        ("mariadb://localhost:99999/d", "port"),
    ] {
        for arguments in [
            &["user", "sync", "--database-url", url][..],
            &["topic", "--database-url", url, "list"],
        ] {
            let run = sandbox
                .admin(arguments)
                .expect(2)
                .says("--database-url")
                .says(words);
            assert!(
                run.stderr.lines().count() <= 3 && run.stdout.is_empty(),
                "{run:?}"
            );
        }
        // An empty variable is one that is not set.
        if !url.is_empty() {
            run_with(&sandbox, &[(URL, url)], &LIST)
                .expect(2)
                .says(words)
                .says(URL);
        }
    }
    assert_eq!(sandbox.snapshot(), before);
}

fn a_new_file_is_for_its_owner_alone() {
    let sandbox = Sandbox::new();
    let admin = sandbox.admin_command(&[]);
    let line = format!("umask 0; '{}' user sync", admin.get_program().display());
    sandbox
        .run("sh", &["-c", &line])
        .expect(0)
        .says("readable only by you");
    assert_eq!(sandbox.mode("auth.db"), 0o600);
    // A user who was let in stays so.
    std::fs::set_permissions(sandbox.path("auth.db"), std::fs::Permissions::from_mode(0o640)).unwrap();
    sandbox.admin(&["user", "sync"]).expect(0);
    assert_eq!(sandbox.mode("auth.db"), 0o640);
}

fn every_spelling_finds_the_same_database(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    add(database, "dev1", "publish", "a");
    let expected = rights(database);
    let found = |options: &[&str]| {
        let before = [&["topic"], options, &["list", "--format", "csv"]].concat();
        let before = database.sandbox.admin(&before).expect(0);
        let after = database
            .sandbox
            .admin(&[&["topic", "list", "--format", "csv"], options].concat())
            .expect(0);
        assert_eq!(after.stdout, before.stdout);
        assert_eq!(
            after.stdout, "username,action,topic\ndev1,publish,a\n",
            "{options:?}"
        );
    };
    assert_eq!(expected, ["dev1 publish a"]);
    found(&["--database-url", &database.url]);
    let Some(kind) = database.server else {
        return;
    };

    let place = format!(
        "{USER}:{PASSWORD_IN_URL}@localhost:{}/{}",
        kind.address().port,
        database.name()
    );
    let schemes: &[&str] = match kind {
        Kind::Postgres => &[
            "postgres",
            "postgresql",
            "postgresql+asyncpg",
            "postgresql+psycopg",
            "PostgreSQL",
        ],
        Kind::MariaDb => &["mysql", "mariadb", "mysql+aiomysql", "mariadb+asyncmy"],
    };
    for scheme in schemes {
        found(&["--database-url", &format!("{scheme}://{place}")]);
    }
    database.sandbox.write("password", format!("{PASSWORD}\n"));
    let port = kind.address().port.to_string();
    let parts = [
        "-u",
        USER,
        "--host",
        "127.0.0.1",
        "-p",
        &port,
        "--db-name",
        database.name(),
        "--db-password-file",
        "password",
    ];
    let kinds: &[&str] = match kind {
        Kind::Postgres => &["postgresql"],
        Kind::MariaDb => &["mysql", "mariadb"],
    };
    for name in kinds {
        found(&[&["-d", name], &parts[..]].concat());
    }
}
