//! A verified device.

use std::sync::Arc;

use amqtt_rules::names::TrustDomain;
use amqtt_x509::{certificate::Certificate, time::UnixTime};

#[cfg(feature = "database")]
use super::link::{Issuer, Link};
use super::{CertificateDer, CertificateVerifier, Profile, Refusal, path::Path};
use crate::revocation::CurrentLists;

/// A device whose certificate was verified. Only a [`CertificateVerifier`] creates one.
///
/// It keeps what it takes to [recheck](CertificateVerifier::recheck) it later: its path, its anchor, and its chain, which is
/// about a kilobyte. A clone shares the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceIdentity {
    device_id: String,
    trust_domain: Arc<TrustDomain>,
    not_after: UnixTime,
    path: Path,
    profile: Profile,
    chain: Arc<[CertificateDer<'static>]>,
}

impl DeviceIdentity {
    pub(super) fn new(
        device_id: String,
        verifier: &CertificateVerifier,
        leaf: &Certificate<'_>,
        path: Path,
        chain: &[CertificateDer<'_>],
    ) -> Self {
        Self {
            device_id,
            trust_domain: Arc::clone(&verifier.trust_domain),
            not_after: leaf.not_after,
            path,
            profile: verifier.profile,
            chain: chain.iter().map(|der| der.clone().into_owned()).collect(),
        }
    }

    /// Returns the id of the device, the last segment of its SPIFFE ID. It may be wider than the ids that are issued
    /// ([`DeviceId`](amqtt_rules::names::DeviceId)): 1 or more of `A-Z a-z 0-9 . _ -`.
    #[must_use]
    pub fn device_id(&self) -> &str {
        &self.device_id
    }

    /// Returns the trust domain that it belongs to.
    #[must_use]
    pub fn trust_domain(&self) -> &TrustDomain {
        &self.trust_domain
    }

    /// Returns the serial number of its certificate: the octets of a positive INTEGER, where the first may be a zero that only
    /// carries the sign (RFC 5280 4.1.2.2).
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.path.leaf.serial
    }

    /// Returns the name of its certificate's issuer, in DER (RFC 5280 4.1.2.4).
    #[must_use]
    pub fn issuer(&self) -> &[u8] {
        self.path.leaf.issuer.name()
    }

    /// Returns the last second of its certificate's validity (RFC 5280 4.1.2.5).
    #[must_use]
    pub fn not_after(&self) -> UnixTime {
        self.not_after
    }

    /// Returns the last second in which the whole path is valid, which is never later than [`DeviceIdentity::not_after`]: when a
    /// connection should end.
    #[must_use]
    pub fn valid_until(&self) -> UnixTime {
        self.path.not_after
    }

    /// Refuses any other client id than the device's. [`CertificateVerifier::admit`](super::CertificateVerifier::admit)
    /// has done so already.
    ///
    /// # Errors
    /// [`Refusal::ClientId`].
    pub fn require_client_id(&self, client_id: &str) -> Result<(), Refusal> {
        if self.device_id == client_id {
            return Ok(());
        }
        Err(Refusal::ClientId {
            device: self.device_id.clone(),
            client_id: client_id.to_owned(),
        })
    }

    /// Returns the certificates of its path, from the one below the anchor down to its own, each with its holder.
    #[cfg(feature = "database")]
    pub(crate) fn links(&self) -> impl Iterator<Item = (&Link, &Issuer)> {
        self.path.links()
    }

    /// Returns the chain as the peer sent it.
    pub(super) fn chain(&self) -> &[CertificateDer<'static>] {
        &self.chain
    }

    /// Returns whether this verifier would admit the device by the very path by which it was admitted. If not,
    /// another path may still lead to it.
    pub(super) fn still_counts(
        &self,
        verifier: &CertificateVerifier,
        lists: Option<&CurrentLists>,
        now: UnixTime,
    ) -> bool {
        self.trust_domain == verifier.trust_domain
            && self.profile == verifier.profile
            && self.path.is_valid_at(now)
            && verifier.anchors.iter().any(|anchor| self.path.ends_at(anchor))
            && !verifier
                .anchors
                .iter()
                .any(|anchor| self.path.begins_with(anchor))
            && lists
                .is_none_or(|lists| self.path.signs_lists && self.path.check_revocation(lists, now).is_ok())
    }
}
