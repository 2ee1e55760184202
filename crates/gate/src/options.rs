//! The configuration by names and texts: one list for the options of the service, the `plugin_opt_*` of Mosquitto and the
//! YAML of aMQTT.

mod draft;
mod span;
mod table;

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use amqtt_verifier::{
    TrustDomain,
    sources::{
        database::{DatabaseOptions, DatabaseUrl},
        http::HttpOptions,
    },
};
use zeroize::Zeroizing;

use self::draft::{Draft, Files, Login};
pub use self::{
    draft::GateOption,
    span::{InvalidSpan, parse_span},
};
use crate::configuration::{CertificateFiles, Configuration};

/// Longest password file that is read, in octets.
const PASSWORD_MAX: usize = 4096;

/// Error from an option.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OptionError {
    /// There is no option of this name.
    #[error("unknown option {name:?}")]
    Unknown {
        /// The name as it was given.
        name: String,
    },
    /// The option was given before.
    #[error("{name} is given twice")]
    Repeated {
        /// The option.
        name: &'static str,
    },
    /// The value is out of its rules.
    #[error("{name} {fault}")]
    Value {
        /// The option.
        name: &'static str,
        /// The fault, without the value if it may be a secret.
        fault: String,
    },
    /// An option that others need is missing.
    #[error("{name} is missing: {why}")]
    Missing {
        /// The option.
        name: &'static str,
        /// The reason why it is needed.
        why: &'static str,
    },
    /// A file that an option names cannot be read.
    #[error("{name}: cannot read {}: {error}", path.display())]
    File {
        /// The option.
        name: &'static str,
        /// The file.
        path: PathBuf,
        /// The fault.
        #[source]
        error: io::Error,
    },
}

/// A configuration in the making: options by their names, in any order.
///
/// ```
/// use amqtt_gate::Options;
///
/// let mut options = Options::new();
/// options.set("trust-domain", "fleet.example")?;
/// options.set("ca-crt", "/etc/broker/ca.crt")?;
/// options.set("crl", "/etc/broker/ca.crl")?;
/// options.set("database_url", "sqlite:/var/lib/broker/auth.db")?;
/// options.set("max_stale", "1m")?;
/// let configuration = options.configuration()?;
/// assert_eq!(configuration.max_stale.as_secs(), 60);
/// # Ok::<(), amqtt_gate::OptionError>(())
/// ```
#[derive(Debug)]
pub struct Options {
    draft: Draft,
    given: Vec<&'static str>,
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

impl Options {
    /// All options, in the order in which help shows them.
    pub const ALL: &[GateOption] = table::ALL;

    /// Returns a configuration in which nothing is set.
    #[must_use]
    pub fn new() -> Self {
        Self {
            draft: Draft::new(),
            given: Vec::new(),
        }
    }

    /// Sets an option. One that may be given several times adds a value each time.
    ///
    /// # Errors
    /// [`OptionError`] for a name that does not exist, a value out of its rules, and an option that is given twice.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), OptionError> {
        let wanted = name.replace('_', "-");
        let option = Self::ALL
            .iter()
            .find(|option| option.name == wanted || option.aliases.contains(&wanted.as_str()));
        let Some(option) = option else {
            let name = name.to_owned();
            return Err(OptionError::Unknown { name });
        };
        let name = option.name;
        if !option.repeats && self.given.contains(&name) {
            return Err(OptionError::Repeated { name });
        }
        self.given.push(name);
        let applied = (option.apply)(&mut self.draft, value).and_then(|()| self.draft.check());
        applied.map_err(|fault| OptionError::Value { name, fault })
    }

    /// Sets the database by its address, for a caller that has it already.
    pub fn set_database(&mut self, url: DatabaseUrl) {
        self.draft.database.url = Some(url);
    }

    /// Returns whether an option was set, by its name.
    #[must_use]
    pub fn is_set(&self, name: &str) -> bool {
        self.given.contains(&name)
    }

    /// Returns the configuration. Files with passwords are read now.
    ///
    /// # Errors
    /// [`OptionError`] if an option is missing that others need, or a file cannot be read.
    pub fn configuration(self) -> Result<Configuration, OptionError> {
        let Draft {
            files,
            trust_domain,
            database,
            inventory,
            tuning,
            http_host,
            http_ca_file,
            http,
            mut configuration,
            ..
        } = self.draft;
        let has_http_options = self.given.iter().any(|name| name.starts_with("http-"));
        if has_http_options && http_host.is_none() {
            let (name, why) = ("http-host", "there are options for an HTTP server");
            return Err(OptionError::Missing { name, why });
        }
        check_max_stale(&configuration)?;
        configuration.certificates = certificates(trust_domain, files)?;
        if let Some(url) = inventory.url("inventory", "inventory-password-file")? {
            if configuration.certificates.is_none() {
                let (name, why) = ("ca-crt", "the inventory is about certificates");
                return Err(OptionError::Missing { name, why });
            }
            let mut options = DatabaseOptions::new(url);
            (options.ttl, options.timeout) = (tuning.ttl, tuning.timeout);
            configuration.inventory = Some(options);
        }
        if let Some(url) = database.url("database-url", "database-password-file")? {
            let mut options = tuning;
            options.url = url;
            configuration.database = Some(options);
        }
        configuration.http = self::http(http, http_host, http_ca_file)?;
        Ok(configuration)
    }
}

impl Login {
    /// Returns the address, with the password from its file where it has none.
    fn url(self, name: &'static str, file_name: &'static str) -> Result<Option<DatabaseUrl>, OptionError> {
        let Some(url) = self.url else {
            return match self.password_file {
                None => Ok(None),
                Some(_) => Err(OptionError::Missing {
                    name,
                    why: "there is a file with its password",
                }),
            };
        };
        let Some(path) = self.password_file else {
            return Ok(Some(url));
        };
        if url.user_without_password().is_none() {
            let fault = "is for a database server whose address has no password".to_owned();
            return Err(OptionError::Value {
                name: file_name,
                fault,
            });
        }
        let password = password(&path).map_err(|error| OptionError::File {
            name: file_name,
            path,
            error,
        })?;
        Ok(Some(url.with_password(password)))
    }
}

/// What is read again every so often is almost as old as that at times.
fn check_max_stale(configuration: &Configuration) -> Result<(), OptionError> {
    let least = configuration.follow_every * 2;
    if configuration.max_stale >= least {
        return Ok(());
    }
    let fault = format!(
        "must be at least {least:?}, twice follow-every, not {:?}",
        configuration.max_stale
    );
    Err(OptionError::Value {
        name: "max-stale",
        fault,
    })
}

fn certificates(
    trust_domain: Option<TrustDomain>,
    files: Files,
) -> Result<Option<CertificateFiles>, OptionError> {
    let Files {
        ca,
        intermediate,
        crl,
        profile,
    } = files;
    let missing = |name, why| Err(OptionError::Missing { name, why });
    match trust_domain {
        None if ca.is_empty() && intermediate.is_empty() && crl.is_empty() => Ok(None),
        _ if ca.is_empty() => missing("ca-crt", "certificates need a CA that is trusted"),
        None => missing("trust-domain", "certificates are of devices of a trust domain"),
        Some(trust_domain) => Ok(Some(CertificateFiles {
            trust_domain,
            ca_files: ca,
            intermediate_files: intermediate,
            crl_files: crl,
            profile,
        })),
    }
}

fn http(
    mut options: HttpOptions,
    host: Option<String>,
    ca_file: Option<PathBuf>,
) -> Result<Option<HttpOptions>, OptionError> {
    let Some(host) = host else {
        return Ok(None);
    };
    if options.port == 0 {
        return Err(OptionError::Missing {
            name: "http-port",
            why: "the HTTP server has no usual port",
        });
    }
    options.host = host;
    if let Some(path) = ca_file {
        let pem = fs::read_to_string(&path);
        options.ca_pem = Some(pem.map_err(|error| OptionError::File {
            name: "http-ca-file",
            path,
            error,
        })?);
    }
    Ok(Some(options))
}

/// Reads a file with a password, without its final line end.
fn password(path: &Path) -> io::Result<Zeroizing<String>> {
    let mut contents = Zeroizing::new(Vec::with_capacity(PASSWORD_MAX));
    File::open(path)?
        .take(PASSWORD_MAX as u64)
        .read_to_end(&mut contents)?;
    let text = std::str::from_utf8(&contents).map_err(|_| io::Error::other("the password is not UTF-8"))?;
    let text = text
        .strip_suffix('\n')
        .map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    Ok(Zeroizing::new(text.to_owned()))
}
