//! Admission by certificate: which devices a broker lets in over mutual TLS, and as whom.
//!
//! A chain is admitted when all of this holds:
//!
//! 1. It has at most 16 KiB and 4 certificates above the device's own; nothing else is looked at in a larger one.
//! 2. A path from a trust anchor to the leaf validates for clientAuth (RFC 5280 6.1), and the anchor is within its own
//!    validity, a CA, and as good for clientAuth and path length as any CA. RSA keys have 2,048 bits or more, anywhere
//!    in the chain.
//! 3. Where revocation lists are given: every certificate of the path is covered by a list that is current, newest by its
//!    CRLNumber, and signed by an issuer that may sign lists; and it is on none. See [`crate::revocation`].
//! 4. The leaf is no CA and no anchor; its KeyUsage, where present, has digitalSignature and neither keyCertSign nor
//!    cRLSign; it has exactly one URI SAN; SubjectAltName is critical where the subject is empty.
//! 5. The URI is a canonical SPIFFE ID `spiffe://<trust domain>/device/<id>` of at most 2,048 bytes, and the id is the
//!    MQTT client id, byte for byte.
//!
//! [`Profile`] says how much more is asked. Every refusal names its rule: [`Refusal::rule`].
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
//! **TLS resumption skips certificate verification.** A session that is resumed brings the chain of the handshake that it
//! resumes, and nobody looks at it again; so the check belongs to every CONNECT, with the client id and the time of then,
//! and not to the handshake alone. With the feature `rustls`, `crate::tls` has a verifier for the handshake too.

mod blame;
mod builder;
mod constraints;
mod device;
mod key;
mod mask;
mod path;
mod position;
mod refusal;
mod rule;
mod rules;
mod server;
pub(crate) mod signature;

use std::{fmt, sync::Arc};

use amqtt_x509::{certificate::Certificate, pem};
pub use builder::{BuildError, CertificateVerifierBuilder};
pub use device::DeviceIdentity;
pub(crate) use device::{Issuer, Link};
pub use position::{Position, RefusedCertificate};
pub use refusal::{KeyUsageFault, Refusal};
pub use rule::{Check, Rule};
pub use rustls_pki_types::CertificateDer;
use rustls_pki_types::TrustAnchor;
pub use server::Purpose;

use crate::{ClientId, TrustDomain, revocation::RevocationLists};
pub use amqtt_x509::{pem::FileError, time::UnixTime};

/// The most bytes of a chain that are looked at.
pub const MAX_CHAIN_BYTES: usize = 16 * 1024;
/// The most certificates above the leaf that are looked at.
pub const MAX_INTERMEDIATES: usize = 4;
/// The longest URI SAN, in bytes (SPIFFE-ID 2.3).
pub const MAX_URI_BYTES: usize = 2_048;
/// The size of the smallest RSA key, in bits.
pub const MIN_RSA_BITS: usize = 2_048;

/// How much is asked of a certificate. What `Svid` admits, `Device` admits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Profile {
    /// What aMQTT's own scripts issue is admitted too: KeyUsage may be absent or not critical, and ExtendedKeyUsage, where
    /// present, has to have clientAuth.
    #[default]
    Device,
    /// X509-SVID to the letter. KeyUsage is present and critical in every certificate of the path, the anchor included;
    /// ExtendedKeyUsage of the leaf, where present, has both clientAuth and serverAuth (4.3, 4.4); and a CA that has a
    /// SPIFFE ID has no other URI, and no path in it (2, 3.2).
    Svid,
}

/// Takes a file apart into certificates, in their order: several in PEM, or one in DER. They are not read yet.
///
/// # Errors
/// [`FileError`] when there is none, or the PEM is broken.
pub fn certificates_in(contents: &[u8]) -> Result<Vec<CertificateDer<'static>>, FileError> {
    pem::certificates(contents)
}

/// Decides which certificates are admitted.
///
/// It is made once, with [`CertificateVerifier::builder`], and used by all connections at the same time; its revocation
/// lists can be renewed meanwhile.
pub struct CertificateVerifier {
    trust_domain: TrustDomain,
    profile: Profile,
    anchors: Vec<Arc<Anchor>>,
    /// CAs below the anchors, which complete chains that come without them.
    intermediates: Vec<CertificateDer<'static>>,
    /// The same anchors, as path validation wants them.
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

/// A trust anchor, which was read once to know that it can be.
#[derive(Debug, PartialEq, Eq)]
struct Anchor {
    der: CertificateDer<'static>,
    issuer: Arc<Issuer>,
    /// As a certificate of its own path, where it issued itself.
    own: Option<Arc<Link>>,
}

impl CertificateVerifier {
    /// Begins to make a verifier for the devices of a trust domain.
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

    /// Tells which device a chain is of, by all rules but that of the client id: during a TLS handshake, where no client
    /// id is known yet.
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
        let path = path::validate(self, Purpose::Client, &chain.complete(&self.intermediates), now)?;
        Ok(DeviceIdentity::new(device_id, self, &chain.leaf, path, sent))
    }

    /// Looks at live connections again, after revocation lists or anchors were replaced, or as time goes by. Returns those
    /// that a new admission would refuse, each with its refusal.
    ///
    /// As long as the path of a device still counts here (the same trust domain, profile and anchor, and no certificate of
    /// it expired or revoked), this costs lookups alone. Otherwise its chain is validated again, which costs what an
    /// admission does: about 60 µs.
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

    /// The checks that it makes, in their order: all but [`Check::Revocation`] where no lists were asked for.
    pub fn checks(&self) -> impl Iterator<Item = Check> {
        let with_lists = self.revocation.is_some();
        Check::ALL
            .into_iter()
            .filter(move |check| with_lists || *check != Check::Revocation)
    }

    /// The revocation lists that it goes by, to be renewed while in use; `None` where none were asked for.
    #[must_use]
    pub fn revocation(&self) -> Option<&Arc<RevocationLists>> {
        self.revocation.as_ref()
    }

    /// The trust domain whose devices it admits.
    #[must_use]
    pub fn trust_domain(&self) -> &TrustDomain {
        &self.trust_domain
    }

    /// The names of the trust anchors, in DER: what a TLS server may tell clients.
    pub fn anchor_names(&self) -> impl Iterator<Item = &[u8]> {
        self.anchors.iter().map(|anchor| anchor.issuer.name())
    }
}

/// A chain that was read.
#[derive(Clone)]
struct Chain<'a> {
    leaf: Certificate<'a>,
    /// What the peer sent with it, then what the verifier knows.
    above: Vec<(Position, Certificate<'a>)>,
}

impl<'a> Chain<'a> {
    fn read(der: &'a [CertificateDer<'a>]) -> Result<Self, Refusal> {
        let mut certificates = der.iter().enumerate().map(|(index, der)| {
            let certificate = Position::in_chain(index);
            match Certificate::read(der) {
                Ok(read) => Ok((certificate, read)),
                Err(malformed) => Err(Refusal::Malformed {
                    certificate: RefusedCertificate::unreadable(certificate),
                    part: malformed.0,
                }),
            }
        });
        let (_, leaf) = certificates.next().ok_or(Refusal::NoCertificate)??;
        let above = certificates.collect::<Result<_, _>>()?;
        Ok(Self { leaf, above })
    }

    /// Adds the CAs that the chain lacks, as far as the verifier knows them: a TLS library may give the leaf of a resumed
    /// session alone. A CA that the peer has sent counts as it was sent.
    fn complete(&self, known: &'a [CertificateDer<'static>]) -> Chain<'a> {
        let mut chain = self.clone();
        let known = known.iter().zip(1..);
        let known: Vec<_> = known
            .filter_map(|(der, place)| Some((Position::Known(place), Certificate::read(der).ok()?)))
            .collect();
        let issuer_of = |chain: &Chain<'a>, index| chain.iter().nth(index).map(|(_, ca)| ca.issuer);
        let mut looked_at = 0;
        while let Some(issuer) = issuer_of(&chain, looked_at) {
            looked_at += 1;
            for ca in known.iter().filter(|(_, ca)| ca.subject == issuer) {
                let is_same = |(position, other): &(Position, Certificate<'_>)| match position {
                    Position::Known(_) => other.der == ca.1.der,
                    _ => other.subject == ca.1.subject && other.key.encoded == ca.1.key.encoded,
                };
                if !chain.above.iter().any(is_same) {
                    chain.above.push(*ca);
                }
            }
        }
        chain
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
