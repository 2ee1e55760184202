//! Commands in hints, which can be pasted as they are: with the options that say where everything is.

use crate::support::{Run, Sandbox, tests};

tests![
    the_tables_are_made_where_they_are_missing,
    an_account_is_named_in_its_database,
    a_list_is_signed_by_the_ca_that_was_named,
    a_password_is_never_repeated,
];

/// The first command in what was said.
fn command(run: &Run) -> String {
    let quoted = run.stderr.split('`').skip(1).step_by(2);
    let mut commands = quoted.filter(|part| part.starts_with("amqtt-admin "));
    commands
        .next()
        .unwrap_or_else(|| panic!("no command in {run:#?}"))
        .to_owned()
}

/// Runs it as a shell would, with more options.
fn paste(sandbox: &Sandbox, command: &str, more: &str) -> Run {
    let options = command.strip_prefix("amqtt-admin").unwrap();
    let line = format!("'{}'{options} {more}", env!("CARGO_BIN_EXE_amqtt-admin"));
    sandbox.run("sh", &["-c", &line])
}

fn the_tables_are_made_where_they_are_missing() {
    for (options, repeated) in [
        (&["--db", "sqlite", "-f", "x.db"][..], " --db sqlite --file x.db"),
        (
            &["--database-url", "sqlite:it's here.db"],
            " --database-url \"sqlite:it's here.db\"",
        ),
        (&[], ""),
    ] {
        let sandbox = Sandbox::new();
        let list = |place: usize| {
            let mut words = vec!["user", "list"];
            words.splice(place..place, options.iter().copied());
            sandbox.admin(&words)
        };
        for place in [1, 2] {
            let hint = command(&list(place).expect(3));
            assert_eq!(hint, format!("amqtt-admin user sync{repeated}"));
        }
        paste(&sandbox, &command(&list(2)), "").expect(0);
        list(2).expect(0);
    }
}

/// A variable counts for the pasted command too, so it is not repeated.
fn an_account_is_named_in_its_database() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["user", "sync", "-f", "x.db"]).expect(0);
    let add = ["user", "add", "-c", "it's", "--generate"];
    sandbox.admin(&[&add[..], &["-f", "x.db"]].concat()).expect(0);
    let taken = sandbox.admin(&[&add[..], &["-f", "x.db"]].concat()).expect(1);
    paste(&sandbox, &command(&taken), "--generate").expect(0);
    let unknown = ["user", "verify", "-c", "bob", "--password-file", "/dev/null"];
    let object = [&unknown[..], &["-f", "x.db", "--format", "json"]].concat();
    let error = sandbox.admin(&object).expect(1);
    assert!(
        error.stderr.contains("`amqtt-admin user list --file x.db`"),
        "{error:#?}"
    );
    let mut command = sandbox.admin_command(&unknown);
    Run::of(command.env("AMQTT_ADMIN_FILE", "x.db"))
        .expect(1)
        .says("`amqtt-admin user list`");
}

fn a_list_is_signed_by_the_ca_that_was_named() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("pki")).unwrap();
    let ca = ["--ca-crt", "pki/ca.crt", "--ca-key", "pki/ca.key"];
    let admin = |words: &str| sandbox.admin(&[&words.split(' ').collect::<Vec<_>>()[..], &ca].concat());
    let create = [
        "ca",
        "create",
        "--cn",
        "CA",
        "--uri",
        "d.example",
        "--output-dir",
        "pki",
    ];
    sandbox.admin(&create).expect(0);
    admin("device create --device-id d1").expect(0);
    let revoked = admin("device revoke d1 --yes").expect(0);
    assert_eq!(
        command(&revoked),
        "amqtt-admin ca crl --ca-key pki/ca.key --ca-crt pki/ca.crt"
    );
    paste(&sandbox, &command(&revoked), "").expect(0);
    assert!(sandbox.path("pki/ca.crl").is_file());
    // What makes another CA is not for this one.
    let none = sandbox.admin(&["ca", "show", "--ca-crt", "none.crt"]).expect(3);
    assert_eq!(command(&none), "amqtt-admin ca create");
}

fn a_password_is_never_repeated() {
    let sandbox = Sandbox::new();
    let url = "postgresql://ada:s3cret@127.0.0.1:1/fleet?sslmode=disable";
    let failed = sandbox.admin(&["user", "list", "--database-url", url]).expect(3);
    assert!(!failed.stderr.contains("s3cret"), "{failed:#?}");
}
