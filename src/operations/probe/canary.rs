//! A pair of canaries: an expired and a revoked credential of the real CA, which a broker must refuse. They are made once and
//! kept. The revoked one is recorded as such, so that every list has it.

use std::path::Path;

use amqtt_verifier::{DeviceId, InvalidName, TrustDomain};
use amqtt_x509::crl::RevocationReason;
use time::Duration;

use super::stream::Credential;
use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::{
        fleet,
        issue::{read_certificates, read_key},
        issuing::{
            Conductor, Order, Signer,
            ca::Ca,
            pair::{Existing, Pair, PairPlan},
            record::Replaced,
        },
        ledger::Book,
    },
    options::{CaFiles, DAYS_MAX, PassphraseSource, inventory::Recording},
    pki::{Authority, Certificate, Device, PublicKeyId, Validity, unix_time},
    store::fleet::{Change, RowKey, State},
};

/// The device id of both.
const ID: &str = "canary";
/// The names of the files.
const EXPIRED: &str = "canary-expired";
const REVOKED: &str = "canary-revoked";

/// The two credentials.
pub(crate) struct Canaries {
    pub(super) id: DeviceId,
    pub(super) expired: Credential,
    pub(super) revoked: Credential,
}

/// The place where canaries are kept, and the CA that makes them.
pub(crate) struct Nest<'a> {
    pub(crate) directory: &'a Path,
    pub(crate) ca: &'a CaFiles,
    pub(crate) recording: &'a Recording,
    pub(crate) trust_domain: &'a TrustDomain,
}

/// The validity of a canary.
#[derive(Clone, Copy)]
enum Life {
    Over,
    AsLongAsTheCa,
}

fn id() -> Outcome<DeviceId> {
    ID.parse()
        .map_err(|error: InvalidName| Failure::new(Code::Bug, error))
}

impl Nest<'_> {
    /// Reads the canaries, or makes those that do not exist, for which the CA's key is needed.
    ///
    /// # Errors
    /// Whatever reading, making and recording fail with.
    pub(crate) fn canaries(&self, context: &Context) -> Outcome<Canaries> {
        let expired = match self.read(context, EXPIRED)? {
            Some(found) => found,
            None => self.make(context, EXPIRED, Life::Over, None)?,
        };
        let revoked = match self.read(context, REVOKED)? {
            Some(found) => found,
            None => {
                let replaces = Replaced::moved_aside(&expired.0, None);
                self.make(context, REVOKED, Life::AsLongAsTheCa, Some(replaces))?
            }
        };
        if !revoked.0.get().is_valid_at(unix_time(context.now)) {
            let path = self.directory.join(REVOKED);
            let message = format!("the certificate of {} has expired", path.display());
            return Err(
                Failure::of(Code::Unfit, message).hint("remove the canary's files to have it made again")
            );
        }
        self.record_as_revoked(context, &revoked.0)?;
        Ok(Canaries {
            id: id()?,
            expired: expired.1,
            revoked: revoked.1,
        })
    }

    fn read(&self, context: &Context, name: &str) -> Outcome<Option<(Certificate, Credential)>> {
        let path = self.directory.join(format!("{name}.crt"));
        if !path.exists() {
            return Ok(None);
        }
        let chain = read_certificates(&path)?;
        let key = read_key(context, &path.with_extension("key"), PassphraseSource::Prompt)?;
        let credential = Credential::new(&chain, &key)?;
        Ok(chain.into_iter().next().map(|leaf| (leaf, credential)))
    }

    fn make(
        &self,
        context: &Context,
        name: &str,
        life: Life,
        replaces: Option<Replaced>,
    ) -> Outcome<(Certificate, Credential)> {
        let ca = Ca::read(context, self.ca)?;
        ca.check(context)?;
        let (validity, now) = match life {
            Life::Over => {
                let validity = Validity::ended(context.now, ca.certificate()).ok_or_else(|| {
                    Failure::of(
                        Code::Unfit,
                        "the CA is too young for a certificate that has expired",
                    )
                    .hint("try again in an hour")
                })?;
                // The proof that it would be accepted is for a time when it was.
                (validity, context.now - Duration::minutes(31))
            }
            Life::AsLongAsTheCa => {
                let days = u32::try_from(DAYS_MAX).unwrap_or(u32::MAX);
                let end = Validity::days_from(context.now, days)
                    .ok_or_else(|| Failure::of(Code::Bug, "no such day"))?;
                (ca.capped(end), context.now)
            }
        };
        let profile = Device {
            id: id()?,
            trust_domain: self.trust_domain.clone(),
            country: None,
            organization: None,
            svid: false,
        };
        let mut pair = Pair::new(&PairPlan {
            directory: self.directory,
            name,
            existing: Existing::Refuse,
            force_option: "--force",
            key: None,
        })?;
        let authority = ca.authority(context, self.ca)?;
        self.issue(
            context,
            &authority,
            &mut pair,
            (&profile, validity, replaces),
            now,
        )?;
        let made = format!("{}.crt", self.directory.join(name).display());
        context.output.note(format_args!("made the canary {made}"));
        self.read(context, name)?
            .ok_or_else(|| Failure::of(Code::Bug, "a canary that was made is not there"))
    }

    fn issue(
        &self,
        context: &Context,
        authority: &Authority,
        pair: &mut Pair,
        (profile, validity, replaces): (&Device, Validity, Option<Replaced>),
        now: time::OffsetDateTime,
    ) -> Outcome {
        let order = Order {
            profile: Box::new(profile),
            key: pair.key(context, crate::pki::KeyType::default(), None)?,
            validity,
            passphrase: None,
            replaces,
        };
        let mut record = self.book().open(context, Some(authority.path().ca()), None)?;
        let mut conductor = Conductor {
            signer: Signer::Authority(authority),
            record: record.as_mut(),
            now,
        };
        conductor.issue_one(order, pair).map(drop)
    }

    /// Revokes it in the inventory, unless that was done: also when a run was interrupted before it could.
    fn record_as_revoked(&self, context: &Context, certificate: &Certificate) -> Outcome {
        let ca_crt = &self.ca.certificate.ca_crt;
        let Some(mut inventory) = fleet::open_if_there(context, &self.recording.inventory, ca_crt)? else {
            return Ok(());
        };
        let key = RowKey {
            issuer: PublicKeyId::of_certificate(Ca::read(context, self.ca)?.certificate()).to_hex(),
            serial: certificate.get().serial.to_string(),
        };
        let row = inventory.row(&key)?;
        if row.is_some_and(|row| row.state == State::Issued) {
            let change = Change::Revoke {
                at: unix_time(context.now).seconds(),
                reason: RevocationReason::KeyCompromise.word(),
            };
            inventory.change(&[key], change)?;
            context.output.note(
                "the canary is recorded as revoked: sign the list with `amqtt-admin ca crl`, and give it to the broker",
            );
        }
        inventory.close();
        Ok(())
    }

    fn book(&self) -> Book<'_> {
        Book {
            recording: self.recording,
            ca_crt: &self.ca.certificate.ca_crt,
        }
    }
}
