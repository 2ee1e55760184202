//! The options of aMQTT's HTTP plugins, under their names there.

use std::time::Duration;

use crate::protocol::{ParamsMode, RequestMethod, ResponseMode};

/// How to reach the server, and how to speak to it. The fields bear the names of aMQTT's options, and have its defaults.
///
/// ```
/// use amqtt_verifier::sources::http::{HttpOptions, ResponseMode};
///
/// let mut options = HttpOptions::new("auth.example", 8443);
/// options.with_tls = true;
/// options.response_mode = "status".parse()?;
/// options.superuser_uri = Some("/superuser".to_owned());
/// assert_eq!(options.response_mode, ResponseMode::Status);
/// # Ok::<(), amqtt_verifier::sources::http::UnknownMode>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpOptions {
    /// Host name or IP address of the server.
    pub host: String,
    /// TCP port of the server.
    pub port: u16,
    /// HTTPS rather than HTTP. Without it, passwords cross the network in the clear.
    pub with_tls: bool,
    /// The authorities that may have signed the server's certificate, as the contents of a PEM file; no others are trusted
    /// then. `None`: those that the operating system trusts, or `SSL_CERT_FILE` and `SSL_CERT_DIR` name, as for aMQTT.
    pub ca_pem: Option<String>,
    /// Where clients are checked; `/user`. `None`: this source abstains for clients, as without aMQTT's user plugin.
    pub user_uri: Option<String>,
    /// Where topics are checked; `/acl`. `None`: this source abstains for topics, as without aMQTT's topic plugin.
    pub topic_uri: Option<String>,
    /// Where it is asked, before every topic, whether the account may do everything. `None`, the default: nobody may.
    pub superuser_uri: Option<String>,
    /// The HTTP method; GET.
    pub request_method: RequestMethod,
    /// How the parameters are sent; as JSON.
    pub params_mode: ParamsMode,
    /// How the answer is read; as JSON.
    pub response_mode: ResponseMode,
    /// The header `User-Agent`; `amqtt`.
    pub user_agent: String,
    /// For one request as a whole, from the wait for its turn to the last byte of the answer; 5 seconds.
    pub timeout: Duration,
    /// How many requests are under way at once; others wait for their turn. 64, and never less than one.
    pub max_concurrent: usize,
}

impl HttpOptions {
    /// A server, with the defaults for everything else.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self {
            host: host.into(),
            port,
            with_tls: false,
            ca_pem: None,
            user_uri: Some("/user".to_owned()),
            topic_uri: Some("/acl".to_owned()),
            superuser_uri: None,
            request_method: RequestMethod::default(),
            params_mode: ParamsMode::default(),
            response_mode: ResponseMode::default(),
            user_agent: "amqtt".to_owned(),
            timeout: Duration::from_secs(5),
            max_concurrent: 64,
        }
    }
}

/// Why [`HttpOptions`] cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HttpOptionsError {
    /// Neither a host name nor an IP address.
    #[error("host: {0:?} is neither a host name nor an IP address")]
    Host(String),
    /// Not a path.
    #[error("{option}: {value:?} is not a path that begins with '/', without a fragment")]
    Uri {
        /// The name of the option.
        option: &'static str,
        /// Its value.
        value: String,
    },
    /// Characters that a header cannot hold.
    #[error("user_agent: {0:?} cannot be a header")]
    UserAgent(String),
    /// No certificate to trust.
    #[error("ca_pem: {0}")]
    Ca(String),
    /// The operating system's store of trusted certificates is empty or cannot be read.
    #[error("with_tls: the operating system trusts no authority; give one with ca_pem")]
    NoAuthorities,
}
