//! The options of the Python classes, as the configuration of a gate.

use std::{path::PathBuf, time::Duration};

use amqtt_gate::{CertificateFiles, Configuration};
use amqtt_verifier::{
    certificate::Profile,
    sources::{database::DatabaseOptions, http::HttpOptions},
};
use pyo3::{exceptions::PyValueError, prelude::*};

/// The options for certificates, by the names that the dataclasses in Python have.
#[derive(FromPyObject)]
pub(crate) struct Certificates {
    uri_domain: String,
    ca_files: Vec<PathBuf>,
    intermediate_files: Vec<PathBuf>,
    crl_files: Vec<PathBuf>,
    profile: String,
}

/// The options for a database.
#[derive(FromPyObject)]
pub(crate) struct Database {
    connection: String,
    rehash: bool,
}

/// The options of aMQTT's HTTP plug-ins.
#[derive(FromPyObject)]
pub(crate) struct Http {
    host: String,
    port: u16,
    with_tls: bool,
    ca_file: Option<PathBuf>,
    user_uri: Option<String>,
    topic_uri: Option<String>,
    superuser_uri: Option<String>,
    request_method: String,
    params_mode: String,
    response_mode: String,
    user_agent: String,
    timeout: f64,
}

/// Returns the configuration of a gate.
///
/// # Errors
/// Raises `ValueError`, which names the option.
pub(crate) fn configuration(
    certificates: Option<Certificates>,
    database: Option<Database>,
    http: Option<Http>,
) -> PyResult<Configuration> {
    let mut configuration = Configuration::default();
    configuration.certificates = certificates.map(Certificates::read).transpose()?;
    configuration.database = database.map(Database::read).transpose()?;
    configuration.http = http.map(Http::read).transpose()?;
    Ok(configuration)
}

impl Certificates {
    fn read(self) -> PyResult<CertificateFiles> {
        let domain = self.uri_domain.parse().map_err(invalid("uri_domain"))?;
        let mut files = CertificateFiles::new(domain);
        files.ca_files = self.ca_files;
        files.intermediate_files = self.intermediate_files;
        files.crl_files = self.crl_files;
        files.profile = match &*self.profile {
            "device" => Profile::Device,
            "svid" => Profile::Svid,
            _ => return Err(invalid("profile")("neither device nor svid")),
        };
        Ok(files)
    }
}

impl Database {
    fn read(self) -> PyResult<DatabaseOptions> {
        let url = self.connection.parse().map_err(invalid("connection"))?;
        let mut options = DatabaseOptions::new(url);
        // What an operator changes is in force within one second.
        options.ttl = Duration::from_secs(1);
        options.rehash = self.rehash;
        Ok(options)
    }
}

impl Http {
    fn read(self) -> PyResult<HttpOptions> {
        let mut options = HttpOptions::new(self.host, self.port);
        options.with_tls = self.with_tls;
        options.ca_pem =
            match self.ca_file {
                Some(path) => Some(std::fs::read_to_string(&path).map_err(|error| {
                    invalid("ca_file")(format!("cannot read {}: {error}", path.display()))
                })?),
                None => None,
            };
        options.user_uri = self.user_uri;
        options.topic_uri = self.topic_uri;
        options.superuser_uri = self.superuser_uri;
        options.request_method = self.request_method.parse().map_err(invalid("request_method"))?;
        options.params_mode = self.params_mode.parse().map_err(invalid("params_mode"))?;
        options.response_mode = self.response_mode.parse().map_err(invalid("response_mode"))?;
        options.user_agent = self.user_agent;
        options.timeout = Duration::try_from_secs_f64(self.timeout).map_err(invalid("timeout"))?;
        Ok(options)
    }
}

/// Returns the exception for an option that cannot be used.
pub(crate) fn invalid<E: std::fmt::Display>(option: &str) -> impl FnOnce(E) -> PyErr {
    move |fault| PyValueError::new_err(format!("{option}: {fault}"))
}
