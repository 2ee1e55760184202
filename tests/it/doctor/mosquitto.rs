//! Configurations of Mosquitto.

use super::{examine, files, filled, findings, user};
use crate::{
    revocation::admin_at,
    support::{Sandbox, tests},
};

tests![
    each_fault_of_mosquitto_is_found[FakeTime],
    settings_of_each_listener_are_told_apart,
    files_that_are_included_have_their_own_lines,
    a_key_that_the_brokers_user_cannot_read_is_found,
    each_fault_of_the_plug_in_is_found,
];

const MOSQUITTO: &str = "\
per_listener_settings false
allow_anonymous false
acl_file {dir}/acl
listener 8883
cafile {dir}/ca.crt
certfile {dir}/server.crt
keyfile {dir}/server.key
crlfile {dir}/ca.crl
require_certificate true
use_identity_as_username true
use_username_as_clientid true
";

/// What is printed for the plug-in, below a CA with an issuing CA: good as it is, and with one thing changed.
fn each_fault_of_the_plug_in_is_found() {
    let sandbox = Sandbox::with_issuing_ca();
    sandbox.by_issuing("server create --cn broker.example").expect(0);
    sandbox.admin(&["ca", "crl"]).expect(0);
    sandbox.by_issuing("ca crl --with ca.crl").expect(0);
    sandbox.admin(&["user", "sync"]).expect(0);
    let show = ["server", "show", "server.crt", "--config", "mosquitto-plugin"];
    let printed = sandbox.admin(&show).expect(0).stdout;
    let printed = printed.replace("/usr/lib/mosquitto/amqtt_verifier.so", "./amqtt_verifier.so");
    sandbox.write("amqtt_verifier.so", "");
    let good = printed + &filled(&sandbox, "user {user}\n");
    let examined = |text: &str| {
        sandbox.write("mosquitto.conf", text);
        let run = sandbox.admin(&["server", "doctor", "mosquitto.conf", "--format", "json"]);
        let found = findings(&run).into_iter();
        let found: Vec<String> = found.filter(|one| !one.contains("runs_as_root")).collect();
        (found, run.stdout)
    };
    let (found, shown) = examined(&good);
    assert_eq!(found, [] as [&str; 0], "{shown}\n{good}");
    let line = |start: &str| good.lines().find(|line| line.starts_with(start)).unwrap();
    for (from, to, expected, fix) in [
        (
            line("plugin_opt_intermediates"),
            "",
            "error issuing_ca_missing",
            "plugin_opt_intermediates intermediate.crt",
        ),
        (
            line("plugin_opt_trust_domain"),
            "plugin_opt_trust_domain d.example\nplugin_opt_login_timeout 0s",
            "error plugin_option",
            "plugin_opt_login_timeout",
        ),
        (
            line("plugin_opt_trust_domain"),
            "plugin_opt_trustdomain d.example",
            "error plugin_option",
            "plugin_opt_trust_domain",
        ),
    ] {
        let (found, shown) = examined(&good.replace(from, to));
        assert!(
            found.len() == 1 && found[0].starts_with(expected),
            "{found:?}\n{shown}"
        );
        assert!(shown.contains(fix), "{fix:?} in {shown}");
    }
}

/// Prepares files that are wrong in one way each.
fn wrong_files(sandbox: &Sandbox) {
    for directory in ["old", "other", "mid"] {
        sandbox.run("mkdir", &[directory]).expect(0);
    }
    // A broker's certificate that has expired, one that ends soon, and those of another CA with the same name.
    let create = ["server", "create", "--cn", "broker.example", "--output-dir"];
    let years_ago = [&create[..], &["old", "--days", "1", "--no-record"]].concat();
    admin_at(sandbox, "-0d", &years_ago).expect(0);
    let other = ["--cn", "Test CA", "--uri", "d.example", "--output-dir", "other"];
    sandbox.admin(&[&["ca", "create"], &other[..]].concat()).expect(0);
    let by_other = ["--ca-key", "other/ca.key", "--ca-crt", "other/ca.crt"];
    sandbox
        .admin(&[&create[..], &["other"], &by_other].concat())
        .expect(0);
    sandbox
        .admin(&[&["ca", "crl", "--to", "other/ca.crl"], &by_other[..]].concat())
        .expect(0);
    sandbox
        .admin(&["ca", "crl", "--to", "soon.crl", "--days", "2"])
        .expect(0);
    let der = ["crl", "-in", "ca.crl", "-outform", "DER", "-out", "der.crl"];
    sandbox.run("openssl", &der).expect(0);
    let der = ["x509", "-in", "server.crt", "-outform", "DER", "-out", "der.crt"];
    sandbox.run("openssl", &der).expect(0);
    sandbox.write("rubbish", "rubbish\n");
    sandbox.write("open.acl", "user admin\ntopic #\npattern readwrite #\n");
    sandbox.write("passwords", "ada:secret\n");
    sandbox.run("chmod", &["600", "open.acl", "passwords"]).expect(0);
    sandbox.run("cp", &["server.key", "public.key"]).expect(0);
    sandbox.run("cp", &["acl", "public.acl"]).expect(0);
    sandbox
        .run("chmod", &["644", "public.key", "public.acl"])
        .expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "pump-7"])
        .expect(0);
    // A CA file with the issuing CA alone, without the root.
    let root = [
        "ca",
        "create",
        "--cn",
        "Root",
        "--path-len",
        "1",
        "--output-dir",
        "mid",
    ];
    sandbox.admin(&root).expect(0);
    let by_root = [
        "--ca-key",
        "mid/ca.key",
        "--ca-crt",
        "mid/ca.crt",
        "--output-dir",
        "mid",
    ];
    sandbox
        .admin(&[&["ca", "intermediate", "--cn", "Issuing"], &by_root[..]].concat())
        .expect(0);
}

fn each_fault_of_mosquitto_is_found() {
    let sandbox = files();
    wrong_files(&sandbox);
    let good = format!("user {{user}}\n{MOSQUITTO}");
    // The tests may run as root, which is a finding of its own.
    let root = match user(&sandbox).as_str() {
        "root" => &["warning runs_as_root 1"][..],
        _ => &[],
    };
    let cases: &[(&str, &str, &[&str])] = &[
        ("", "", &[]),
        (
            "require_certificate true",
            "",
            &["error certificate_not_required 5"],
        ),
        (
            "require_certificate true",
            "require_certificate false",
            &["error certificate_not_required 10"],
        ),
        (
            "require_certificate true",
            "require_certificates true",
            &["error certificate_not_required 5", "error unknown_setting 10"],
        ),
        ("allow_anonymous false", "allow_anonymous true", &[]),
        (
            "",
            "listener 1883\n",
            &["error listener_without_tls 13", "error no_authentication 13"],
        ),
        ("", "listener 1883 127.0.0.1\n", &["error no_authentication 13"]),
        (
            "use_identity_as_username true",
            "",
            &["error identity_not_used 5"],
        ),
        (
            "use_username_as_clientid true",
            "",
            &["warning client_id_not_bound 5"],
        ),
        (
            "",
            "plugin {dir}/acl\n",
            &["error identity_switches_plugin_off 11"],
        ),
        (
            "",
            "plugin /no/such.so\n",
            &["error identity_switches_plugin_off 11", "error plugin_missing 13"],
        ),
        ("crlfile {dir}/ca.crl", "", &["warning no_revocation_list 5"]),
        ("{dir}/ca.crl", "{dir}/none.crl", &["error file_missing 9"]),
        ("{dir}/ca.crl", "{dir}/rubbish", &["error crl_broken 9"]),
        ("{dir}/ca.crl", "{dir}/der.crl", &["error crl_broken 9"]),
        ("{dir}/ca.crl", "{dir}/soon.crl", &["warning crl_lapses_soon 9"]),
        (
            "{dir}/ca.crl",
            "{dir}/other/ca.crl",
            &["error crl_of_another_ca 9"],
        ),
        (
            "",
            "protocol websockets\n",
            &["error crl_ignored_by_websockets 9"],
        ),
        ("acl_file {dir}/acl", "", &["warning no_rights_checked 5"]),
        ("{dir}/acl", "{dir}/open.acl", &["error acl_allows_everything 4"]),
        ("{dir}/acl", "{dir}/none", &["error file_missing 4"]),
        (
            "{dir}/acl",
            "{dir}/public.acl",
            &["warning acl_readable_by_all 4"],
        ),
        (
            "",
            "password_file {dir}/passwords\n",
            &["error password_not_hashed 13"],
        ),
        ("{dir}/server.key", "{dir}/ca.key", &["error key_mismatch 8"]),
        (
            "{dir}/server.key",
            "{dir}/public.key",
            &["error key_readable_by_all 8"],
        ),
        ("keyfile {dir}/server.key", "", &["error listener_without_tls 5"]),
        ("{dir}/server.crt", "{dir}/der.crt", &["error not_pem 7"]),
        ("{dir}/server.crt", "{dir}/rubbish", &["error file_broken 7"]),
        (
            "{dir}/server.crt",
            "{dir}/old/server.crt",
            &["warning certificate_ends_soon 7", "error key_mismatch 8"],
        ),
        (
            "{dir}/server.crt",
            "{dir}/other/server.crt",
            &["error certificate_of_another_ca 7", "error key_mismatch 8"],
        ),
        (
            "{dir}/server.crt",
            "{dir}/pump-7.crt",
            &["error not_a_server_certificate 7", "error key_mismatch 8"],
        ),
        (
            "{dir}/ca.crt",
            "{dir}/mid/intermediate.crt",
            &[
                "error no_root 6",
                "warning chain_incomplete 7",
                "warning crl_of_unknown_issuer 9",
                "error crl_lacks_issuer 9",
            ],
        ),
        (
            "{dir}/ca.crt",
            "{dir}/server.crt",
            &[
                "error not_a_ca 6",
                "error no_root 6",
                "warning chain_incomplete 7",
            ],
        ),
        (
            "cafile {dir}/ca.crt",
            "",
            &["error cafile_missing 5", "warning chain_incomplete 7"],
        ),
        ("", "tls_version tlsv1.1\n", &["error old_tls 13"]),
        (
            "user {user}",
            "user {user}\ncafile {dir}/ca.crt",
            &["error settings_before_listener 2"],
        ),
    ];
    let cases: Vec<(&str, &str, Vec<&str>)> = cases
        .iter()
        .map(|(from, to, expected)| (*from, *to, [root, expected].concat()))
        .collect();
    let cases: Vec<(&str, &str, &[&str])> = cases
        .iter()
        .map(|(from, to, expected)| (*from, *to, &expected[..]))
        .collect();
    examine(&sandbox, "mosquitto.conf", &good, &cases);

    // What time brings: a year later the certificates are over, and the list.
    sandbox.write("mosquitto.conf", filled(&sandbox, MOSQUITTO));
    let later = admin_at(
        &sandbox,
        "+400d",
        &[
            "server",
            "doctor",
            "mosquitto.conf",
            "--user",
            "root",
            "--format",
            "json",
        ],
    );
    assert_eq!(
        findings(&later.expect(1)),
        ["error certificate_expired 6", "error crl_lapsed 8"]
    );
    let named = [
        "server",
        "doctor",
        "mosquitto.conf",
        "--user",
        "root",
        "--hostname",
        "other.example",
        "--format",
        "json",
    ];
    let named = sandbox.admin(&named).expect(1);
    assert_eq!(findings(&named), ["error name_mismatch 6"]);
    assert_eq!(
        named.json()[0]["fix"],
        "amqtt-admin server create --cn broker.example --dns other.example --force"
    );
}

fn settings_of_each_listener_are_told_apart() {
    let sandbox = files();
    let two = "\
per_listener_settings true
listener 8883
cafile {dir}/ca.crt
certfile {dir}/server.crt
keyfile {dir}/server.key
crlfile {dir}/ca.crl
require_certificate true
use_identity_as_username true
use_username_as_clientid true
acl_file {dir}/acl
listener 1884 127.0.0.1
allow_anonymous true
acl_file {dir}/acl
";
    let expected: &[&str] = &["warning anonymous_allowed 12"];
    let open: &[&str] = &["error listener_without_tls 11", "error anonymous_allowed 12"];
    sandbox.write("m.conf", filled(&sandbox, two));
    let doctor = ["server", "doctor", "m.conf", "--user", "root", "--format", "json"];
    assert_eq!(findings(&sandbox.admin(&doctor).expect(0)), expected);
    sandbox.write("m.conf", filled(&sandbox, &two.replace("1884 127.0.0.1", "1884")));
    assert_eq!(findings(&sandbox.admin(&doctor).expect(1)), open);
    // Without per_listener_settings the last one counts for both.
    sandbox.write(
        "m.conf",
        filled(&sandbox, &two.replace("settings true", "settings false")),
    );
    let both = findings(&sandbox.admin(&doctor).expect(1));
    assert_eq!(both, ["warning anonymous_allowed 12", "error setting_twice 13"]);
}

fn files_that_are_included_have_their_own_lines() {
    let sandbox = files();
    sandbox.run("mkdir", &["conf.d"]).expect(0);
    sandbox.write(
        "mosquitto.conf",
        filled(&sandbox, "user {user}\ninclude_dir {dir}/conf.d\n"),
    );
    sandbox.write(
        "conf.d/10-tls.conf",
        filled(&sandbox, MOSQUITTO).replace("require_certificate true\n", ""),
    );
    sandbox.write("conf.d/20-open.conf", "\n\nallow_anonymous true\n");
    sandbox.write("conf.d/ignored.txt", "nonsense true\n");
    let run = sandbox
        .admin(&["server", "doctor", "mosquitto.conf", "--format", "json"])
        .expect(1);
    let json = run.json();
    let places: Vec<String> = json
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["finding"] != "runs_as_root")
        .map(|one| {
            let file = one["file"]
                .as_str()
                .unwrap()
                .rsplit('/')
                .next()
                .unwrap()
                .to_owned();
            format!("{file}:{} {}", one["line"], one["finding"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        places,
        [
            "10-tls.conf:4 certificate_not_required",
            "20-open.conf:3 anonymous_allowed"
        ]
    );
    // A directory that includes itself ends.
    sandbox.write(
        "conf.d/30-again.conf",
        filled(&sandbox, "include_dir {dir}/conf.d\n"),
    );
    sandbox
        .admin(&["server", "doctor", "mosquitto.conf"])
        .expect(3)
        .says("included too often");
    sandbox.write("conf.d/30-again.conf", "include_dir /no/such\n");
    sandbox
        .admin(&["server", "doctor", "mosquitto.conf"])
        .expect(3)
        .says("cannot read include_dir /no/such (line 1 of");
}

fn a_key_that_the_brokers_user_cannot_read_is_found() {
    let sandbox = files();
    sandbox.write("mosquitto.conf", filled(&sandbox, MOSQUITTO));
    let run = sandbox
        .admin(&[
            "server",
            "doctor",
            "mosquitto.conf",
            "--user",
            "nobody",
            "--format",
            "json",
        ])
        .expect(1);
    let found = findings(&run);
    assert!(
        found.contains(&"error broker_cannot_read 7".to_owned()),
        "{found:?}"
    );
    let json = run.json();
    let key = json
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["line"] == 7)
        .unwrap();
    assert!(
        key["fix"]
            .as_str()
            .unwrap()
            .starts_with("sudo install -D -o nobody -m 400 "),
        "{key}"
    );
}
