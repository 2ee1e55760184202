//! Issues devices in batches: each is reserved, signed, published and written down as a whole before the next one.

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files::Growing,
    operations::{
        bulk::{
            have::Have,
            manifest::Entry,
            place::{Found, Place},
            share,
            stream::Stream,
            wanted::Wanted,
        },
        issue,
        issuing::{
            Conductor, Credential, Order, Publish, Signer,
            key::{self, SubjectKey},
            record::{NoRecord, Record, Replaced},
        },
        ledger::{Adopted, Ledger},
    },
    pki::{Authority, Certificate, CertificateProfile as _, KeyType, Validity},
};

/// Number of devices that are issued at once. Each of their files takes a descriptor until it has its name, and a process has
/// 1,024 of them by default.
pub(crate) const BATCH: usize = 250;

/// Destination of the devices.
pub(crate) enum Target<'a> {
    Files { place: Place, manifest: Growing<'a> },
    Stream { stream: Stream, have: Have },
}

/// Numbers of devices, by what was done with them.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) issued: u64,
    /// Found as they were asked for.
    pub(crate) kept: u64,
    /// Found as an interrupted run left them, and written down now.
    pub(crate) taken_up: u64,
    pub(crate) superseded: u64,
}

/// Issues devices in batches.
pub(crate) struct Engine<'a> {
    pub(crate) context: &'a Context,
    pub(crate) authority: &'a Authority,
    pub(crate) ledger: Option<Ledger>,
    pub(crate) key_type: KeyType,
    /// By how many seconds a certificate may end sooner.
    pub(crate) jitter: i64,
    pub(crate) target: Target<'a>,
    pub(crate) counts: Counts,
}

impl Engine<'_> {
    /// Issues the devices of a batch that are not there yet.
    ///
    /// # Errors
    /// Any failure; what was issued before stays.
    pub(crate) fn batch(&mut self, batch: Vec<Wanted>) -> Outcome {
        match &mut self.target {
            Target::Files { place, .. } => place.lock(),
            Target::Stream { have, .. } => {
                let before = batch.len();
                let batch: Vec<Wanted> = batch
                    .into_iter()
                    .filter(|wanted| !have.contains(wanted.device.id.as_str()))
                    .collect();
                self.counts.kept += (before - batch.len()) as u64;
                return self.streamed(&batch);
            }
        }
        let done = self.filed(&batch);
        if let Target::Files { place, .. } = &mut self.target {
            place.unlock();
        }
        done
    }

    fn streamed(&mut self, batch: &[Wanted]) -> Outcome {
        if batch.is_empty() {
            return Ok(());
        }
        let keys = key::generate_all(&vec![self.key_type; batch.len()])?;
        let lost = self.lost(batch)?;
        let orders = self.orders(batch.iter().zip(keys).zip(lost))?;
        if let Target::Stream { stream, .. } = &mut self.target {
            stream.expect(batch.iter().map(|wanted| wanted.device.id.to_string()));
        }
        self.issue(orders)?;
        Ok(())
    }

    /// The certificates of devices that were issued and never arrived.
    fn lost(&mut self, batch: &[Wanted]) -> Outcome<Vec<Option<Replaced>>> {
        let Some(ledger) = &mut self.ledger else {
            return Ok(batch.iter().map(|_| None).collect());
        };
        let names: Vec<&str> = batch.iter().map(|wanted| wanted.device.id.as_str()).collect();
        let lost = ledger.in_force(&names)?;
        self.counts.superseded += lost.iter().flatten().count() as u64;
        Ok(lost)
    }

    fn filed(&mut self, batch: &[Wanted]) -> Outcome {
        let Target::Files { place, .. } = &self.target else {
            return Ok(());
        };
        let mut found = Vec::with_capacity(batch.len());
        for wanted in batch {
            let there = place.look(wanted.device.id.as_str(), self.key_type)?;
            if let Found::Pair(certificate) = &there {
                wanted
                    .device
                    .prove(certificate, self.authority.path(), self.context.now)
                    .map_err(|why| self.is_another(wanted, why))?;
            }
            found.push(there);
        }
        self.keep(batch, &found)?;
        let new = found
            .iter()
            .filter(|found| matches!(found, Found::Nothing))
            .count();
        let mut fresh = key::generate_all(&vec![self.key_type; new])?.into_iter();
        let mut certificates: Vec<Option<Certificate>> = Vec::with_capacity(batch.len());
        let mut missing = Vec::new();
        for (wanted, found) in batch.iter().zip(found) {
            let key = match found {
                Found::Pair(certificate) => {
                    certificates.push(Some(certificate));
                    continue;
                }
                Found::Key(key) => Some(SubjectKey::Existing(key)),
                Found::Nothing => fresh.next(),
            };
            certificates.push(None);
            missing.push((
                wanted,
                key.ok_or_else(|| Failure::of(Code::Bug, "a key is missing"))?,
            ));
        }
        let ids: Vec<String> = missing
            .iter()
            .map(|(wanted, _)| wanted.device.id.to_string())
            .collect();
        let orders = self.orders(missing.into_iter().map(|one| (one, None)))?;
        if let Target::Files { place, .. } = &mut self.target {
            place.expect(ids.into_iter())?;
        }
        let mut issued = self.issue(orders)?.into_iter();
        for certificate in &mut certificates {
            if certificate.is_none() {
                *certificate = issued.next().map(|credential| credential.certificate);
            }
        }
        self.note(batch, certificates.iter().flatten())
    }

    /// Writes the lines of the manifest.
    fn note<'c>(&mut self, batch: &[Wanted], certificates: impl Iterator<Item = &'c Certificate>) -> Outcome {
        let Target::Files { place, manifest } = &mut self.target else {
            return Ok(());
        };
        for (wanted, certificate) in batch.iter().zip(certificates) {
            let id = wanted.device.id.as_str();
            let [key, path] = place.names(id);
            let entry = Entry::new(id, certificate, Some(&key), &path);
            let mut line = serde_json::to_vec(&entry).map_err(|error| Failure::new(Code::Bug, error))?;
            line.push(b'\n');
            manifest.write(&line)?;
        }
        Ok(())
    }

    /// Writes down what is there, where an interrupted run did not.
    fn keep(&mut self, batch: &[Wanted], found: &[Found]) -> Outcome {
        let kept: Vec<(&str, &Certificate)> = batch
            .iter()
            .zip(found)
            .filter_map(|(wanted, found)| match found {
                Found::Pair(certificate) => Some((wanted.device.id.as_str(), certificate)),
                _ => None,
            })
            .collect();
        self.counts.kept += kept.len() as u64;
        if let (Some(ledger), false) = (&mut self.ledger, kept.is_empty()) {
            let Adopted { taken_up, added } = ledger.adopt_devices(&kept)?;
            self.counts.taken_up += taken_up + added;
        }
        Ok(())
    }

    fn is_another(&self, wanted: &Wanted, why: impl std::fmt::Display) -> Failure {
        Failure::of(
            Code::Exists,
            format_args!(
                "the certificate of {} already exists and is not what was asked for: {why}",
                wanted.device.id
            ),
        )
        .hint("what was issued before it stays; move it away, or choose another --output-dir")
    }

    fn orders<'w>(
        &self,
        missing: impl Iterator<Item = ((&'w Wanted, SubjectKey), Option<Replaced>)>,
    ) -> Outcome<Vec<Order<'w>>> {
        missing
            .map(|((wanted, key), replaces)| {
                Ok(Order {
                    profile: &wanted.device,
                    key,
                    validity: self.validity(wanted)?,
                    passphrase: None,
                    replaces,
                })
            })
            .collect()
    }

    /// A device's validity: it ends sooner by a share of the jitter that its id decides.
    fn validity(&self, wanted: &Wanted) -> Outcome<Validity> {
        let validity = issue::validity(self.context, wanted.days)?;
        let (validity, _) = self.authority.path().cap(validity);
        if self.jitter == 0 {
            return Ok(validity);
        }
        Ok(validity.ending_sooner(share::of(wanted.device.id.as_str(), self.jitter)))
    }

    fn issue(&mut self, orders: Vec<Order<'_>>) -> Outcome<Vec<Credential>> {
        if orders.is_empty() {
            return Ok(Vec::new());
        }
        self.counts.issued += orders.len() as u64;
        let mut none = NoRecord;
        let record: &mut dyn Record = match &mut self.ledger {
            Some(ledger) => ledger,
            None => &mut none,
        };
        let target: &mut dyn Publish = match &mut self.target {
            Target::Files { place, .. } => place,
            Target::Stream { stream, .. } => stream,
        };
        let mut conductor = Conductor {
            signer: Signer::Authority(self.authority),
            record,
            now: self.context.now,
        };
        conductor.issue(orders, target)
    }
}
