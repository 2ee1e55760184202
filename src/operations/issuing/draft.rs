//! Drafts: what is signed once its serial number is reserved.

use time::OffsetDateTime;

use crate::{
    error::{Code, Failure, Outcome},
    operations::issuing::{Credential, Order, Signer, key::SubjectKey, record::Reservation},
    pki::{self, IssueError, PublicKeyId, Serial},
};

/// An order with its serial number.
pub(crate) struct Draft<'a> {
    order: Order<'a>,
    serial: Serial,
    /// The order's key, by which the inventory knows it.
    key: PublicKeyId,
}

impl<'a> Draft<'a> {
    /// Draws a serial number.
    ///
    /// # Errors
    /// [`Code::Bug`] when the system's random number generator fails.
    pub(super) fn new(order: Order<'a>) -> Outcome<Self> {
        let failed = || Failure::of(Code::Bug, "the system's random number generator failed");
        Ok(Self {
            serial: Serial::random().ok_or_else(failed)?,
            key: PublicKeyId::of(order.key.public()),
            order,
        })
    }

    /// The name that the certificate is known by.
    pub(crate) fn name(&self) -> &str {
        self.order.profile.name()
    }

    /// Returns what is recorded of it before it is signed.
    pub(super) fn reservation(&self, signer: Signer<'_>) -> Reservation<'_> {
        Reservation {
            issuer: match signer {
                Signer::Itself => self.key,
                Signer::Authority(authority) => authority.id(),
            },
            serial: &self.serial,
            kind: self.order.profile.kind(),
            name: self.order.profile.name(),
            key: self.key,
            key_is_foreign: matches!(self.order.key, SubjectKey::Public(_)),
            validity: self.order.validity,
            replaces: self.order.replaces.as_ref(),
        }
    }

    /// Signs it, and proves that what was signed is accepted.
    ///
    /// # Errors
    /// [`Code::Unfit`] when the CA cannot issue a certificate that is accepted.
    pub(crate) fn sign(&self, signer: Signer<'_>, now: OffsetDateTime) -> Outcome<Credential> {
        let Order {
            profile,
            key,
            validity,
            passphrase,
            ..
        } = &self.order;
        let (profile, serial) = (&**profile, &self.serial);
        let certificate = match signer {
            Signer::Itself => {
                let key = key.private().ok_or(IssueError::NoPrivateKey)?;
                pki::self_sign(profile, key, serial, *validity)?
            }
            Signer::Authority(authority) => authority.issue(profile, key.public(), serial, *validity, now)?,
        };
        let mut certificate_pem = certificate.to_pem();
        if let Signer::Authority(authority) = signer {
            certificate_pem.push_str(authority.chain_pem());
        }
        Ok(Credential {
            certificate_pem,
            certificate,
            key_pem: key.to_pem(*passphrase)?,
        })
    }
}
