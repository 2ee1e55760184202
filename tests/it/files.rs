//! The files: who may read them, what is never overwritten, and, in [`failures`], what is left when things go wrong.

pub(crate) mod failures;
pub(crate) mod order;

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink},
    process::{Child, Stdio},
    thread,
};

use crate::support::{Run, Sandbox, tests};

tests![
    a_key_is_private_whatever_the_umask,
    a_key_is_private_from_its_first_instant,
    nothing_is_overwritten_in_any_combination,
    force_moves_the_old_pair_aside_and_keeps_every_key,
    links_and_directories_in_the_way_are_refused_with_force_too,
    a_missing_directory_is_an_environment_error,
    a_file_that_cannot_be_read_is_an_environment_error,
    a_left_over_key_is_taken_up_only_if_it_is_ours_to_take,
    of_many_at_once_one_wins,
    a_left_over_key_is_taken_up_once,
    generated_files_are_not_overwritten_either,
];

const CA: [&str; 4] = ["ca", "create", "--cn", "CA"];
const SERVER: [&str; 4] = ["server", "create", "--cn", "b.example"];
const DEVICE: [&str; 4] = ["device", "create", "--device-id", "dev1"];

/// Every command that makes a pair, the name of the pair, and the switch that replaces it.
const PAIRS: [(&[&str], &str, &str); 3] = [
    (&CA, "ca", "--force-ca"),
    (&SERVER, "server", "--force"),
    (&DEVICE, "dev1", "--force"),
];

/// A CA beside the sandbox's own directory, so that the pairs of all commands can be tried there.
fn sandbox_for(command: &[&str]) -> Sandbox {
    if command[0] == "ca" {
        Sandbox::new()
    } else {
        Sandbox::with_ca()
    }
}

fn with<'a>(command: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [command, more].concat()
}

/// Returns whether a key and a certificate belong together, by the judgment of a certificate made for the key.
fn belong_together(sandbox: &Sandbox, key: &str, certificate: &str) -> bool {
    let (key, certificate) = (sandbox.path(key), sandbox.path(certificate));
    let files = [
        "--ca-key",
        key.to_str().unwrap(),
        "--ca-crt",
        certificate.to_str().unwrap(),
    ];
    sandbox
        .admin(&with(&["ca", "show", "--format", "json"], &files))
        .json()["key_matches"]
        == true
}

fn a_key_is_private_whatever_the_umask() {
    for (umask, certificate_mode) in [("000", 0o644), ("022", 0o644), ("077", 0o600), ("777", 0o000)] {
        for (command, name, _) in PAIRS {
            let sandbox = sandbox_for(command);
            let admin = sandbox.admin_command(command);
            let quoted: Vec<String> = admin
                .get_args()
                .map(|a| format!("'{}'", a.to_string_lossy()))
                .collect();
            let line = format!(
                "umask {umask}; exec '{}' {}",
                admin.get_program().to_string_lossy(),
                quoted.join(" ")
            );
            sandbox.run("sh", &["-c", &line]).expect(0);
            assert_eq!(sandbox.mode(&format!("{name}.key")), 0o600, "umask {umask}");
            assert_eq!(
                sandbox.mode(&format!("{name}.crt")),
                certificate_mode,
                "umask {umask}"
            );
        }
    }
}

/// Watches the directory while keys are made: no file of it is ever readable by others but a certificate.
fn a_key_is_private_from_its_first_instant() {
    let sandbox = Sandbox::with_ca();
    let mut children: Vec<Child> = (0..30)
        .map(|n| {
            sandbox
                .admin_command(&["device", "create", "--device-id", &format!("d{n}")])
                .stderr(Stdio::null())
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut looks = 0;
    while children
        .iter_mut()
        .any(|child| child.try_wait().unwrap().is_none())
    {
        for name in sandbox.names() {
            let Ok(status) = fs::symlink_metadata(sandbox.path(&name)) else {
                continue;
            };
            assert!(
                name.ends_with(".crt") || status.mode() & 0o077 == 0,
                "{name} is {:o}",
                status.mode()
            );
            assert!(
                name.ends_with(".crt") || name.ends_with(".key"),
                "a temporary file: {name}"
            );
        }
        looks += 1;
    }
    assert!(looks > 0 && sandbox.names().len() == 62);
}

fn nothing_is_overwritten_in_any_combination() {
    for (command, name, force) in PAIRS {
        let (key, certificate) = (format!("{name}.key"), format!("{name}.crt"));
        for there in [&[&key][..], &[&certificate], &[&key, &certificate]] {
            let sandbox = sandbox_for(command);
            there.iter().for_each(|file| sandbox.write(file, "precious"));
            let before = sandbox.snapshot();
            let run = sandbox
                .admin(command)
                .expect(1)
                .says("already exists")
                .says(force);
            assert_eq!(run.stdout, "");
            sandbox.admin(&with(command, &["--yes"])).expect(1);
            assert_eq!(sandbox.snapshot(), before);
        }
    }
    // The switch for leaves is not the switch for the authority.
    let sandbox = Sandbox::with_ca();
    let before = sandbox.snapshot();
    sandbox.admin(&with(&CA, &["--force"])).expect(2);
    sandbox.admin(&CA).expect(1);
    assert_eq!(sandbox.snapshot(), before);
}

fn force_moves_the_old_pair_aside_and_keeps_every_key() {
    for (command, name, force) in PAIRS {
        let sandbox = sandbox_for(command);
        let names = ["key", "crt"].map(|kind| format!("{name}.{kind}"));
        let mut keys = Vec::new();
        for _ in 0..4 {
            sandbox.admin(&with(command, &[force])).expect(0);
            keys.push(sandbox.read(&names[0]));
        }
        let (key, certificate) = (&names[0], &names[1]);
        let kept = ["", ".old", ".old.2", ".old.1"].map(|suffix| sandbox.read(&format!("{key}{suffix}")));
        assert_eq!(
            kept.to_vec(),
            keys.iter().rev().cloned().collect::<Vec<_>>(),
            "{:?}",
            sandbox.names()
        );
        for suffix in ["", ".old", ".old.1", ".old.2"] {
            let (key, certificate) = (format!("{key}{suffix}"), format!("{certificate}{suffix}"));
            assert!(belong_together(&sandbox, &key, &certificate), "{key}");
            assert_eq!(sandbox.mode(&key), 0o600);
        }
    }
}

fn links_and_directories_in_the_way_are_refused_with_force_too() {
    for (command, name, force) in PAIRS {
        for kind in ["key", "crt"] {
            let file = format!("{name}.{kind}");
            for target in [None, Some("victim"), Some("missing"), Some("/dev/null")] {
                let sandbox = sandbox_for(command);
                sandbox.write("victim", "precious");
                match target {
                    None => fs::create_dir(sandbox.path(&file)).unwrap(),
                    Some(target) => symlink(target, sandbox.path(&file)).unwrap(),
                }
                let before = sandbox.snapshot();
                for more in [&[][..], &[force]] {
                    sandbox
                        .admin(&with(command, more))
                        .expect(1)
                        .says("not a file")
                        .says(&file);
                    assert_eq!(sandbox.snapshot(), before, "{file} to {target:?}");
                }
            }
        }
    }
}

fn a_missing_directory_is_an_environment_error() {
    let sandbox = Sandbox::with_ca();
    let before = sandbox.snapshot();
    for (command, _, _) in PAIRS {
        for directory in ["missing", "ca.crt", "ca.crt/x"] {
            sandbox
                .admin(&with(command, &["--output-dir", directory]))
                .expect(3)
                .says(directory);
        }
    }
    assert_eq!(sandbox.snapshot(), before);
    // A link to a directory is a directory by another name.
    fs::create_dir(sandbox.path("real")).unwrap();
    symlink("real", sandbox.path("link")).unwrap();
    sandbox.admin(&with(&DEVICE, &["--output-dir", "link"])).expect(0);
    assert!(sandbox.path("real/dev1.crt").is_file());
}

fn a_file_that_cannot_be_read_is_an_environment_error() {
    let sandbox = Sandbox::with_ca();
    sandbox.write("empty", "");
    sandbox.write("text", "no certificate at all");
    sandbox.write("large", vec![b'x'; (1 << 20) + 1]);
    sandbox.write(
        "broken.crt",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
    );
    sandbox.write(
        "broken.key",
        "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
    );
    let before = sandbox.snapshot();
    for (option, file) in [
        ("--ca-crt", "missing"),
        ("--ca-crt", "."),
        ("--ca-crt", "empty"),
        ("--ca-crt", "text"),
        ("--ca-crt", "large"),
        ("--ca-crt", "/dev/zero"),
        ("--ca-crt", "broken.crt"),
        ("--ca-crt", "ca.key"),
        ("--ca-key", "missing"),
        ("--ca-key", "."),
        ("--ca-key", "empty"),
        ("--ca-key", "text"),
        ("--ca-key", "large"),
        ("--ca-key", "broken.key"),
        ("--ca-key", "ca.crt"),
    ] {
        let run = sandbox
            .admin(&[&DEVICE[..], &["--uri", "d.example", option, file]].concat())
            .expect(3)
            .says(file);
        assert!(run.stderr.lines().count() <= 3, "{run:#?}");
        assert_eq!(sandbox.snapshot(), before, "{option} {file}");
    }
}

fn a_left_over_key_is_taken_up_only_if_it_is_ours_to_take() {
    let sandbox = Sandbox::with_ca();
    let left_over = |mode: u32| {
        sandbox.admin(&with(&DEVICE, &["--force"])).expect(0);
        fs::remove_file(sandbox.path("dev1.crt")).unwrap();
        fs::set_permissions(sandbox.path("dev1.key"), fs::Permissions::from_mode(mode)).unwrap();
        sandbox.read("dev1.key")
    };
    let key = left_over(0o600);
    sandbox.admin(&DEVICE).expect(0).says("without a certificate");
    assert_eq!(sandbox.read("dev1.key"), key);
    assert!(belong_together(&sandbox, "dev1.key", "dev1.crt"));

    let key = left_over(0o600);
    let hint = "--key-type ecdsa-p256";
    sandbox
        .admin(&with(&DEVICE, &["--key-type", "rsa-2048"]))
        .expect(1)
        .says("already exists")
        .says(hint);
    assert_eq!(sandbox.read("dev1.key"), key);

    let key = left_over(0o640);
    sandbox.admin(&DEVICE).expect(1).says("already exists");
    assert_eq!(sandbox.read("dev1.key"), key);

    // An authority's key too, encrypted or not, as long as it is the same.
    for (made_with, next_with, code) in [
        (None, None, 0),
        (Some("pass"), Some("pass"), 0),
        (Some("pass"), None, 1),
        (None, Some("pass"), 1),
        (Some("pass"), Some("wrong"), 1),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("pass", "correct horse");
        sandbox.write("wrong", "battery staple");
        let create = |passphrase: Option<&'static str>| {
            let option = passphrase.map_or(vec![], |file| vec!["--passphrase-file", file]);
            sandbox.admin(&with(&CA, &option))
        };
        create(made_with).expect(0);
        fs::remove_file(sandbox.path("ca.crt")).unwrap();
        let before = sandbox.snapshot();
        create(next_with).expect(code);
        if code == 1 {
            assert_eq!(sandbox.snapshot(), before);
        }
    }
}

/// Runs a command many times at once.
fn many(sandbox: &Sandbox, command: &[&str]) -> Vec<Run> {
    thread::scope(|scope| {
        let runs: Vec<_> = (0..12).map(|_| scope.spawn(|| sandbox.admin(command))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    })
}

fn of_many_at_once_one_wins() {
    for (command, name, force) in PAIRS {
        let sandbox = sandbox_for(command);
        let codes: Vec<_> = many(&sandbox, command)
            .iter()
            .map(|run| run.code.unwrap())
            .collect();
        assert_eq!(codes.iter().filter(|code| **code == 0).count(), 1, "{codes:?}");
        assert!(codes.iter().all(|code| [0, 1].contains(code)), "{codes:?}");
        assert!(belong_together(
            &sandbox,
            &format!("{name}.key"),
            &format!("{name}.crt")
        ));

        if name != "ca" {
            let forced = with(command, &[force]);
            many(&sandbox, &forced)
                .into_iter()
                .for_each(|run| _ = run.expect(0));
            for suffix in ["", ".old", ".old.1", ".old.11"] {
                let (key, certificate) = (format!("{name}.key{suffix}"), format!("{name}.crt{suffix}"));
                assert!(belong_together(&sandbox, &key, &certificate), "{key}");
            }
        }
    }
}

fn a_left_over_key_is_taken_up_once() {
    let sandbox = Sandbox::with_ca();
    sandbox.admin(&DEVICE).expect(0);
    fs::remove_file(sandbox.path("dev1.crt")).unwrap();
    let codes: Vec<_> = many(&sandbox, &DEVICE)
        .iter()
        .map(|run| run.code.unwrap())
        .collect();
    assert_eq!(codes.iter().filter(|code| **code == 0).count(), 1, "{codes:?}");
    assert!(belong_together(&sandbox, "dev1.key", "dev1.crt"));
}

fn generated_files_are_not_overwritten_either() {
    let sandbox = Sandbox::new();
    let completions = ["completions", "--output-dir", "."];
    sandbox.admin(&completions).expect(0);
    let made = sandbox.snapshot();
    sandbox.admin(&completions).expect(0);
    sandbox.write("amqtt-admin.fish", "mine");
    let before = sandbox.snapshot();
    sandbox
        .admin(&completions)
        .expect(1)
        .says("amqtt-admin.fish")
        .says("--force");
    assert_eq!(sandbox.snapshot(), before);
    sandbox.admin(&with(&completions, &["--force"])).expect(0);
    assert_eq!(sandbox.snapshot(), made);
}
