//! Files of other programs: read as those programs read them, or refused as a whole; and never with a value in a
//! message.

pub(crate) mod passwords;

use std::{
    fs,
    os::unix::net::UnixStream,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::json;

use super::{accounts, database::Database, rights};
use crate::support::{Run, tests};

tests![
    an_indented_user_line_ends_the_rights_of_the_one_before,
    mosquitto_judges_acl_files_alike[Mosquitto],
    what_an_acl_file_grants_is_stored_and_the_rest_reported,
    denied_topics_are_granted_to_nobody,
    patterns_hold_for_those_who_are_known,
    devices_of_the_inventory_are_known,
    a_file_of_another_kind_is_named_and_never_shown,
    marks_and_line_ends_of_other_systems_do_not_count,
    an_import_that_brings_nothing_says_so,
    a_dry_run_changes_nothing,
    what_is_probably_not_meant_is_said,
];

/// A hash that costs little to verify, of the password `pw`.
const HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2E$lmEM33svNbvtd+BHIvRFLlRmiU1BUQ8wV2hHXU3xQbY";
const MOSQUITTO: [&str; 2] = ["--from", "mosquitto"];

fn synced() -> Database {
    let database = Database::sqlite();
    database.admin(&["user", "sync"]).expect(0);
    database
}

fn import(database: &Database, what: &str, arguments: &[&str], input: &[u8]) -> Run {
    database.admin_with(&[&[what, "import", "-"], arguments].concat(), input)
}

fn an_indented_user_line_ends_the_rights_of_the_one_before() {
    let database = synced();
    let acl = "user alice\ntopic read a/#\n\n  user bob\ntopic readwrite secret/#\n";
    import(&database, "topic", &MOSQUITTO, acl.as_bytes()).expect(0);
    assert_eq!(
        rights(&database),
        [
            "alice subscribe a/#",
            "alice receive a/#",
            "bob publish secret/#",
            "bob subscribe secret/#",
            "bob receive secret/#"
        ]
    );
}

/// Returns whether Mosquitto starts with an ACL file. It listens on a socket of its own in the sandbox: nobody else answers there.
fn starts(database: &Database, acl: &[u8]) -> bool {
    let sandbox = &database.sandbox;
    sandbox.write("acl", acl);
    let socket = sandbox.path("broker.sock");
    _ = fs::remove_file(&socket);
    // As root, it would listen as a user who may not write here.
    let configuration = "listener 0 broker.sock\nuser root\nallow_anonymous true\nacl_file acl\n";
    sandbox.write("mosquitto.conf", configuration);
    let mut broker = Command::new("/usr/sbin/mosquitto")
        .args(["-c", "mosquitto.conf"])
        .current_dir(sandbox.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    loop {
        if let Some(status) = broker.try_wait().unwrap() {
            assert!(!status.success());
            return false;
        }
        if UnixStream::connect(&socket).is_ok() {
            broker.kill().unwrap();
            broker.wait().unwrap();
            return true;
        }
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "it neither starts nor ends"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn mosquitto_judges_acl_files_alike() {
    let database = synced();
    let (good, deep, deeper) = (
        "user zoe\ntopic z\n",
        format!("topic read {}", "/".repeat(200)),
        format!("topic read {}", "/".repeat(201)),
    );
    let lines = [
        "",
        " ",
        "\t",
        " \t ",
        "\r",
        "#",
        "# topic a",
        " # topic a",
        "\t# a",
        "user",
        "user ",
        "user  \t",
        "user a",
        "  user a",
        "\tuser a",
        "user\ta",
        "user a b",
        "user  a ",
        "User a",
        "users a",
        "topic",
        "topic ",
        "topic  ",
        "topic a",
        "  topic a",
        "topic a b",
        "topic  a",
        "topic\ta",
        "topic read",
        "topic write",
        "topic deny",
        "topic readwrite",
        "topic read a",
        "topic Read a",
        "topic READ a",
        "topic raedwrite x/#",
        "topic read  a",
        "topic read \t a",
        "topic read\ta",
        "topic read a b",
        "topic readwrite   c d/e",
        "topic deny a",
        "topic deny  a b",
        "topic none a",
        "topic read a#",
        "topic read a/#/b",
        "topic read a+",
        "topic read +",
        "topic read #",
        "topic read a\\",
        "topic read $share/g/a",
        "topic read /",
        "pattern",
        "pattern a",
        "pattern read a/%u/#",
        "pattern deny %c",
        "pattern read a%u",
        "pattern x a",
        "pattern read %u#",
        "foo",
        "topic read a\rtopic write b",
        "include x",
        "topic  write  $SYS/#",
        deep.as_str(),
        deeper.as_str(),
    ];
    for line in lines {
        for acl in [
            format!("{good}{line}\n"),
            format!("{line}\r\n{good}"),
            format!("{good}{line}"),
        ] {
            let run = import(
                &database,
                "topic",
                &["--from", "mosquitto", "--on-conflict", "skip", "--dry-run"],
                acl.as_bytes(),
            );
            let expected = if starts(&database, acl.as_bytes()) { 0 } else { 3 };
            assert_eq!(run.code, Some(expected), "{acl:?}: {run:?}");
        }
    }
    assert!(rights(&database).is_empty());
}

fn what_an_acl_file_grants_is_stored_and_the_rest_reported() {
    let database = synced();
    let acl = "topic read anonymous\nuser admin\ntopic readwrite $SYS/#\ntopic readwrite #\ntopic write $SYS/x\n\
               user eve\ntopic d e\n";
    import(&database, "topic", &MOSQUITTO, acl.as_bytes())
        .expect(3)
        .says("line 7: the word before the topic");
    assert!(rights(&database).is_empty());

    let acl = acl.replace("topic d e", "topic  write  d e ");
    let run = import(
        &database,
        "topic",
        &["--from", "mosquitto", "--format", "json"],
        acl.as_bytes(),
    )
    .expect(0);
    let run = run
        .says("line 1: rules for clients without a user name")
        .says("lines 3, 5: a publish filter must not begin with '$'")
        .says("Mosquitto accepts every SUBSCRIBE");
    assert_eq!(
        run.json(),
        json!({"clients": 2, "added": 6, "skipped": 0, "removed": 0, "left_out": 3, "changed": true})
    );
    assert_eq!(
        rights(&database),
        [
            "admin publish #",
            "admin subscribe $SYS/#",
            "admin subscribe #",
            "admin receive $SYS/#",
            "admin receive #",
            "eve publish d e"
        ]
    );
}

fn denied_topics_are_granted_to_nobody() {
    let database = synced();
    let acl = "pattern read p/%u/#\npattern deny p/+/key\nuser ada\ntopic read secret/#\ntopic write a/b\n\
               topic deny secret/key\ntopic deny p/ada/deep\nuser bob\ntopic read secret/#\ntopic read p/x/key\n";
    let run = import(
        &database,
        "topic",
        &["--from", "mosquitto", "--format", "json"],
        acl.as_bytes(),
    )
    .expect(0);
    let run = run
        .says("lines 2, 6, 7: deny rules are not supported")
        .says("lines 1, 4: not granted");
    assert_eq!(run.json()["left_out"], 5);
    // Mosquitto asks the user's own rules before the patterns: bob may read what the pattern denies.
    assert_eq!(
        rights(&database),
        [
            "ada publish a/b",
            "bob subscribe secret/#",
            "bob subscribe p/x/key",
            "bob receive secret/#",
            "bob receive p/x/key"
        ]
    );
}

fn patterns_hold_for_those_who_are_known() {
    let database = synced();
    let acl = b"pattern read %u/#\npattern write dev/%c/up\npattern deny %u/no\n";
    import(&database, "topic", &MOSQUITTO, acl)
        .expect(3)
        .says("no account or client is known")
        .says("nothing in stdin can be imported");

    let users = format!("username,password_hash\nann,{HASH:?}\nx+y,{HASH:?}\n");
    import(&database, "user", &[], users.as_bytes()).expect(0);
    database
        .admin(&["topic", "add", "-c", "pump-1", "-a", "publish", "x"])
        .expect(0);
    let acl = b"pattern read in/%u/#\npattern write dev/%c/up\nuser zoe\ntopic write z\n";
    import(&database, "topic", &MOSQUITTO, acl)
        .expect(0)
        .says("patterns are expanded");
    assert_eq!(
        rights(&database),
        [
            "ann publish dev/ann/up",
            "ann subscribe in/ann/#",
            "ann receive in/ann/#",
            "pump-1 publish x",
            "pump-1 publish dev/pump-1/up",
            "pump-1 subscribe in/pump-1/#",
            "pump-1 receive in/pump-1/#",
            "zoe publish z",
            "zoe publish dev/zoe/up",
            "zoe subscribe in/zoe/#",
            "zoe receive in/zoe/#"
        ]
    );
}

fn devices_of_the_inventory_are_known() {
    let database = synced();
    let sandbox = &database.sandbox;
    sandbox.admin(&["ca", "create", "--cn", "CA"]).expect(0);
    let device = ["device", "create", "--uri", "fleet.example", "--device-id"];
    sandbox.admin(&[&device[..], &["pump-1"]].concat()).expect(0);
    sandbox
        .admin(&[&device[..], &["pump-2", "--no-record"]].concat())
        .expect(0);
    let add = |client: &str| database.admin(&["topic", "add", "-c", client, "-a", "publish", "x"]);
    let known = add("pump-1").expect(0);
    assert!(!known.stderr.contains("named"), "{known:?}");
    add("pump-2")
        .expect(0)
        .says("no account and no device in the inventory is named pump-2");

    sandbox.admin(&[&device[..], &["pump-3"]].concat()).expect(0);
    import(&database, "topic", &MOSQUITTO, b"pattern read in/%u/#\n").expect(0);
    let imported = rights(&database);
    assert!(
        imported.contains(&"pump-3 receive in/pump-3/#".to_owned()),
        "{imported:?}"
    );
    let elsewhere = ["--inventory", "sqlite:nowhere.db"];
    let missing = database.admin(
        &[
            &["topic", "add", "-c", "pump-9", "-a", "publish", "x"],
            &elsewhere[..],
        ]
        .concat(),
    );
    missing.expect(0).says("no account is named pump-9");
    assert!(!sandbox.path("nowhere.db").exists());
}

fn a_file_of_another_kind_is_named_and_never_shown() {
    let database = synced();
    let cases: [(&str, &str, &str); 12] = [
        ("user", "dev1:geheim\r\ndev2:geheim\r\n", "--from mosquitto"),
        ("user", "geheim;geheim\nbob;geheim\n", "separated by semicolons"),
        ("user", "alice\tgeheim\n", "separated by tabs"),
        ("user", "alice,geheim\n", "first line"),
        (
            "user",
            "username,geheim\nalice,geheim\n",
            "unknown column (number 2)",
        ),
        (
            "user",
            "user geheim\ntopic read geheim\n",
            "`amqtt-admin topic import --from mosquitto`",
        ),
        (
            "user",
            "{\"clients\": [{\"username\": \"geheim\"}]}",
            "--from dynsec",
        ),
        ("user", "{\"alice\": \"geheim\"}", "unknown column"),
        ("user", "{\"geheim\": 1}", "unknown column"),
        (
            "topic",
            "dev1:geheim\n",
            "`amqtt-admin user import --from mosquitto`",
        ),
        ("topic", "user geheim\ntopic read geheim\n", "--from mosquitto"),
        ("topic", "pattern read geheim/%u\n", "--from mosquitto"),
    ];
    for (what, input, hint) in cases {
        for from in [
            &[][..],
            &["--from", "csv"],
            &["--from", "json"],
            &["--from", "ndjson"],
        ] {
            let run = import(&database, what, from, input.as_bytes()).expect(3);
            assert!(
                !run.stderr.contains("geheim") && !run.stdout.contains("geheim"),
                "{run:?}"
            );
            assert!(!from.is_empty() || run.stderr.contains(hint), "{hint}: {run:?}");
        }
    }
    let run = import(&database, "user", &MOSQUITTO, b"user geheim\n\xff\n").expect(3);
    assert!(!run.stderr.contains("geheim"), "{run:?}");
    assert!(accounts(&database).is_empty() && rights(&database).is_empty());
}

fn marks_and_line_ends_of_other_systems_do_not_count() {
    let database = synced();
    let files: [(&str, &[&str], String); 6] = [
        (
            "user",
            &[],
            format!("\u{feff}username,password_hash\r\na,{HASH:?}\r\n"),
        ),
        (
            "user",
            &[],
            format!("\u{feff}{{\"username\":\"b\",\"password_hash\":\"{HASH}\"}}\r\n"),
        ),
        (
            "user",
            &[],
            format!("\u{feff}[\r\n{{\"username\":\"c\",\"password_hash\":\"{HASH}\"}}\r\n]\r\n"),
        ),
        ("user", &MOSQUITTO, format!("\u{feff}d:{HASH}\r\n")),
        (
            "topic",
            &MOSQUITTO,
            "\u{feff}user a\r\ntopic write x\r\n".to_owned(),
        ),
        (
            "topic",
            &[],
            "\u{feff}username,action,topic\r\nb,publish,y\r\n".to_owned(),
        ),
    ];
    for (what, arguments, text) in files {
        import(&database, what, arguments, text.as_bytes()).expect(0);
    }
    assert_eq!(accounts(&database), ["a", "b", "c", "d"]);
    assert_eq!(rights(&database), ["a publish x", "b publish y"]);
    let utf16: Vec<u8> = "\u{feff}username,password"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    import(&database, "user", &[], &utf16)
        .expect(3)
        .says("stdin is UTF-16");
}

fn an_import_that_brings_nothing_says_so() {
    let database = synced();
    let many: String = (0..2_000)
        .map(|number| format!("dev{number}:$9$nothing\n"))
        .collect();
    let run = import(&database, "user", &MOSQUITTO, many.as_bytes())
        .expect(3)
        .says("2000 lines (1, 2, 3, 4, 5, …)")
        .says("nothing in stdin can be imported");
    assert!(run.stderr.lines().count() < 5, "{run:?}");
    import(&database, "user", &[], b"username,password\n")
        .expect(0)
        .says("there is nothing to import in stdin");
}

fn a_dry_run_changes_nothing() {
    let database = synced();
    let dry = ["--dry-run", "--on-conflict", "update", "--format", "json"];
    let users = format!("username,password_hash\na,{HASH:?}\nb,{HASH:?}\n");
    let topics = "username,action,topic\na,publish,x\na,publish,y\n";
    let run = import(&database, "user", &dry, users.as_bytes()).expect(0);
    assert_eq!(
        run.json(),
        json!({"added": 2, "updated": 0, "skipped": 0, "left_out": 0, "changed": false})
    );
    database
        .admin(&["topic", "add", "-c", "a", "-a", "publish", "old"])
        .expect(0);
    let run = import(&database, "topic", &dry, topics.as_bytes()).expect(0);
    assert_eq!(
        run.json(),
        json!({"clients": 1, "added": 2, "skipped": 0, "removed": 1, "left_out": 0, "changed": false})
    );
    assert!(accounts(&database).is_empty());
    assert_eq!(rights(&database), ["a publish old"]);
}

fn what_is_probably_not_meant_is_said() {
    let database = synced();
    let users = format!("username,password_hash\nbo\u{200b}ss,{HASH:?}\n");
    import(&database, "user", &[], users.as_bytes())
        .expect(0)
        .says("line 2: the username contains invisible characters");
    let list = database.admin(&["user", "list"]).expect(0).stdout;
    assert!(list.contains("bo\\u{200b}ss"), "{list}");
    import(
        &database,
        "topic",
        &[],
        b"username,action,topic\na,publish,s/%u/x\n",
    )
    .expect(0)
    .says("line 2: patterns such as %u and %c are not expanded");
}
