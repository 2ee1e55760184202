//! The configuration of a gate.

use std::{fs, path::PathBuf, time::Duration};

use amqtt_verifier::{
    TrustDomain,
    certificate::Profile,
    sources::{database::DatabaseOptions, http::HttpOptions},
};

use crate::fault::{FileFault, in_file};

/// The sources of a gate, and how its files are followed. Sources that are `None` are not asked; without any source,
/// every client is denied.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Configuration {
    /// Admission by certificate.
    pub certificates: Option<CertificateFiles>,
    /// Accounts and rights in a database. [`max_stale`](Self::max_stale) and [`grace`](Self::grace) replace those of its
    /// options.
    pub database: Option<DatabaseOptions>,
    /// The inventory of certificates: a device is refused once a certificate of its path is revoked or held there, without
    /// any list. With [`certificates`](Self::certificates) alone. Its own bounds are replaced as for the
    /// [`database`](Self::database).
    pub inventory: Option<DatabaseOptions>,
    /// An HTTP server that is asked for both.
    pub http: Option<HttpOptions>,
    /// The greatest age of an answer while the database is away, after which clients are denied; 30 seconds by default.
    pub max_stale: Duration,
    /// The time for which devices whose rights are known keep them while the database is away; by default that of all others. A
    /// revoked device is refused all the same.
    pub grace: Duration,
    /// The longest that a login waits for its answer in [`Blocking`](crate::Blocking); 10 seconds by default.
    pub login_timeout: Duration,
    /// The time between two looks at the files, and at the rows in use, and the maximum age of an account's row at a login; half a
    /// second by default, so that a change counts within one second. Smaller values than 10 milliseconds count as those.
    pub follow_every: Duration,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            certificates: None,
            database: None,
            inventory: None,
            http: None,
            max_stale: Duration::from_secs(30),
            grace: Duration::ZERO,
            login_timeout: Duration::from_secs(10),
            follow_every: Duration::from_millis(500),
        }
    }
}

impl Configuration {
    /// Checks that the inventory exists, if it is a SQLite file: for a program that starts without
    /// [trying its databases](crate::Gate::try_databases). Without it, every device would be refused.
    ///
    /// # Errors
    /// Returns the [`FileFault`] of a file that does not exist.
    pub fn check_inventory(&self) -> Result<(), FileFault> {
        let file = self.inventory.as_ref().and_then(|options| options.url.file());
        file.map_or(Ok(()), |file| fs::metadata(file).map(drop).map_err(in_file(file)))
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
