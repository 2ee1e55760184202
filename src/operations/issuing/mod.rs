//! The conductor of issuing: whatever issues a certificate does it here, in one order.
//!
//! Keys in memory → serials reserved in the inventory → signed, and proven to be accepted → files published → marked as
//! issued. A kill at any moment leaves at worst a reserved row and a key without its certificate, which the next run
//! takes up; never a certificate that is not in the inventory.
//!
//! The conductor knows neither where the record is kept ([`Record`]) nor where credentials go ([`Publish`]): a verb
//! gives it one order and a pair of files, a bulk verb many orders and a directory that it has opened and locked once.

pub(crate) mod ca;
pub(crate) mod ca_report;
pub(crate) mod credential;
pub(crate) mod draft;
pub(crate) mod key;
pub(crate) mod pair;
pub(crate) mod record;
pub(crate) mod request;

use std::sync::Arc;

use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::{
    error::{Code, Failure, Outcome},
    files::{NewFile, Readers},
    operations::{
        crew,
        issuing::{
            draft::Draft,
            key::SubjectKey,
            record::{Record, Replaced, Reservation},
        },
    },
    pki::{Authority, Certificate, CertificateProfile, Passphrase, Validity},
};

/// A certificate that is to be issued.
pub(crate) struct Order<'a> {
    pub(crate) profile: Box<dyn CertificateProfile + 'a>,
    pub(crate) key: SubjectKey,
    pub(crate) validity: Validity,
    /// The passphrase that the key's file is encrypted with.
    pub(crate) passphrase: Option<&'a Passphrase>,
    /// The certificate whose place it takes.
    pub(crate) replaces: Option<Replaced>,
}

/// The key that signs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Signer<'a> {
    /// Each certificate's own key: a root.
    Itself,
    Authority(&'a Authority),
}

/// A credential as it is published: a certificate, what goes after it, and its key where that is ours to write.
pub(crate) struct Credential {
    pub(crate) certificate: Certificate,
    /// The certificate and the chain above it without the root, in PEM.
    pub(crate) certificate_pem: String,
    /// The private key in PEM; `None` where it is kept elsewhere, or not known.
    pub(crate) key_pem: Option<Zeroizing<String>>,
}

impl Credential {
    /// Returns its files under the names of a key and a certificate: the key first, where it is ours to write.
    pub(crate) fn as_files<'a>(
        &'a self,
        [key, certificate]: &'a [String; 2],
    ) -> impl Iterator<Item = NewFile<'a>> {
        let key = self.key_pem.as_ref().map(|pem| NewFile {
            name: key.clone(),
            contents: pem.as_bytes(),
            readers: Readers::Owner,
        });
        key.into_iter().chain(std::iter::once(NewFile {
            name: certificate.clone(),
            contents: self.certificate_pem.as_bytes(),
            readers: Readers::All,
        }))
    }
}

/// A place where credentials go.
pub(crate) trait Publish {
    /// Makes the credentials durable: all or none, or, where they cannot be taken back, as many as possible.
    ///
    /// # Errors
    /// Any failure, with the number of those that are out all the same.
    fn publish(&mut self, credentials: &[Credential]) -> Result<(), Unpublished>;
}

/// Failure to publish credentials.
#[derive(Debug)]
pub(crate) struct Unpublished {
    pub(crate) failure: Failure,
    /// Number of those that are out, whole: the first ones.
    pub(crate) whole: usize,
    /// Number of those of which anything is out.
    pub(crate) begun: usize,
}

impl From<Failure> for Unpublished {
    /// A failure that leaves nothing of the credentials.
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            whole: 0,
            begun: 0,
        }
    }
}

/// The conductor of issuing.
pub(crate) struct Conductor<'a> {
    pub(crate) signer: Signer<'a>,
    pub(crate) record: &'a mut dyn Record,
    pub(crate) now: OffsetDateTime,
}

impl Conductor<'_> {
    /// Issues one credential.
    ///
    /// # Errors
    /// As [`Conductor::issue`].
    pub(crate) fn issue_one(&mut self, order: Order<'_>, target: &mut dyn Publish) -> Outcome<Credential> {
        let mut issued = self.issue(vec![order], target)?;
        issued
            .pop()
            .ok_or_else(|| Failure::of(Code::Bug, "an order came back without its credential"))
    }

    /// Issues credentials, all or none, and returns them in the order of their orders.
    ///
    /// # Errors
    /// As [`Conductor::reserve`] and [`Conductor::publish`].
    pub(crate) fn issue(
        &mut self,
        orders: Vec<Order<'_>>,
        target: &mut dyn Publish,
    ) -> Outcome<Vec<Credential>> {
        let (signer, now) = (self.signer, self.now);
        let drafts = self.reserve(orders)?;
        let signed = crew::work_on(&drafts, |draft| draft.sign(signer, now));
        self.publish(&drafts, signed, target)
    }

    /// Gives orders their serial numbers, and reserves these. What then is left to do may go on elsewhere:
    /// [`Draft::sign`].
    ///
    /// # Errors
    /// Whatever the record fails with; nothing may be signed then.
    pub(crate) fn reserve<'o>(&mut self, orders: Vec<Order<'o>>) -> Outcome<Arc<Vec<Draft<'o>>>> {
        let drafts: Vec<Draft<'o>> = orders.into_iter().map(Draft::new).collect::<Outcome<_>>()?;
        self.record.reserve(&reservations(self.signer, &drafts))?;
        Ok(Arc::new(drafts))
    }

    /// Publishes what was signed, and marks it as issued. What could not be signed is given up, and what could not be
    /// published too; but only if nothing of it is out, as a certificate that somebody may have is not to be forgotten.
    ///
    /// # Errors
    /// [`Code::Unfit`] when the CA cannot issue a certificate that is accepted, and whatever the record or the target
    /// fails with.
    pub(crate) fn publish(
        &mut self,
        drafts: &[Draft<'_>],
        signed: Outcome<Vec<Credential>>,
        target: &mut dyn Publish,
    ) -> Outcome<Vec<Credential>> {
        let signed = signed.inspect_err(|_| self.give_up(drafts))?;
        let reservations = reservations(self.signer, drafts);
        match target.publish(&signed) {
            Ok(()) => {
                self.record.issued(&reservations, &signed)?;
                Ok(signed)
            }
            Err(Unpublished {
                failure,
                whole,
                begun,
            }) => {
                // The failure is the one to report; a row that stays reserved can be revoked, and is seen by the next run.
                let _ = self.record.issued(&reservations[..whole], &signed[..whole]);
                self.give_up(&drafts[begun..]);
                Err(failure)
            }
        }
    }

    /// Takes up the certificate that a new one of this signer is to replace, where an interrupted run left it unrecorded, and
    /// returns what the new one's row says of it.
    ///
    /// # Errors
    /// Whatever the record fails with.
    pub(crate) fn replacing(&mut self, old: &Certificate) -> Outcome<Replaced> {
        self.record.take_up(old)?;
        let issuer = match self.signer {
            Signer::Itself => None,
            Signer::Authority(authority) => Some(authority.path().ca()),
        };
        Ok(Replaced::moved_aside(old, issuer))
    }

    /// Gives up what was reserved and will not be published.
    pub(crate) fn give_up(&mut self, drafts: &[Draft<'_>]) {
        // The failure that led here is the one to report; a row that stays reserved is seen by the next run.
        let _ = self.record.abandoned(&reservations(self.signer, drafts));
    }
}

fn reservations<'d>(signer: Signer<'_>, drafts: &'d [Draft<'_>]) -> Vec<Reservation<'d>> {
    drafts.iter().map(|draft| draft.reservation(signer)).collect()
}
