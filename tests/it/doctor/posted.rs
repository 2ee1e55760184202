//! `server doctor` at configurations like those that operators post when something does not work. What is expected was
//! seen at the brokers, Mosquitto 2.0.11 and aMQTT 0.12.1.

use super::{examine, files};
use crate::support::tests;

tests![
    configurations_of_mosquitto_as_they_are_posted,
    configurations_of_amqtt_as_they_are_posted,
];

/// A configuration, and its findings.
type Posted<'a> = (&'a str, &'a [&'a str]);

#[track_caller]
fn examine_each(name: &str, before: &str, always: &[&str], posted: &[Posted<'_>]) {
    let sandbox = files();
    sandbox.write("passwd", "ada:$7$101$c2FsdA==$aGFzaA==\n");
    let both = [sandbox.read("server.key"), sandbox.read("server.crt")].concat();
    sandbox.write("both.pem", both);
    sandbox.run("chmod", &["600", "passwd", "both.pem"]).expect(0);
    for (text, expected) in posted {
        let expected = [always, expected].concat();
        examine(&sandbox, name, &format!("{before}{text}"), &[("", "", &expected)]);
    }
}

const TLS: &str = "cafile {dir}/ca.crt\ncertfile {dir}/server.crt\nkeyfile {dir}/server.key\n";

fn configurations_of_mosquitto_as_they_are_posted() {
    let secured = format!(
        "allow_anonymous false\npassword_file {{dir}}/passwd\nlistener 1883 127.0.0.1\nlistener 8883\n{TLS}\
         require_certificate false\nlistener 9883\nprotocol websockets\n{TLS}require_certificate false\n"
    );
    let wrong_place = format!(
        "tls_version tlsv1.2\nlistener 8883\nprotocol mqtt\nsocket_domain ipv4\nlistener 9001\nsocket_domain ipv4\n\
         protocol websockets\n{TLS}password_file {{dir}}/passwd\n"
    );
    let beside = format!("port 1883\nlistener 8081\nprotocol websockets\n{TLS}require_certificate true\n");
    let posted: &[Posted<'_>] = &[
        // Passwords over TLS, and no certificates of clients: a choice, not an error.
        (
            &secured,
            &[
                "warning no_rights_checked 4",
                "warning no_rights_checked 5",
                "warning certificate_not_required 9",
                "warning no_rights_checked 10",
                "warning certificate_not_required 15",
            ],
        ),
        // TLS for the listener that comes last alone. What is above the first one opens no other here.
        (
            &wrong_place,
            &[
                "error listener_without_tls 3",
                "warning no_rights_checked 3",
                "warning certificate_not_required 6",
                "warning no_rights_checked 6",
            ],
        ),
        // Certificate and key in one file, and no CA.
        (
            "listener 8883\ncertfile {dir}/both.pem\nkeyfile {dir}/both.pem\nallow_anonymous true\n",
            &[
                "warning certificate_not_required 2",
                "warning no_rights_checked 2",
                "warning chain_incomplete 3",
                "error anonymous_allowed 5",
            ],
        ),
        // Certificates on one port, and another one beside it at which nobody can log in.
        (
            &beside,
            &[
                "error listener_without_tls 2",
                "error no_authentication 2",
                "error identity_not_used 3",
                "warning no_revocation_list 3",
                "warning no_rights_checked 3",
            ],
        ),
        // Rights by listener, and no accounts.
        (
            "per_listener_settings true\nport 1883\nacl_file {dir}/acl\nlistener 1884\nacl_file {dir}/none\n",
            &[
                "error listener_without_tls 3",
                "error no_authentication 3",
                "error listener_without_tls 5",
                "error no_authentication 5",
                "error file_missing 6",
            ],
        ),
        // From before version 2, which takes nobody without allow_anonymous.
        (
            "listener 1883\npersistence true\nlog_dest stdout\n",
            &["error listener_without_tls 2", "error no_authentication 2"],
        ),
        // A value in the words of another language.
        (
            "listener 1883 127.0.0.1\nallow_anonymous True\n",
            &[
                "warning no_rights_checked 2",
                "error not_true_or_false 3",
                "warning anonymous_allowed 3",
            ],
        ),
        // Mosquitto does not read what comes after the word.
        (
            "listener 1883\nallow_anonymous true # for now\nlistener 9001\nprotocol websockets\n",
            &[
                "error listener_without_tls 2",
                "warning no_rights_checked 2",
                "error anonymous_allowed 3",
                "error listener_without_tls 4",
                "warning no_rights_checked 4",
            ],
        ),
    ];
    // The broker runs as the user of the tests, who may be root: a finding of its own.
    let always: &[&str] = match rustix::process::geteuid().is_root() {
        true => &["warning runs_as_root 1"],
        false => &[],
    };
    examine_each("mosquitto.conf", "user {user}\n", always, posted);
}

const LISTENER: &str = "listeners: {default: {type: tcp, bind: '127.0.0.1:1883'}}\n";

fn configurations_of_amqtt_as_they_are_posted() {
    let cases: &[Posted<'_>] = &[
        (
            "auth:\n  allow-anonymous: true\n  plugins:\n  - auth_anonymous\ntopic-check: {enabled: false}\n",
            &[
                "warning old_plugins 2",
                "error anonymous_allowed 5",
                "warning old_plugins 6",
            ],
        ),
        // Without allow-anonymous the same plug-in takes every name, whatever the password.
        (
            "auth:\n  allow-anonymous: false\n  plugins:\n  - auth_anonymous\n",
            &["warning old_plugins 2", "error names_without_passwords 5"],
        ),
        // An option that is not read.
        (
            "auth:\n  allow_anonymous: false\n  password-file: passwd\n",
            &["warning old_plugins 2", "error anonymous_allowed 2"],
        ),
        // Without a list of plug-ins there are all of them.
        (
            "auth:\n  empty: ''\ntopic-check: {enabled: false}\n",
            &[
                "warning old_plugins 2",
                "error anonymous_allowed 2",
                "warning old_plugins 4",
            ],
        ),
        (
            "auth:\n  allow-anonymous: false\n  password-file: passwd\n",
            &["warning old_plugins 2"],
        ),
        (
            "auth:\n  plugins: [auth_file]\n",
            &["warning old_plugins 2", "error no_authentication 3"],
        ),
        (
            "auth:\n  plugins: []\n",
            &["warning old_plugins 2", "error no_authentication 2"],
        ),
        // The list is one level too high, where it is one of classes.
        (
            "auth:\n  allow-anonymous: true\nplugins:\n- auth_file\n- auth_anonymous\ntopic-check: {enabled: true}\n",
            &[
                "warning old_plugins_ignored 2",
                "error unknown_plugin 5",
                "error unknown_plugin 6",
                "warning old_plugins_ignored 7",
            ],
        ),
        // With topic-check alone aMQTT has its defaults.
        (
            "topic-check: {enabled: true, plugins: [topic_taboo]}\n",
            &["error anonymous_allowed 1", "warning old_plugins_ignored 2"],
        ),
        (
            "plugins:\n  amqtt.plugins.authentication.AnonymousAuthPlugin: {allow_anonymous: true}\n\
             \x20 amqtt.plugins.sys.broker.BrokerSysPlugin: {sys_interval: 20}\n",
            &["warning no_rights_checked 2", "error anonymous_allowed 3"],
        ),
    ];
    examine_each("broker.yaml", LISTENER, &[], cases);
}
