//! The service: from a request to its answer.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use amqtt_gate::Gate;
use amqtt_verifier::{TrustDomain, certificate::UnixTime};
use arc_swap::ArcSwapOption;
use axum::{
    Router,
    extract::{ConnectInfo, Request},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{any, get},
};
use ctutils::CtEq as _;
use tokio::{sync::Semaphore, time::timeout};
use zeroize::Zeroizing;

use crate::{
    asking::Denial,
    body::Bodies,
    devices::Devices,
    dialect::{Dialect, Reply},
    dialects::{Asked, Difference, Question},
    fields::Fields,
    limit::Limiter,
    log::{Few, Line, Log, Refused, Shown},
    metrics::{Figures, Metrics},
    public::{Holding, Published},
    shadow::Shadow,
};

/// Time for a body to arrive, and for a question to wait for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// Questions that are answered at once; others wait.
const AT_ONCE: usize = 512;

/// The authentication scheme that precedes a token.
const SCHEME: &[u8] = b"Bearer ";

/// The options of a service.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct ServiceOptions {
    /// The token that a broker must send as `Authorization: Bearer …`; anyone may ask without it.
    pub token: Option<Zeroizing<String>>,
    /// Failed logins of one name a minute, after which it is denied; 0 for no limit.
    pub failures_a_minute: u32,
    /// The trust domain, for brokers that know a device by its SPIFFE ID.
    pub trust_domain: Option<TrustDomain>,
    /// The rules that answer about topics instead of the gate, while differences are logged.
    pub shadow: Option<Shadow>,
    /// The files that `/ca.crt` gives out.
    pub ca_files: Vec<PathBuf>,
    /// The files that `/ca.crl` gives out.
    pub crl_files: Vec<PathBuf>,
}

/// Answers brokers over HTTP from a gate.
pub struct Service {
    gate: Arc<Gate>,
    options: ServiceOptions,
    token: ArcSwapOption<Zeroizing<String>>,
    shadow: ArcSwapOption<Shadow>,
    limiter: Limiter,
    devices: Devices,
    metrics: Metrics,
    strangers: Few,
    turns: Semaphore,
    bodies: Bodies,
    log: Option<Log>,
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service")
            .field("gate", &self.gate)
            .finish_non_exhaustive()
    }
}

impl Service {
    /// Makes a service without an access log.
    #[must_use]
    pub fn new(gate: Arc<Gate>, mut options: ServiceOptions) -> Self {
        Self {
            token: ArcSwapOption::from(options.token.take().map(Arc::new)),
            shadow: ArcSwapOption::from(options.shadow.take().map(Arc::new)),
            gate,
            limiter: Limiter::new(options.failures_a_minute),
            options,
            devices: Devices::default(),
            metrics: Metrics::default(),
            strangers: Few::default(),
            turns: Semaphore::new(AT_ONCE),
            bodies: Bodies::default(),
            log: None,
        }
    }

    /// Writes a line of JSON for every question. A line that cannot be written in time is lost, and counted in the metrics.
    #[must_use]
    pub fn with_log(self, log: Log) -> Self {
        let log = Some(log);
        Self { log, ..self }
    }

    /// Replaces the token that brokers must send, from the next question on.
    pub fn replace_token(&self, token: Zeroizing<String>) {
        self.token.store(Some(Arc::new(token)));
    }

    /// Replaces the rules that answer about topics, from the next question on.
    pub fn replace_shadow(&self, shadow: Shadow) {
        self.shadow.store(Some(Arc::new(shadow)));
    }

    /// Returns the addresses of all dialects, and those for operators. An unknown one is 404.
    pub fn router(self: Arc<Self>) -> Router {
        let mut router = Router::new();
        for (path, dialect, question) in PATHS {
            let service = Arc::clone(&self);
            router = router.route(
                path,
                any(move |request: Request| async move { service.ask(*dialect, *question, request).await }),
            );
        }
        let certificates = Published::new(Holding::Certificates, &self.options.ca_files);
        let lists = Published::new(Holding::Lists, &self.options.crl_files);
        let (certificates, lists) = (Arc::new(certificates), Arc::new(lists));
        let (ready, metrics) = (Arc::clone(&self), self);
        router
            .route("/healthz", get(|| async { "ok\n" }))
            .route(
                "/readyz",
                get(|headers: HeaderMap| async move { ready.ready(&headers) }),
            )
            .route(
                "/metrics",
                get(|request: Request| async move { metrics.metrics(&request) }),
            )
            .route("/ca.crt", get(|| async move { certificates.response() }))
            .route("/ca.crl", get(|| async move { lists.response() }))
    }

    /// Says which database is away; and why, which has its address, to those who may ask.
    fn ready(&self, headers: &HeaderMap) -> Response {
        let is_told = self.is_authorized(headers);
        let line = |(database, fault)| match is_told {
            true => format!("{database} does not answer: {fault}\n"),
            false => format!("{database} does not answer\n"),
        };
        let away: String = self.gate.away().map(line).collect();
        match away.is_empty() {
            true => "ready\n".into_response(),
            false => (StatusCode::SERVICE_UNAVAILABLE, away).into_response(),
        }
    }

    fn metrics(&self, request: &Request) -> Response {
        if !self.is_authorized(request.headers()) {
            return self.unauthorized(request);
        }
        let statistics = self
            .gate
            .database()
            .map(|database| database.statistics())
            .unwrap_or_default();
        let certificates = self.gate.certificates();
        let lists = certificates
            .as_ref()
            .and_then(|certificates| certificates.revocation());
        let now = UnixTime::now();
        let text = self.metrics.text(&Figures {
            queries: statistics.queries,
            hashes: statistics.hashes,
            ready: self.gate.is_ready(),
            list_seconds: lists
                .and_then(|lists| lists.time_to_next_update(now))
                .map(|time| time.as_secs()),
        });
        ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
    }

    fn is_authorized(&self, headers: &HeaderMap) -> bool {
        let token = self.token.load();
        let Some(token) = token.as_deref() else {
            return true;
        };
        let mut given = headers.get_all(header::AUTHORIZATION).iter();
        let (Some(given), None) = (given.next(), given.next()) else {
            return false;
        };
        // The scheme is written in either case (RFC 9110 11.1).
        let Some((scheme, given)) = given.as_bytes().split_at_checked(SCHEME.len()) else {
            return false;
        };
        scheme.eq_ignore_ascii_case(SCHEME)
            && given.len() == token.len()
            && given.ct_eq(token.as_bytes()).to_bool()
    }

    async fn ask(&self, dialect: Dialect, question: Question, request: Request) -> Response {
        let started = Instant::now();
        if !self.is_authorized(request.headers()) {
            self.metrics.refused();
            return self.unauthorized(&request);
        }
        if ![Method::GET, Method::POST, Method::PUT].contains(request.method()) {
            self.metrics.refused();
            return StatusCode::METHOD_NOT_ALLOWED.into_response();
        }
        let peer = peer(&request);
        let (parts, body) = request.into_parts();
        // As with a field, another reader might take the other one of two.
        let text = |name: &str| {
            let mut values = parts.headers.get_all(name).iter();
            let (value, None) = (values.next()?, values.next()) else {
                return None;
            };
            value.to_str().ok()
        };
        let hook = text("vernemq-hook");
        let content_type = text("content-type");
        let read = self.bodies.read(body, PATIENCE).await.and_then(|body| {
            let fields = Fields::read(parts.uri.query(), content_type, body.octets())?;
            Ok((fields, body))
        });
        let (fields, answer) = match read {
            Err(denial) => (Fields::default(), Err(denial)),
            // The body counts as long as its fields are there, which take as much room.
            Ok((fields, _body)) => {
                let answer = self.answer(dialect, question, hook, &fields).await;
                (fields, answer)
            }
        };
        let (reply, reason) = match answer {
            Ok(reply) => (reply, None),
            Err(denial) => {
                if matches!(denial, Denial::Limited) {
                    self.metrics.limited();
                }
                (Reply::No, Some(denial.to_string()))
            }
        };
        let took = started.elapsed();
        self.metrics.answered(dialect, reply.is_yes(), took);
        if let Some(log) = &self.log {
            let question = hook
                .filter(|_| question == Question::Hook)
                .unwrap_or(question.name());
            let line = line(dialect, question, &fields, &reply, reason.as_deref(), peer, took);
            if !log.write(&line) {
                self.metrics.lost();
            }
        }
        dialect.response(&reply)
    }

    fn unauthorized(&self, request: &Request) -> Response {
        self.refuse(peer(request), "the token is missing or wrong");
        (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response()
    }

    /// Writes a line about a connection whose TLS handshake failed.
    pub fn handshake_failed(&self, peer: SocketAddr, reason: &str) {
        self.refuse(Some(peer), reason);
    }

    /// Writes a line about someone who is not asked for a question: a few of them a second, as anyone can make them.
    fn refuse(&self, peer: Option<SocketAddr>, reason: &str) {
        let Some(log) = &self.log else { return };
        if let Some(left_out) = self.strangers.next(Instant::now()) {
            log.write(&Refused::new(peer, reason, left_out));
        }
    }

    async fn answer(
        &self,
        dialect: Dialect,
        question: Question,
        hook: Option<&str>,
        fields: &Fields,
    ) -> Result<Reply, Denial> {
        let Ok(Ok(_turn)) = timeout(PATIENCE, self.turns.acquire()).await else {
            self.metrics.refused();
            return Err(Denial::Other("too many questions at once"));
        };
        let shadow = self.shadow.load_full();
        let asked = Asked {
            gate: &self.gate,
            limiter: &self.limiter,
            devices: &self.devices,
            trust_domain: self.options.trust_domain.as_ref(),
            dialect,
            question,
            hook,
            fields,
            shadow: shadow.as_deref(),
            differed: &|difference| self.differed(&difference),
        };
        asked.answer().await
    }

    fn differed(&self, difference: &Difference<'_>) {
        self.metrics.differed();
        let (now, then) = match difference.ours {
            true => ("denies", "allow"),
            false => ("allows", "deny"),
        };
        if let Some(log) = &self.log {
            log.event(&format!(
                "the ACL file {now} {:?} to {} {:?}, which the stored rights would {then}",
                difference.name.unwrap_or_default(),
                difference.action.as_str(),
                difference.topic
            ));
        }
    }
}

/// Returns the line of a question. The fields that it takes are never passwords.
fn line<'a>(
    dialect: Dialect,
    question: &'a str,
    fields: &'a Fields,
    reply: &Reply,
    reason: Option<&'a str>,
    peer: Option<SocketAddr>,
    took: Duration,
) -> Line<'a> {
    let text = |names: &[&'static str]| {
        names
            .iter()
            .find_map(|name| fields.text(name).ok().flatten())
            .map(Shown)
    };
    Line {
        time: UnixTime::now().to_string(),
        event: "answer",
        peer: peer.map(|peer| peer.ip().to_string()).unwrap_or_default(),
        dialect: dialect.name(),
        question: Shown(question),
        client_id: text(&["client_id", "clientid"]),
        username: text(&["username", "device"]),
        address: text(&["peerhost", "peer_addr", "ipaddr"]),
        topic: text(&["topic", "routing_key"]),
        answer: if reply.is_yes() { "yes" } else { "no" },
        reason: reason.map(Shown),
        microseconds: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
    }
}

fn peer(request: &Request) -> Option<SocketAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map(|peer| peer.0)
}

/// The addresses of the dialects.
const PATHS: &[(&str, Dialect, Question)] = &[
    ("/amqtt/user", Dialect::Amqtt, Question::Login),
    ("/amqtt/superuser", Dialect::Amqtt, Question::Superuser),
    ("/amqtt/acl", Dialect::Amqtt, Question::Topic),
    ("/amqtt/text/user", Dialect::AmqttText, Question::Login),
    ("/amqtt/text/superuser", Dialect::AmqttText, Question::Superuser),
    ("/amqtt/text/acl", Dialect::AmqttText, Question::Topic),
    ("/go-auth/user", Dialect::GoAuth, Question::Login),
    ("/go-auth/superuser", Dialect::GoAuth, Question::Superuser),
    ("/go-auth/acl", Dialect::GoAuth, Question::Topic),
    ("/go-auth/text/user", Dialect::GoAuthText, Question::Login),
    (
        "/go-auth/text/superuser",
        Dialect::GoAuthText,
        Question::Superuser,
    ),
    ("/go-auth/text/acl", Dialect::GoAuthText, Question::Topic),
    ("/emqx/authn", Dialect::Emqx, Question::Login),
    ("/emqx/authz", Dialect::Emqx, Question::Topic),
    ("/vernemq", Dialect::VerneMq, Question::Hook),
    ("/rabbitmq/user", Dialect::RabbitMq, Question::Login),
    ("/rabbitmq/vhost", Dialect::RabbitMq, Question::VirtualHost),
    ("/rabbitmq/resource", Dialect::RabbitMq, Question::Resource),
    ("/rabbitmq/topic", Dialect::RabbitMq, Question::Topic),
    ("/nanomq/auth", Dialect::NanoMq, Question::Login),
    ("/nanomq/super", Dialect::NanoMq, Question::Superuser),
    ("/nanomq/acl", Dialect::NanoMq, Question::Topic),
];
