//! Connections: accepted within bounds, with TLS or without, and brought to an end on request.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::Semaphore,
    time::{sleep, timeout},
};
use tower_service::Service as _;

use crate::tls::Tls;

/// Connections at once; more are accepted once others have ended.
const CONNECTIONS: usize = 4_096;
/// The longest head of a request, and what is read ahead of a body.
const READ_AHEAD: usize = 64 * 1024;
/// Time for the head of a request, and for a TLS handshake.
const HEAD: Duration = Duration::from_secs(30);
/// Time that requests under way have after the end was asked for.
const FAREWELL: Duration = Duration::from_secs(10);

/// Answers connections until `end` is ready; then finishes the requests that are under way.
///
/// # Errors
/// The listener cannot be used any more.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Arc<Tls>>,
    router: Router,
    end: impl Future<Output = ()>,
) -> io::Result<()> {
    let turns = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut end = std::pin::pin!(end);
    loop {
        let next = async {
            let turn = Arc::clone(&turns).acquire_owned().await;
            (turn, listener.accept().await)
        };
        let (turn, accepted) = tokio::select! {
            biased;
            () = &mut end => break,
            next = next => next,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            // Out of descriptors, for instance: others will end.
            Err(_) => {
                sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let (tls, router, watcher) = (tls.clone(), router.clone(), graceful.watcher());
        tokio::spawn(async move {
            let _turn = turn;
            let _ = stream.set_nodelay(true);
            let Some(tls) = tls else {
                return answer(stream, peer, router, watcher).await;
            };
            let slow = |_| Err(io::ErrorKind::TimedOut.into());
            match timeout(HEAD, tls.acceptor().accept(stream))
                .await
                .unwrap_or_else(slow)
            {
                Ok(stream) => answer(stream, peer, router, watcher).await,
                Err(error) => tls.failed(peer, &error),
            }
        });
    }
    drop(listener);
    let _ = timeout(FAREWELL, graceful.shutdown()).await;
    Ok(())
}

/// Answers the requests of one connection.
async fn answer(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    router: Router,
    watcher: Watcher,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        let mut router = router.clone();
        request.extensions_mut().insert(ConnectInfo(peer));
        async move { router.call(request.map(Body::new)).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(READ_AHEAD)
        .serve_connection(TokioIo::new(stream), service);
    // A client that breaks off is its own affair.
    let _ = watcher.watch(connection).await;
}
