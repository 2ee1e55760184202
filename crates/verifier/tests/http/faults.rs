//! Servers that are slow, broken or hostile: denied, never raised, and bounded in memory.

use std::{
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use amqtt_verifier::{
    ClientId, ConnectRequest, Decision, Reason, Source as _, SourceFault,
    sources::http::{HttpOptions, HttpSource, ParamsMode, RequestMethod, ResponseMode},
};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpSocket, TcpStream},
};

use crate::{
    PASSWORD, ask_topic, ask_user, options,
    server::{Request, Server, answer, json},
};

const BRIEF: Duration = Duration::from_millis(50);
const BODY_LIMIT: usize = 64 * 1024;
const YES: &str = r#"{"ok": true}"#;
/// Octets that may be on the way in the buffers of both ends, whatever we read; far less than what is offered.
const ON_THE_WAY: usize = 16 * 1024 * 1024;

/// Asks for a client and a topic in every response mode; the faults. None of them shows a password.
async fn faults_of(options: &HttpOptions) -> Vec<SourceFault> {
    let mut faults = Vec::new();
    for mode in [ResponseMode::Status, ResponseMode::Json, ResponseMode::Text] {
        let mut options = options.clone();
        options.response_mode = mode;
        let source = HttpSource::new(&options).unwrap();
        for decision in [ask_user(&source).await, ask_topic(&source).await] {
            let shown = format!("{decision:?} {source:?}");
            assert!(!shown.contains("p4ssw0rd"), "{shown}");
            let Decision::Deny(reason) = decision else {
                panic!("{mode}: {decision:?}");
            };
            assert!(!reason.to_string().contains("p4ssw0rd"), "{reason}");
            let Reason::Source(fault) = reason else {
                panic!("{mode}: {reason:?}");
            };
            faults.push(fault);
        }
    }
    faults
}

#[track_caller]
fn all(faults: &[SourceFault], expected: &SourceFault) {
    assert!(
        faults.iter().all(|fault| fault == expected),
        "{expected:?}: {faults:?}"
    );
}

fn timed_out() -> SourceFault {
    SourceFault::TimedOut { after: BRIEF }
}

fn too_large() -> SourceFault {
    SourceFault::TooLarge { limit: BODY_LIMIT }
}

fn briefly(port: u16) -> HttpOptions {
    let mut options = options(port);
    options.timeout = BRIEF;
    options
}

/// A server that reads the request, and then does what it likes.
async fn after_the_request<F, Fut>(behave: F) -> Server
where
    F: Fn(TcpStream) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let behave = Arc::new(behave);
    Server::with(move |mut stream| {
        let behave = Arc::clone(&behave);
        async move {
            if Request::read(&mut stream).await.is_some() {
                behave(stream).await;
            }
        }
    })
    .await
}

/// A server that sends these bytes, and keeps the connection open.
async fn sending(bytes: Vec<u8>) -> Server {
    let bytes = Arc::new(bytes);
    after_the_request(move |mut stream| {
        let bytes = Arc::clone(&bytes);
        async move {
            let _ = stream.write_all(&bytes).await;
            Request::read(&mut stream).await;
        }
    })
    .await
}

/// A server that sends a head, and then the same block again and again, up to 256 MiB. How much it got rid of at most.
async fn flooding(head: &'static str, block: &'static [u8]) -> (Server, Arc<AtomicUsize>) {
    let most = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&most);
    let server = after_the_request(move |mut stream| {
        let most = Arc::clone(&counter);
        async move {
            let mut sent = 0;
            if stream.write_all(head.as_bytes()).await.is_err() {
                return;
            }
            while sent < 256 * 1024 * 1024 {
                match stream.write(block).await {
                    Ok(length) => sent += length,
                    Err(_) => break,
                }
                most.fetch_max(sent, Ordering::Relaxed);
            }
        }
    })
    .await;
    (server, most)
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let refused = SourceFault::Unreachable(std::io::ErrorKind::ConnectionRefused);
    all(&faults_of(&options(port)).await, &refused);
}

/// A full queue of connections: the handshake of TCP itself gets no answer.
#[tokio::test]
async fn connecting_takes_too_long() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queued = Vec::new();
    while let Ok(stream) = tokio::time::timeout(BRIEF, TcpStream::connect(address)).await {
        queued.push(stream.unwrap());
        assert!(queued.len() < 100, "the queue does not fill");
    }
    all(&faults_of(&briefly(address.port())).await, &timed_out());
}

#[tokio::test]
async fn the_answer_takes_too_long() {
    for beginning in [
        "",
        "HTTP/1.1 200 OK\r\nContent-",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"ok\": true}",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
        // Without a length the body ends with the connection, which does not end.
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"ok\": true}",
    ] {
        let server = sending(beginning.as_bytes().to_vec()).await;
        all(&faults_of(&briefly(server.port)).await, &timed_out());
    }
}

/// Bytes that keep coming do not renew the time that the whole answer has.
#[tokio::test]
async fn the_body_drips() {
    let server = after_the_request(|mut stream| async move {
        let mut drop: &[u8] =
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n";
        while stream.write_all(drop).await.is_ok() {
            drop = b" ";
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    all(&faults_of(&briefly(server.port)).await, &timed_out());
}

#[tokio::test]
async fn the_connection_breaks_off() {
    for beginning in [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"ok\": true}",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n{\"ok\": true}",
    ] {
        let server = after_the_request(move |mut stream| async move {
            stream.write_all(beginning.as_bytes()).await.unwrap();
        })
        .await;
        all(&faults_of(&options(server.port)).await, &SourceFault::BrokenOff);
    }
}

/// A socket that is closed with unread bytes in it answers with a reset.
#[tokio::test]
async fn the_connection_is_reset() {
    let server = Server::with(|stream| async move {
        stream.readable().await.unwrap();
    })
    .await;
    all(&faults_of(&options(server.port)).await, &SourceFault::BrokenOff);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::answering(|_| json(YES)).await;
    for status in [300, 301, 302, 303, 304, 305, 307, 308] {
        let location = format!(
            "HTTP/1.1 {status} Elsewhere\r\nLocation: http://127.0.0.1:{}/user\r\nContent-Length: 0\r\n\r\n",
            elsewhere.port
        );
        let server = Server::answering(move |_| location.clone().into_bytes()).await;
        all(
            &faults_of(&options(server.port)).await,
            &SourceFault::Redirect { status },
        );
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_body_of_256_mib_is_not_read() {
    let declared = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 268435456\r\n\r\n";
    let until_the_end = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
    for head in [declared, until_the_end] {
        let (server, most) = flooding(head, &[b' '; 65_536]).await;
        all(&faults_of(&options(server.port)).await, &too_large());
        let most = most.load(Ordering::Relaxed);
        assert!(most < ON_THE_WAY, "{most} bytes were taken");
    }
}

#[tokio::test]
async fn chunks_without_end_are_not_read() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunks = b"4\r\n    \r\n".repeat(1_000).leak();
    let (server, most) = flooding(head, chunks).await;
    all(&faults_of(&options(server.port)).await, &too_large());
    let most = most.load(Ordering::Relaxed);
    assert!(most < ON_THE_WAY, "{most} bytes were taken");
}

#[tokio::test]
async fn heads_without_end_are_not_read() {
    const LINE: &[u8] = b"X-Header: value\r\n";
    const LONG: &[u8] = &[b'x'; 4096];
    for (head, block) in [
        ("HTTP/1.1 200 OK\r\n", LINE),
        ("HTTP/1.1 200 OK\r\nX-Header: ", LONG),
        ("HTTP/1.1 200 ", LONG),
        ("", LONG),
        // Extensions of a chunk, and trailers.
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;", LONG),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", LINE),
    ] {
        let (server, most) = flooding(head, block).await;
        faults_of(&options(server.port)).await;
        let most = most.load(Ordering::Relaxed);
        assert!(most < ON_THE_WAY, "{head:?}: {most} bytes were taken");
    }
}

/// Each of them is small and read at once, so that only the time-out ends it, for the connection too.
#[tokio::test]
async fn interim_answers_without_end_run_into_the_time_out() {
    let ended = Arc::new(tokio::sync::Notify::new());
    let notify = Arc::clone(&ended);
    let server = after_the_request(move |mut stream| {
        let notify = Arc::clone(&notify);
        async move {
            while stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await.is_ok() {}
            notify.notify_one();
        }
    })
    .await;
    let source = HttpSource::new(&briefly(server.port)).unwrap();
    assert_eq!(ask_user(&source).await, Decision::Deny(timed_out().into()));
    ended.notified().await;
}

#[tokio::test]
async fn a_body_may_have_64_kib_and_not_one_byte_more() {
    for (length, allowed) in [(BODY_LIMIT, true), (BODY_LIMIT + 1, false)] {
        let body = YES.to_owned() + &" ".repeat(length - YES.len());
        let whole = json(&body);
        let chunked = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
        );
        for bytes in [whole, chunked.into_bytes()] {
            let server = sending(bytes).await;
            let decision = ask_user(&HttpSource::new(&options(server.port)).unwrap()).await;
            let expected = if allowed {
                Decision::Allow
            } else {
                Decision::Deny(too_large().into())
            };
            assert_eq!(decision, expected, "{length} bytes");
        }
    }
}

#[tokio::test]
async fn a_head_may_have_16_kib() {
    for (length, allowed) in [(15 * 1024, true), (17 * 1024, false)] {
        let long = "x".repeat(length);
        let server =
            sending(format!("HTTP/1.1 200 OK\r\nX: {long}\r\nContent-Length: 0\r\n\r\n").into()).await;
        let mut options = options(server.port);
        options.response_mode = ResponseMode::Status;
        let decision = ask_user(&HttpSource::new(&options).unwrap()).await;
        assert_eq!(
            decision == Decision::Allow,
            allowed,
            "{length} bytes: {decision:?}"
        );
    }
}

/// A request that timed out does not go on in the background: the server sees the connection end.
#[tokio::test]
async fn a_request_that_timed_out_leaves_no_connection() {
    let ended = Arc::new(tokio::sync::Notify::new());
    for beginning in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbut"] {
        let notify = Arc::clone(&ended);
        let server = after_the_request(move |mut stream| {
            let notify = Arc::clone(&notify);
            async move {
                stream.write_all(beginning.as_bytes()).await.unwrap();
                assert!(Request::read(&mut stream).await.is_none());
                notify.notify_one();
            }
        })
        .await;
        let source = HttpSource::new(&briefly(server.port)).unwrap();
        assert_eq!(ask_user(&source).await, Decision::Deny(timed_out().into()));
        ended.notified().await;
    }
}

/// Compressed bodies are taken as they are, and so are not JSON, nor `ok`; 200 KiB of them are too large.
#[tokio::test]
async fn a_gzip_bomb_does_not_go_off() {
    // An empty deflate block again and again: valid gzip of any length.
    let head: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03";
    for (blocks, expected) in [(1_000, None), (40_000, Some(too_large()))] {
        let body = [head, &b"\x00\x00\x00\xff\xff".repeat(blocks)].concat();
        let mut bytes = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend(body);
        let server = sending(bytes).await;
        for mode in [ResponseMode::Json, ResponseMode::Text] {
            let mut options = options(server.port);
            options.response_mode = mode;
            let decision = ask_user(&HttpSource::new(&options).unwrap()).await;
            match &expected {
                Some(fault) => assert_eq!(decision, Decision::Deny(fault.clone().into())),
                None => assert!(matches!(decision, Decision::Deny(_)), "{mode}: {decision:?}"),
            }
        }
    }
}

#[tokio::test]
async fn what_is_not_http_denies() {
    for bytes in [
        &b"{\"ok\": true}\n\n"[..],
        b"HTTP/2.0 200 OK\r\n\r\n",
        b"HTTP/0.9 200 OK\r\n\r\n",
        b"ICY 200 OK\r\n\r\n",
        b"HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nok\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nNo colon\r\nContent-Length: 2\r\n\r\nok",
        b"\x16\x03\x01\x00\x05hello",
    ] {
        let bytes = bytes.to_vec();
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let server = after_the_request(move |mut stream| {
            let bytes = bytes.clone();
            async move { stream.write_all(&bytes).await.unwrap() }
        })
        .await;
        let faults = faults_of(&options(server.port)).await;
        let named = |fault: &SourceFault| matches!(fault, SourceFault::Malformed(_) | SourceFault::BrokenOff);
        assert!(faults.iter().all(named), "{shown:?}: {faults:?}");
    }
}

/// Bytes after an answer are not the answer to the next question.
#[tokio::test]
async fn an_answer_nobody_asked_for_is_not_used() {
    let no = answer(403, None, "");
    let server = sending([no, json(YES), json(YES)].concat()).await;
    let source = HttpSource::new(&options(server.port)).unwrap();
    for _ in 0..5 {
        assert_eq!(ask_user(&source).await, Decision::Deny(Reason::Refused));
    }
}

#[tokio::test]
async fn what_cannot_be_asked_denies() {
    let server = Server::answering(|_| json(YES)).await;
    let client_id: ClientId = "pump-7".parse().unwrap();
    let source = HttpSource::new(&options(server.port)).unwrap();
    let request = ConnectRequest::new(&client_id)
        .with_user_name("ada")
        .with_password(b"p4ssw0rd\xff");
    let decision = source.authenticate(&request).await;
    assert_eq!(
        decision,
        Decision::Deny(SourceFault::Unaskable("the password is not UTF-8").into())
    );

    let mut options = options(server.port);
    options.params_mode = ParamsMode::Form;
    let long = "\u{fc}".repeat(20_000);
    let request = ConnectRequest::new(&client_id)
        .with_user_name("ada")
        .with_password(long.as_bytes());
    let decision = HttpSource::new(&options).unwrap().authenticate(&request).await;
    assert!(
        matches!(
            decision,
            Decision::Deny(Reason::Source(SourceFault::Unaskable(_)))
        ),
        "{decision:?}"
    );
    assert_eq!(server.connections(), 0);

    // In a body there is room for it.
    options.request_method = RequestMethod::Post;
    let decision = HttpSource::new(&options).unwrap().authenticate(&request).await;
    assert_eq!(decision, Decision::Allow);
    assert_eq!(
        PASSWORD.find("p4ssw0rd"),
        Some(0),
        "the word that no fault may show"
    );
}
