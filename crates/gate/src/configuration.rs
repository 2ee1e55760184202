//! The configuration of a gate.

use std::{path::PathBuf, time::Duration};

use amqtt_verifier::{
    TrustDomain,
    certificate::Profile,
    sources::{database::DatabaseOptions, http::HttpOptions},
};

/// The sources of a gate, and how its files are followed. Sources that are `None` are not asked; without any source,
/// every client is denied.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Configuration {
    /// Admission by certificate.
    pub certificates: Option<CertificateFiles>,
    /// Accounts and rights in a database.
    pub database: Option<DatabaseOptions>,
    /// An HTTP server that is asked for both.
    pub http: Option<HttpOptions>,
    /// The time between two looks at the files; half a second by default, so that a change counts within one second.
    /// Smaller values than 10 milliseconds count as those.
    pub follow_every: Duration,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            certificates: None,
            database: None,
            http: None,
            follow_every: Duration::from_millis(500),
        }
    }
}

/// The files by which certificates are admitted: each in PEM with any number of entries, or one in DER.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CertificateFiles {
    /// The trust domain of the devices.
    pub trust_domain: TrustDomain,
    /// Trust anchors; at least one.
    pub ca_files: Vec<PathBuf>,
    /// CAs below the anchors. They complete chains that come without them, and verify the revocation lists of those
    /// CAs.
    pub intermediate_files: Vec<PathBuf>,
    /// Revocation lists. With any of them, revocation is a condition: every CA of a path needs a current list.
    pub crl_files: Vec<PathBuf>,
    /// The strictness of the checks.
    pub profile: Profile,
}

impl CertificateFiles {
    /// Returns a configuration without files, with [`Profile::Device`].
    #[must_use]
    pub fn new(trust_domain: TrustDomain) -> Self {
        Self {
            trust_domain,
            ca_files: Vec::new(),
            intermediate_files: Vec::new(),
            crl_files: Vec::new(),
            profile: Profile::default(),
        }
    }
}
