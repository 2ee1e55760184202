//! The options of aMQTT's HTTP plugins, under the same names.

use std::time::Duration;

use crate::protocol::{ParamsMode, RequestMethod, ResponseMode};

/// The address and the dialect of the server. The fields have the names and the defaults of aMQTT's options.
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
    /// Use HTTPS instead of HTTP. Without it, passwords cross the network in the clear.
    pub with_tls: bool,
    /// The CAs that are trusted for the server's certificate, as the contents of a PEM file. `None`: the CAs that the operating
    /// system trusts, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name, as for aMQTT.
    pub ca_pem: Option<String>,
    /// Path for checking clients; `/user`. `None`: this source abstains for clients, as without aMQTT's user plugin.
    pub user_uri: Option<String>,
    /// Path for checking topics; `/acl`. `None`: this source abstains for topics, as without aMQTT's topic plugin.
    pub topic_uri: Option<String>,
    /// Path for checking, before every topic, whether the account is a superuser. `None`, the default: there are no
    /// superusers.
    pub superuser_uri: Option<String>,
    /// The HTTP method; GET.
    pub request_method: RequestMethod,
    /// Format of the parameters; JSON.
    pub params_mode: ParamsMode,
    /// Interpretation of the answer; JSON.
    pub response_mode: ResponseMode,
    /// The header `User-Agent`; `amqtt`.
    pub user_agent: String,
    /// Time for one request, from the wait for its turn to the last byte of the answer; 5 seconds.
    pub timeout: Duration,
    /// Maximum number of requests at once; others wait for their turn. 64, and at least 1.
    pub max_concurrent: usize,
}

impl HttpOptions {
    /// Returns the defaults for a server.
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

/// Error from [`HttpOptions`] that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HttpOptionsError {
    /// The host is neither a host name nor an IP address.
    #[error("host: {0:?} is neither a host name nor an IP address")]
    Host(String),
    /// An option is not a path.
    #[error("{option}: {value:?} is not a path that begins with '/', without a fragment")]
    Uri {
        /// Name of the option.
        option: &'static str,
        /// Value of the option.
        value: String,
    },
    /// The user agent contains characters that a header cannot hold.
    #[error("user_agent: {0:?} cannot be a header")]
    UserAgent(String),
    /// The PEM text contains no usable certificate.
    #[error("ca_pem: {0}")]
    Ca(String),
    /// The operating system's store of trusted certificates is empty or cannot be read.
    #[error("with_tls: the operating system trusts no CA; pass one with ca_pem")]
    NoAuthorities,
}
