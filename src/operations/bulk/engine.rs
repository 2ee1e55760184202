//! Issues devices in batches: each is reserved, signed, published and written down as a whole.
//!
//! Three batches are on their way at once, so that neither the cores nor the disk wait: while the keys of one are made and
//! another is signed, the serial numbers of the next are reserved, and what was signed before is published. For each of them
//! the order is that of the conductor, and the batches are published one after the other, as they came.

use std::{mem, sync::Arc, thread::Scope};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files::Growing,
    operations::{
        bulk::{
            elsewhere,
            have::Have,
            keys,
            manifest::Entry,
            place::{Found, Place},
            share,
            stream::Stream,
            wanted::Wanted,
        },
        crew::Crew,
        issue,
        issuing::{
            Conductor, Credential, Order, Publish, Signer,
            draft::Draft,
            key::SubjectKey,
            record::{NoRecord, Record, Replaced},
        },
        ledger::Ledger,
    },
    pki::{Authority, Certificate, CertificateProfile as _, KeyType, Validity},
};

/// Destination of the devices.
pub(crate) enum Target<'a> {
    Files {
        place: Place,
        manifest: Growing<'a>,
    },
    Stream {
        stream: Stream,
        /// The part of an earlier stream that arrived, where that is to be completed.
        have: Option<Have>,
    },
}

impl Target<'_> {
    /// The number of devices that are issued at once. Each file takes a descriptor until it has its name, and a process has
    /// 1,024 of them by default. A stream is bound by memory alone: the more rows a transaction has, the fewer pages of the
    /// inventory's indexes are written for each.
    pub(crate) fn batch_size(&self) -> usize {
        match self {
            Self::Files { .. } => 250,
            Self::Stream { .. } => 1_000,
        }
    }
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
    /// Have another certificate in force, in another place than the directory.
    pub(crate) elsewhere: u64,
}

/// Issues devices in batches.
pub(crate) struct Engine<'scope, 'env> {
    pub(crate) context: &'env Context,
    pub(crate) authority: &'env Authority,
    pub(crate) ledger: Option<Ledger>,
    pub(crate) key_type: KeyType,
    /// By how many seconds a certificate may end sooner.
    pub(crate) jitter: i64,
    pub(crate) target: Target<'env>,
    pub(crate) counts: Counts,
    pub(crate) under_way: UnderWay<'scope, 'env>,
}

/// The batches that are on their way, and where their threads live.
pub(crate) struct UnderWay<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    keyed: Option<Keyed<'scope>>,
    signing: Option<Signing<'scope, 'env>>,
}

/// A batch whose keys are being made.
struct Keyed<'scope> {
    devices: Vec<Device>,
    keys: Crew<'scope, SubjectKey>,
}

/// A device of a batch, and what there is of it.
struct Device {
    wanted: Wanted,
    found: Found,
    /// The certificate that was issued to it, and never arrived.
    lost: Option<Replaced>,
}

/// A batch that is being signed.
struct Signing<'scope, 'env> {
    devices: Vec<Listed>,
    drafts: Arc<Vec<Draft<'env>>>,
    credentials: Crew<'scope, Credential>,
}

/// A device as the manifest lists it.
struct Listed {
    id: String,
    /// Set if its key is here.
    with_key: bool,
    /// The certificate, where one was found.
    certificate: Option<Certificate>,
}

impl<'scope, 'env> UnderWay<'scope, 'env> {
    pub(crate) fn new(scope: &'scope Scope<'scope, 'env>) -> Self {
        Self {
            scope,
            keyed: None,
            signing: None,
        }
    }
}

impl<'scope, 'env> Engine<'scope, 'env> {
    /// Issues the devices of a batch that are not there yet; it is on its way when this returns.
    ///
    /// # Errors
    /// Any failure, also of the batches before; what was issued stays.
    pub(crate) fn batch(&mut self, batch: Vec<Wanted>) -> Outcome {
        let keyed = self.begin(batch)?;
        self.advance(Some(keyed))
    }

    /// Ends what is on its way; after a failure too, as what came before it is issued all the same.
    ///
    /// # Errors
    /// As [`Engine::batch`].
    pub(crate) fn finish(&mut self) -> Outcome {
        self.advance(None)?;
        self.advance(None)
    }

    /// Moves every batch on by one step, the younger one first, so that it is worked on while the older one is published.
    /// After a failure no younger one goes on.
    fn advance(&mut self, next: Option<Keyed<'scope>>) -> Outcome {
        let keyed = mem::replace(&mut self.under_way.keyed, next);
        let reserved = keyed.map(|keyed| self.reserve(keyed)).transpose();
        let signed = self.under_way.signing.take();
        let published = signed.map_or(Ok(()), |signed| self.publish(signed));
        match (published, reserved) {
            (Ok(()), Ok(signing)) => {
                self.under_way.signing = signing;
                Ok(())
            }
            (Ok(()), Err(failure)) => {
                self.under_way.keyed = None;
                Err(failure)
            }
            (Err(failure), reserved) => {
                self.under_way.keyed = None;
                if let Ok(Some(Signing { drafts, .. })) = reserved {
                    self.conducted(|conductor, _| conductor.give_up(&drafts));
                }
                Err(failure)
            }
        }
    }

    /// Looks for what is there of a batch, and begins to make the keys that it lacks.
    fn begin(&mut self, batch: Vec<Wanted>) -> Outcome<Keyed<'scope>> {
        let devices = match &self.target {
            Target::Files { .. } => self.found(batch)?,
            Target::Stream { .. } => self.lost(batch)?,
        };
        let is_new = |device: &&Device| device.wanted.key.is_none() && matches!(device.found, Found::Nothing);
        let new = devices.iter().filter(is_new).count();
        let keys = Arc::new(vec![self.key_type; new]);
        Ok(Keyed {
            devices,
            keys: Crew::start(self.under_way.scope, &keys, |kind| SubjectKey::generate(*kind)),
        })
    }

    /// Leaves out those that arrived of an earlier stream, and finds the certificates of those that were issued and did not.
    fn lost(&mut self, mut batch: Vec<Wanted>) -> Outcome<Vec<Device>> {
        let mut completes = false;
        if let Target::Stream { have: Some(have), .. } = &self.target {
            let before = batch.len();
            batch.retain(|wanted| !have.contains(wanted.device.id.as_str()));
            self.counts.kept += (before - batch.len()) as u64;
            completes = true;
        }
        let names: Vec<&str> = batch.iter().map(|wanted| wanted.device.id.as_str()).collect();
        let lost = match &mut self.ledger {
            Some(ledger) if completes && !names.is_empty() => ledger.in_force(&names)?,
            _ => names.iter().map(|_| None).collect(),
        };
        self.counts.superseded += lost.iter().flatten().count() as u64;
        let devices = batch.into_iter().zip(lost).map(|(wanted, lost)| Device {
            wanted,
            found: Found::Nothing,
            lost,
        });
        let devices: Vec<Device> = devices.collect();
        // What did not arrive of an earlier stream is superseded; what is elsewhere stays in force.
        if !completes {
            self.look_elsewhere(&devices)?;
        }
        Ok(devices)
    }

    /// Finds the files that are there, and writes down those that an interrupted run did not.
    fn found(&mut self, batch: Vec<Wanted>) -> Outcome<Vec<Device>> {
        let Target::Files { place, .. } = &mut self.target else {
            return Ok(Vec::new());
        };
        place.lock();
        let mut devices = Vec::with_capacity(batch.len());
        for wanted in batch {
            let id = wanted.device.id.as_str();
            let found = match &wanted.key {
                Some(key) => place.look_without_key(id, key)?,
                None => place.look(id, self.key_type)?,
            };
            if let Found::Pair(certificate) = &found {
                wanted
                    .device
                    .prove(certificate, self.authority.path(), self.context.now)
                    .map_err(|why| is_another(id, why))?;
            }
            devices.push(Device {
                wanted,
                found,
                lost: None,
            });
        }
        self.keep(&devices)?;
        self.look_elsewhere(&devices)?;
        Ok(devices)
    }

    /// Counts the devices that get a certificate though they have one, and warns as soon as there are any.
    fn look_elsewhere(&mut self, devices: &[Device]) -> Outcome {
        let Some(ledger) = &mut self.ledger else {
            return Ok(());
        };
        let names: Vec<&str> = devices
            .iter()
            .filter(|device| !matches!(device.found, Found::Pair(_)))
            .map(|device| device.wanted.device.id.as_str())
            .collect();
        let elsewhere = elsewhere::among(self.context, ledger, self.authority.id(), &names)?;
        if self.counts.elsewhere == 0 && !elsewhere.is_empty() {
            elsewhere::warn(self.context, &elsewhere);
        }
        self.counts.elsewhere += elsewhere.len() as u64;
        Ok(())
    }

    /// Reserves the serial numbers of a batch, and begins to sign it.
    fn reserve(&mut self, keyed: Keyed<'scope>) -> Outcome<Signing<'scope, 'env>> {
        let mut new = keyed.keys.finish()?.into_iter();
        let (mut devices, mut orders) = (Vec::with_capacity(keyed.devices.len()), Vec::new());
        for Device { wanted, found, lost } in keyed.devices {
            let mut listed = Listed {
                id: wanted.device.id.to_string(),
                with_key: wanted.key.is_none(),
                certificate: None,
            };
            let key = match found {
                Found::Pair(certificate) => {
                    listed.certificate = Some(certificate);
                    devices.push(listed);
                    continue;
                }
                Found::Key(key) => Some(SubjectKey::Existing(key)),
                Found::Nothing => {
                    let own = wanted.key.clone().map(SubjectKey::Public);
                    own.or_else(|| new.next())
                }
            };
            devices.push(listed);
            orders.push(Order {
                validity: self.validity(&wanted)?,
                profile: Box::new(wanted.device),
                key: key.ok_or_else(|| Failure::of(Code::Bug, "a key is missing"))?,
                passphrase: None,
                replaces: lost,
            });
        }
        let (signer, now) = (Signer::Authority(self.authority), self.context.now);
        let drafts = match orders.is_empty() {
            true => Arc::default(),
            false => self
                .conducted(|conductor, _| conductor.reserve(orders))
                .map_err(keys::refused)?,
        };
        let credentials = Crew::start(self.under_way.scope, &drafts, move |draft| {
            draft.sign(signer, now)
        });
        Ok(Signing {
            devices,
            drafts,
            credentials,
        })
    }

    /// Publishes a batch that was signed.
    fn publish(&mut self, signing: Signing<'scope, 'env>) -> Outcome {
        let Signing {
            devices,
            drafts,
            credentials,
        } = signing;
        let signed = credentials.finish();
        let mut issued = Vec::new();
        if !drafts.is_empty() {
            let ids = drafts.iter().map(|draft| draft.name().to_owned());
            match &mut self.target {
                Target::Files { place, .. } => place.expect(ids)?,
                Target::Stream { stream, .. } => stream.expect(ids),
            }
            issued = self.conducted(|conductor, target| conductor.publish(&drafts, signed, target))?;
        }
        self.counts.issued += issued.len() as u64;
        let mut issued = issued.into_iter().map(|credential| credential.certificate);
        let devices = devices.into_iter().map(|device| Listed {
            certificate: device.certificate.or_else(|| issued.next()),
            ..device
        });
        self.note(devices)
    }

    /// Writes the lines of the manifest.
    fn note(&mut self, devices: impl Iterator<Item = Listed>) -> Outcome {
        let Target::Files { place, manifest } = &mut self.target else {
            return Ok(());
        };
        for Listed {
            id,
            with_key,
            certificate,
        } in devices
        {
            let Some(certificate) = certificate else {
                continue;
            };
            let [key, path] = place.names(&id);
            let key = Some(key.as_str()).filter(|_| with_key);
            let entry = Entry::new(&id, &certificate, key, &path);
            let mut line = serde_json::to_vec(&entry).map_err(|error| Failure::new(Code::Bug, error))?;
            line.push(b'\n');
            manifest.write(&line)?;
        }
        Ok(())
    }

    /// Writes down what is there, where an interrupted run did not.
    fn keep(&mut self, devices: &[Device]) -> Outcome {
        let kept: Vec<(&str, &Certificate)> = devices
            .iter()
            .filter_map(|device| match &device.found {
                Found::Pair(certificate) => Some((device.wanted.device.id.as_str(), certificate)),
                _ => None,
            })
            .collect();
        self.counts.kept += kept.len() as u64;
        if let (Some(ledger), false) = (&mut self.ledger, kept.is_empty()) {
            let adopted = ledger.adopt_devices(&kept)?;
            if let Some((id, state)) = adopted.withdrawn.first() {
                return Err(is_another(id, format_args!("it is {}", state.shown())));
            }
            self.counts.taken_up += adopted.taken_up + adopted.added;
        }
        Ok(())
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

    /// Does something with the conductor of this engine, and where it publishes.
    fn conducted<T>(&mut self, work: impl FnOnce(&mut Conductor<'_>, &mut dyn Publish) -> T) -> T {
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
        work(&mut conductor, target)
    }
}

fn is_another(id: &str, why: impl std::fmt::Display) -> Failure {
    Failure::of(
        Code::Exists,
        format_args!("the certificate of {id} already exists and is not what was asked for: {why}"),
    )
    .hint("what was issued before it stays; move it away, or choose another --output-dir")
}
