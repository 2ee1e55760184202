//! The configuration by names.

use std::{fs, time::Duration};

use amqtt_gate::{OptionError, Options};
use amqtt_verifier::{certificate::Profile, sources::http::ResponseMode};

fn set(options: &[(&str, &str)]) -> Result<Options, OptionError> {
    let mut set = Options::new();
    for (name, value) in options {
        set.set(name, value)?;
    }
    Ok(set)
}

fn fault(options: &[(&str, &str)]) -> String {
    let configuration = set(options).and_then(Options::configuration);
    configuration.map(|_| ()).unwrap_err().to_string()
}

#[test]
fn every_option_is_set_by_its_name_in_either_spelling() {
    let configuration = set(&[
        ("uri", "spiffe://fleet.example"),
        ("ca_crt", "a.crt"),
        ("ca-crt", "b.crt"),
        ("crl", "a.crl"),
        ("profile", "svid"),
        ("database-url", "postgresql://broker:secret@db.example/fleet"),
        ("cache_ttl", "2s"),
        ("max-stale", "1m"),
        ("grace", "12h"),
        ("http-host", "auth.example"),
        ("http_port", "8080"),
        ("http-topic-uri", ""),
        ("http-response-mode", "text"),
    ])
    .unwrap()
    .configuration()
    .unwrap();
    let certificates = configuration.certificates.unwrap();
    assert_eq!(certificates.trust_domain.as_str(), "fleet.example");
    assert_eq!(certificates.ca_files.len(), 2);
    assert_eq!(
        (certificates.crl_files.len(), certificates.profile),
        (1, Profile::Svid)
    );
    assert_eq!(configuration.database.unwrap().ttl, Duration::from_secs(2));
    assert_eq!(configuration.max_stale, Duration::from_secs(60));
    assert_eq!(configuration.grace, Duration::from_secs(12 * 3_600));
    let http = configuration.http.unwrap();
    assert_eq!((http.port, http.topic_uri), (8080, None));
    assert_eq!(http.response_mode, ResponseMode::Text);
}

#[test]
fn names_are_unique_and_helpful() {
    let names: Vec<&str> = Options::ALL
        .iter()
        .flat_map(|option| [&[option.name], option.aliases].concat())
        .collect();
    for (index, name) in names.iter().enumerate() {
        assert!(!names[..index].contains(name), "{name}");
        assert!(
            name.bytes()
                .all(|octet| octet.is_ascii_lowercase() || octet == b'-'),
            "{name}"
        );
    }
    for option in Options::ALL {
        assert!(
            !option.help.is_empty() && !option.help.ends_with('.'),
            "{option:?}"
        );
    }
}

#[test]
fn what_is_wrong_is_said_with_the_name_of_the_option() {
    for (options, words) in [
        (&[("database", "x")][..], "unknown option \"database\""),
        (&[("max_stale", "30")], "max-stale is not a span of time"),
        (&[("grace", "1d"), ("grace", "2d")], "grace is given twice"),
        (&[("profile", "x")], "profile must be device or svid"),
        (&[("ca-crt", "")], "ca-crt must not be empty"),
        (&[("ca-crt", "a.crt")], "trust-domain is missing"),
        (&[("trust-domain", "d.example")], "ca-crt is missing"),
        (&[("http-host", "h")], "http-port is missing"),
        (&[("database-password-file", "f")], "database-url is missing"),
        (
            &[("database-url", "sqlite:a.db"), ("database-password-file", "f")],
            "database-password-file is for a database server",
        ),
        (&[("hash-threads", "many")], "hash-threads is invalid"),
        (&[("http-port", "80")], "http-host is missing"),
        (&[("max-stale", "500ms")], "max-stale must be at least 1s"),
        (&[("login-timeout", "0s")], "login-timeout must be 100ms to 60s"),
        (&[("login-timeout", "1h")], "login-timeout must be 100ms to 60s"),
    ] {
        let fault = fault(options);
        assert!(fault.starts_with(words), "{fault}");
    }
}

#[test]
fn a_password_comes_from_its_file_and_is_never_shown() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("password");
    fs::write(&file, "geheim\r\n").unwrap();
    let options = set(&[
        ("database-url", "postgresql://broker@db.example/fleet"),
        ("database-password-file", file.to_str().unwrap()),
    ]);
    let configuration = options.unwrap().configuration().unwrap();
    let url = &configuration.database.as_ref().unwrap().url;
    assert_eq!(url.user_without_password(), None, "the password is set");
    assert!(!format!("{configuration:?}").contains("geheim"));
    for url in ["postgresql://u:geheim@h:port/d", "ftp://u:geheim@h/d"] {
        assert!(!fault(&[("database-url", url)]).contains("geheim"));
    }
    let missing = fault(&[
        ("database-url", "postgresql://broker@db.example/fleet"),
        ("database-password-file", "/nonexistent"),
    ]);
    assert!(missing.contains("cannot read /nonexistent"), "{missing}");
}
