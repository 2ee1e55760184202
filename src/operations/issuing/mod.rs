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
pub(crate) mod key;
pub(crate) mod pair;
pub(crate) mod record;
pub(crate) mod request;

use std::{num::NonZero, thread};

use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::{
    error::{Code, Failure, Outcome},
    files::{NewFile, Readers},
    operations::issuing::{
        key::SubjectKey,
        record::{Record, Replaced, Reservation},
    },
    pki::{self, Authority, Certificate, CertificateProfile, IssueError, Passphrase, Serial, Validity},
};

/// A certificate that is to be issued.
pub(crate) struct Order<'a> {
    pub(crate) profile: &'a dyn CertificateProfile,
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
    /// Makes the credentials durable, all or none.
    ///
    /// # Errors
    /// Any failure; nothing is left of them then.
    fn publish(&mut self, credentials: &[Credential]) -> Outcome;
}

/// From this number of orders on it is worthwhile to sign on several cores.
const WORTH_THREADS: usize = 16;

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
    /// [`Code::Unfit`] when the CA cannot issue a certificate that is accepted, and whatever the record or the target
    /// fails with. Nothing is published then, and what was reserved is given up.
    pub(crate) fn issue(
        &mut self,
        orders: Vec<Order<'_>>,
        target: &mut dyn Publish,
    ) -> Outcome<Vec<Credential>> {
        let serials: Vec<Serial> = orders.iter().map(|_| serial()).collect::<Outcome<_>>()?;
        let drafts: Vec<(Order<'_>, Serial)> = orders.into_iter().zip(serials).collect();
        let reservations: Vec<Reservation<'_>> = drafts
            .iter()
            .map(|(order, serial)| Reservation::new(&self.signer, order, serial))
            .collect();
        self.record.reserve(&reservations)?;
        let published = sign_all(self.signer, &drafts, self.now)
            .and_then(|signed| target.publish(&signed).map(|()| signed));
        match published {
            Ok(signed) => {
                self.record.issued(&reservations, &signed)?;
                Ok(signed)
            }
            Err(failure) => {
                // The first failure is the one to report; a row that stays reserved is seen by the next run.
                let _ = self.record.abandoned(&reservations);
                Err(failure)
            }
        }
    }
}

/// Draws a serial number.
fn serial() -> Outcome<Serial> {
    Serial::random().ok_or_else(|| Failure::of(Code::Bug, "the system's random number generator failed"))
}

/// Signs all drafts, on all cores where there are many.
fn sign_all(
    signer: Signer<'_>,
    drafts: &[(Order<'_>, Serial)],
    now: OffsetDateTime,
) -> Outcome<Vec<Credential>> {
    let sign_each = |drafts: &[(Order<'_>, Serial)]| -> Outcome<Vec<Credential>> {
        drafts
            .iter()
            .map(|(order, serial)| sign(signer, order, serial, now))
            .collect()
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    if drafts.len() < WORTH_THREADS || cores == 1 {
        return sign_each(drafts);
    }
    thread::scope(|scope| {
        let parts = drafts.chunks(drafts.len().div_ceil(cores));
        let workers: Vec<_> = parts.map(|part| scope.spawn(move || sign_each(part))).collect();
        let mut signed = Vec::with_capacity(drafts.len());
        for worker in workers {
            let part = worker
                .join()
                .map_err(|_| Failure::of(Code::Bug, "a signing thread ended early"))?;
            signed.extend(part?);
        }
        Ok(signed)
    })
}

fn sign(signer: Signer<'_>, order: &Order<'_>, serial: &Serial, now: OffsetDateTime) -> Outcome<Credential> {
    let (profile, validity) = (order.profile, order.validity);
    let certificate = match signer {
        Signer::Itself => {
            let key = order.key.private().ok_or(IssueError::NoPrivateKey)?;
            pki::self_sign(profile, key, serial, validity)?
        }
        Signer::Authority(authority) => {
            authority.issue(profile, order.key.public(), serial, validity, now)?
        }
    };
    let mut certificate_pem = certificate.to_pem();
    if let Signer::Authority(authority) = signer {
        certificate_pem.extend(authority.path().chain().map(Certificate::to_pem));
    }
    Ok(Credential {
        certificate_pem,
        certificate,
        key_pem: order.key.to_pem(order.passphrase)?,
    })
}
