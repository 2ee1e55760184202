//! Requests to one server: connections that are kept, and bounds on time, size and number.

use std::{
    io, net,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response,
    body::Incoming,
    client::conn::http1::{self, SendRequest},
    header::CONTENT_TYPE,
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::Semaphore,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{self, pki_types::ServerName},
};

use crate::decision::SourceFault;

use super::{
    dial::dial,
    options::{HttpOptions, HttpOptionsError},
    tls,
};

/// Maximum size of the body of an answer, in bytes.
const BODY_LIMIT: usize = 64 * 1024;
/// Maximum size of the head of an answer, in bytes.
const HEAD_LIMIT: usize = 16 * 1024;
/// Time for which an unused connection is trusted to be alive: a firewall between may have forgotten it.
const IDLE_LIMIT: Duration = Duration::from_secs(15);

/// Time for a connection to come to rest after an answer: a server that answers before it has read the request may keep the
/// rest of it from being sent.
const REST_LIMIT: Duration = Duration::from_millis(20);

/// An uninterpreted answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    pub(super) body: Vec<u8>,
}

/// A client of one server.
pub(super) struct Client {
    host: String,
    port: u16,
    /// The host in the form of TLS: the name that the server's certificate must have.
    name: ServerName<'static>,
    tls: Option<TlsConnector>,
    timeout: Duration,
    turns: Semaphore,
    /// Idle connections, the one used last at the end. Never more than there are turns.
    idle: Mutex<Vec<(Connection, Instant)>>,
}

impl Client {
    pub(super) fn new(options: &HttpOptions) -> Result<Self, HttpOptionsError> {
        let host = options.host.clone();
        Ok(Self {
            name: ServerName::try_from(host.clone()).map_err(|_| HttpOptionsError::Host(host.clone()))?,
            host,
            port: options.port,
            tls: options.with_tls.then(|| tls::connector(options)).transpose()?,
            timeout: options.timeout,
            turns: Semaphore::new(options.max_concurrent.clamp(1, Semaphore::MAX_PERMITS)),
            idle: Mutex::default(),
        })
    }

    /// Sends a request, and reads the whole answer.
    pub(super) async fn send(&self, request: Request<Full<Bytes>>) -> Result<Answer, SourceFault> {
        let after = self.timeout;
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(SourceFault::Unaskable("there is no tokio runtime here"));
        }
        timeout(after, self.exchange(request))
            .await
            .unwrap_or(Err(SourceFault::TimedOut { after }))
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Answer, SourceFault> {
        let turn = self.turns.acquire().await;
        let _turn = turn.map_err(|_| SourceFault::Unaskable("the source is closed"))?;
        if let Some(mut connection) = self.take_idle() {
            // The server may close an idle connection just as it is used again. Asking twice is harmless, because a
            // question changes nothing.
            match connection.send(request.clone()).await {
                Err(SourceFault::BrokenOff) => {}
                Err(fault) => return Err(fault),
                Ok(response) => return self.finish(connection, response).await,
            }
        }
        let mut connection = self.connect().await?;
        let response = connection.send(request).await?;
        self.finish(connection, response).await
    }

    /// Reads the body, and keeps the connection for the next request.
    async fn finish(
        &self,
        mut connection: Connection,
        response: Response<Incoming>,
    ) -> Result<Answer, SourceFault> {
        let answer = read(response).await?;
        if connection.is_at_rest().await {
            self.idle().push((connection, Instant::now()));
        }
        Ok(answer)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Connection, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_idle(&self) -> Option<Connection> {
        let mut idle = self.idle();
        idle.retain(|(connection, since)| since.elapsed() < IDLE_LIMIT && connection.is_silent());
        idle.pop().map(|(connection, _)| connection)
    }

    async fn connect(&self) -> Result<Connection, SourceFault> {
        let unreachable = |error: io::Error| SourceFault::Unreachable(error.kind());
        let stream = dial(&self.host, self.port).await.map_err(unreachable)?;
        stream.set_nodelay(true).map_err(unreachable)?;
        // A second handle on the socket detects unsolicited data.
        let stream = stream.into_std().map_err(unreachable)?;
        let socket = stream.try_clone().map_err(unreachable)?;
        let stream = TcpStream::from_std(stream).map_err(unreachable)?;
        match &self.tls {
            None => Connection::open(stream, socket).await,
            Some(tls) => {
                let stream = tls.connect(self.name.clone(), stream).await;
                Connection::open(stream.map_err(|error| tls_fault(&error))?, socket).await
            }
        }
    }
}

/// Returns the fault of a failed handshake: an error of rustls is reported, anything else is a closed connection.
fn tls_fault(error: &io::Error) -> SourceFault {
    let cause = error
        .get_ref()
        .and_then(|cause| cause.downcast_ref::<rustls::Error>());
    cause.map_or(SourceFault::BrokenOff, |cause| {
        SourceFault::Tls(cause.to_string())
    })
}

/// A connection that can take a request. A task of its own moves the bytes until this is dropped.
struct Connection {
    sender: SendRequest<Full<Bytes>>,
    /// A second, non-blocking handle on the socket.
    socket: net::TcpStream,
}

impl Connection {
    async fn open<T>(stream: T, socket: net::TcpStream) -> Result<Self, SourceFault>
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(BODY_LIMIT)
            .max_header_size(HEAD_LIMIT)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| fault(&error))?;
        tokio::spawn(connection);
        Ok(Self { sender, socket })
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, SourceFault> {
        self.sender.ready().await.map_err(|error| fault(&error))?;
        let response = self.sender.send_request(request).await;
        response.map_err(|error| fault(&error))
    }

    /// Returns whether the answer was read to its end and nothing came after it, as soon as that is known: a second answer
    /// in the same packet would be taken for the answer to the next question. hyper becomes ready for the next request only
    /// when its buffer is empty.
    async fn is_at_rest(&mut self) -> bool {
        let ready = timeout(REST_LIMIT, self.sender.ready()).await;
        ready.is_ok_and(|ready| ready.is_ok())
    }

    /// Returns whether the connection is open and nothing has arrived since it was used: neither in hyper nor in the socket,
    /// where an unsolicited answer or the end of the connection may wait.
    fn is_silent(&self) -> bool {
        let waiting = self.socket.peek(&mut [0]);
        !self.sender.is_closed() && waiting.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }
}

async fn read(response: Response<Incoming>) -> Result<Answer, SourceFault> {
    let (head, mut incoming) = response.into_parts();
    let mut body = Vec::new();
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|error| fault(&error))?;
        let data = frame.data_ref().map_or(&[][..], |data| data);
        if body.len() + data.len() > BODY_LIMIT {
            return Err(SourceFault::TooLarge { limit: BODY_LIMIT });
        }
        body.extend_from_slice(data);
    }
    let content_type = head.headers.get(CONTENT_TYPE);
    Ok(Answer {
        status: head.status.as_u16(),
        content_type: content_type
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
        body,
    })
}

fn fault(error: &hyper::Error) -> SourceFault {
    match error.is_parse() {
        true => SourceFault::Malformed("the head is too large, or is not HTTP/1.1"),
        false => SourceFault::BrokenOff,
    }
}
