//! Plans what a renewal does for each device or broker: planned from the certificate in force and the files that are there.

use std::collections::HashSet;

use rcgen::PublicKeyData as _;
use time::OffsetDateTime;

use crate::{
    error::{Code, Failure, Outcome},
    operations::{
        ledger::Ledger,
        renewal::{
            due::Due,
            place::{Names, Place, Standing},
        },
    },
    options::pasted::named,
    pki::{
        CaPath, Certificate, CertificateProfile, Device, KeyType, PrivateKey, PublicKeyId, Server,
        SubjectPublicKey, Validity,
    },
    store::fleet::{IssuedRow, Kind},
};

/// A renewal that can be made.
pub(crate) struct Plan {
    pub(crate) names: Names,
    /// The certificate in force.
    pub(crate) row: IssuedRow,
    pub(crate) profile: Box<dyn CertificateProfile>,
    pub(crate) key: PlannedKey,
    pub(crate) validity: Validity,
    /// Set if it ends sooner than the lifetime of the old one says, with its CA.
    pub(crate) is_capped: bool,
}

/// The key of the new certificate.
pub(crate) enum PlannedKey {
    New(KeyType),
    /// That of the old certificate, or one that an interrupted renewal has made.
    Known {
        key: SubjectPublicKey,
        /// Set if its file is in its place.
        is_here: bool,
    },
}

/// The step that a device or broker needs.
pub(crate) enum Step {
    Renew(Box<Plan>),
    /// An interrupted run has renewed it, and did not come to write that down.
    TakeUp {
        names: Names,
        certificate: Certificate,
    },
    /// Nothing: it was renewed meanwhile.
    Nothing,
    /// Nothing: its files are not in this directory.
    Elsewhere,
    /// Nothing: a new certificate would not end later, as the CA ends.
    EndsWithCa,
}

/// The facts that plans are made from.
pub(crate) struct Planner<'a> {
    pub(crate) kind: Kind,
    pub(crate) path: &'a CaPath,
    pub(crate) now: OffsetDateTime,
    /// Set if those to renew were named: then they are renewed, or it is an error.
    pub(crate) named: bool,
    pub(crate) reuse_key: bool,
    pub(crate) key_type: Option<KeyType>,
    /// The public keys that were revoked as compromised, as the inventory knows them.
    pub(crate) compromised: &'a HashSet<String>,
}

impl Planner<'_> {
    /// Plans the renewal of one device or broker, of which these certificates are due.
    ///
    /// # Errors
    /// The reason why it cannot be renewed here, or why the files or the inventory cannot be read.
    pub(crate) fn plan(
        &self,
        due: &Due,
        mut rows: Vec<IssuedRow>,
        place: &Place,
        ledger: &mut Ledger,
    ) -> Outcome<Step> {
        rows.sort_by_key(IssuedRow::age);
        let Some(latest) = rows.last().cloned() else {
            return Ok(Step::Nothing);
        };
        let names = place.names(&due.name)?;
        match place.look(&names, &rows)? {
            Standing::Here { row, with_key } => self.renew(names, row, with_key, place),
            Standing::Begun { row, key } => self.finish(names, row, &key, place),
            Standing::Another(certificate) if ledger.was_interrupted(&certificate, &due.name)? => {
                Ok(Step::TakeUp { names, certificate })
            }
            _ if !due.is_latest => Ok(Step::Nothing),
            Standing::Another(_) if self.kind == Kind::Server && !self.named => Ok(Step::Elsewhere),
            Standing::Another(_) => Err(Failure::of(
                Code::Exists,
                format_args!(
                    "{} exists and is not the certificate in force of {}",
                    place.path(&names[1]).display(),
                    due.name
                ),
            )
            .hint("nothing was changed; name the directory with its files with --output-dir")),
            Standing::Elsewhere if !self.named => Ok(Step::Elsewhere),
            Standing::Elsewhere => self.renew(names, latest, false, place),
        }
    }

    fn renew(&self, names: Names, row: IssuedRow, with_key: bool, place: &Place) -> Outcome<Step> {
        let certificate = certificate_of(&row)?;
        let key = match (self.reuse_key, with_key) {
            (true, is_here) => self.same_key(&row, &certificate, is_here)?,
            (false, true) => PlannedKey::New(self.new_key_type(&certificate)),
            (false, false) => {
                return Err(Failure::of(
                    Code::Unfit,
                    format_args!(
                        "{} does not exist, so {} keeps its key elsewhere",
                        place.path(&names[0]).display(),
                        row.name
                    ),
                )
                .hint("nothing was changed; certify the same key again with --reuse-key, or name the directory of the key with --output-dir"));
            }
        };
        self.step(names, row, &certificate, key)
    }

    fn finish(&self, names: Names, row: IssuedRow, key: &PrivateKey, place: &Place) -> Outcome<Step> {
        if self.reuse_key {
            return Err(Failure::of(
                Code::Exists,
                format_args!(
                    "{} holds the new key of a renewal that was interrupted",
                    place.path(&names[0]).display()
                ),
            )
            .hint("nothing was changed; renew again without --reuse-key, or move the new key away"));
        }
        let certificate = certificate_of(&row)?;
        let key = known_key(&row, &key.subject_public_key_info(), true)?;
        self.step(names, row, &certificate, key)
    }

    fn step(&self, names: Names, row: IssuedRow, old: &Certificate, key: PlannedKey) -> Outcome<Step> {
        let profile: Box<dyn CertificateProfile> = match self.kind {
            Kind::Server => Box::new(Server::of(old).map_err(|why| unrenewable(&row, why))?),
            _ => Box::new(Device::of(old).map_err(|why| unrenewable(&row, why))?),
        };
        if profile.name() != row.name {
            let why = format!("it is that of {}", profile.name());
            return Err(unrenewable(&row, why));
        }
        let beyond = || unrenewable(&row, "its lifetime goes past year 9999");
        let validity = Validity::as_long_as(self.now, old).ok_or_else(beyond)?;
        let (validity, is_capped) = self.path.cap(validity);
        if is_capped && !self.named && row.not_after.is_some_and(|end| validity.not_after() <= end) {
            return Ok(Step::EndsWithCa);
        }
        Ok(Step::Renew(Box::new(Plan {
            names,
            row,
            profile,
            key,
            validity,
            is_capped,
        })))
    }

    fn same_key(&self, row: &IssuedRow, certificate: &Certificate, is_here: bool) -> Outcome<PlannedKey> {
        let spki = PublicKeyId::of_certificate(certificate).to_hex();
        if self.compromised.contains(&spki) {
            return Err(Failure::of(
                Code::Unfit,
                format_args!("the key of {} was revoked as compromised", row.name),
            )
            .hint("nothing was changed; renew without --reuse-key, or sign a request with a new key"));
        }
        known_key(row, certificate.get().key.encoded, is_here)
    }

    /// The type that was asked for, else that of the old key, where such a key can be made.
    fn new_key_type(&self, old: &Certificate) -> KeyType {
        let kind = old.get().key.kind.to_string();
        let of_old = || KeyType::ALL.into_iter().find(|known| known.name() == kind);
        self.key_type.or_else(of_old).unwrap_or_default()
    }
}

fn known_key(row: &IssuedRow, encoded: &[u8], is_here: bool) -> Outcome<PlannedKey> {
    let unfit = || unrenewable(row, "its key is not of a kind that can be certified");
    let key = SubjectPublicKey::read(encoded).ok_or_else(unfit)?;
    Ok(PlannedKey::Known { key, is_here })
}

/// The certificate of a row.
fn certificate_of(row: &IssuedRow) -> Outcome<Certificate> {
    let der = row.certificate.clone();
    let read = der.and_then(|der| Certificate::from_der(der.into()).ok());
    read.ok_or_else(|| unrenewable(row, "the inventory does not hold it"))
}

fn unrenewable(row: &IssuedRow, why: impl std::fmt::Display) -> Failure {
    let kind = row.kind.word();
    Failure::of(
        Code::Unfit,
        format_args!("the certificate of {} cannot be renewed: {why}", row.name),
    )
    .hint(format_args!(
        "nothing was changed; issue a new one with `amqtt-admin {kind} create {} --force` or `amqtt-admin {kind} sign`",
        named(kind, &row.name),
    ))
}
