//! Admission by certificate: which devices a broker admits over mutual TLS, and under which device id.
//!
//! A chain is admitted when all of this holds:
//!
//! 1. It has at most 16 KiB and 4 certificates above the device's own; a larger chain is refused unread.
//! 2. A path from a trust anchor to the leaf validates for clientAuth (RFC 5280 6.1), and the anchor is within its own
//!    validity, a CA, and as good for clientAuth and path length as any CA. RSA keys have 2,048 bits or more, anywhere
//!    in the chain.
//! 3. Where revocation lists are given: every certificate of the path is covered by a list that is current, newest by its
//!    CRLNumber, and signed by an issuer that may sign lists; and it is on none. See [`crate::revocation`].
//! 4. The leaf is neither a CA nor an anchor; its KeyUsage, where present, has digitalSignature and neither keyCertSign nor
//!    cRLSign; it has exactly one URI SAN; SubjectAltName is critical where the subject is empty.
//! 5. The URI is a canonical SPIFFE ID `spiffe://<trust domain>/device/<id>` of at most 2,048 bytes, and the id is the
//!    MQTT client id, byte for byte.
//!
//! [`Profile`] adds further rules. Every refusal names its rule: [`Refusal::rule`].
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use amqtt_verifier::certificate::{CertificateVerifier, Profile};
//!
//! # let anchors = include_bytes!("../../../../testkit/data/example-ca.crt");
//! let verifier = CertificateVerifier::builder("fleet.example".parse()?)
//!     .anchors(anchors)? // PEM, or one certificate in DER
//!     .profile(Profile::Device)
//!     .build()?;
//!
//! // At every CONNECT, with the peer's chain and the time:
//! # let (chain, now) = (Vec::new(), amqtt_verifier::certificate::UnixTime::since_unix_epoch(Default::default()));
//! match verifier.admit(&chain, &"pump-7".parse()?, now) {
//!     Ok(device) => println!("welcome, {}", device.device_id()),
//!     Err(refusal) => println!("refused by {}: {refusal}", refusal.rule()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! **TLS resumption skips certificate verification.** A resumed session brings the chain of its first handshake, which
//! is not verified again. So verify at every CONNECT, with the client id and the current time, and not in the handshake
//! alone. With the feature `rustls`, `crate::tls` has a verifier for the handshake too.

mod blame;
mod builder;
mod constraints;
mod curve;
mod device;
mod key;
mod limits;
pub(crate) mod link;
mod mask;
mod path;
pub(crate) mod position;
mod purpose;
pub(crate) mod refusal;
mod rule;
mod rules;
mod server;
pub(crate) mod signature;

use std::{fmt, sync::Arc};

use amqtt_rules::names::{ClientId, TrustDomain};
use amqtt_x509::{certificate::Certificate, pem};
pub use builder::{BuildError, CertificateVerifierBuilder, check_cas};
pub use device::DeviceIdentity;
pub use limits::{MAX_CHAIN_BYTES, MAX_INTERMEDIATES, MAX_URI_BYTES, MIN_RSA_BITS};
use link::{Issuer, Link};
pub use position::{Position, RefusedCertificate};
pub use purpose::Purpose;
pub use refusal::{KeyUsageFault, Refusal};
pub use rule::{Check, Rule};
pub use rustls_pki_types::CertificateDer;
use rustls_pki_types::TrustAnchor;

use crate::revocation::RevocationLists;
pub use amqtt_x509::{pem::FileError, time::UnixTime};

/// Validation profile. `Device` admits every certificate that `Svid` admits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Profile {
    /// Admits the certificates of aMQTT's own scripts too: KeyUsage may be absent or not critical, and ExtendedKeyUsage, where
    /// present, must have clientAuth.
    #[default]
    Device,
    /// X509-SVID to the letter. KeyUsage is present and critical in every certificate of the path, the anchor included;
    /// ExtendedKeyUsage of the leaf, where present, has both clientAuth and serverAuth (4.3, 4.4); and a CA that has a
    /// SPIFFE ID has no other URI, and no path in it (2, 3.2).
    Svid,
}

/// Splits a file into certificates, in their order: several in PEM, or one in DER. They are not parsed yet.
///
/// # Errors
/// [`FileError`] when the file holds none, or the PEM is broken.
pub fn certificates_in(contents: &[u8]) -> Result<Vec<CertificateDer<'static>>, FileError> {
    pem::certificates(contents)
}

/// Decides which certificates are admitted.
///
/// It is made once, with [`CertificateVerifier::builder`], and shared by all connections; its revocation lists can be
/// replaced while it is in use.
pub struct CertificateVerifier {
    trust_domain: Arc<TrustDomain>,
    profile: Profile,
    anchors: Vec<Arc<Anchor>>,
    /// CAs below the anchors, to complete chains that lack them.
    intermediates: Vec<CertificateDer<'static>>,
    /// The same anchors in webpki's form.
    trust_anchors: Vec<TrustAnchor<'static>>,
    revocation: Option<Arc<RevocationLists>>,
}

impl fmt::Debug for CertificateVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificateVerifier")
            .field("trust_domain", &self.trust_domain)
            .field("profile", &self.profile)
            .field("anchors", &self.anchors.len())
            .field("revocation", &self.revocation)
            .finish()
    }
}

/// A trust anchor.
#[derive(Debug, PartialEq, Eq)]
struct Anchor {
    der: CertificateDer<'static>,
    issuer: Issuer,
    /// As a certificate of its own path, where it issued itself.
    own: Option<Arc<Link>>,
    not_before: UnixTime,
    not_after: UnixTime,
    path_len: Option<usize>,
    /// The purposes for which it passes all rules but those of time and of the path's length, and constrains no names.
    sound_for: Vec<Purpose>,
}

impl CertificateVerifier {
    /// Returns a builder of a verifier for the devices of a trust domain.
    #[must_use]
    pub fn builder(trust_domain: TrustDomain) -> CertificateVerifierBuilder {
        CertificateVerifierBuilder::new(trust_domain)
    }

    /// Admits a chain (the leaf first, then what the peer sent with it, in any order) as an MQTT client.
    ///
    /// # Errors
    /// The [`Refusal`] by the first check that fails.
    pub fn admit(
        &self,
        chain: &[CertificateDer<'_>],
        client_id: &ClientId,
        now: UnixTime,
    ) -> Result<DeviceIdentity, Refusal> {
        let device = self.identify(chain, now)?;
        device.require_client_id(client_id.as_str())?;
        Ok(device)
    }

    /// Identifies the device of a chain by all rules but that of the client id: for the TLS handshake, where no client id
    /// is known yet.
    ///
    /// # Errors
    /// The [`Refusal`] by the first check that fails.
    pub fn identify(&self, chain: &[CertificateDer<'_>], now: UnixTime) -> Result<DeviceIdentity, Refusal> {
        let sent = chain;
        rules::check_size(sent)?;
        let chain = Chain::read(sent)?;
        for (position, certificate) in chain.iter() {
            rules::check_serial(certificate, position)?;
        }
        rules::check_leaf(&chain.leaf, self.profile)?;
        key::check(&chain.leaf)?;
        if self.anchors.iter().any(|anchor| anchor.issuer.is(&chain.leaf)) {
            return Err(Refusal::LeafIsAnchor {
                certificate: RefusedCertificate::of(Position::Leaf, &chain.leaf),
            });
        }
        let device_id = rules::device_id(&chain.leaf, &self.trust_domain)?;
        let chain = chain.complete(&self.intermediates);
        let path = path::validate(self, Purpose::Client, &chain, now)?;
        Ok(DeviceIdentity::new(device_id, self, &chain.leaf, path, sent))
    }

    /// Checks live connections again, after revocation lists or anchors were replaced, or as time passes. Returns those
    /// that a new admission would refuse, each with its refusal.
    ///
    /// As long as the path of a device still counts here (the same trust domain, profile and anchor, and no certificate of
    /// it expired or revoked), this costs only lookups. Otherwise its chain is validated again, at the
    /// cost of an admission.
    pub fn recheck<'a>(
        &self,
        live: impl IntoIterator<Item = &'a DeviceIdentity>,
        now: UnixTime,
    ) -> Vec<(&'a DeviceIdentity, Refusal)> {
        let lists = self.revocation.as_ref().map(|lists| lists.current());
        let refused = |device: &'a DeviceIdentity| match device.still_counts(self, lists.as_deref(), now) {
            true => None,
            false => {
                let verdict = self.identify(device.chain(), now);
                verdict.err().map(|refusal| (device, refusal))
            }
        };
        live.into_iter().filter_map(refused).collect()
    }

    /// Returns the checks that it makes, in their order: all but [`Check::Revocation`] where no lists were asked for.
    pub fn checks(&self) -> impl Iterator<Item = Check> {
        let with_lists = self.revocation.is_some();
        Check::ALL
            .into_iter()
            .filter(move |check| with_lists || *check != Check::Revocation)
    }

    /// Returns its revocation lists, which can be replaced while in use; `None` where revocation is not a condition.
    #[must_use]
    pub fn revocation(&self) -> Option<&Arc<RevocationLists>> {
        self.revocation.as_ref()
    }

    /// Returns the trust domain whose devices it admits.
    #[must_use]
    pub fn trust_domain(&self) -> &TrustDomain {
        &self.trust_domain
    }

    /// Returns the names of the trust anchors, in DER, which a TLS server may send to clients.
    pub fn anchor_names(&self) -> impl Iterator<Item = &[u8]> {
        self.anchors.iter().map(|anchor| anchor.issuer.name())
    }
}

/// A chain that was read.
struct Chain<'a> {
    leaf: Certificate<'a>,
    /// The certificates that the peer sent with it, then those that the verifier adds.
    above: Vec<(Position, Certificate<'a>)>,
}

impl<'a> Chain<'a> {
    fn read(der: &'a [CertificateDer<'a>]) -> Result<Self, Refusal> {
        let read = |index, der: &'a CertificateDer<'a>| {
            Certificate::read(der).map_err(|malformed| Refusal::Malformed {
                certificate: RefusedCertificate::unreadable(Position::in_chain(index)),
                part: malformed.0,
            })
        };
        let (leaf, above) = der.split_first().ok_or(Refusal::NoCertificate)?;
        let leaf = read(0, leaf)?;
        let above = (1..).zip(above);
        let above = above.map(|(index, der)| Ok((Position::in_chain(index), read(index, der)?)));
        Ok(Self {
            leaf,
            above: above.collect::<Result<_, _>>()?,
        })
    }

    /// Adds the CAs that the chain lacks, as far as the verifier knows them: a TLS library may give the leaf of a resumed
    /// session alone. A CA that the peer has sent counts as it was sent.
    fn complete(mut self, known: &'a [CertificateDer<'static>]) -> Self {
        let known = known.iter().zip(1..);
        let known: Vec<_> = known
            .filter_map(|(der, place)| Some((Position::Known(place), Certificate::read(der).ok()?)))
            .collect();
        let issuer_of = |chain: &Self, index| chain.iter().nth(index).map(|(_, ca)| ca.issuer);
        let mut looked_at = 0;
        while let Some(issuer) = issuer_of(&self, looked_at) {
            looked_at += 1;
            for ca in known.iter().filter(|(_, ca)| ca.subject == issuer) {
                let is_same = |(position, other): &(Position, Certificate<'_>)| match position {
                    Position::Known(_) => other.der == ca.1.der,
                    _ => other.holder == ca.1.holder,
                };
                if !self.above.iter().any(is_same) {
                    self.above.push(*ca);
                }
            }
        }
        self
    }

    /// Returns the certificates with their positions, the leaf first.
    fn iter(&self) -> impl Iterator<Item = (Position, &Certificate<'a>)> {
        let above = self
            .above
            .iter()
            .map(|(position, certificate)| (*position, certificate));
        [(Position::Leaf, &self.leaf)].into_iter().chain(above)
    }
}
