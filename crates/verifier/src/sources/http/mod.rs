//! A source that asks an HTTP server, with the protocol of aMQTT's HTTP plugins. Feature `http`.
//!
//! | question | path (default) | parameters |
//! |---|---|---|
//! | may this client connect? | `user_uri` (`/user`) | `username`, `password`, `client_id` |
//! | may this account do everything? | `superuser_uri` (not asked) | `username` |
//! | may this client do this? | `topic_uri` (`/acl`) | `username`, `client_id`, `topic`, `acc`: 1 receive, 2 publish, 4 subscribe |
//!
//! [`RequestMethod`], [`ParamsMode`] and [`ResponseMode`] say how they are sent and how the answer is read. For a topic,
//! `username` is the [account](AuthenticatedClient::account) of the client, which is the device id for a device that came
//! with only a certificate.
//!
//! ```
//! use amqtt_verifier::{
//!     Action, CertificateSource, ClientId, ConnectRequest, Verifier,
//!     sources::http::{HttpOptions, HttpSource},
//! };
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let mut options = HttpOptions::new("127.0.0.1", 8080);
//! options.superuser_uri = Some("/superuser".to_owned());
//! let verifier = Verifier::new().with(CertificateSource).with(HttpSource::new(&options)?);
//!
//! let client_id: ClientId = "console-1".parse()?;
//! let request = ConnectRequest::new(&client_id).with_user_name("ada").with_password(b"what ada typed");
//! let client = verifier.authenticate(&request).await?;
//! verifier.authorize(&client, Action::Subscribe, "plant/+/state").await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Faults deny
//!
//! Time-outs, resets, redirects, bodies over 64 KiB, heads over 16 KiB and malformed answers are denials; [`SourceFault`] names
//! the cause. Nothing is followed, decompressed or guessed. An answer counts only when it was read to its end, so that one
//! that is cut off allows nothing. Passwords never appear in errors or logs.
//!
//! This source allows a **superuser** every topic, except those that [`Verifier::authorize`] rules out beforehand. The
//! question is asked before every topic and not remembered, so that a revoked right ends at once. Only a clear yes makes a
//! superuser: after anything else, faults included, the topic itself is asked about.
//!
//! [`Verifier::authorize`]: crate::Verifier::authorize
//!
//! # Where this differs from aMQTT 0.12
//!
//! aMQTT's plugins have the options `timeout` and `superuser_uri` but do not use them, follow redirects, decompress, do not
//! limit the size of an answer, accept any `ok` that is true in Python (such as `"false"`), and raise an exception where
//! this source denies. In the mode `form` they fail for a client without a user name; here the field is left out.

mod client;
mod dial;
mod options;
mod request;
mod tls;

use std::fmt;

pub use options::{HttpOptions, HttpOptionsError};

pub use crate::protocol::{ParamsMode, RequestMethod, ResponseMode, UnknownMode};

use amqtt_rules::{names::AccountName, topic::Request};

use crate::{
    client::AuthenticatedClient,
    decision::{Decision, SourceFault},
    protocol::Question,
    source::{BoxFuture, ConnectRequest, Evidence, Source},
};

use self::{
    client::Client,
    request::{RequestForm, check_path},
};

/// Asks an HTTP server about clients and topics.
///
/// It runs on tokio with I/O and time enabled. Connections are kept and reused; dropping the future of a request abandons
/// the request and its connection.
pub struct HttpSource {
    client: Client,
    form: RequestForm,
    options: HttpOptions,
}

impl HttpSource {
    /// Makes a source; nothing is sent yet.
    ///
    /// # Errors
    /// [`HttpOptionsError`] for an option that cannot be used.
    pub fn new(options: &HttpOptions) -> Result<Self, HttpOptionsError> {
        check_path("user_uri", options.user_uri.as_ref())?;
        check_path("topic_uri", options.topic_uri.as_ref())?;
        check_path("superuser_uri", options.superuser_uri.as_ref())?;
        Ok(Self {
            client: Client::new(options)?,
            form: RequestForm::new(options)?,
            options: options.clone(),
        })
    }

    async fn ask(&self, path: &str, question: Question<'_>) -> Decision {
        let answer = match self.form.request(path, &question) {
            Ok(request) => self.client.send(request).await,
            Err(fault) => Err(fault),
        };
        match answer {
            Ok(answer) => {
                let mode = self.options.response_mode;
                mode.decide(answer.status, answer.content_type.as_deref(), &answer.body)
            }
            Err(fault) => Decision::Deny(fault.into()),
        }
    }

    async fn ask_user(&self, request: &ConnectRequest<'_>) -> Decision {
        let Some(path) = &self.options.user_uri else {
            return Decision::Abstain;
        };
        let Ok(password) = request.password().map(str::from_utf8).transpose() else {
            return Decision::Deny(SourceFault::Unaskable("the password is not UTF-8").into());
        };
        let question = Question::User {
            username: request.user_name(),
            password,
            client_id: request.client_id().as_str(),
        };
        self.ask(path, question).await
    }

    async fn ask_topic(&self, client: &AuthenticatedClient, request: Request<'_>) -> Decision {
        let username = client.account().map(AccountName::as_str);
        if let (Some(path), Some(username)) = (&self.options.superuser_uri, username)
            && self.ask(path, Question::Superuser { username }).await == Decision::Allow
        {
            return Decision::Allow;
        }
        let Some(path) = &self.options.topic_uri else {
            return Decision::Abstain;
        };
        let question = Question::Topic {
            username,
            client_id: client.client_id().as_str(),
            topic: request.topic(),
            access: request.action().into(),
        };
        self.ask(path, question).await
    }
}

impl Source for HttpSource {
    fn evidence(&self) -> Evidence {
        Evidence::Account
    }

    fn authenticate<'a>(&'a self, request: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(self.ask_user(request))
    }

    fn authorize<'a>(
        &'a self,
        client: &'a AuthenticatedClient,
        request: Request<'a>,
    ) -> BoxFuture<'a, Decision> {
        Box::pin(self.ask_topic(client, request))
    }
}

impl fmt::Debug for HttpSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpSource")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
