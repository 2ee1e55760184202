//! Questions that are answered with yes in every dialect, and what must not be changed about them.

use proptest::{
    prelude::*,
    sample::{Index, select},
};
use serde_json::{Value, json};

/// The token of [`hostile`](super::hostile).
const AUTHORIZED: &str = "Authorization: Bearer 0123456789abcdef";

/// A question that is answered with yes, and what must not be changed about it.
#[derive(Debug, Clone)]
pub(super) struct Right {
    path: &'static str,
    /// VerneMQ's, in a header.
    hook: Option<&'static str>,
    fields: Vec<(&'static str, Value)>,
    /// Fields without which it is denied.
    needed: &'static [&'static str],
    /// Those that are denied with any other value, too.
    exact: &'static [&'static str],
}

/// Every question that any dialect answers with yes.
pub(super) fn all_right() -> Vec<Right> {
    let (name, password, topic) = (
        json!("pump-7"),
        json!("pump-7 secret"),
        json!("fleet/pump-7/state"),
    );
    let mut all = Vec::new();
    let mut add = |path, hook, fields: &[(&'static str, &Value)], needed, exact| {
        let fields = fields
            .iter()
            .map(|(name, value)| (*name, (*value).clone()))
            .collect();
        all.push(Right {
            path,
            hook,
            fields,
            needed,
            exact,
        });
    };
    const LOGIN: &[&str] = &["username", "password"];
    const TOPIC: &[&str] = &["username", "topic", "acc"];
    for path in [
        "/amqtt/user",
        "/amqtt/text/user",
        "/go-auth/user",
        "/go-auth/text/user",
        "/emqx/authn",
        "/nanomq/auth",
    ] {
        add(
            path,
            None,
            &[
                ("username", &name),
                ("password", &password),
                ("clientid", &json!("c")),
            ],
            LOGIN,
            LOGIN,
        );
    }
    for path in [
        "/amqtt/acl",
        "/amqtt/text/acl",
        "/go-auth/acl",
        "/go-auth/text/acl",
    ] {
        add(
            path,
            None,
            &[("username", &name), ("topic", &topic), ("acc", &json!(4))],
            TOPIC,
            TOPIC,
        );
    }
    let emqx = &["username", "topic", "action"][..];
    add(
        "/emqx/authz",
        None,
        &[
            ("username", &name),
            ("topic", &topic),
            ("action", &json!("publish")),
        ],
        emqx,
        emqx,
    );
    let nanomq = &["username", "topic", "access"][..];
    add(
        "/nanomq/acl",
        None,
        &[("username", &name), ("topic", &topic), ("access", &json!("2"))],
        nanomq,
        nanomq,
    );
    let client = ("client_id", &json!("c"));
    let register = Some("auth_on_register");
    add(
        "/vernemq",
        register,
        &[("username", &name), ("password", &password), client],
        LOGIN,
        LOGIN,
    );
    let publish = &["username", "topic"][..];
    add(
        "/vernemq",
        Some("auth_on_publish"),
        &[("username", &name), ("topic", &topic)],
        publish,
        publish,
    );
    let topics = json!([{"topic": "fleet/pump-7/state", "qos": 1}]);
    let subscribe = &["username", "topics"][..];
    add(
        "/vernemq",
        Some("auth_on_subscribe"),
        &[("username", &name), ("topics", &topics)],
        subscribe,
        subscribe,
    );
    // A login without a password is one by certificate there, and any name may use a virtual host: what counts is the topic.
    add(
        "/rabbitmq/user",
        None,
        &[("username", &name), ("password", &password)],
        &["username"],
        LOGIN,
    );
    add(
        "/rabbitmq/vhost",
        None,
        &[("username", &name), ("vhost", &json!("/"))],
        &["username"],
        &[],
    );
    let exchange = [
        ("username", &name),
        ("resource", &json!("exchange")),
        ("name", &json!("amq.topic")),
        ("permission", &json!("write")),
    ];
    add(
        "/rabbitmq/resource",
        None,
        &exchange,
        &["username", "resource", "name", "permission"],
        &["resource", "name", "permission"],
    );
    let key = [
        ("username", &name),
        ("permission", &json!("write")),
        ("routing_key", &json!("fleet.pump-7.state")),
    ];
    let routing = &["username", "permission", "routing_key"][..];
    add("/rabbitmq/topic", None, &key, routing, routing);
    all
}

/// One way to spoil a question.
#[derive(Debug, Clone)]
pub(super) enum Spoiled {
    Without(Index),
    Twice(Index, Value),
    OfAnotherType(Index, Value),
    Changed(Index, &'static str),
    Renamed(Index),
    Path(&'static str),
    Method(&'static str),
    ContentType(&'static str),
    Head(&'static str),
    CutOff(Index),
    Followed(&'static str),
    TooLong,
}

pub(super) fn spoiled() -> impl Strategy<Value = Spoiled> {
    let index = any::<Index>;
    let other = || {
        select(vec![
            json!(null),
            json!(true),
            json!(false),
            json!([]),
            json!({}),
            json!(["pump-7"]),
            json!([[]]),
            json!({"ok": true}),
            json!(-1),
            json!(3),
            json!(256),
            json!(1.5),
            json!(1e300),
        ])
    };
    let doubled = prop_oneof![
        other(),
        select(vec![
            json!("pump-7"),
            json!("pump-7 secret"),
            json!("fleet/pump-7/state"),
            json!(4)
        ])
    ];
    // Wrong passwords and names cost a hash: fewer of them.
    prop_oneof![
        2 => index().prop_map(Spoiled::Without),
        3 => (index(), doubled).prop_map(|(at, value)| Spoiled::Twice(at, value)),
        3 => (index(), other()).prop_map(|(at, value)| Spoiled::OfAnotherType(at, value)),
        1 => (index(), select(vec!["", " ", "\0", "\n", "+", "#", "/#", "x", "%00", "\u{feff}", "undefined"]))
            .prop_map(|(at, text)| Spoiled::Changed(at, text)),
        2 => index().prop_map(Spoiled::Renamed),
        2 => select(vec!["/", "//", "?", "/..", "%2f", "\\", ";x", "/x", "%00", "."]).prop_map(Spoiled::Path),
        1 => select(vec!["DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "HEAD", "post", "X"]).prop_map(Spoiled::Method),
        1 => select(vec!["text/plain", "multipart/form-data", "application/jsonx", "application/xml", "application/x-www-form-urlencoded"])
            .prop_map(Spoiled::ContentType),
        2 => select(vec![
            "", "Authorization: Bearer", "Authorization: Bearer x", "Authorization: Bearer 0123456789abcdeg",
            "Authorization: Bearer 0123456789abcdef0", "Authorization: Basic 0123456789abcdef", "authorization: 0123456789abcdef",
            "Authorization: Bearer 0123456789abcdef\r\nAuthorization: Bearer 0123456789abcdef",
            "X-Authorization: Bearer 0123456789abcdef", "Cookie: token=0123456789abcdef",
        ])
        .prop_map(Spoiled::Head),
        2 => index().prop_map(Spoiled::CutOff),
        2 => select(vec!["x", "{}", "]", "\0", ",", "\u{feff}"]).prop_map(Spoiled::Followed),
        1 => Just(Spoiled::TooLong),
    ]
}

/// A request as it is sent, and whether there is anything wrong about it.
pub(super) fn request(right: &Right, spoiled: &[Spoiled]) -> (Vec<u8>, bool) {
    let (mut method, mut path) = ("POST", right.path.to_owned());
    let (mut content_type, mut head) = ("application/json", AUTHORIZED);
    let mut fields: Vec<(String, Value)> = right
        .fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    let (mut end, mut cut, mut wrong) = (String::new(), None, false);
    for one in spoiled {
        let of = |at: &Index, names: &[&'static str]| (!names.is_empty()).then(|| *at.get(names));
        let field = |fields: &mut Vec<(String, Value)>, name: &str| {
            fields.iter().position(|(other, _)| other == name)
        };
        wrong |= match one {
            Spoiled::Without(at) => of(at, right.needed).is_some_and(|name| {
                fields.retain(|(other, _)| other != name);
                true
            }),
            Spoiled::Twice(at, value) => {
                // A field that another change took away would only come back.
                let name = at.get(&right.fields).0;
                let known = field(&mut fields, name).is_some();
                if known {
                    fields.push((name.to_owned(), value.clone()));
                }
                known
            }
            Spoiled::OfAnotherType(at, value) => of(at, right.needed).is_some_and(|name| {
                let found = field(&mut fields, name);
                let is_number =
                    ["acc", "access"].contains(&name) && [json!(1), json!(2), json!(4)].contains(value);
                found.is_some_and(|at| {
                    fields[at].1 = value.clone();
                    !is_number
                })
            }),
            Spoiled::Changed(at, text) => of(at, right.exact).is_some_and(|name| {
                let found = field(&mut fields, name);
                found.is_some_and(|at| match &fields[at].1 {
                    Value::String(value) => {
                        let changed = if text.is_empty() {
                            String::new()
                        } else {
                            format!("{value}{text}")
                        };
                        fields[at].1 = json!(changed);
                        true
                    }
                    _ => false,
                })
            }),
            Spoiled::Renamed(at) => of(at, right.needed).is_some_and(|name| {
                for (other, _) in fields.iter_mut().filter(|(other, _)| other == name) {
                    *other = name.to_uppercase();
                }
                true
            }),
            Spoiled::Path("?") => false,
            Spoiled::Path(text) => {
                path.push_str(text);
                true
            }
            Spoiled::Method(other) => {
                method = other;
                true
            }
            Spoiled::ContentType(other) => {
                content_type = other;
                true
            }
            Spoiled::Head(other) => {
                head = other;
                true
            }
            Spoiled::CutOff(at) => {
                cut = Some(at);
                true
            }
            Spoiled::Followed(text) => {
                end.push_str(text);
                true
            }
            Spoiled::TooLong => {
                end.push_str(&" ".repeat(300_000));
                true
            }
        };
    }
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}:{value}", json!(name)))
        .collect();
    let body = format!("{{{}}}{end}", fields.join(","));
    let hook = right
        .hook
        .map(|hook| format!("vernemq-hook: {hook}\r\n"))
        .unwrap_or_default();
    let head = if head.is_empty() {
        String::new()
    } else {
        format!("{head}\r\n")
    };
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {content_type}\r\n{hook}{head}Content-Length: {length}\r\n\r\n{body}"
    );
    let mut request = request.into_bytes();
    if let Some(at) = cut {
        request.truncate(at.index(request.len()));
    }
    (request, wrong)
}
