//! Requests as brokers send them, and the answers that they take for a yes or a no. The files in `tests/golden` are written from
//! the brokers' documentation and sources, which each names.

use std::{fs, path::Path};

use crate::world::World;

/// Runs every exchange of a file, and returns how many there are.
async fn run(name: &str) -> usize {
    let world = World::new().await;
    let certificate = world.certificate();
    let pem = serde_json::to_string(&certificate).unwrap();
    let base64: String = certificate
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    let text = fs::read_to_string(path).unwrap();
    assert!(text.starts_with("# Source: "), "{name} names no source");
    let exchanges: Vec<&str> = text.split("\n=== ").skip(1).collect();
    for exchange in &exchanges {
        let exchange = exchange
            .replace("\"{certificate}\"", &pem)
            .replace("{base64}", &base64);
        let (title, rest) = exchange.split_once('\n').unwrap();
        let (request, answer) = rest.split_once("\n---\n").unwrap();
        let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
        let body = body.trim_end_matches('\n');
        let sent = format!(
            "{}\r\nHost: broker\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            head.trim_end().replace('\n', "\r\n"),
            body.len()
        );
        let (status, expected) = answer
            .trim_end()
            .split_once('\n')
            .unwrap_or((answer.trim_end(), ""));
        let got = world.send(sent.as_bytes()).await;
        assert_eq!(got.status.to_string(), status, "{name}: {title}: {got:?}");
        match serde_json::from_str::<serde_json::Value>(expected) {
            Ok(json) => {
                let got: serde_json::Value = serde_json::from_str(&got.body).unwrap();
                assert_eq!(got, json, "{name}: {title}");
            }
            Err(_) => assert_eq!(got.body, expected, "{name}: {title}"),
        }
    }
    exchanges.len()
}

macro_rules! golden {
    ($($test:ident: $file:literal, $least:literal;)+) => {
        $(#[tokio::test]
        async fn $test() {
            let count = run($file).await;
            assert!(count >= $least, "only {count} exchanges");
        })+
    };
}

golden! {
    amqtt: "amqtt.txt", 14;
    go_auth: "go-auth.txt", 8;
    emqx: "emqx.txt", 14;
    vernemq: "vernemq.txt", 12;
    rabbitmq: "rabbitmq.txt", 19;
    nanomq: "nanomq.txt", 10;
}
