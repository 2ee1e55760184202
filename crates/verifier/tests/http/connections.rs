//! Connections are kept, replaced when they have gone, and never more than allowed.

use std::{
    net::{Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use amqtt_verifier::{
    Decision, Reason, SourceFault,
    sources::http::{HttpOptions, HttpOptionsError, HttpSource},
};
use tokio::{io::AsyncWriteExt as _, net::TcpListener, sync::Semaphore};

use crate::{
    ask_topic, ask_user, options,
    server::{Request, Server, json},
};

const YES: &str = r#"{"ok": true}"#;

#[tokio::test]
async fn a_connection_is_used_again() {
    let server = Server::answering(|_| json(YES)).await;
    let source = HttpSource::new(&options(server.port)).unwrap();
    for _ in 0..10 {
        assert_eq!(ask_user(&source).await, Decision::Allow);
        assert_eq!(ask_topic(&source).await, Decision::Allow);
    }
    assert_eq!(server.connections(), 1);
    assert_eq!(server.requests().len(), 20);
}

/// The server closes after every answer, without a word: sometimes we know it before the next request, sometimes the
/// request is on its way already.
#[tokio::test]
async fn a_connection_that_has_gone_is_replaced() {
    let server = Server::with(|mut stream| async move {
        Request::read(&mut stream).await;
        stream.write_all(&json(YES)).await.unwrap();
    })
    .await;
    let source = HttpSource::new(&options(server.port)).unwrap();
    for _ in 0..50 {
        assert_eq!(ask_user(&source).await, Decision::Allow);
    }
    assert_eq!(server.connections(), 50);
}

const NO: &str = r#"{"ok": false}"#;

/// A second answer that nobody asked for counts for nothing: neither in the same packet, nor in one that came after it.
#[tokio::test]
async fn an_answer_that_nobody_asked_for_counts_for_nothing() {
    for in_one_packet in [true, false] {
        let written = Arc::new(Semaphore::new(0));
        let signal = Arc::clone(&written);
        let server = Server::with(move |mut stream| {
            let signal = Arc::clone(&signal);
            async move {
                while Request::read(&mut stream).await.is_some() {
                    let (first, second) = (json(NO), json(YES));
                    if in_one_packet {
                        let _ = stream.write_all(&[first, second].concat()).await;
                    } else {
                        let _ = stream.write_all(&first).await;
                        tokio::time::sleep(Duration::from_millis(1)).await;
                        let _ = stream.write_all(&second).await;
                    }
                    signal.add_permits(1);
                }
            }
        })
        .await;
        let source = HttpSource::new(&options(server.port)).unwrap();
        for _ in 0..200 {
            assert_eq!(
                ask_user(&source).await,
                Decision::Deny(Reason::Refused),
                "{in_one_packet}"
            );
            // The next question is asked when the second answer is on its way.
            written.acquire().await.unwrap().forget();
        }
    }
}

/// As Python's own `http.server` does: HTTP/1.0, and a body that ends with the connection.
#[tokio::test]
async fn servers_that_close_are_good_servers() {
    for head in [
        "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n",
    ] {
        let server = Server::with(move |mut stream| async move {
            Request::read(&mut stream).await;
            stream.write_all(format!("{head}{YES}").as_bytes()).await.unwrap();
        })
        .await;
        let source = HttpSource::new(&options(server.port)).unwrap();
        for _ in 0..5 {
            assert_eq!(ask_user(&source).await, Decision::Allow, "{head}");
        }
    }
}

/// The server takes a second request, and closes instead of answering it.
#[tokio::test]
async fn a_request_that_met_a_closing_connection_is_sent_once_more() {
    let server = Server::with(|mut stream| async move {
        Request::read(&mut stream).await;
        stream.write_all(&json(YES)).await.unwrap();
        Request::read(&mut stream).await;
    })
    .await;
    let source = HttpSource::new(&options(server.port)).unwrap();
    for _ in 0..5 {
        assert_eq!(ask_user(&source).await, Decision::Allow);
    }
    assert_eq!(server.connections(), 5);
}

#[tokio::test]
async fn on_a_new_connection_nothing_is_sent_twice() {
    let server = Server::with(|mut stream| async move {
        Request::read(&mut stream).await;
    })
    .await;
    let source = HttpSource::new(&options(server.port)).unwrap();
    assert_eq!(
        ask_user(&source).await,
        Decision::Deny(SourceFault::BrokenOff.into())
    );
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn no_more_requests_at_once_than_allowed() {
    let now = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let counters = (Arc::clone(&now), Arc::clone(&most));
    let server = Server::with(move |mut stream| {
        let (now, most) = (Arc::clone(&counters.0), Arc::clone(&counters.1));
        async move {
            while Request::read(&mut stream).await.is_some() {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(2)).await;
                now.fetch_sub(1, Ordering::SeqCst);
                stream.write_all(&json(YES)).await.unwrap();
            }
        }
    })
    .await;
    let mut options = options(server.port);
    options.max_concurrent = 3;
    options.timeout = Duration::from_secs(60);
    let source = Arc::new(HttpSource::new(&options).unwrap());
    let tasks: Vec<_> = (0..60)
        .map(|_| {
            let source = Arc::clone(&source);
            tokio::spawn(async move { ask_user(&source).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), Decision::Allow);
    }
    assert_eq!(most.load(Ordering::SeqCst), 3);
    assert!(server.connections() <= 3, "{} connections", server.connections());
}

/// A client that goes away while it is asked about takes its request along, and gives its turn back.
#[tokio::test]
async fn a_dropped_request_gives_its_turn_back() {
    let server = Server::with(|mut stream| async move {
        let Some(request) = Request::read(&mut stream).await else {
            return;
        };
        if request.path == "/acl" {
            stream.write_all(&json(YES)).await.unwrap();
        }
        Request::read(&mut stream).await;
    })
    .await;
    let mut options = options(server.port);
    options.max_concurrent = 1;
    options.timeout = Duration::from_secs(60);
    let source = HttpSource::new(&options).unwrap();
    let brief = Duration::from_millis(50);
    assert!(tokio::time::timeout(brief, ask_user(&source)).await.is_err());
    assert_eq!(ask_topic(&source).await, Decision::Allow);
}

#[tokio::test]
async fn ipv6_addresses_are_hosts() {
    let Ok(listener) = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, 0))).await else {
        panic!("the loopback interface has no IPv6 address");
    };
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = Request::read(&mut stream).await.unwrap();
        stream.write_all(&json(YES)).await.unwrap();
        request.header("host").map(str::to_owned)
    });
    let source = HttpSource::new(&HttpOptions::new("::1", port)).unwrap();
    assert_eq!(ask_user(&source).await, Decision::Allow);
    assert_eq!(server.await.unwrap(), Some(format!("[::1]:{port}")));
}

#[test]
fn without_a_runtime_it_denies() {
    let source = HttpSource::new(&options(1)).unwrap();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let answer = std::pin::pin!(ask_user(&source)).poll(&mut context);
    let denied = |decision: &Decision| matches!(decision, Decision::Deny(_));
    assert!(
        matches!(answer, std::task::Poll::Ready(ref decision) if denied(decision)),
        "{answer:?}"
    );
}

#[test]
fn options_that_cannot_be_used_are_refused() {
    for uri in [
        "",
        "user",
        "http://example.org/user",
        "/us er",
        "/user#there",
        "/user\r\nX: y",
        "//\u{fc}",
    ] {
        let mut options = options(1);
        options.superuser_uri = Some(uri.to_owned());
        let error = HttpSource::new(&options).unwrap_err();
        assert!(
            matches!(
                error,
                HttpOptionsError::Uri {
                    option: "superuser_uri",
                    ..
                }
            ),
            "{uri:?}: {error}"
        );
    }
    for host in ["", "exa mple", "a\r\nb", "a/b", "user@host", "a:b", "[::1]"] {
        let error = HttpSource::new(&HttpOptions::new(host, 1)).unwrap_err();
        assert!(matches!(error, HttpOptionsError::Host(_)), "{host:?}: {error}");
    }
    let mut options = options(1);
    options.user_agent = "a\nb".to_owned();
    assert!(matches!(
        HttpSource::new(&options).unwrap_err(),
        HttpOptionsError::UserAgent(_)
    ));
}
