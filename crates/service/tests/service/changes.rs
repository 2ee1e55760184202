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
