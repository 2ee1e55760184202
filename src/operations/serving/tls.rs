//! TLS of the service from its files, at the start and whenever they change.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use amqtt_gate::{Followed, Gate, Seen};
use amqtt_service::{BrokerCertVerifier, Tls};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::aws_lc_rs::default_provider,
    server::{NoServerSessionStorage, WebPkiClientVerifier, danger::ClientCertVerifier},
};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::files::fault;
use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files,
    operations::issue::{in_file, read_ca_certificates, read_certificates, read_key},
    options::PassphraseSource,
    pki::{Certificate, PrivateKey},
};

/// The files of a TLS server.
pub(crate) struct TlsFiles {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
    /// The CA of the brokers, where they show certificates.
    pub(crate) client_ca: Option<PathBuf>,
    /// The CAs of the devices, whose certificates are not those of brokers.
    pub(crate) device_cas: Vec<PathBuf>,
}

impl TlsFiles {
    /// Reads the files, asks for a passphrase if the key has one, and returns what to follow.
    ///
    /// # Errors
    /// When a file cannot be read, or they do not belong together.
    pub(super) fn open(&self, context: &Context, gate: &Arc<Gate>) -> Outcome<(Tls, Seen)> {
        let seen = Seen::look(self.paths());
        let key = read_key(context, &self.key, PassphraseSource::Prompt)?;
        if let Some(brokers) = &self.client_ca
            && self.signs_devices(brokers)?
        {
            context.output.warn(format_args!(
                "{} is the CA of devices too, and a device may not ask as a broker: give brokers a CA of their own",
                brokers.display()
            ));
        }
        Ok((Tls::new(self.configuration(&key, gate)?), seen))
    }

    /// Returns how the files are followed.
    pub(super) fn follow(self, seen: Seen, tls: Arc<Tls>, gate: Arc<Gate>) -> Followed {
        Followed::new(seen, move || {
            let configuration = self
                .unattended_key()
                .and_then(|key| self.configuration(&key, &gate));
            tls.replace(configuration.map_err(|failure| fault(&self.paths(), &failure))?);
            Ok(())
        })
    }

    fn paths(&self) -> Vec<PathBuf> {
        let files = [&self.certificate, &self.key].into_iter();
        files.chain(&self.client_ca).cloned().collect()
    }

    /// Reads the key again without a prompt for its passphrase, as the service runs on its own.
    fn unattended_key(&self) -> Outcome<PrivateKey> {
        let contents = files::read(&self.key)?;
        let key = PrivateKey::from_file(&contents, || {
            let words = "it is encrypted, and its passphrase is asked for when the service starts";
            Err(Failure::of(Code::Unfit, words))
        });
        key.map_err(|failure: Failure| in_file(failure, &self.key))
    }

    fn configuration(&self, key: &PrivateKey, gate: &Arc<Gate>) -> Outcome<ServerConfig> {
        let chain = read_certificates(&self.certificate)?;
        let chain = chain
            .iter()
            .map(|certificate| certificate.der().clone())
            .collect();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.to_pkcs8().to_vec()));
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(unfit)?;
        let builder = match &self.client_ca {
            None => builder.with_no_client_auth(),
            Some(path) => builder.with_client_cert_verifier(self.brokers(path, gate)?),
        };
        let configuration = builder.with_single_cert(chain, key);
        let mut configuration = configuration.map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => {
                let (key, certificate) = (self.key.display(), self.certificate.display());
                Failure::of(Code::Unfit, format_args!("{key} is not the key of {certificate}"))
                    .hint("name two files that belong together with --tls-crt and --tls-key")
            }
            other => in_file(unfit(other), &self.certificate),
        })?;
        if self.client_ca.is_some() {
            // A session that is resumed shows no certificate: one that was revoked meanwhile would go on to count.
            configuration.session_storage = Arc::new(NoServerSessionStorage {});
            configuration.send_tls13_tickets = 0;
        }
        Ok(configuration)
    }

    fn brokers(&self, path: &Path, gate: &Arc<Gate>) -> Outcome<Arc<dyn ClientCertVerifier>> {
        let mut roots = RootCertStore::empty();
        for certificate in read_certificates(path)? {
            let added = roots.add(certificate.der().clone());
            added.map_err(|error| in_file(unfit(error), path))?;
        }
        let provider = Arc::new(default_provider());
        let authority = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
        let authority = authority.map_err(|error| in_file(Failure::new(Code::Unfit, error), path))?;
        let brokers = BrokerCertVerifier::new(authority, Arc::clone(gate));
        let domain = gate.certificates().map(|devices| devices.trust_domain().clone());
        Ok(Arc::new(
            match domain.filter(|_| !self.signs_devices(path).unwrap_or(true)) {
                Some(domain) => brokers.with_devices_of(domain),
                None => brokers,
            },
        ))
    }

    /// Returns whether a CA of the brokers has the key of one of the devices'.
    fn signs_devices(&self, brokers: &Path) -> Outcome<bool> {
        let brokers = read_certificates(brokers)?;
        let is_shared = |ca: &Certificate| {
            let mut brokers = brokers.iter();
            brokers.any(|broker| broker.get().key.encoded == ca.get().key.encoded)
        };
        for path in &self.device_cas {
            if read_ca_certificates(path)?.iter().any(is_shared) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn unfit(error: rustls::Error) -> Failure {
    Failure::new(Code::Unfit, error)
}
