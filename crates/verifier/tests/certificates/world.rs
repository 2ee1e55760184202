//! A small fleet: a root, a CA below it, a device, and their revocation lists; all as they should be, until a test changes
//! something.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use amqtt_verifier::certificate::{
    BuildError, CertificateDer, CertificateVerifier, DeviceIdentity, Profile, Refusal, UnixTime,
};

use crate::{
    forge::{Certificate, Crl, Key},
    keys,
};

pub(crate) const DOMAIN: &str = "d.example";
pub(crate) const ROOT: &str = "Root";
pub(crate) const ISSUER: &str = "Issuer";
pub(crate) const BOTH: [Profile; 2] = [Profile::Device, Profile::Svid];

/// 2026-01-01T00:00:00Z.
pub(crate) const NOW: u64 = 1_767_225_600;

pub(crate) fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

/// The keys of all tests, made once.
pub(crate) struct Keys {
    pub(crate) root: Key,
    pub(crate) issuer: Key,
    pub(crate) device: Key,
    pub(crate) stranger: Key,
    pub(crate) rsa: Key,
}

pub(crate) static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys {
    root: keys::p256(),
    issuer: keys::p256(),
    device: keys::p256(),
    stranger: keys::p256(),
    rsa: keys::rsa(),
});

/// Signer of a certificate.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By {
    Root,
    Issuer,
    Device,
    Stranger,
    Rsa,
}

impl By {
    pub(crate) fn key(self) -> &'static Key {
        match self {
            Self::Root => &KEYS.root,
            Self::Issuer => &KEYS.issuer,
            Self::Device => &KEYS.device,
            Self::Stranger => &KEYS.stranger,
            Self::Rsa => &KEYS.rsa,
        }
    }
}

/// Input of a verifier, before it is signed and encoded.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) root: (Certificate, By),
    pub(crate) issuer: (Certificate, By),
    pub(crate) device: (Certificate, By),
    /// Further anchors, in DER.
    pub(crate) anchors: Vec<Vec<u8>>,
    /// Certificates that the peer sends after the device's and the issuer's, in DER.
    pub(crate) extra: Vec<Vec<u8>>,
    /// Set if the peer sends the issuer's certificate.
    pub(crate) sends_issuer: bool,
    /// The whole chain, where it is not made of the above.
    pub(crate) chain: Option<Vec<Vec<u8>>>,
    /// The revocation lists with their signers, where there are any; they are loaded in this order.
    pub(crate) crls: Option<Vec<(Crl, By)>>,
    pub(crate) client_id: String,
    pub(crate) now: u64,
}

impl World {
    pub(crate) fn new() -> Self {
        let (root, issuer) = (By::Root, By::Issuer);
        Self {
            root: (Certificate::ca(ROOT, root.key(), ROOT, root.key(), &[1]), root),
            issuer: (
                Certificate::ca(ISSUER, issuer.key(), ROOT, root.key(), &[2]),
                root,
            ),
            device: (
                Certificate::device("dev1", By::Device.key(), ISSUER, issuer.key(), &[3]),
                issuer,
            ),
            anchors: Vec::new(),
            extra: Vec::new(),
            sends_issuer: true,
            chain: None,
            crls: None,
            client_id: "dev1".to_owned(),
            now: NOW,
        }
    }

    /// The same with a list by each of the two CAs.
    pub(crate) fn with_crls() -> Self {
        let crls = vec![
            (Crl::new(ROOT, By::Root.key(), 1), By::Root),
            (Crl::new(ISSUER, By::Issuer.key(), 1), By::Issuer),
        ];
        Self {
            crls: Some(crls),
            ..Self::new()
        }
    }

    /// The list of the device's issuer.
    pub(crate) fn issuer_crl(&mut self) -> &mut (Crl, By) {
        &mut self.crls.as_mut().unwrap()[1]
    }

    pub(crate) fn add_crl(&mut self, crl: Crl, by: By) {
        self.crls.as_mut().unwrap().push((crl, by));
    }

    pub(crate) fn chain(&self) -> Vec<CertificateDer<'static>> {
        if let Some(chain) = &self.chain {
            return chain.iter().cloned().map(Into::into).collect();
        }
        let sign = |(certificate, by): &(Certificate, By)| certificate.sign(by.key());
        let issuer = self.sends_issuer.then(|| sign(&self.issuer));
        let chain = [sign(&self.device)]
            .into_iter()
            .chain(issuer)
            .chain(self.extra.iter().cloned());
        chain.map(Into::into).collect()
    }

    pub(crate) fn verifier(&self, profile: Profile) -> Result<CertificateVerifier, BuildError> {
        let mut builder = CertificateVerifier::builder(DOMAIN.parse().unwrap())
            .profile(profile)
            .anchors(&self.root.0.sign(self.root.1.key()))?;
        for anchor in &self.anchors {
            builder = builder.anchors(anchor)?;
        }
        if let Some(crls) = &self.crls {
            builder = builder
                .require_crls()
                .intermediates(&self.issuer.0.sign(self.issuer.1.key()))?;
            for (crl, by) in crls {
                builder = builder.crls(&crl.sign(by.key()))?;
            }
        }
        builder.build()
    }

    pub(crate) fn admit(&self, profile: Profile) -> Result<DeviceIdentity, Refusal> {
        let verifier = self.verifier(profile).unwrap();
        verifier.admit(&self.chain(), &self.client_id.parse().unwrap(), at(self.now))
    }

    /// A verifier that uses the lists that a test loads.
    pub(crate) fn verifier_without_lists(&self) -> Arc<CertificateVerifier> {
        let world = Self {
            crls: Some(Vec::new()),
            ..self.clone()
        };
        Arc::new(world.verifier(Profile::Device).unwrap())
    }
}
