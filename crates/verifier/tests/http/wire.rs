//! Our requests beside those that aMQTT's own plugins sent. The recording is made by tests/it/python/http_requests.py of
//! the tool, where a test holds it to be still what aMQTT does.

use amqtt_verifier::{
    Action, CertificateSource, ClientId, ConnectRequest, Decision, Source as _, Verifier,
    sources::http::{HttpOptions, HttpSource, ParamsMode},
};
use serde_json::{Value, json};

use crate::{
    client, options,
    server::{self, Request, Server},
};

fn recording() -> Value {
    serde_json::from_str(amqtt_testkit::data::AMQTT_REQUESTS).unwrap()
}

/// A request in the form of the recording.
fn described(request: &Request) -> Value {
    let content_type = request.header("content-type");
    let body = match content_type {
        Some("application/json") => serde_json::from_slice(&request.body).unwrap(),
        _ => fields(str::from_utf8(&request.body).unwrap()),
    };
    json!({
        "method": request.method,
        "path": request.path,
        "user_agent": request.header("user-agent"),
        "content_type": content_type,
        "query": fields(&request.query),
        "body": body,
    })
}

/// The fields of a form, in order.
fn fields(form: &str) -> Value {
    let pairs = form.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap();
            json!([decoded(name), decoded(value)])
        })
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, mut after)) = rest.split_first() {
        bytes.push(match first {
            b'+' => b' ',
            b'%' => {
                let (hex, behind) = after.split_at(2);
                after = behind;
                u8::from_str_radix(str::from_utf8(hex).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
        rest = after;
    }
    String::from_utf8(bytes).unwrap()
}

async fn yes() -> Server {
    Server::answering(|_| server::json(r#"{"ok": true}"#)).await
}

#[tokio::test]
async fn requests_are_those_of_amqtt() {
    let server = yes().await;
    let recording = recording();
    let asked = |name: &str| recording["asked"][name].as_str().unwrap();
    let client_id: ClientId = asked("client_id").parse().unwrap();
    let connect = ConnectRequest::new(&client_id)
        .with_user_name(asked("username"))
        .with_password(asked("password").as_bytes());
    let client = client(asked("client_id"), Some(asked("username"))).await;

    let cases = recording["requests"].as_array().unwrap();
    assert_eq!(cases.len(), 3 * 2 * 4);
    for case in cases {
        let mut options = options(server.port);
        options.request_method = case["request_method"].as_str().unwrap().parse().unwrap();
        options.params_mode = case["params_mode"].as_str().unwrap().parse().unwrap();
        let source = HttpSource::new(&options).unwrap();
        let action = match case["question"].as_str().unwrap() {
            "publish" => Some(Action::Publish),
            "subscribe" => Some(Action::Subscribe),
            "receive" => Some(Action::Receive),
            _ => None,
        };
        let decision = match action {
            None => source.authenticate(&connect).await,
            Some(action) => {
                let topic = asked(if action == Action::Subscribe {
                    "filter"
                } else {
                    "name"
                });
                let request = amqtt_verifier::Request::parse(action, topic).unwrap();
                source.authorize(&client, request).await
            }
        };
        assert_eq!(decision, Decision::Allow);
        let requests = server.requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(described(&requests[0]), case["request"], "{case}");
        assert_eq!(
            requests[0].header("accept-encoding"),
            None,
            "nothing compressed is asked for"
        );
    }
}

#[tokio::test]
async fn what_was_not_given_is_null_or_left_out() {
    let server = yes().await;
    let client_id: ClientId = "pump-7".parse().unwrap();
    let request = ConnectRequest::new(&client_id);

    let source = HttpSource::new(&options(server.port)).unwrap();
    source.authenticate(&request).await;
    let expected = json!({"username": null, "password": null, "client_id": "pump-7"});
    assert_eq!(described(&server.requests()[0])["body"], expected);

    let mut options = options(server.port);
    options.params_mode = ParamsMode::Form;
    let source = HttpSource::new(&options).unwrap();
    source.authenticate(&request).await;
    assert_eq!(
        described(&server.requests()[0])["query"],
        json!([["client_id", "pump-7"]])
    );
}

#[tokio::test]
async fn topics_are_asked_for_the_account() {
    let server = yes().await;
    let mut options = options(server.port);
    options.user_uri = None;
    options.superuser_uri = Some("/superuser?realm=plant".to_owned());
    options.params_mode = ParamsMode::Form;
    let verifier = Verifier::new()
        .with(CertificateSource)
        .with(HttpSource::new(&options).unwrap());
    let client_id: ClientId = "pump-7".parse().unwrap();
    let request = ConnectRequest::new(&client_id).with_device("pump-7");
    let client = verifier.authenticate(&request).await.unwrap();
    verifier
        .authorize(&client, Action::Subscribe, "a/#")
        .await
        .unwrap();
    let asked = described(&server.requests()[0]);
    assert_eq!(asked["path"], "/superuser");
    assert_eq!(
        asked["query"],
        json!([["realm", "plant"], ["username", "pump-7"]])
    );
}

#[tokio::test]
async fn the_host_header_names_the_server() {
    let server = yes().await;
    let mut options: HttpOptions = options(server.port);
    options.host = "localhost".to_owned();
    crate::ask_user(&HttpSource::new(&options).unwrap()).await;
    let expected = format!("localhost:{}", server.port);
    assert_eq!(server.requests()[0].header("host"), Some(expected.as_str()));
}
