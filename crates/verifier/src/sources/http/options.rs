//! The options of aMQTT's HTTP plugins, under their names there.

use std::{fmt, str::FromStr, time::Duration};

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

/// A word that names no mode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be one of {allowed}, and is {value:?}")]
pub struct UnknownMode {
    value: String,
    allowed: &'static str,
}

macro_rules! mode {
    ($(#[$about:meta])* $name:ident, $allowed:literal: $($(#[$variant_about:meta])* $variant:ident = $word:literal),+) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum $name {
            $($(#[$variant_about])* $variant),+
        }

        impl $name {
            /// The word for it in aMQTT's configuration.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl FromStr for $name {
            type Err = UnknownMode;

            fn from_str(word: &str) -> Result<Self, UnknownMode> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownMode { value: word.to_owned(), allowed: $allowed }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

mode! {
    /// The HTTP method of every request.
    RequestMethod, "get, post, put":
    /// GET.
    #[default]
    Get = "get",
    /// POST.
    Post = "post",
    /// PUT.
    Put = "put"
}

mode! {
    /// How the parameters of a request are sent.
    ParamsMode, "json, form":
    /// A JSON object in the body, with GET too. What the client did not give is `null`.
    #[default]
    Json = "json",
    /// `application/x-www-form-urlencoded`: with GET in the query, otherwise in the body. What the client did not give is
    /// left out. With GET, passwords get into the server's access log.
    Form = "form"
}

mode! {
    /// How an answer is read.
    ResponseMode, "status, json, text":
    /// The status alone: 2xx allows, 4xx denies, any other abstains.
    Status = "status",
    /// 2xx with the media type `application/json` and `{"ok": true}` allows, `false` denies; `null`, or no `ok` at all,
    /// abstains. Any other status denies.
    #[default]
    Json = "json",
    /// 2xx with the body `ok`, in upper or lower case, allows; anything else denies.
    Text = "text"
}
