//! Configurations of the brokers that ask a service over HTTP: RabbitMQ and EMQX.

use super::{examine, files};
use crate::support::tests;

tests![each_fault_of_rabbitmq_is_found, each_fault_of_emqx_is_found];

const RABBITMQ: &str = "\
# MQTT over TLS alone
mqtt.listeners.tcp = none
mqtt.listeners.ssl.default = 8883
mqtt.allow_anonymous = false
mqtt.ssl_cert_login = true
ssl_cert_login_from = subject_alternative_name
ssl_options.cacertfile = {dir}/ca.crt
ssl_options.certfile = {dir}/server.crt
ssl_options.keyfile = {dir}/server.key
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = true
auth_backends.1 = http
auth_http.user_path = http://127.0.0.1:9180/rabbitmq/user
auth_http.vhost_path = http://127.0.0.1:9180/rabbitmq/vhost
auth_http.resource_path = http://127.0.0.1:9180/rabbitmq/resource
auth_http.topic_path = http://127.0.0.1:9180/rabbitmq/topic
listeners.tcp = none
ssl_cert_login_san_type = uri
ssl_options.versions.1 = tlsv1.3
";

/// What is only there: a name with a colon, and lists.
const ADVANCED: &str = "\
%% a comment
[{rabbitmq_mqtt, [{ignore_colons_in_username,
                   true}]},
 {rabbit, [{ssl_options, [{crl_check, peer},
   {verify, verify_peer}, {fail_if_no_peer_cert, true}]}]}].
";

type Case<'a> = (&'a str, &'a str, &'a [&'a str]);

const RABBITMQ_LISTENERS: &[Case<'_>] = &[
    ("", "", &[]),
    (
        "mqtt.listeners.tcp = none\n",
        "",
        &["error listener_without_tls 1"],
    ),
    (
        "mqtt.listeners.tcp = none",
        "mqtt.listeners.tcp.1 = 0.0.0.0:1883",
        &["error listener_without_tls 2"],
    ),
    (
        "mqtt.listeners.tcp = none",
        "mqtt.listeners.tcp.1 = 127.0.0.1:1883",
        &[],
    ),
    (
        "verify_peer",
        "verify_none",
        &["error certificate_not_required 10"],
    ),
    (
        "ssl_options.fail_if_no_peer_cert = true\n",
        "",
        &["error certificate_not_required 3"],
    ),
    (
        "ssl_options.cacertfile = {dir}/ca.crt\n",
        "",
        &["error cafile_missing 3", "warning chain_incomplete 7"],
    ),
    ("{dir}/server.key", "{dir}/ca.key", &["error key_mismatch 9"]),
    ("", "ssl_options.versions.2 = tlsv1.1\n", &["error old_tls 20"]),
    ("ssl_options.versions.1 = tlsv1.3\n", "", &["warning old_tls 3"]),
    ("\nlisteners.tcp = none\n", "\n", &["warning amqp_without_tls 1"]),
    (
        "\nlisteners.tcp = none\n",
        "\nlisteners.tcp.default = 5672\n",
        &["warning amqp_without_tls 17"],
    ),
    ("\nlisteners.tcp = none\n", "\nlisteners.tcp.1 = ::1:5672\n", &[]),
    ("", "nonsense\n", &["error syntax 20"]),
    ("verify_peer", "'verify_peer'", &["warning quoted_value 10"]),
];

const RABBITMQ_LOGINS: &[Case<'_>] = &[
    (
        "mqtt.allow_anonymous = false",
        "mqtt.allow_anonymous = true",
        &["error anonymous_allowed 4"],
    ),
    // The last line of a key counts.
    (
        "",
        "mqtt.allow_anonymous = true # false\n",
        &["error anonymous_allowed 20"],
    ),
    (
        "mqtt.allow_anonymous = false\n",
        "",
        &["warning anonymous_allowed 1"],
    ),
    (
        "mqtt.allow_anonymous = false",
        "mqtt.anonymous_login_user = none",
        &[],
    ),
    ("mqtt.ssl_cert_login = true", "", &["warning identity_not_used 1"]),
    (
        "ssl_cert_login_from = subject_alternative_name",
        "",
        &["error identity_is_whole_subject 5"],
    ),
    (
        "ssl_cert_login_san_type = uri\n",
        "",
        &["error identity_is_other_name 6"],
    ),
    (
        "subject_alternative_name",
        "common_name",
        &["error client_id_not_bound 6"],
    ),
    ("", "loopback_users = none\n", &["error guest_from_anywhere 20"]),
    (
        "auth_backends.1 = http",
        "auth_backends.1 = internal",
        &["warning no_rights_checked 12"],
    ),
    ("", "auth_backends.2 = internal\n", &["warning other_backend 20"]),
    (
        "auth_backends.1 = http",
        "auth_backends.1.authn = http\nauth_backends.1.authz = internal",
        &["warning other_backend 13"],
    ),
    (
        "auth_backends.1 = http",
        "auth_backends.1.authn = internal\nauth_backends.1.authz = http",
        &["warning other_backend 12"],
    ),
    (
        "auth_backends.1 = http",
        "auth_backends.1 = internal\nauth_backends.2 = http",
        &["warning other_backend 12"],
    ),
    (
        "",
        "web_mqtt.tcp.port = 15675\n",
        &["error listener_without_tls 20"],
    ),
    (
        "",
        "web_mqtt.tcp.port = 15675\nweb_mqtt.tcp.ip = 127.0.0.1\n",
        &[],
    ),
    (
        "auth_http.topic_path",
        "# auth_http.topic_path",
        &["error http_path_missing 12"],
    ),
    (
        "127.0.0.1:9180/rabbitmq/user",
        "auth.example/rabbitmq/user",
        &["warning http_without_tls 13"],
    ),
];

/// Faults in the second file, beside a first one without any.
const RABBITMQ_ADVANCED: &[Case<'_>] = &[
    ("true}", "false}", &["error colon_splits_user_name 6"]),
    ("[{ignore", "[% {ignore", &["error colon_splits_user_name 6"]),
    (
        "{crl_check, peer},",
        "{crl_check, best_effort},",
        &["warning no_revocation_list 3"],
    ),
    (
        "{fail_if_no_peer_cert, true}",
        "{depth, 2}",
        &["error certificate_not_required 4"],
    ),
];

fn each_fault_of_rabbitmq_is_found() {
    let sandbox = files();
    sandbox.write("advanced.config", ADVANCED);
    examine(&sandbox, "rabbitmq.conf", RABBITMQ, RABBITMQ_LISTENERS);
    examine(&sandbox, "rabbitmq.conf", RABBITMQ, RABBITMQ_LOGINS);
    for (from, to, expected) in RABBITMQ_ADVANCED {
        let changed = ADVANCED.replacen(from, to, 1);
        assert_ne!(changed, ADVANCED, "{from:?}");
        sandbox.write("advanced.config", changed);
        examine(&sandbox, "rabbitmq.conf", RABBITMQ, &[("", "", expected)]);
    }
}

const EMQX: &str = "\
listeners.tcp.default.enable = false
listeners.ws.default.enable = false
listeners.wss.default.enable = false
listeners.ssl.default {
  bind = \"0.0.0.0:8883\"
  ssl_options {
    cacertfile = \"{dir}/ca.crt\"
    certfile = \"{dir}/server.crt\"
    keyfile = \"{dir}/server.key\"
    verify = verify_peer
    fail_if_no_peer_cert = true
    enable_crl_check = true
  }
}
mqtt.peer_cert_as_clientid = cn
authentication = [
  {mechanism = password_based, backend = http, url = \"http://127.0.0.1:9180/emqx/authn\"}
]
authorization {
  no_match = deny
  sources = [
    {type = http, url = \"http://127.0.0.1:9180/emqx/authz\"}
  ]
}
";

fn each_fault_of_emqx_is_found() {
    let sandbox = files();
    sandbox.write(
        "acl.conf",
        "{allow, {user, \"a\"}, all, [\"#\"]}.\n{allow, all}.\n",
    );
    sandbox.write("open.conf", "# included\nauthorization.no_match = allow\n");
    sandbox.write("within.conf", "no_match = allow\n");
    sandbox.write("broken.conf", "\n= 1\n");
    let service =
        "\n  {mechanism = password_based, backend = http, url = \"http://127.0.0.1:9180/emqx/authn\"}\n";
    let cases: &[(&str, &str, &[&str])] = &[
        ("", "", &[]),
        (
            "no_match = deny",
            "no_match = allow",
            &["error no_match_allows 20"],
        ),
        ("  no_match = deny\n", "", &["error no_match_allows 19"]),
        (
            "listeners.tcp.default.enable = false\n",
            "",
            &["error listener_without_tls 1"],
        ),
        (
            "listeners.tcp.default.enable = false",
            "listeners.tcp.default.bind = \"0.0.0.0:1883\"",
            &["error listener_without_tls 1"],
        ),
        (
            "listeners.tcp.default.enable = false",
            "listeners.tcp.default.bind = \"127.0.0.1:1883\"",
            &[],
        ),
        (
            "listeners.wss.default.enable = false\n",
            "",
            &["error certificate_not_required 1"],
        ),
        (
            "verify_peer",
            "verify_none",
            &["error certificate_not_required 10"],
        ),
        (
            "fail_if_no_peer_cert = true",
            "fail_if_no_peer_cert = false",
            &["error certificate_not_required 11"],
        ),
        (
            "    enable_crl_check = true\n",
            "",
            &["warning no_revocation_list 4"],
        ),
        ("{dir}/server.key", "{dir}/ca.key", &["error key_mismatch 9"]),
        (
            "    cacertfile = \"{dir}/ca.crt\"\n",
            "",
            &["error cafile_missing 4", "warning chain_incomplete 7"],
        ),
        (
            "    verify = verify_peer",
            "    verify = verify_peer\n    versions = [\"tlsv1.2\", \"tlsv1.1\"]",
            &["error old_tls 11"],
        ),
        (
            "  bind = \"0.0.0.0:8883\"",
            "  bind = \"0.0.0.0:8883\"\n  enable_authn = false",
            &["error anonymous_allowed 6"],
        ),
        (service, "", &[]),
        (
            "127.0.0.1:9180/emqx/authn",
            "auth.example/emqx/authn",
            &["warning http_without_tls 17"],
        ),
        (
            "    {type = http, url",
            "    {type = file, path = \"{dir}/acl.conf\"}\n    {type = http, url",
            &["error acl_allows_everything 22"],
        ),
        (
            "",
            "dashboard.default_password = public\n",
            &["warning default_password 25"],
        ),
        ("", "x = {\n", &["error syntax 26"]),
        (
            "backend = http, url",
            "backend = http, enable = false, url",
            &["warning authentication_off 17"],
        ),
        (
            "",
            "authentication.1.enable = false\n",
            &["warning authentication_off 25"],
        ),
        (
            "{type = http, url",
            "{type = http, enable = false, url",
            &["error no_rights_checked 22"],
        ),
        ("", "include \"open.conf\"\n", &["error no_match_allows 2"]),
        (
            "",
            "include required(file(\"open.conf\"))\n",
            &["error no_match_allows 2"],
        ),
        (
            "",
            "authorization { include \"within.conf\" }\n",
            &["error no_match_allows 1"],
        ),
        ("", "include \"open.conf\"\nauthorization.no_match = deny\n", &[]),
        ("", "include \"none.conf\"\n", &["error include_missing 25"]),
        ("", "include \"emqx.conf\"\n", &["error syntax 25"]),
        ("", "include \"broken.conf\"\n", &["error syntax 2"]),
    ];
    examine(&sandbox, "emqx.conf", EMQX, cases);
    // Certificates that are required, and a client id that anybody may choose.
    let free = EMQX
        .replace(service, "")
        .replace("mqtt.peer_cert_as_clientid = cn\n", "");
    examine(
        &sandbox,
        "emqx.conf",
        &free,
        &[("", "", &["error client_id_not_bound 1"])],
    );
    let open = free.replace("verify_peer", "verify_none");
    examine(
        &sandbox,
        "emqx.conf",
        &open,
        &[(
            "",
            "",
            &["error certificate_not_required 10", "error anonymous_allowed 15"],
        )],
    );
    // Nor does an authenticator count that is switched off.
    let off = EMQX.replace("verify_peer", "verify_none");
    examine(
        &sandbox,
        "emqx.conf",
        &off,
        &[
            ("", "", &["error certificate_not_required 10"]),
            (
                "backend = http, url",
                "backend = http, enable = false, url",
                &["error certificate_not_required 10", "error anonymous_allowed 17"],
            ),
        ],
    );
}
