//! The certificates of a path, as they are kept, and their issuers.

use std::sync::Arc;

use amqtt_x509::certificate::Certificate;

use super::position::Position;

/// An issuer: its name and its key together, both the whole of their encoding.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Issuer {
    name: Box<[u8]>,
    spki: Box<[u8]>,
}

impl Issuer {
    pub(crate) fn of(certificate: &Certificate<'_>) -> Self {
        Self {
            name: certificate.subject.encoded().into(),
            spki: certificate.key.encoded.into(),
        }
    }

    pub(crate) fn name(&self) -> &[u8] {
        &self.name
    }

    pub(crate) fn spki(&self) -> &[u8] {
        &self.spki
    }

    pub(crate) fn is(&self, certificate: &Certificate<'_>) -> bool {
        *self.name == *certificate.subject.encoded() && *self.spki == *certificate.key.encoded
    }
}

/// A certificate of a path as revocation needs it: its issuer, and the facts that decide which lists cover it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) position: Position,
    pub(crate) issuer: Arc<Issuer>,
    pub(crate) serial: Box<[u8]>,
    pub(crate) ca: bool,
    /// The contents of cRLDistributionPoints.
    pub(crate) distribution_points: Option<Box<[u8]>>,
}

impl Link {
    pub(crate) fn new(certificate: &Certificate<'_>, position: Position, issuer: Arc<Issuer>) -> Self {
        Self {
            position,
            issuer,
            serial: certificate.serial.octets().into(),
            ca: certificate.basic_constraints.ca,
            distribution_points: certificate.distribution_points.map(Into::into),
        }
    }
}
