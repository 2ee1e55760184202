//! The options, one by one.

use std::{fmt::Display, path::PathBuf, str::FromStr, time::Duration};

use amqtt_verifier::{TrustDomain, certificate::Profile};

use super::{draft::GateOption, span::parse_span};

pub(super) const ALL: &[GateOption] = &[
    GateOption {
        name: "trust-domain",
        aliases: &["uri"],
        value_name: "DOMAIN",
        help: "Trust domain of the devices",
        repeats: false,
        apply: |draft, value| {
            let domain = TrustDomain::parse_either(value);
            let domain = domain.map_err(|error| format!("is invalid: {error}"))?;
            draft.trust_domain = Some(domain);
            Ok(())
        },
    },
    GateOption {
        name: "ca-crt",
        aliases: &["ca-file"],
        value_name: "FILE",
        help: "Trusted CA certificates, in PEM or DER",
        repeats: true,
        apply: |draft, value| path(value).map(|path| draft.files.ca.push(path)),
    },
    GateOption {
        name: "intermediates",
        aliases: &["intermediate-file"],
        value_name: "FILE",
        help: "CA certificates below the trusted ones, for devices that send their own certificate alone",
        repeats: true,
        apply: |draft, value| path(value).map(|path| draft.files.intermediate.push(path)),
    },
    GateOption {
        name: "crl",
        aliases: &["crl-file"],
        value_name: "FILE",
        help: "Revocation lists; if any is given, every CA needs a current one",
        repeats: true,
        apply: |draft, value| path(value).map(|path| draft.files.crl.push(path)),
    },
    GateOption {
        name: "profile",
        aliases: &[],
        value_name: "device|svid",
        help: "Strictness of the checks [default: device]",
        repeats: false,
        apply: |draft, value| profile(value).map(|profile| draft.files.profile = profile),
    },
    GateOption {
        name: "inventory",
        aliases: &["inventory-url"],
        value_name: "URL",
        help: "Inventory of certificates; those revoked or held there are refused without any list",
        repeats: false,
        apply: |draft, value| parsed(value).map(|url| draft.inventory.url = Some(url)),
    },
    GateOption {
        name: "inventory-password-file",
        aliases: &[],
        value_name: "FILE",
        help: "File with the password of the inventory's database user",
        repeats: false,
        apply: |draft, value| path(value).map(|path| draft.inventory.password_file = Some(path)),
    },
    GateOption {
        name: "database-url",
        aliases: &[],
        value_name: "URL",
        help: "Accounts and rights: sqlite:PATH, postgresql://…, mysql://…, mariadb://…",
        repeats: false,
        apply: |draft, value| parsed(value).map(|url| draft.database.url = Some(url)),
    },
    GateOption {
        name: "database-password-file",
        aliases: &["db-password-file"],
        value_name: "FILE",
        help: "File with the password of the database user",
        repeats: false,
        apply: |draft, value| path(value).map(|path| draft.database.password_file = Some(path)),
    },
    GateOption {
        name: "rehash",
        aliases: &[],
        value_name: "true|false",
        help: "Replace outdated password hashes at login [default: false]",
        repeats: false,
        apply: |draft, value| yes_or_no(value).map(|rehash| draft.tuning.rehash = rehash),
    },
    GateOption {
        name: "max-stale",
        aliases: &[],
        value_name: "SPAN",
        help: "Maximum age of an answer while the database is unavailable; after that, clients are denied [default: 30s]",
        repeats: false,
        apply: |draft, value| span(value).map(|span| draft.configuration.max_stale = span),
    },
    GateOption {
        name: "grace",
        aliases: &[],
        value_name: "SPAN",
        help: "How long known devices keep their rights while the database is unavailable [default: off]",
        repeats: false,
        apply: |draft, value| span(value).map(|span| draft.configuration.grace = span),
    },
    GateOption {
        name: "http-host",
        aliases: &[],
        value_name: "HOST",
        help: "HTTP server to ask as well, as aMQTT's plugins do",
        repeats: false,
        apply: |draft, value| text(value).map(|host| draft.http_host = Some(host)),
    },
    GateOption {
        name: "http-port",
        aliases: &[],
        value_name: "PORT",
        help: "Port of the HTTP server",
        repeats: false,
        apply: |draft, value| parsed(value).map(|port| draft.http.port = port),
    },
    GateOption {
        name: "http-with-tls",
        aliases: &[],
        value_name: "true|false",
        help: "Use HTTPS [default: false]",
        repeats: false,
        apply: |draft, value| yes_or_no(value).map(|tls| draft.http.with_tls = tls),
    },
    GateOption {
        name: "http-ca-file",
        aliases: &[],
        value_name: "FILE",
        help: "CAs for the HTTP server's certificate, in PEM [default: those of the system]",
        repeats: false,
        apply: |draft, value| path(value).map(|path| draft.http_ca_file = Some(path)),
    },
    GateOption {
        name: "http-user-uri",
        aliases: &[],
        value_name: "PATH",
        help: "Path for logins; empty to leave them to others [default: /user]",
        repeats: false,
        apply: |draft, value| uri(value).map(|uri| draft.http.user_uri = uri),
    },
    GateOption {
        name: "http-topic-uri",
        aliases: &[],
        value_name: "PATH",
        help: "Path for topics; empty to leave them to others [default: /acl]",
        repeats: false,
        apply: |draft, value| uri(value).map(|uri| draft.http.topic_uri = uri),
    },
    GateOption {
        name: "http-superuser-uri",
        aliases: &[],
        value_name: "PATH",
        help: "Path for superusers [default: do not ask]",
        repeats: false,
        apply: |draft, value| uri(value).map(|uri| draft.http.superuser_uri = uri),
    },
    GateOption {
        name: "http-request-method",
        aliases: &[],
        value_name: "get|post|put",
        help: "HTTP method [default: get]",
        repeats: false,
        apply: |draft, value| parsed(value).map(|method| draft.http.request_method = method),
    },
    GateOption {
        name: "http-params-mode",
        aliases: &[],
        value_name: "json|form",
        help: "Format of the questions [default: json]",
        repeats: false,
        apply: |draft, value| parsed(value).map(|mode| draft.http.params_mode = mode),
    },
    GateOption {
        name: "http-response-mode",
        aliases: &[],
        value_name: "status|json|text",
        help: "Format of the answers [default: json]",
        repeats: false,
        apply: |draft, value| parsed(value).map(|mode| draft.http.response_mode = mode),
    },
    GateOption {
        name: "http-user-agent",
        aliases: &[],
        value_name: "TEXT",
        help: "Header User-Agent [default: amqtt]",
        repeats: false,
        apply: |draft, value| text(value).map(|agent| draft.http.user_agent = agent),
    },
    GateOption {
        name: "http-timeout",
        aliases: &[],
        value_name: "SPAN",
        help: "Time limit for one HTTP request [default: 5s]",
        repeats: false,
        apply: |draft, value| span(value).map(|span| draft.http.timeout = span),
    },
    GateOption {
        name: "follow-every",
        aliases: &[],
        value_name: "SPAN",
        help: "Interval between checks of the files and the rows in use [default: 500ms]",
        repeats: false,
        apply: |draft, value| span(value).map(|span| draft.configuration.follow_every = span),
    },
    GateOption {
        name: "login-timeout",
        aliases: &[],
        value_name: "SPAN",
        help: "How long a login may wait for its answer [default: 10s]",
        repeats: false,
        apply: |draft, value| login_timeout(value).map(|span| draft.configuration.login_timeout = span),
    },
    GateOption {
        name: "cache-ttl",
        aliases: &[],
        value_name: "SPAN",
        help: "Maximum age of a row before the database is asked again [default: 5s]",
        repeats: false,
        apply: |draft, value| span(value).map(|span| draft.tuning.ttl = span),
    },
    GateOption {
        name: "password-cache",
        aliases: &[],
        value_name: "SPAN",
        help: "Time for which a correct password is not hashed again [default: 1h]",
        repeats: false,
        apply: |draft, value| span(value).map(|span| draft.tuning.password_ttl = span),
    },
    GateOption {
        name: "cache-entries",
        aliases: &[],
        value_name: "NUMBER",
        help: "Number of accounts to cache [default: 100000]",
        repeats: false,
        apply: |draft, value| parsed(value).map(|number| draft.tuning.cache_entries = number),
    },
    GateOption {
        name: "max-connections",
        aliases: &[],
        value_name: "NUMBER",
        help: "Number of connections to the database [default: 4]",
        repeats: false,
        apply: |draft, value| parsed(value).map(|number| draft.tuning.max_connections = number),
    },
    GateOption {
        name: "database-timeout",
        aliases: &[],
        value_name: "SPAN",
        help: "Time limit for one query [default: 5s]",
        repeats: false,
        apply: |draft, value| span(value).map(|span| draft.tuning.timeout = span),
    },
    GateOption {
        name: "hash-threads",
        aliases: &[],
        value_name: "NUMBER",
        help: "Number of passwords to hash at once [default: the number of processors]",
        repeats: false,
        apply: |draft, value| parsed(value).map(|number| draft.tuning.hash_threads = number),
    },
    GateOption {
        name: "max-waiting",
        aliases: &[],
        value_name: "NUMBER",
        help: "Number of passwords that may wait to be hashed [default: 16384]",
        repeats: false,
        apply: |draft, value| parsed(value).map(|number| draft.tuning.max_waiting = number),
    },
    GateOption {
        name: "password-timeout",
        aliases: &[],
        value_name: "SPAN",
        help: "Time limit for checking a password [default: 10s]",
        repeats: false,
        apply: |draft, value| span(value).map(|span| draft.tuning.password_timeout = span),
    },
];

/// A value that parses. Errors of addresses show nothing that may be a password.
fn parsed<T: FromStr<Err: Display>>(value: &str) -> Result<T, String> {
    value
        .parse()
        .map_err(|error: T::Err| format!("is invalid: {error}"))
}

fn span(value: &str) -> Result<Duration, String> {
    parse_span(value).map_err(|error| error.to_string())
}

/// A broker with one thread does nothing else while it waits.
fn login_timeout(value: &str) -> Result<Duration, String> {
    let bounds = Duration::from_millis(100)..=Duration::from_secs(60);
    let within = span(value)?;
    match bounds.contains(&within) {
        true => Ok(within),
        false => Err(format!("must be 100ms to 60s, not {value}")),
    }
}

fn text(value: &str) -> Result<String, String> {
    match value {
        "" => Err("must not be empty".to_owned()),
        text => Ok(text.to_owned()),
    }
}

fn path(value: &str) -> Result<PathBuf, String> {
    text(value).map(PathBuf::from)
}

/// A path of a URL, or an empty text for none.
fn uri(value: &str) -> Result<Option<String>, String> {
    Ok(Some(value.to_owned()).filter(|uri| !uri.is_empty()))
}

fn yes_or_no(value: &str) -> Result<bool, String> {
    match value {
        "true" | "yes" | "on" => Ok(true),
        "false" | "no" | "off" => Ok(false),
        _ => Err("must be true or false".to_owned()),
    }
}

fn profile(value: &str) -> Result<Profile, String> {
    match value {
        "device" => Ok(Profile::Device),
        "svid" => Ok(Profile::Svid),
        _ => Err("must be device or svid".to_owned()),
    }
}
