//! `server doctor`: configurations with one fault planted in each, and good ones without any.

mod http_brokers;
pub(crate) mod posted;

use std::fmt::Write as _;

use serde_json::Value;

use crate::{
    revocation::admin_at,
    support::{Run, Sandbox, tests},
};

tests![
    what_server_show_prints_has_no_error,
    each_fault_of_mosquitto_is_found[FakeTime],
    each_fault_of_amqtt_is_found,
    each_fault_of_rabbitmq_is_found,
    each_fault_of_emqx_is_found,
    settings_of_each_listener_are_told_apart,
    files_that_are_included_have_their_own_lines,
    a_key_that_the_brokers_user_cannot_read_is_found,
    hostile_files_are_refused_or_examined,
    findings_are_shown_to_people,
];

/// The user who runs the tests: the broker of the examples runs as the same one.
fn user(sandbox: &Sandbox) -> String {
    sandbox.run("id", &["-un"]).expect(0).stdout.trim().to_owned()
}

/// A CA with its list, a broker's credential, and the other files that the configurations name.
pub(super) fn files() -> Sandbox {
    let sandbox = Sandbox::with_ca();
    let server = ["server", "create", "--cn", "broker.example"];
    sandbox.admin(&server).expect(0);
    sandbox.admin(&["ca", "crl"]).expect(0);
    sandbox.write("acl", "pattern readwrite devices/%u/#\n");
    sandbox.write("empty.db", "");
    sandbox.run("chmod", &["600", "acl", "empty.db"]).expect(0);
    sandbox
}

/// A configuration with `{dir}` and `{user}` filled in.
pub(super) fn filled(sandbox: &Sandbox, text: &str) -> String {
    text.replace("{dir}", sandbox.path("").to_str().unwrap().trim_end_matches('/'))
        .replace("{user}", &user(sandbox))
}

/// The findings, as `severity finding line`, in order.
pub(super) fn findings(run: &Run) -> Vec<String> {
    let Value::Array(findings) = run.json() else {
        panic!("{run:#?}")
    };
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    for finding in &findings {
        for key in ["problem", "why", "fix"] {
            assert!(!text(finding, key).is_empty(), "{key} of {finding}");
        }
    }
    let shown = findings.iter().map(|one| {
        format!(
            "{} {} {}",
            text(one, "severity"),
            text(one, "finding"),
            one["line"]
        )
    });
    shown.collect()
}

/// Replaces a part of a good configuration, and holds the findings against those that are expected. The exit code follows
/// from them.
#[track_caller]
pub(super) fn examine(sandbox: &Sandbox, name: &str, good: &str, cases: &[(&str, &str, &[&str])]) {
    let mut wrong = String::new();
    for (from, to, expected) in cases {
        assert!(
            from.is_empty() || good.matches(from).count() == 1,
            "{from:?} is not unique"
        );
        let changed = match *from {
            "" => good.to_owned() + to,
            from => good.replace(from, to),
        };
        sandbox.write(name, filled(sandbox, &changed));
        let run = sandbox.admin(&["server", "doctor", name, "--format", "json"]);
        let found = findings(&run);
        let is_bad = expected.iter().any(|one| one.starts_with("error"));
        if found != *expected || run.code != Some(i32::from(is_bad)) {
            let _ = writeln!(
                wrong,
                "{from:?} → {to:?}: {found:?}, not {expected:?} (exit {:?})\n{}",
                run.code, run.stdout
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What this program prints itself has no error: only what it cannot know is missing, the list and the rights.
fn what_server_show_prints_has_no_error() {
    let sandbox = files();
    let printed = |broker: &str| {
        let show = ["server", "show", "server.crt", "--config", broker];
        sandbox.admin(&show).expect(0).stdout
    };
    sandbox.write(
        "mosquitto.conf",
        printed("mosquitto") + &filled(&sandbox, "user {user}\n"),
    );
    sandbox.write("amqtt.yaml", printed("amqtt"));
    // With the plug-ins nothing is missing.
    sandbox.run("cp", &["empty.db", "auth.db"]).expect(0);
    let installed =
        printed("mosquitto-plugin").replace("/usr/lib/mosquitto/amqtt_verifier.so", "./amqtt_verifier.so");
    sandbox.write("amqtt_verifier.so", "");
    sandbox.write(
        "mosquitto-plugin.conf",
        installed + &filled(&sandbox, "user {user}\n"),
    );
    sandbox.write("amqtt-plugin.yaml", printed("amqtt-plugin"));
    for (file, expected) in [
        ("mosquitto.conf", &["no_revocation_list", "no_rights_checked"][..]),
        ("amqtt.yaml", &["no_rights_checked", "no_revocation_list"]),
        ("mosquitto-plugin.conf", &[]),
        ("amqtt-plugin.yaml", &[]),
    ] {
        let doctor = [
            "server",
            "doctor",
            file,
            "--hostname",
            "broker.example",
            "--format",
            "json",
        ];
        let run = sandbox.admin(&doctor).expect(0);
        let found: Vec<String> = findings(&run);
        let words = found.iter().filter(|one| !one.contains("runs_as_root"));
        let words: Vec<&str> = words.map(|one| one.split(' ').nth(1).unwrap()).collect();
        assert_eq!(words, expected, "{file}");
        assert!(found.iter().all(|one| one.starts_with("warning")), "{found:?}");
    }
}

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
        (
            "allow_anonymous false",
            "allow_anonymous true",
            &["warning anonymous_allowed 3"],
        ),
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
        ("keyfile {dir}/server.key", "", &["error setting_missing 5"]),
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

const AMQTT: &str = "\
listeners:
  default:
    type: tcp
    bind: 0.0.0.0:8883
    ssl: true
    cafile: {dir}/ca.crt
    certfile: {dir}/server.crt
    keyfile: {dir}/server.key
plugins:
  amqtt_verifier.VerifierAuthPlugin:
    {trust_domain: d.example, crl: '{dir}/ca.crl'}
  amqtt_verifier.VerifierTopicPlugin:
    connection: sqlite+aiosqlite:///{dir}/empty.db
";

fn each_fault_of_amqtt_is_found() {
    let sandbox = files();
    let plugins =
        "  amqtt_verifier.VerifierAuthPlugin:\n    {trust_domain: d.example, crl: '{dir}/ca.crl'}\n";
    let cases: &[(&str, &str, &[&str])] = &[
        ("", "", &[]),
        ("    ssl: true\n", "", &["error tls_off 6"]),
        ("ssl: true", "ssl: false", &["error tls_off 5"]),
        ("  default:", "  main:", &["error default_listener_missing 1"]),
        (
            "    cafile: {dir}/ca.crt\n",
            "",
            &["error cafile_missing 2", "warning chain_incomplete 6"],
        ),
        (
            "    certfile: {dir}/server.crt\n",
            "",
            &["error setting_missing 2"],
        ),
        (
            "plugins:",
            "plug-ins:",
            &["error anonymous_allowed 1", "error unknown_setting 9"],
        ),
        ("{dir}/server.key", "{dir}/ca.key", &["error key_mismatch 8"]),
        (
            "listeners:\n",
            "listeners:\n  plain:\n    bind: 0.0.0.0:1883\n    ssl: false\n",
            &["error tls_off 4"],
        ),
        (
            "",
            "  amqtt.plugins.authentication.AnonymousAuthPlugin:\n",
            &["warning anonymous_allowed 14"],
        ),
        (
            plugins,
            "  amqtt.plugins.authentication.AnonymousAuthPlugin:\n    allow_anonymous: true\n",
            &["error anonymous_allowed 11"],
        ),
        (
            plugins,
            "  amqtt.plugins.authentication.AnonymousAuthPlugin:\n    allow_anonymous: false\n",
            &["error names_without_passwords 11"],
        ),
        (
            plugins,
            "  amqtt.contrib.cert.UserAuthCertPlugin:\n    uri_domain: d.example\n",
            &["warning no_revocation_list 10"],
        ),
        (
            plugins,
            "  amqtt.contrib.cert.UserAuthCertPlugin:\n    uri_domain: e.example\n",
            &["warning no_revocation_list 10", "error uri_domain_differs 11"],
        ),
        (
            plugins,
            "  amqtt.contrib.cert.UserAuthCertPlugin:\n",
            &["warning no_revocation_list 10", "error uri_domain_missing 10"],
        ),
        (
            plugins,
            "  amqtt.contrib.cert.CertificateAuthPlugin:\n    uri_domain: d.example\n",
            &["error no_authentication 9", "error unknown_plugin 10"],
        ),
        ("{dir}/empty.db", "{dir}/none.db", &["error database_missing 13"]),
        (
            "amqtt_verifier.VerifierTopicPlugin",
            "amqtt.contrib.http.TopicAuthHttpPlugin",
            &[],
        ),
        (
            "    connection: sqlite+aiosqlite:///{dir}/empty.db",
            "    host: auth.example",
            &[],
        ),
        (
            "",
            "  amqtt.contrib.http.UserAuthHttpPlugin:\n    host: auth.example\n",
            &["warning http_without_tls 15"],
        ),
        (", crl: '{dir}/ca.crl'", "", &["warning no_revocation_list 10"]),
        ("{dir}/ca.crl", "{dir}/server.crt", &["error crl_broken 11"]),
        (
            "trust_domain: d.example",
            "trust_domain: d.example, database_url: 'sqlite:{dir}/none.db'",
            &["error database_missing 11"],
        ),
        (
            "    type: tcp",
            "    type: tcp\n    max-connections: 5",
            &["error unknown_setting 4"],
        ),
        ("    type: tcp", "    type: [tcp", &["error syntax 4"]),
        (
            "",
            "auth:\n  allow-anonymous: false\n",
            &["warning old_plugins_ignored 14"],
        ),
    ];
    examine(&sandbox, "amqtt.yaml", AMQTT, cases);
    // Rights by a name that nothing proves, and nobody who decides.
    let stock = "listeners: &all\n  default: {bind: '127.0.0.1:1883'}\nplugins:\n";
    let rights = "  - amqtt.contrib.auth_db.TopicAuthDBPlugin:\n      connection: sqlite+aiosqlite:///{dir}/empty.db\n";
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "",
            rights,
            &["error no_authentication 3", "error user_name_not_proven 4"],
        ),
        (
            "",
            "  - amqtt.plugins.authentication.FileAuthPlugin: {password_file: '{dir}/none'}\n",
            &["warning no_rights_checked 3", "error file_missing 4"],
        ),
    ];
    examine(&sandbox, "amqtt.yaml", stock, cases);
    // An alias counts as what it stands for.
    let alias = "base: &base\n  ssl: false\n  bind: 0.0.0.0:1883\nlisteners:\n  default:\n    <<: *base\nplugins: {a.b: }\n";
    examine(
        &sandbox,
        "amqtt.yaml",
        alias,
        &[(
            "",
            "",
            &["error unknown_setting 1", "error listener_without_tls 6"],
        )],
    );
}

fn each_fault_of_rabbitmq_is_found() {
    http_brokers::rabbitmq();
}

fn each_fault_of_emqx_is_found() {
    http_brokers::emqx();
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
    let both = findings(&sandbox.admin(&doctor).expect(0));
    assert_eq!(both, ["warning anonymous_allowed 12"]);
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

fn hostile_files_are_refused_or_examined() {
    let sandbox = Sandbox::new();
    let doctor = |name: &str, contents: &[u8], code: i32| {
        sandbox.write(name, contents);
        sandbox
            .admin(&["server", "doctor", name, "--format", "json"])
            .expect(code)
    };
    doctor("mosquitto.conf", b"\x7fELF\0\0", 3).says("is not a text file");
    doctor("mosquitto.conf", b"\xff\xfe", 3).says("is not a text file");
    doctor("notes", b"hello world\n", 3).says("--kind");
    doctor("empty.conf", b"", 3).says("--kind");
    let long = "x".repeat(1 << 16);
    doctor(
        "mosquitto.conf",
        format!("{long} {long}\nlistener 1 127.0.0.1\n").as_bytes(),
        1,
    );
    doctor("amqtt.yaml", format!("{long}: {long}\n").as_bytes(), 1);
    doctor(
        "rabbitmq.conf",
        format!("{long} = {long}\n{long}\n").as_bytes(),
        1,
    );
    doctor("emqx.conf", format!("{long} = {long}\n").as_bytes(), 1);
    doctor("amqtt.yaml", "a: ".repeat(3000).as_bytes(), 1);
    doctor("amqtt.yaml", "[".repeat(3000).as_bytes(), 1);
    doctor("amqtt.yaml", "- ".repeat(3000).as_bytes(), 3).says("nested more than 64 levels");
    doctor("emqx.conf", "a={".repeat(3000).as_bytes(), 3).says("nested more than 64 levels");
    doctor("rabbitmq.conf", ("a.".repeat(3000) + "a=1").as_bytes(), 3).says("nested more than 64 levels");
    // Aliases of aliases are not followed without end.
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let below = format!("*a{}", level - 1);
        let _ = writeln!(laughs, "a{level}: &a{level} [{}]", [below.as_str(); 9].join(", "));
    }
    doctor("amqtt.yaml", laughs.as_bytes(), 3).says("more than 50000 settings");
    // What is shown of a file cannot steer a terminal.
    sandbox.write("mosquitto.conf", "evil\u{1b}[31m true\n");
    let shown = sandbox
        .admin(&["server", "doctor", "mosquitto.conf"])
        .expect(1)
        .stdout;
    assert!(
        shown.contains("evil\\u{1b}[31m") && !shown.contains('\u{1b}'),
        "{shown}"
    );
}

fn findings_are_shown_to_people() {
    let sandbox = files();
    sandbox.write(
        "mosquitto.conf",
        "listener 1883\nallow_anonymous true\nacl_file acl\n",
    );
    let run = sandbox
        .admin(&["server", "doctor", "mosquitto.conf", "--user", "root"])
        .expect(1);
    assert_eq!(
        run.stdout,
        "mosquitto.conf:1: error: the listener on port 1883 has no TLS [listener_without_tls]\n  why: passwords and messages cross \
         the network for everybody to read, and no client shows a certificate\n  fix: listener 1883 127.0.0.1\n\n\
         mosquitto.conf:2: error: anonymous clients are allowed [anonymous_allowed]\n  why: anyone who reaches the port gets in, \
         without a name or a password\n  fix: allow_anonymous false\n\n"
    );
    assert_eq!(run.stderr, "2 errors and 0 warnings\n");
}
