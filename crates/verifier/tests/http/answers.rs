//! Any answer: it never panics, and only the exact shapes allow.

use amqtt_verifier::{
    Decision,
    sources::http::{HttpSource, ResponseMode},
};
use proptest::prelude::*;
use tokio::io::AsyncWriteExt as _;

use amqtt_testkit::oracle::http::check;

use crate::{
    ask_user, options,
    server::{Request, Server},
};

/// Bytes at random, and texts that are nearly an answer.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let text = prop_oneof![
        r#"[ ]{0,2}\{?[ ]?"?(ok|OK|o\\u006b|error)"?[ ]?[:=]?[ ]?(true|false|null|"true"|"false"|1|\[true\])[,}]{0,2}[ ]?"#,
        r#"\{("(ok|Ok|x)": (true|false|null|\{"ok": true\}),? ?){0,3}\}"#,
        r"[oO0][kK\u{212a}][ \n]?",
    ];
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..60),
        text.prop_map(String::into_bytes),
    ]
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![2 => 200..300_u16, 1 => any::<u16>()]
}

fn content_type() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(prop_oneof![
        Just("application/json".to_owned()),
        r"(a|application|text)/?(json|x\+json|.{0,4});?.{0,8}"
    ])
}

/// A JSON object made of entries, and what it means.
fn object() -> impl Strategy<Value = (String, Expected)> {
    let value = prop_oneof![
        Just("true"),
        Just("false"),
        Just("null"),
        Just("0"),
        Just("\"true\""),
        Just("[]"),
        Just("{}")
    ];
    let entry = (
        prop_oneof![Just("ok"), Just("OK"), Just("error"), Just("more")],
        value,
    );
    proptest::collection::vec(entry, 0..4).prop_map(|entries| {
        let written: Vec<String> = entries
            .iter()
            .map(|(key, value)| format!("\"{key}\": {value}"))
            .collect();
        let mut keys: Vec<String> = entries.iter().map(|(key, _)| key.to_lowercase()).collect();
        keys.sort();
        keys.dedup();
        let ok = entries
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case("ok"))
            .map(|(_, value)| *value);
        let expected = match ok {
            _ if keys.len() < entries.len() => Expected::Deny,
            Some("true") => Expected::Allow,
            None | Some("null") => Expected::Abstain,
            Some(_) => Expected::Deny,
        };
        (format!("{{{}}}", written.join(", ")), expected)
    })
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Expected {
    Allow,
    Deny,
    Abstain,
}

impl From<&Decision> for Expected {
    fn from(decision: &Decision) -> Self {
        match decision {
            Decision::Allow => Self::Allow,
            Decision::Deny(_) => Self::Deny,
            Decision::Abstain => Self::Abstain,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 5_000, ..ProptestConfig::default() })]

    #[test]
    fn only_exact_shapes_allow(status in status(), content_type in content_type(), body in body()) {
        check(status, content_type.as_deref(), &body);
    }

    #[test]
    fn objects_mean_what_their_entries_say((text, expected) in object()) {
        let decision = ResponseMode::Json.decide(200, Some("application/json"), text.as_bytes());
        prop_assert_eq!(Expected::from(&decision), expected, "{}: {:?}", text, decision);
    }
}

#[test]
fn deep_nesting_is_no_danger() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let nested = format!(
            "{{\"ok\": true, \"x\": {}1{}}}",
            open.repeat(10_000),
            close.repeat(10_000)
        );
        let decision = ResponseMode::Json.decide(200, Some("application/json"), nested.as_bytes());
        assert!(matches!(decision, Decision::Deny(_)), "{decision:?}");
    }
}

/// Bytes that a server may send: noise, and heads that are nearly right.
fn wire() -> impl Strategy<Value = Vec<u8>> {
    let head = r"HTTP/1\.[012] [1-5][0-9]{2}( OK)?\r\n(Content-Type: application/json\r\n)?(Content-Length: [0-9]{1,2}\r\n|Transfer-Encoding: chunked\r\n|[A-Z:]{0,4}\r?\n)?\r\n";
    prop_oneof![
        1 => proptest::collection::vec(any::<u8>(), 0..200),
        3 => (head, body()).prop_map(|(head, body)| [head.into_bytes(), body].concat()),
    ]
}

#[test]
fn any_bytes_on_the_wire() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        cases: 1_000,
        ..ProptestConfig::default()
    });
    let checked = runner.run(&wire(), |bytes| {
        let decision = runtime.block_on(async {
            let sent = bytes.clone();
            let server = Server::with(move |mut stream| {
                let sent = sent.clone();
                async move {
                    if Request::read(&mut stream).await.is_some() {
                        let _ = stream.write_all(&sent).await;
                    }
                }
            })
            .await;
            ask_user(&HttpSource::new(&options(server.port)).unwrap()).await
        });
        if decision == Decision::Allow {
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(text.contains(" 2") && text.contains("true"), "{text:?}");
        }
        Ok(())
    });
    checked.unwrap();
}
