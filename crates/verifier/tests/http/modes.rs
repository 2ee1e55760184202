//! All 18 combinations of method, parameters and response, with every kind of answer.

use std::sync::{Arc, Mutex};

use amqtt_verifier::{
    Action, Decision, Reason, Request, Source as _, SourceFault,
    sources::http::{HttpOptions, HttpSource, ParamsMode, RequestMethod, ResponseMode},
};

use crate::{
    ask_topic, ask_user, client, options,
    server::{Server, answer},
};

const METHODS: [RequestMethod; 3] = [RequestMethod::Get, RequestMethod::Post, RequestMethod::Put];
const PARAMS: [ParamsMode; 2] = [ParamsMode::Json, ParamsMode::Form];
const RESPONSES: [ResponseMode; 3] = [ResponseMode::Status, ResponseMode::Json, ResponseMode::Text];

/// Expected outcome of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Expected {
    Allow,
    Refuse,
    Abstain,
    Redirect,
    Malformed,
}
use Expected::{Abstain, Allow, Malformed, Redirect, Refuse};

impl Expected {
    #[track_caller]
    fn check(self, decision: &Decision, about: &str) {
        let actual = match decision {
            Decision::Allow => Allow,
            Decision::Abstain => Abstain,
            Decision::Deny(Reason::Refused) => Refuse,
            Decision::Deny(Reason::Source(SourceFault::Redirect { .. })) => Redirect,
            Decision::Deny(Reason::Source(SourceFault::Malformed(_))) => Malformed,
            other => panic!("{about}: {other:?}"),
        };
        assert_eq!(actual, self, "{about}");
    }
}

type Row = (u16, Option<&'static str>, &'static str, Expected);
const JSON: Option<&str> = Some("application/json");
const HTML: Option<&str> = Some("text/html");

const STATUS_ANSWERS: &[Row] = &[
    (200, None, "", Allow),
    (201, JSON, r#"{"ok": false}"#, Allow),
    (204, None, "", Allow),
    (299, None, "no", Allow),
    (300, None, "", Redirect),
    (302, None, "", Redirect),
    (399, None, "", Redirect),
    (400, None, "ok", Refuse),
    (401, JSON, r#"{"ok": true}"#, Refuse),
    (404, None, "", Refuse),
    (499, None, "", Refuse),
    (500, None, "ok", Abstain),
    (503, None, "", Abstain),
    (999, None, "", Abstain),
];

const JSON_ANSWERS: &[Row] = &[
    (200, JSON, r#"{"ok": true}"#, Allow),
    (
        202,
        Some("Application/JSON; charset=utf-8"),
        r#" {"error": "", "ok": true} "#,
        Allow,
    ),
    (
        200,
        Some("application/problem+json"),
        r#"{"Ok": true, "Error": null}"#,
        Allow,
    ),
    (200, JSON, r#"{"ok": false, "error": "no"}"#, Refuse),
    (200, JSON, r#"{"ok": null}"#, Abstain),
    (200, JSON, "{}", Abstain),
    (200, JSON, r#"{"allow": true}"#, Abstain),
    (200, JSON, r#"{"nested": {"ok": true}}"#, Abstain),
    (400, JSON, r#"{"ok": true}"#, Refuse),
    (500, JSON, r#"{"ok": null}"#, Refuse),
    (307, JSON, r#"{"ok": true}"#, Redirect),
    (200, JSON, r#"{"ok": "true"}"#, Malformed),
    (200, JSON, r#"{"ok": "false"}"#, Malformed),
    (200, JSON, r#"{"ok": 1}"#, Malformed),
    (200, JSON, r#"{"ok": 0.0}"#, Malformed),
    (200, JSON, r#"{"ok": [true]}"#, Malformed),
    (200, JSON, r#"{"ok": {"ok": true}}"#, Malformed),
    (200, JSON, r#"{"ok": true, "ok": true}"#, Malformed),
    (200, JSON, r#"{"ok": false, "OK": true}"#, Malformed),
    (200, JSON, r#"{"ok": true, "x": {"y": 1, "Y": 1}}"#, Malformed),
    (200, JSON, r#"{"ok": true, "x": [{"y": 1, "y": 1}]}"#, Malformed),
    (200, JSON, r#"{"ok": true"#, Malformed),
    (200, JSON, r#"{"ok": true} {}"#, Malformed),
    (200, JSON, r#"{'ok': true}"#, Malformed),
    (200, JSON, r#"{"ok": true,}"#, Malformed),
    (200, JSON, r#"{"ok": True}"#, Malformed),
    (200, JSON, "\u{feff}{\"ok\": true}", Malformed),
    (200, JSON, "true", Malformed),
    (200, JSON, r#"[{"ok": true}]"#, Malformed),
    (200, JSON, "ok", Malformed),
    (200, JSON, "", Malformed),
    (204, JSON, "", Malformed),
    (200, HTML, r#"{"ok": true}"#, Malformed),
    (200, None, r#"{"ok": true}"#, Malformed),
    (200, Some("application/jsonp"), r#"{"ok": true}"#, Malformed),
    (200, Some("text/json"), r#"{"ok": true}"#, Malformed),
];

const TEXT_ANSWERS: &[Row] = &[
    (200, None, "ok", Allow),
    (200, HTML, "OK", Allow),
    (203, None, "oK", Allow),
    (200, None, "ok\n", Refuse),
    (200, None, " ok", Refuse),
    (200, None, "\"ok\"", Refuse),
    (200, None, "o\u{212a}", Refuse),
    (200, None, "", Refuse),
    (204, None, "", Refuse),
    (200, JSON, r#"{"ok": true}"#, Refuse),
    (400, None, "ok", Refuse),
    (500, None, "ok", Refuse),
    (301, None, "ok", Redirect),
];

fn answers(mode: ResponseMode) -> &'static [Row] {
    match mode {
        ResponseMode::Status => STATUS_ANSWERS,
        ResponseMode::Json => JSON_ANSWERS,
        ResponseMode::Text => TEXT_ANSWERS,
    }
}

/// An answer that denies, in any mode.
fn no() -> Vec<u8> {
    answer(403, None, "no")
}

fn combinations(port: u16) -> impl Iterator<Item = HttpOptions> {
    METHODS.into_iter().flat_map(move |method| {
        PARAMS.into_iter().flat_map(move |params| {
            RESPONSES.into_iter().map(move |response| {
                let mut options = options(port);
                options.request_method = method;
                options.params_mode = params;
                options.response_mode = response;
                options
            })
        })
    })
}

/// Answers by path.
type Pages = Arc<Mutex<Vec<(&'static str, Vec<u8>)>>>;

/// A server whose answers a test sets; every other path is refused.
async fn server_of(pages: &Pages) -> Server {
    let pages = Arc::clone(pages);
    Server::answering(move |request| {
        let pages = pages.lock().unwrap();
        let page = pages.iter().find(|(path, _)| *path == request.path);
        page.map_or_else(no, |(_, bytes)| bytes.clone())
    })
    .await
}

#[tokio::test]
async fn every_answer_in_every_mode() {
    let pages = Pages::default();
    let server = server_of(&pages).await;
    let mut combined = 0;
    for mut options in combinations(server.port) {
        combined += 1;
        let plain = HttpSource::new(&options).unwrap();
        options.superuser_uri = Some("/superuser".to_owned());
        let with_superuser = HttpSource::new(&options).unwrap();
        for &(status, content_type, body, expected) in answers(options.response_mode) {
            let about = format!("{options:?} {status} {content_type:?} {body:?}");
            let bytes = answer(status, content_type, body);

            *pages.lock().unwrap() = vec![("/user", bytes.clone())];
            expected.check(&ask_user(&plain).await, &about);

            *pages.lock().unwrap() = vec![("/acl", bytes.clone())];
            expected.check(&ask_topic(&plain).await, &about);
            expected.check(&ask_topic(&with_superuser).await, &about);

            // Nothing but a clear yes makes a superuser; otherwise the topic decides.
            *pages.lock().unwrap() = vec![("/superuser", bytes)];
            server.requests();
            let (superuser, asked) = match expected {
                Allow => (Allow, &["/superuser"][..]),
                _ => (Refuse, &["/superuser", "/acl"][..]),
            };
            superuser.check(&ask_topic(&with_superuser).await, &about);
            let paths: Vec<String> = server
                .requests()
                .into_iter()
                .map(|request| request.path)
                .collect();
            assert_eq!(paths, asked, "{about}");
        }
    }
    assert_eq!(combined, 18);
}

#[tokio::test]
async fn without_a_path_it_abstains() {
    let server = Server::answering(|_| no()).await;
    let mut options = options(server.port);
    options.user_uri = None;
    options.topic_uri = None;
    let source = HttpSource::new(&options).unwrap();
    assert_eq!(ask_user(&source).await, Decision::Abstain);
    assert_eq!(ask_topic(&source).await, Decision::Abstain);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_client_without_an_account_is_no_superuser() {
    let server = Server::answering(|request| match request.path.as_str() {
        "/superuser" => answer(200, JSON, r#"{"ok": true}"#),
        _ => no(),
    })
    .await;
    let mut options = options(server.port);
    options.superuser_uri = Some("/superuser".to_owned());
    let source = HttpSource::new(&options).unwrap();
    let nameless = client("pump-7", None).await;
    let decision = source
        .authorize(&nameless, Request::parse(Action::Publish, "a/b").unwrap())
        .await;
    assert_eq!(decision, Decision::Deny(Reason::Refused));
    assert_eq!(ask_topic(&source).await, Decision::Allow);
}
