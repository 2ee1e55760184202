//! Configurations of aMQTT.

use super::{examine, files};
use crate::support::tests;

tests![each_fault_of_amqtt_is_found,];

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
        (
            "{trust_domain: d.example,",
            "{foo: 1, trust_domain: d.example,",
            &["error plugin_option 11"],
        ),
        (
            "{trust_domain: d.example,",
            "{max_stale: 30, trust_domain: d.example,",
            &["error plugin_option 11"],
        ),
        (
            "{trust_domain: d.example,",
            "{rehash: false, trust_domain: d.example,",
            &[],
        ),
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
