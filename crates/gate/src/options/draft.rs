//! An option, and what options are collected in.

use std::path::PathBuf;

use amqtt_verifier::{
    TrustDomain,
    certificate::Profile,
    password::OutOfBounds,
    sources::{
        database::{DatabaseOptions, DatabaseUrl},
        http::HttpOptions,
    },
};

use crate::configuration::Configuration;

/// An option of the configuration.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct GateOption {
    /// The name. In a configuration it may be written with `_` instead of `-`.
    pub name: &'static str,
    /// Other names that mean the same.
    pub aliases: &'static [&'static str],
    /// The value's placeholder, as help shows it.
    pub value_name: &'static str,
    /// One line of help, without a period.
    pub help: &'static str,
    /// Set if it may be given several times.
    pub repeats: bool,
    pub(super) apply: fn(&mut Draft, &str) -> Result<(), String>,
}

#[derive(Debug)]
pub(super) struct Draft {
    pub(super) trust_domain: Option<TrustDomain>,
    pub(super) files: Files,
    pub(super) database: Login,
    pub(super) inventory: Login,
    /// The settings of the database, whatever its address.
    pub(super) tuning: DatabaseOptions,
    pub(super) http_host: Option<String>,
    pub(super) http_ca_file: Option<PathBuf>,
    pub(super) http: HttpOptions,
    pub(super) configuration: Configuration,
}

/// The files of [`CertificateFiles`](crate::CertificateFiles).
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) ca: Vec<PathBuf>,
    pub(super) intermediate: Vec<PathBuf>,
    pub(super) crl: Vec<PathBuf>,
    pub(super) profile: Profile,
}

/// The address of a database, and the file with the password of its user.
#[derive(Debug, Default)]
pub(super) struct Login {
    pub(super) url: Option<DatabaseUrl>,
    pub(super) password_file: Option<PathBuf>,
}

impl Draft {
    pub(super) fn new() -> Self {
        Self {
            trust_domain: None,
            files: Files::default(),
            database: Login::default(),
            inventory: Login::default(),
            // The address is replaced by the one that is set.
            tuning: DatabaseOptions::new(DatabaseUrl::sqlite("")),
            http_host: None,
            http_ca_file: None,
            http: HttpOptions::new("", 0),
            configuration: Configuration::default(),
        }
    }

    /// Checks the bounds of what is set for the database, so that the option that leaves them is named.
    pub(super) fn check(&self) -> Result<(), String> {
        let mut options = self.tuning.clone();
        (options.max_stale, options.grace) = (self.configuration.max_stale, self.configuration.grace);
        options.check().map_err(|bounds| {
            let OutOfBounds {
                parameter,
                min,
                max,
                actual,
            } = bounds;
            let shown = |number: u64| match parameter.ends_with("(ms)") {
                true if number.is_multiple_of(1_000) => format!("{}s", number / 1_000),
                true => format!("{number}ms"),
                false => number.to_string(),
            };
            format!("must be {} to {}, not {}", shown(min), shown(max), shown(actual))
        })
    }
}
