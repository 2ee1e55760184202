//! The certificates of a path, as they are kept, and their issuers.

use std::sync::Arc;

use amqtt_x509::certificate::Certificate;

use super::position::Position;

/// An issuer: its name and its key together, both the whole of their encoding, as they stand side by side in its
/// certificate. A clone shares them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Issuer {
    octets: Arc<[u8]>,
    name_length: usize,
}

impl Issuer {
    pub(crate) fn of(certificate: &Certificate<'_>) -> Self {
        Self {
            octets: certificate.holder.into(),
            name_length: certificate.subject.encoded().len(),
        }
    }

    pub(crate) fn name(&self) -> &[u8] {
        &self.octets[..self.name_length]
    }

    pub(crate) fn spki(&self) -> &[u8] {
        &self.octets[self.name_length..]
    }

    pub(crate) fn is(&self, certificate: &Certificate<'_>) -> bool {
        *self.octets == *certificate.holder
    }
}

/// A certificate of a path as revocation needs it: its issuer, and the facts that decide which lists cover it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) position: Position,
    pub(crate) issuer: Issuer,
    pub(crate) serial: Box<[u8]>,
    pub(crate) ca: bool,
    /// The contents of cRLDistributionPoints.
    pub(crate) distribution_points: Option<Box<[u8]>>,
}

impl Link {
    pub(crate) fn new(certificate: &Certificate<'_>, position: Position, issuer: Issuer) -> Self {
        Self {
            position,
            issuer,
            serial: certificate.serial.octets().into(),
            ca: certificate.basic_constraints.ca,
            distribution_points: certificate.distribution_points.map(Into::into),
        }
    }
}
