//! A fleet whose keys, and so signatures, are always the same: a root, an issuer below it, and two devices.

use std::{sync::LazyLock, time::Duration};

use amqtt_verifier::certificate::{
    CertificateDer, CertificateVerifier, CertificateVerifierBuilder, DeviceIdentity, Profile, UnixTime,
};
use ring::signature::Ed25519KeyPair;

use crate::{
    forge::{Certificate, Crl, Key},
    keys::ed25519_of,
};

/// The serial number of both devices, which occurs nowhere by chance.
pub(super) const SERIAL: &[u8] = b"a serial number";

/// 2026-01-01T00:00:00Z.
pub(super) fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_767_225_600))
}

/// The same key for the same number.
pub(super) fn key(number: u8) -> Key {
    ed25519_of(Ed25519KeyPair::from_seed_unchecked(&[number; 32]).unwrap())
}

pub(super) struct Fleet {
    pub(super) root_key: Key,
    pub(super) issuer_key: Key,
    pub(super) root: Vec<u8>,
    pub(super) issuer: CertificateDer<'static>,
    /// By the issuer.
    pub(super) device: Certificate,
    /// By the root.
    pub(super) other_device: Certificate,
    pub(super) root_crl: Vec<u8>,
}

pub(super) static FLEET: LazyLock<Fleet> = LazyLock::new(|| {
    let [root_key, issuer_key, device_key] = [1, 2, 3].map(key);
    Fleet {
        root: Certificate::ca("Root", &root_key, "Root", &root_key, &[1]).sign(&root_key),
        issuer: Certificate::ca("Issuer", &issuer_key, "Root", &root_key, &[2])
            .sign(&root_key)
            .into(),
        device: Certificate::device("dev1", &device_key, "Issuer", &issuer_key, SERIAL),
        other_device: Certificate::device("dev2", &device_key, "Root", &root_key, SERIAL),
        root_crl: Crl::new("Root", &root_key, 1).sign(&root_key),
        root_key,
        issuer_key,
    }
});

impl Fleet {
    /// The chain of the first device.
    pub(super) fn chain(&self) -> [CertificateDer<'static>; 2] {
        [self.device.sign(&self.issuer_key).into(), self.issuer.clone()]
    }

    pub(super) fn verifier(&self) -> CertificateVerifierBuilder {
        verifier(&self.root).intermediates(&self.issuer).unwrap()
    }
}

fn verifier(anchor: &[u8]) -> CertificateVerifierBuilder {
    let builder = CertificateVerifier::builder("d.example".parse().unwrap());
    builder.anchors(anchor).unwrap()
}

/// Verifiers that are made once, as that takes long.
pub(super) struct Verifiers {
    /// Of both profiles, without lists.
    pub(super) device: CertificateVerifier,
    pub(super) svid: CertificateVerifier,
    /// One that wants lists and has none.
    pub(super) without_lists: CertificateVerifier,
    /// One that knows nobody of the fleet.
    pub(super) elsewhere: CertificateVerifier,
}

pub(super) static VERIFIERS: LazyLock<Verifiers> = LazyLock::new(|| {
    let [device, svid] = [Profile::Device, Profile::Svid].map(|profile| {
        let builder = FLEET.verifier().profile(profile);
        builder.build().unwrap()
    });
    let stranger = key(4);
    let stranger = Certificate::ca("Stranger", &stranger, "Stranger", &stranger, &[1]).sign(&stranger);
    Verifiers {
        device,
        svid,
        without_lists: FLEET.verifier().require_crls().build().unwrap(),
        elsewhere: verifier(&stranger).require_crls().build().unwrap(),
    }
});

/// The first device and its chain.
pub(super) static DEVICE: LazyLock<(DeviceIdentity, [CertificateDer<'static>; 2])> = LazyLock::new(|| {
    let chain = FLEET.chain();
    (VERIFIERS.device.identify(&chain, now()).unwrap(), chain)
});
