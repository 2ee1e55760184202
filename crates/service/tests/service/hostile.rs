//! Requests that no broker sends: never a yes, and never the end of the service.

use std::time::Duration;

use amqtt_service::ServiceOptions;
use tokio::{io::AsyncWriteExt as _, net::TcpStream, time::timeout};

use crate::world::{Answer, World, read_answer};

const RIGHT: &str = r#"{"username": "ada", "password": "right", "client_id": "c"}"#;

fn is_yes(answer: &Answer) -> bool {
    let body = answer.body.to_ascii_lowercase();
    (200..300).contains(&answer.status)
        && ["true", "allow", "\"ok\"", "ok"]
            .iter()
            .any(|word| body.contains(word))
}

async fn assert_answers(world: &World) {
    assert!(is_yes(&world.json("/amqtt/user", RIGHT).await));
}

#[tokio::test]
async fn questions_that_cannot_be_read_are_answered_with_no() {
    let world = World::new().await;
    let long = format!(
        r#"{{"username": "ada", "password": "right", "client_id": "{}"}}"#,
        "c".repeat(300_000)
    );
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    for body in [
        "",
        "{",
        "null",
        "[]",
        r#"{"username": "ada", "username": "ada", "password": "right", "client_id": "c"}"#,
        r#"{"username": "ada", "password": "wrong", "password": "right", "client_id": "c"}"#,
        r#"{"username": ["ada"], "password": "right", "client_id": "c"}"#,
        r#"{"username": {"a": 1}, "password": "right", "client_id": "c"}"#,
        r#"{"username": "ada", "password": true, "client_id": "c"}"#,
        r#"{"username": "ada", "password": null, "client_id": "c"}"#,
        r#"{"username": "", "password": "right", "client_id": "c"}"#,
        r#"{"username": "ada\u0000", "password": "right", "client_id": "c"}"#,
        r#"{"username": "ADA", "password": "right", "client_id": "c"}"#,
        r#"{"username": "ada ", "password": "right", "client_id": "c"}"#,
        r#"{"Username": "ada", "password": "right", "client_id": "c"}"#,
        &long,
        &deep,
    ] {
        for path in [
            "/amqtt/user",
            "/amqtt/text/user",
            "/go-auth/user",
            "/emqx/authn",
            "/nanomq/auth",
            "/rabbitmq/user",
        ] {
            // RabbitMQ takes a question without a password for a login by certificate.
            let without_password = path == "/rabbitmq/user" && !body.contains("password");
            let answer = world.json(path, body).await;
            assert!(
                without_password || !is_yes(&answer),
                "{path} {body:.80}: {answer:?}"
            );
        }
    }
    for form in [
        "username=ada&password=right&client_id=c&username=ada",
        "username=ada&password=right%ff&client_id=c",
        "username=ada;password=right;client_id=c",
    ] {
        for path in ["/amqtt/user", "/go-auth/user", "/nanomq/auth", "/rabbitmq/user"] {
            let without_password = path == "/rabbitmq/user" && !form.contains("&password");
            let answer = world.form(path, form).await;
            assert!(without_password || !is_yes(&answer), "{path} {form}: {answer:?}");
        }
    }
    assert_answers(&world).await;
}

#[tokio::test]
async fn paths_that_are_nearly_right_are_no_dialects() {
    let world = World::new().await;
    for path in [
        "/amqtt/user/",
        "/amqtt//user",
        "/AMQTT/user",
        "/amqtt/users",
        "/amqtt",
        "/user",
        "/amqtt/text",
        "/emqx/authn/x",
        "/amqtt/%75ser",
        "/../amqtt/user",
        "/",
    ] {
        let answer = world.json(path, RIGHT).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!is_yes(&answer), "{path}: {answer:?}");
    }
    let delete = b"DELETE /amqtt/user HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert_eq!(world.send(delete).await.status, 405);
    assert_answers(&world).await;
}

#[tokio::test]
async fn a_topic_of_the_longest_kind_fits_and_a_longer_body_does_not() {
    let world = World::new().await;
    let topic = format!("plant/{}/state", "%C3%A9".repeat((65_535 - 12) / 2));
    let asked = world
        .form(
            "/amqtt/acl",
            &format!("username=ada&client_id=c&acc=2&topic={topic}"),
        )
        .await;
    assert!(is_yes(&asked), "{:.200?}", asked);
    let query = format!("/amqtt/acl?username=ada&client_id=c&acc=2&topic={topic}");
    // Only in a body: a head of this length is refused.
    assert_eq!(world.get(&query).await.status, 431);
    let longer = format!(
        "username=ada&client_id=c&acc=2&topic=plant/{}/state",
        "a".repeat(262_144)
    );
    assert!(!is_yes(&world.form("/amqtt/acl", &longer).await));
}

#[tokio::test]
async fn a_body_that_never_comes_ends_with_no() {
    let world = World::new().await;
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    let head = "POST /amqtt/user HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = timeout(Duration::from_secs(20), read_answer(&mut stream))
        .await
        .unwrap();
    assert!(!is_yes(&answer), "{answer:?}");
    assert_answers(&world).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_at_once_are_all_answered() {
    let world = std::sync::Arc::new(World::new().await);
    let asked: Vec<_> = (0..1_000)
        .map(|number| {
            let world = std::sync::Arc::clone(&world);
            tokio::spawn(async move {
                let topic = if number % 2 == 0 { "plant/7/state" } else { "other" };
                let form = format!("username=ada&client_id=c&acc=2&topic={topic}");
                (number, world.form("/amqtt/acl", &form).await)
            })
        })
        .collect();
    for asked in asked {
        let (number, answer) = asked.await.unwrap();
        assert_eq!(is_yes(&answer), number % 2 == 0, "{answer:?}");
    }
}

#[tokio::test]
async fn without_the_token_nothing_is_answered() {
    let mut options = ServiceOptions::default();
    options.token = Some("0123456789abcdef".to_owned().into());
    let world = World::with(|_| {}, options).await;
    for headers in [
        "",
        "Authorization: Bearer wrong\r\n",
        "Authorization: Bearer 0123456789abcde\r\n",
        "Authorization: Bearer 0123456789abcdef0\r\n",
        "Authorization: bearer0123456789abcdef\r\n",
        "Authorization: Basic 0123456789abcdef\r\n",
        "Authorization: Bearer 0123456789abcdef\r\nAuthorization: Bearer x\r\n",
    ] {
        let answer = world
            .post("/amqtt/user", "application/json", RIGHT.as_bytes(), headers)
            .await;
        assert_eq!(answer.status, 401, "{headers}");
    }
    let headers = "Authorization: Bearer 0123456789abcdef\r\n";
    let answer = world
        .post("/amqtt/user", "application/json", RIGHT.as_bytes(), headers)
        .await;
    assert!(is_yes(&answer), "{answer:?}");
    // The scheme is written in either case.
    let headers = "Authorization: bearer 0123456789abcdef\r\n";
    let answer = world
        .post("/amqtt/user", "application/json", RIGHT.as_bytes(), headers)
        .await;
    assert!(is_yes(&answer), "{answer:?}");
    assert_eq!(world.get("/metrics").await.status, 401);
    assert_eq!(world.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn failed_logins_of_a_name_are_limited_and_others_are_not() {
    let mut options = ServiceOptions::default();
    options.failures_a_minute = 3;
    let mut world = World::with(|_| {}, options).await;
    world.set_password("bob", "right").await;
    let login = |name: &str, password: &str| {
        format!(r#"{{"username": "{name}", "password": "{password}", "client_id": "c"}}"#)
    };
    for _ in 0..10 {
        // What succeeds does not count.
        assert!(is_yes(&world.json("/amqtt/user", &login("ada", "right")).await));
    }
    for _ in 0..3 {
        assert!(!is_yes(&world.json("/amqtt/user", &login("ada", "wrong")).await));
    }
    assert!(!is_yes(&world.json("/amqtt/user", &login("ada", "right")).await));
    assert!(is_yes(&world.json("/amqtt/user", &login("bob", "right")).await));
    // Where the broker says the address, another one is not concerned.
    let emqx = |host: &str, password: &str| {
        format!(r#"{{"username": "bob", "password": "{password}", "clientid": "c", "peerhost": "{host}"}}"#)
    };
    for _ in 0..3 {
        assert!(!is_yes(
            &world.json("/emqx/authn", &emqx("192.0.2.1", "wrong")).await
        ));
    }
    assert!(!is_yes(
        &world.json("/emqx/authn", &emqx("192.0.2.1", "right")).await
    ));
    assert!(is_yes(
        &world.json("/emqx/authn", &emqx("192.0.2.2", "right")).await
    ));
    assert!(
        world
            .get("/metrics")
            .await
            .body
            .contains("amqtt_service_limited_total 2")
    );
}

#[tokio::test]
async fn a_hook_that_is_given_twice_is_answered_with_no() {
    let world = World::new().await;
    let asked = br#"{"username": "ada", "client_id": "c", "topic": "plant/7/state"}"#;
    let hook = "vernemq-hook: auth_on_publish\r\n";
    for (headers, is_right) in [
        (hook.to_owned(), true),
        (format!("{hook}vernemq-hook: x\r\n"), false),
    ] {
        let answer = world.post("/vernemq", "application/json", asked, &headers).await;
        assert_eq!(answer.body.contains("\"ok\""), is_right, "{answer:?}");
    }
}

#[tokio::test]
async fn rabbitmqs_topics_are_those_of_mqtt_alone() {
    let world = World::new().await;
    for (exchange, answer) in [("amq.topic", "allow"), ("amq.direct", "deny"), ("other", "deny")] {
        let form = format!(
            "username=ada&vhost=%2F&resource=topic&name={exchange}&permission=write&routing_key=plant.7.state"
        );
        assert_eq!(
            world.form("/rabbitmq/topic", &form).await.body,
            answer,
            "{exchange}"
        );
    }
}
