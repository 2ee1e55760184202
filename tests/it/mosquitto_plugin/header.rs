//! The plug-in's view of the broker's structures is that of a C compiler.

use std::{
    fmt::Write as _,
    mem::{offset_of, size_of},
};

use crate::support::{Sandbox, tests};

#[allow(dead_code, unreachable_pub, clippy::missing_docs_in_private_items)]
#[path = "../../../plugins/mosquitto/src/abi.rs"]
mod abi;

tests![the_structures_and_numbers_are_those_of_the_headers[Gcc, MosquittoHeaders]];

/// Collects the facts about fields, as this compiler sees them, and the C expressions that must have the same values.
macro_rules! fields {
    ($facts:ident: $($ours:ident is $theirs:literal { $($field:ident),+ })+) => {$(
        $facts.push((format!("sizeof(struct {})", $theirs), size_of::<abi::$ours>() as i64));
        $($facts.push((
            format!("offsetof(struct {}, {})", $theirs, stringify!($field)),
            offset_of!(abi::$ours, $field) as i64,
        ));)+
    )+};
}

fn the_structures_and_numbers_are_those_of_the_headers() {
    let mut facts: Vec<(String, i64)> = Vec::new();
    fields! { facts:
        Opt is "mosquitto_opt" { key, value }
        BasicAuth is "mosquitto_evt_basic_auth" { future, client, username, password, future2 }
        AclCheck is "mosquitto_evt_acl_check" {
            future, client, topic, payload, properties, access, payloadlen, qos, retain, future2
        }
        Message is "mosquitto_evt_message" {
            future, client, topic, payload, properties, reason_string, payloadlen, qos, reason_code, retain, future2
        }
        Disconnect is "mosquitto_evt_disconnect" { future, client, reason, future2 }
    }
    for (name, value) in [
        ("MOSQ_PLUGIN_VERSION", abi::VERSION),
        ("MOSQ_EVT_RELOAD", abi::event::RELOAD),
        ("MOSQ_EVT_ACL_CHECK", abi::event::ACL_CHECK),
        ("MOSQ_EVT_BASIC_AUTH", abi::event::BASIC_AUTH),
        ("MOSQ_EVT_MESSAGE", abi::event::MESSAGE),
        ("MOSQ_EVT_TICK", abi::event::TICK),
        ("MOSQ_EVT_DISCONNECT", abi::event::DISCONNECT),
        ("MOSQ_ACL_READ", abi::access::READ),
        ("MOSQ_ACL_WRITE", abi::access::WRITE),
        ("MOSQ_ACL_SUBSCRIBE", abi::access::SUBSCRIBE),
        ("MOSQ_ACL_UNSUBSCRIBE", abi::access::UNSUBSCRIBE),
        ("MOSQ_ERR_SUCCESS", abi::answer::SUCCESS),
        ("MOSQ_ERR_AUTH", abi::answer::AUTH),
        ("MOSQ_ERR_ACL_DENIED", abi::answer::ACL_DENIED),
        ("MOSQ_ERR_UNKNOWN", abi::answer::UNKNOWN),
        ("MOSQ_LOG_INFO", abi::level::INFO),
        ("MOSQ_LOG_NOTICE", abi::level::NOTICE),
        ("MOSQ_LOG_WARNING", abi::level::WARNING),
        ("MOSQ_LOG_ERR", abi::level::ERR),
        ("mp_websockets", abi::protocol::WEBSOCKETS),
    ] {
        facts.push((name.to_owned(), value.into()));
    }

    let mut program = "#include <stdio.h>\n#include <mosquitto.h>\n#include <mosquitto_broker.h>\n\
                       #include <mosquitto_plugin.h>\nint main(void) {\n"
        .to_owned();
    let mut expected = String::new();
    for (expression, value) in &facts {
        let _ = writeln!(
            program,
            "    printf(\"%s = %lld\\n\", \"{expression}\", (long long)({expression}));"
        );
        let _ = writeln!(expected, "{expression} = {value}");
    }
    program += "    return 0;\n}\n";
    let sandbox = Sandbox::new();
    sandbox.write("facts.c", program);
    sandbox
        .run("gcc", &["-Wall", "-Werror", "-o", "facts", "facts.c"])
        .expect(0);
    let printed = sandbox.run(sandbox.path("facts"), &[]).expect(0).stdout;
    assert_eq!(printed, expected);
}
