//! What operators ask for: health, figures, the CA and the log.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use amqtt_gate::{Configuration, Gate};
use amqtt_service::{Log, Service, ServiceOptions, serve};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
};

use crate::world::{World, read_answer};

#[tokio::test]
async fn the_ca_is_given_out_and_a_list_only_where_there_is_one() {
    let world = World::new().await;
    let request = b"GET /ca.crt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut answer)
        .await
        .unwrap();
    let ca = std::fs::read(world.directory.path().join("ca.crt")).unwrap();
    let ca = amqtt_x509::pem::encode("CERTIFICATE", &ca);
    assert!(answer.ends_with(ca.as_bytes()), "the certificate in PEM");
    assert_eq!(world.get("/ca.crl").await.status, 404);
}

#[tokio::test]
async fn only_certificates_are_given_out_whatever_is_in_the_file() {
    let world = World::new().await;
    let file = world.directory.path().join("ca.crt");
    let good = world.get("/ca.crt").await;
    let certificate = good.body.clone();
    assert!(
        certificate.starts_with("-----BEGIN CERTIFICATE-----"),
        "{certificate}"
    );
    let key = amqtt_x509::pem::encode("PRIVATE KEY", b"not one, but it says so");
    for contents in [
        &*key,
        "garbage",
        "",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        std::fs::write(&file, contents).unwrap();
        assert_eq!(world.get("/ca.crt").await.body, certificate, "{contents}");
    }
    std::fs::write(&file, format!("{}{certificate}", &*key)).unwrap();
    assert_eq!(world.get("/ca.crt").await.body, certificate, "a key beside it");
    std::fs::remove_file(&file).unwrap();
    assert_eq!(world.get("/ca.crt").await.body, certificate, "no file");
}

#[tokio::test]
async fn figures_count_answers_by_dialect() {
    let world = World::new().await;
    world
        .form("/amqtt/acl", "username=ada&client_id=c&acc=2&topic=plant/7/state")
        .await;
    world
        .form("/amqtt/acl", "username=ada&client_id=c&acc=2&topic=x")
        .await;
    world
        .form("/nanomq/acl", "username=ada&clientid=c&access=2&topic=x")
        .await;
    let figures = world.get("/metrics").await.body;
    for line in [
        "amqtt_service_answers_total{dialect=\"amqtt\",answer=\"yes\"} 1",
        "amqtt_service_answers_total{dialect=\"amqtt\",answer=\"no\"} 1",
        "amqtt_service_answers_total{dialect=\"nanomq\",answer=\"no\"} 1",
        "amqtt_service_answer_seconds_count 3",
        "amqtt_service_answer_seconds_bucket{le=\"+Inf\"} 3",
        "amqtt_service_ready 1",
    ] {
        assert!(
            figures.lines().any(|found| found == line),
            "{line} is not in\n{figures}"
        );
    }
}

/// A log in memory.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// Returns the log once it has so many lines.
    async fn wait_for(&self, number: usize) -> String {
        let began = Instant::now();
        loop {
            let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
            if text.lines().count() >= number {
                return text;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "{text}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn the_log_has_the_clients_address_and_those_without_the_token() {
    let lines = Lines::default();
    let gate = Arc::new(Gate::open(&Configuration::default(), drop).unwrap());
    let mut options = ServiceOptions::default();
    options.token = Some("0123456789abcdef".to_owned().into());
    let service = Service::new(gate, options).with_log(Log::to(lines.clone()).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Arc::new(service).router();
    tokio::spawn(serve(listener, None, router, std::future::pending()));
    let body = r#"{"clientid": "c", "username": "ada", "password": "geheim", "peerhost": "192.0.2.7"}"#;
    for token in ["0123456789abcdef", "geheim0123456789"] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!(
            "POST /emqx/authn HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: \
             application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        read_answer(&mut stream).await;
    }
    let text = lines.wait_for(2).await;
    assert!(!text.contains("geheim"), "{text}");
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        (&lines[0]["event"], &lines[0]["address"]),
        (&"answer".into(), &"192.0.2.7".into())
    );
    assert_eq!(lines[1]["event"], "refused");
    assert_eq!(lines[1]["peer"], "127.0.0.1");
    assert_eq!(lines[1]["reason"], "the token is missing or wrong");
}

#[tokio::test]
async fn the_log_has_a_line_a_question_and_no_password() {
    let lines = Lines::default();
    let gate = Arc::new(Gate::open(&Configuration::default(), drop).unwrap());
    let service = Service::new(gate, ServiceOptions::default()).with_log(Log::to(lines.clone()).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Arc::new(service).router();
    tokio::spawn(serve(listener, None, router, std::future::pending()));
    for body in [
        "username=ada%0A&password=geheim&client_id=c",
        "username=ada&password=geheim&password=geheim",
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!(
            "POST /amqtt/user?x=geheim HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        assert_eq!(read_answer(&mut stream).await.status, 403);
    }
    let text = lines.wait_for(2).await;
    assert!(!text.contains("geheim"), "{text}");
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert_eq!(lines[0]["username"], "ada\n");
    assert_eq!(lines[0]["answer"], "no");
    assert!(
        lines[0]["reason"].as_str().unwrap().contains("user name"),
        "{text}"
    );
    assert!(lines[1]["reason"].as_str().unwrap().contains("twice"), "{text}");
}
