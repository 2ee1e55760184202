//! The `plugin_opt_…` lines of the broker's configuration.

use std::time::Duration;

use amqtt_gate::{CertificateFiles, Configuration};
use amqtt_verifier::sources::database::DatabaseOptions;

/// Reads the options.
pub(crate) fn configuration(given: &[(String, String)]) -> Result<Configuration, String> {
    let mut configuration = Configuration::default();
    let find = |name: &str| given.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    if let Some(domain) = find("trust_domain") {
        let mut files = CertificateFiles::new(domain.parse().map_err(|e| format!("{e}"))?);
        files.ca_files = find("ca_crt").map(Into::into).into_iter().collect();
        files.crl_files = find("crl").map(Into::into).into_iter().collect();
        configuration.certificates = Some(files);
    }
    if let Some(url) = find("database_url") {
        let mut database = DatabaseOptions::new(url.parse().map_err(|e| format!("{e}"))?);
        database.ttl = Duration::from_millis(500);
        configuration.database = Some(database);
    }
    Ok(configuration)
}
