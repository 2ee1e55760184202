//! What keeps Mosquitto from starting, and what it does otherwise than it looks: the doctor and Mosquitto are asked alike.

use std::{
    fs::File,
    path::Path,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use super::{examine, files, filled, findings};
use crate::support::{Sandbox, tests};

tests![
    what_keeps_mosquitto_from_starting_is_found[Mosquitto],
    what_mosquitto_starts_with_has_no_such_finding[Mosquitto],
    a_listener_without_its_key_speaks_plain_tcp,
    anonymous_clients_with_a_certificate_are_not_just_anyone,
    public_cas_are_one_finding,
    a_directory_of_cas_is_judged_as_a_file,
    the_default_of_the_plug_in_for_rights_is_examined,
    fifos_are_not_waited_for,
    users_that_do_not_exist_are_named,
];

/// Listens at a socket of its own, so that no port is in the way.
const SOCKET: &str = "user {user}\nlistener 0 {dir}/socket\nallow_anonymous true\nacl_file {dir}/acl\n";

fn text(sandbox: &Sandbox, name: &str) -> String {
    String::from_utf8(sandbox.read(name)).unwrap()
}

/// Returns whether Mosquitto runs with its configuration.
fn starts(sandbox: &Sandbox) -> bool {
    let program = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"];
    let program = program.into_iter().find(|path| Path::new(path).is_file());
    sandbox.write("log", "");
    let log = File::options().append(true).open(sandbox.path("log")).unwrap();
    let mut broker = sandbox
        .command(program.unwrap_or("mosquitto"))
        .args(["-c", "mosquitto.conf", "-v"])
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    while broker.try_wait().unwrap().is_none() {
        let runs = text(sandbox, "log").contains(" running");
        if runs || Instant::now() > end {
            broker.kill().unwrap();
            broker.wait().unwrap();
            assert!(runs, "neither runs nor ends");
            return true;
        }
        thread::sleep(Duration::from_millis(20));
    }
    false
}

/// The findings of the doctor from the fifth line on, as `severity finding line`.
fn found(sandbox: &Sandbox, text: &str) -> Vec<String> {
    sandbox.write("mosquitto.conf", filled(sandbox, &format!("{SOCKET}{text}")));
    let run = sandbox.admin(&["server", "doctor", "mosquitto.conf", "--format", "json"]);
    let mut found = findings(&run);
    found.retain(|one| one.rsplit(' ').next().unwrap().parse::<u32>().unwrap() > 4);
    found
}

fn what_keeps_mosquitto_from_starting_is_found() {
    let sandbox = files();
    let cases = [
        ("persistence yes\n", "error not_true_or_false 5"),
        ("persistence TRUE\n", "error not_true_or_false 5"),
        ("require_certificate yes\n", "error not_true_or_false 5"),
        ("persistence\n", "error value_missing 5"),
        ("require_certificate   \n", "error value_missing 5"),
        ("max_queued_messages\n", "error value_missing 5"),
        ("psk_file\n", "error value_missing 5"),
        ("psk_file {dir}/none\n", "error file_missing 5"),
        ("persistence\ttrue\n", "error tab_after_setting 5"),
        ("\tpersistence true\n", "error tab_after_setting 5"),
        ("acl_file {dir}/acl\n", "error setting_twice 5"),
        ("listener 99999 127.0.0.1\n", "error port_invalid 5"),
        ("listener 0\n", "error port_invalid 5"),
        ("listener localhost\n", "error port_invalid 5"),
        ("listener\n", "error value_missing 5"),
        ("port 70000\nbind_address 127.0.0.1\n", "error port_invalid 5"),
        ("persistent true\n", "error unknown_setting 5"),
    ];
    for (setting, expected) in cases {
        assert_eq!(found(&sandbox, setting), [expected], "{setting:?}");
        assert!(!starts(&sandbox), "{setting:?} {}", text(&sandbox, "log"));
    }
    let faults = [
        "nonsense\n",
        "topic\n",
        "topic frob a/b\n",
        "user\n",
        "topic read a/#/b\n",
        "topic\tread a\n",
    ];
    for line in faults {
        sandbox.write("acl", line);
        let expected = ["error acl_broken 4"];
        let mut all = super::findings(&{
            sandbox.write("mosquitto.conf", filled(&sandbox, SOCKET));
            sandbox.admin(&["server", "doctor", "mosquitto.conf", "--format", "json"])
        });
        all.retain(|one| one.starts_with("error"));
        assert_eq!(all, expected, "{line:?}");
        assert!(!starts(&sandbox), "{line:?} {}", text(&sandbox, "log"));
    }
}

fn what_mosquitto_starts_with_has_no_such_finding() {
    let sandbox = files();
    sandbox.write(
        "acl",
        "# all of it\n\n  topic read x\ntopic readwrite\ntopic deny a b\nuser a b\ntopic $share/a/b\npattern write d/%u\n",
    );
    sandbox.run("chmod", &["600", "acl"]).expect(0);
    for setting in [
        "",
        "persistence false # true\n",
        "  persistence  false\n",
        "persistence 0\n",
        "per_listener_settings false\nlog_type error\nlog_type all\n",
    ] {
        assert_eq!(found(&sandbox, setting), [] as [&str; 0], "{setting:?}");
        assert!(starts(&sandbox), "{setting:?} {}", text(&sandbox, "log"));
    }
}

/// The configuration of a listener for devices; the user of the tests may be root, which is a finding of its own.
const TLS: &str = "\
user {user}
listener 8883
cafile {dir}/ca.crt
certfile {dir}/server.crt
keyfile {dir}/server.key
crlfile {dir}/ca.crl
require_certificate true
use_identity_as_username true
use_username_as_clientid true
acl_file {dir}/acl
";

type Case<'a> = (&'a str, &'a str, &'a [&'a str]);

#[track_caller]
fn secured(sandbox: &Sandbox, cases: &[Case<'_>]) {
    let root: &[&str] = match rustix::process::geteuid().is_root() {
        true => &["warning runs_as_root 1"],
        false => &[],
    };
    for (from, to, expected) in cases {
        let expected = [root, expected].concat();
        examine(sandbox, "mosquitto.conf", TLS, &[(from, to, &expected)]);
    }
}

fn a_listener_without_its_key_speaks_plain_tcp() {
    let plain: &[&str] = &["error listener_without_tls 2"];
    secured(
        &files(),
        &[
            ("keyfile {dir}/server.key\n", "", plain),
            ("certfile {dir}/server.crt\n", "", plain),
            (
                "listener 8883\ncafile {dir}/ca.crt\ncertfile {dir}/server.crt\nkeyfile {dir}/server.key\n",
                "listener 8883 127.0.0.1\ncafile {dir}/ca.crt\n",
                plain,
            ),
            // A tab does not divide: Mosquitto listens everywhere.
            (
                "listener 8883\ncafile {dir}/ca.crt\ncertfile {dir}/server.crt\nkeyfile {dir}/server.key\ncrlfile {dir}/ca.crl\n",
                "listener 8883\t127.0.0.1\n",
                plain,
            ),
        ],
    );
}

fn anonymous_clients_with_a_certificate_are_not_just_anyone() {
    let sandbox = files();
    secured(
        &sandbox,
        &[
            // Their certificate is their name.
            ("", "allow_anonymous true\n", &[]),
            (
                "use_identity_as_username true\n",
                "allow_anonymous true\n",
                &["warning anonymous_allowed 8"],
            ),
            (
                "require_certificate true\n",
                "require_certificate true # yes\n",
                &[],
            ),
            // One line is one finding, by the listener that is worse off.
            (
                "acl_file {dir}/acl\n",
                "acl_file {dir}/acl\nallow_anonymous true\nlistener 1883 127.0.0.1\nlistener 1884 192.0.2.1\n",
                &["error anonymous_allowed 11", "error listener_without_tls 13"],
            ),
        ],
    );
    let run = sandbox.admin(&["server", "doctor", "mosquitto.conf", "--format", "json"]);
    assert!(run.stdout.contains("anyone who reaches the port"), "{run:#?}");
}

/// Makes a file of CAs as many as the public has.
fn public(sandbox: &Sandbox, name: &str) {
    let mut bundle = text(sandbox, "ca.crt");
    sandbox.run("mkdir", &["public"]).expect(0);
    for number in 0..24 {
        let cn = format!("Public CA {number}");
        let create = [
            "ca",
            "create",
            "--cn",
            &cn,
            "--output-dir",
            "public",
            "--force-ca",
            "--yes",
        ];
        sandbox.admin(&create).expect(0);
        bundle += &text(sandbox, "public/ca.crt");
    }
    sandbox.write(name, bundle);
}

fn public_cas_are_one_finding() {
    let sandbox = files();
    public(&sandbox, "bundle.crt");
    let free = "require_certificate true\nuse_identity_as_username true\nuse_username_as_clientid true\n";
    secured(
        &sandbox,
        &[(
            "cafile {dir}/ca.crt",
            "cafile {dir}/bundle.crt",
            &["error public_cas 3", "warning chain_incomplete 4"],
        )],
    );
    // Where no certificate is asked for, nobody gets in by one.
    let changed = TLS
        .replace(free, "password_file {dir}/passwd\n")
        .replace("{dir}/ca.crt", "{dir}/bundle.crt");
    sandbox.write("passwd", "");
    sandbox.run("chmod", &["600", "passwd"]).expect(0);
    sandbox.write("mosquitto.conf", filled(&sandbox, &changed));
    let run = sandbox.admin(&["server", "doctor", "mosquitto.conf", "--format", "json"]);
    assert!(
        !findings(&run).iter().any(|one| one.contains("public_cas")),
        "{run:#?}"
    );
}

fn a_directory_of_cas_is_judged_as_a_file() {
    let sandbox = files();
    for directory in ["good", "unhashed", "many"] {
        sandbox.run("mkdir", &[directory]).expect(0);
        sandbox.run("cp", &["ca.crt", directory]).expect(0);
    }
    public(&sandbox, "bundle.crt");
    // Each certificate of the bundle is a file.
    for (number, certificate) in text(&sandbox, "bundle.crt")
        .split_inclusive("-----END CERTIFICATE-----\n")
        .enumerate()
    {
        sandbox.write(&format!("many/{number}.pem"), certificate);
    }
    for directory in ["good", "many"] {
        sandbox.run("openssl", &["rehash", directory]).expect(0);
    }
    secured(
        &sandbox,
        &[
            ("cafile {dir}/ca.crt", "capath {dir}/good", &[]),
            (
                "cafile {dir}/ca.crt",
                "capath {dir}/unhashed",
                &["error capath_not_hashed 3", "warning chain_incomplete 4"],
            ),
            (
                "cafile {dir}/ca.crt",
                "capath {dir}/many",
                &["error public_cas 3", "warning chain_incomplete 4"],
            ),
            (
                "cafile {dir}/ca.crt",
                "capath {dir}/none",
                &["error file_missing 3", "warning chain_incomplete 4"],
            ),
        ],
    );
}

fn the_default_of_the_plug_in_for_rights_is_examined() {
    let sandbox = files();
    sandbox.write("mosquitto_dynamic_security.so", "");
    let access = |send: bool, receive: bool, subscribe: bool| {
        format!(
            r#"{{"defaultACLAccess": {{"publishClientSend": {send}, "publishClientReceive": {receive}, "subscribe": {subscribe}}}}}"#
        )
    };
    let plugin = "plugin {dir}/mosquitto_dynamic_security.so\nplugin_opt_config_file {dir}/rights.json\n";
    let open: &[&str] = &["error acl_allows_everything 11"];
    for (file, expected) in [
        (access(false, true, false), &[][..]),
        (access(false, false, true), &[]),
        (access(true, true, true), open),
        (access(true, false, false), open),
        (access(false, true, true), open),
        ("{}".to_owned(), &[]),
        ("nonsense".to_owned(), &["error file_broken 11"]),
    ] {
        sandbox.write("rights.json", &file);
        sandbox.run("chmod", &["600", "rights.json"]).expect(0);
        secured(&sandbox, &[("acl_file {dir}/acl\n", plugin, expected)]);
    }
}

fn fifos_are_not_waited_for() {
    let sandbox = files();
    sandbox.run("mkfifo", &["fifo"]).expect(0);
    for options in [&[][..], &["--kind", "mosquitto"]] {
        sandbox
            .admin(&[&["server", "doctor", "fifo"], options].concat())
            .expect(3)
            .says("fifo: it is a FIFO, not a file");
    }
    secured(
        &sandbox,
        &[("{dir}/ca.crl", "{dir}/fifo", &["error file_missing 6"])],
    );
    sandbox.run("mkdir", &["conf.d"]).expect(0);
    sandbox.run("mkfifo", &["conf.d/a.conf"]).expect(0);
    sandbox.write("mosquitto.conf", "include_dir conf.d\n");
    sandbox
        .admin(&["server", "doctor", "mosquitto.conf"])
        .expect(3)
        .says("it is a FIFO");
}

fn users_that_do_not_exist_are_named() {
    let sandbox = files();
    sandbox.write("mosquitto.conf", filled(&sandbox, TLS));
    sandbox
        .admin(&["server", "doctor", "mosquitto.conf", "--user", "nosuch"])
        .expect(2)
        .says("this machine has no user nosuch");
    sandbox.write(
        "mosquitto.conf",
        filled(&sandbox, &TLS.replace("{user}", "nosuch")),
    );
    let run = sandbox.admin(&["server", "doctor", "mosquitto.conf", "--format", "json"]);
    assert_eq!(findings(&run.expect(0)), ["warning user_unknown 1"]);
}
