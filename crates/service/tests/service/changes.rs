//! Changes of rights, a database that is away, and the end of the service.

use std::{
    fs,
    time::{Duration, Instant},
};

use amqtt_service::ServiceOptions;
use amqtt_verifier::Action;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::sleep,
};

use crate::world::{World, read_answer};

/// More than any of this takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const ASKED: &str = "username=ada&client_id=c&acc=2&topic=";

async fn may(world: &World, topic: &str) -> bool {
    world.form("/amqtt/acl", &format!("{ASKED}{topic}")).await.status == 200
}

/// However long rows count otherwise.
#[tokio::test]
async fn a_change_of_rights_is_in_force_at_the_next_look() {
    let change = |configuration: &mut amqtt_gate::Configuration| {
        configuration.database.as_mut().unwrap().ttl = Duration::from_secs(60 * 60);
    };
    let mut world = World::with(change, ServiceOptions::default()).await;
    assert!(!may(&world, "new").await);
    world.set_rights("ada", Action::Publish, &["new"]).await;
    let started = Instant::now();
    while !may(&world, "new").await {
        assert!(started.elapsed() < PATIENCE, "it does not count");
        sleep(Duration::from_millis(10)).await;
    }
    assert!(!may(&world, "plant/7/state").await);
}

#[tokio::test]
async fn a_database_that_is_away_is_denied_after_max_stale_and_comes_back() {
    let change = |configuration: &mut amqtt_gate::Configuration| {
        configuration.max_stale = Duration::from_secs(2);
        configuration.database.as_mut().unwrap().ttl = Duration::from_millis(200);
    };
    let world = World::with(change, ServiceOptions::default()).await;
    assert!(may(&world, "plant/7/state").await);
    let (file, away) = (
        world.directory.path().join("auth.db"),
        world.directory.path().join("away"),
    );
    fs::rename(&file, &away).unwrap();
    let gone = Instant::now();
    sleep(Duration::from_millis(500)).await;
    assert_eq!(world.get("/readyz").await.status, 503);
    assert_eq!(world.get("/healthz").await.status, 200);
    assert!(may(&world, "plant/7/state").await);
    while may(&world, "plant/7/state").await {
        assert!(gone.elapsed() < PATIENCE, "it is still allowed");
        sleep(Duration::from_millis(50)).await;
    }
    assert!(
        gone.elapsed() > Duration::from_millis(1_500),
        "denied too soon: {:?}",
        gone.elapsed()
    );
    fs::rename(&away, &file).unwrap();
    let back = Instant::now();
    while !may(&world, "plant/7/state").await {
        assert!(back.elapsed() < PATIENCE, "it does not come back");
        sleep(Duration::from_millis(50)).await;
    }
    while world.get("/readyz").await.status != 200 {
        assert!(back.elapsed() < PATIENCE, "it is not ready again");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn what_is_under_way_is_finished_at_the_end() {
    let mut world = World::new().await;
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    let body = r#"{"username": "ada", "password": "right", "client_id": "c"}"#;
    let head = format!(
        "POST /amqtt/user HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
        body.len()
    );
    let head = format!("{head}Expect: 100-continue\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    // The service says so when it waits for the body.
    let mut going_on = [0; 25];
    stream.read_exact(&mut going_on).await.unwrap();
    assert_eq!(&going_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    world.end.take().unwrap().send(()).unwrap();
    let ended = Instant::now();
    while TcpStream::connect(world.address).await.is_ok() {
        assert!(ended.elapsed() < PATIENCE, "new connections are accepted");
        sleep(Duration::from_millis(10)).await;
    }
    stream.write_all(body.as_bytes()).await.unwrap();
    assert_eq!(read_answer(&mut stream).await.body, r#"{"ok":true}"#);
    world.served.take().unwrap().await.unwrap();
}

#[tokio::test]
async fn a_shadow_answers_in_place_of_the_rights_and_differences_are_counted() {
    let mut options = ServiceOptions::default();
    let file = "user ada\ntopic write plant/+/state\ntopic write only/there\n";
    options.shadow = Some(amqtt_service::Shadow::read(file).unwrap());
    let world = World::with(|_| {}, options).await;
    assert!(may(&world, "plant/7/state").await);
    assert!(may(&world, "only/there").await);
    // A right that the file does not have.
    assert!(!may(&world, "a,b").await);
    assert!(!may(&world, "neither").await);
    let figures = world.get("/metrics").await.body;
    assert!(figures.contains("amqtt_service_differences_total 2"), "{figures}");
}

/// EMQX's question about a device, which it knows by the answer to its login.
async fn device_may(world: &World, device: &str, client_id: &str) -> bool {
    let asked = serde_json::json!({
        "clientid": client_id, "username": "", "device": device, "action": "publish", "topic": "plant/7/state",
    });
    let answer = world.json("/emqx/authz", &asked.to_string()).await;
    answer.body.contains("allow")
}

async fn device_logs_in(world: &World) -> bool {
    let asked = serde_json::json!({"clientid": "pump-7", "cert_pem": world.certificate()});
    let answer = world.json("/emqx/authn", &asked.to_string()).await;
    answer.body.contains("allow")
}

fn with_list_and_grace(configuration: &mut amqtt_gate::Configuration) {
    configuration.grace = Duration::from_secs(60 * 60);
    configuration.max_stale = Duration::from_secs(1);
    configuration.database.as_mut().unwrap().ttl = Duration::from_millis(200);
    let files = configuration.certificates.as_mut().unwrap();
    files.crl_files = vec![files.ca_files[0].with_file_name("ca.crl")];
}

#[tokio::test]
async fn grace_is_for_devices_that_are_known_to_count_and_never_for_a_revoked_one() {
    let mut world = World::with(with_list_and_grace, ServiceOptions::default()).await;
    world
        .set_rights("pump-8", Action::Publish, &["plant/+/state"])
        .await;
    assert!(device_logs_in(&world).await);
    assert!(device_may(&world, "pump-7", "pump-7").await);
    // It logged in while another service was asked: its certificate was never seen here.
    assert!(device_may(&world, "pump-8", "pump-8").await);
    fs::rename(
        world.directory.path().join("auth.db"),
        world.directory.path().join("away"),
    )
    .unwrap();
    let gone = Instant::now();
    while device_may(&world, "pump-8", "pump-8").await || may(&world, "plant/7/state").await {
        assert!(gone.elapsed() < PATIENCE, "others have grace too");
        sleep(Duration::from_millis(50)).await;
    }
    assert!(device_may(&world, "pump-7", "pump-7").await, "it has no grace");
    world.revoke(2, &[&[3]]);
    let revoked = Instant::now();
    while device_may(&world, "pump-7", "pump-7").await {
        assert!(revoked.elapsed() < PATIENCE, "a revoked device has grace");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_device_that_is_revoked_has_no_rights_and_another_client_id_has_none_of_its() {
    let world = World::with(with_list_and_grace, ServiceOptions::default()).await;
    assert!(device_logs_in(&world).await);
    assert!(device_may(&world, "pump-7", "pump-7").await);
    assert!(!device_may(&world, "pump-7", "pump-9").await);
    world.revoke(2, &[&[3]]);
    let revoked = Instant::now();
    while device_may(&world, "pump-7", "pump-7").await {
        assert!(revoked.elapsed() < PATIENCE, "a revoked device has rights");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_database_without_tables_is_not_ready_and_says_why() {
    let world = World::new().await;
    assert_eq!(world.get("/readyz").await.status, 200);
    let file = world.directory.path().join("auth.db");
    for broken in ["removed", "empty"] {
        fs::remove_file(&file).unwrap();
        let reason = match broken {
            "removed" => "the database file does not exist",
            _ => {
                fs::write(&file, "").unwrap();
                "tables are missing"
            }
        };
        let began = Instant::now();
        let mut answer = world.get("/readyz").await;
        while !answer.body.contains(reason) {
            assert!(began.elapsed() < PATIENCE, "{broken}: {answer:?}");
            sleep(Duration::from_millis(20)).await;
            answer = world.get("/readyz").await;
        }
        // It is not ready at any of the next looks, ten a second, either.
        for _ in 0..20 {
            assert_eq!(world.get("/readyz").await.status, 503, "{broken}");
            sleep(Duration::from_millis(50)).await;
        }
        fs::write(&file, "").unwrap();
    }
}
