//! Revocation by the inventory of certificates: what an operator revokes counts without a list that says so.

use std::{collections::HashMap, fmt, sync::Arc};

use amqtt_database::{CertificateState, Connection, RecordError};
use amqtt_x509::{crl::RevocationReason, hex::Hex, name::Name, serial::Serial, time::UnixTime};

use crate::{
    certificate::{
        DeviceIdentity, Refusal, RefusedCertificate,
        link::{Issuer, Link},
    },
    decision::{Reason, SourceFault},
    password::provider::sha256,
    source::BoxFuture,
};

use super::{
    cell::Cell,
    options::{DatabaseOptions, DatabaseOptionsError},
    pool::Pool,
    refresh::Refresher,
    rows::{Named, Read, Rows},
};

/// Refuses devices whose certificate, or a CA's above it, is revoked or held in the inventory that `amqtt-admin` keeps. A
/// certificate that is not in it is not refused.
///
/// It is asked by certificate, by its primary key, and remembers the answers like a
/// [`DatabaseSource`](super::DatabaseSource), within the same [options](DatabaseOptions); those for passwords do not matter. For
/// devices that were asked about before, the answers count for [`grace`](DatabaseOptions::grace) while the inventory is away; all
/// others are refused then.
#[derive(Clone)]
pub struct InventorySource {
    options: Arc<DatabaseOptions>,
    rows: Arc<Rows<Reader>>,
}

/// The states of the certificates of one device, which are kept up to date for as long as this is.
pub struct HeldStates {
    _cells: Vec<Arc<Cell<Standing>>>,
}

struct Reader;

/// The standing of a certificate.
#[derive(Clone, PartialEq, Eq)]
enum Standing {
    Good,
    Revoked {
        since: UnixTime,
        reason: RevocationReason,
    },
    /// Another program wrote a state that does not exist.
    Unknown,
}

impl Read for Reader {
    type Row = CertificateState;
    type Value = Standing;

    fn rows<'a>(
        connection: &'a mut Connection,
        names: &'a [Arc<str>],
    ) -> BoxFuture<'a, Result<Named<CertificateState>, RecordError>> {
        Box::pin(async move {
            let mut by_issuer: HashMap<&str, Vec<&str>> = HashMap::new();
            // A name without a colon is nobody's, and asked about to see whether the inventory answers.
            for (issuer, serial) in names.iter().map(|name| name.split_once(':').unwrap_or_default()) {
                by_issuer.entry(issuer).or_default().push(serial);
            }
            let mut found = HashMap::new();
            for (issuer, serials) in by_issuer {
                let states = connection.certificate_states(issuer, &serials).await?;
                let named = |state: CertificateState| (format!("{issuer}:{}", state.serial).into(), state);
                found.extend(states.into_iter().map(named));
            }
            Ok(found)
        })
    }

    fn octets(_: &CertificateState) -> usize {
        0
    }

    fn value(&self, row: Option<&CertificateState>, _: Option<&Standing>) -> Standing {
        let Some(row) = row else {
            return Standing::Good;
        };
        match row.state.as_deref() {
            Some("revoked" | "held") => Standing::Revoked {
                since: UnixTime::from_seconds(row.revoked_at.unwrap_or_default()),
                reason: row
                    .reason
                    .as_deref()
                    .and_then(RevocationReason::of_word)
                    .unwrap_or(RevocationReason::Unspecified),
            },
            Some("reserved" | "issued" | "superseded" | "abandoned") => Standing::Good,
            _ => Standing::Unknown,
        }
    }

    fn is_same(one: &Standing, other: &Standing) -> bool {
        one == other
    }
}

impl Standing {
    fn refusal(&self, link: &Link, holder: &Issuer) -> Option<Refusal> {
        match self {
            Self::Good | Self::Unknown => None,
            Self::Revoked { since, reason } => Some(Refusal::Revoked {
                certificate: RefusedCertificate::named(link.position, Name::new(holder.name())),
                serial: link.serial.clone(),
                since: *since,
                reason: *reason,
            }),
        }
    }
}

impl InventorySource {
    /// Makes a source; no connection is made yet.
    ///
    /// # Errors
    /// [`DatabaseOptionsError`] for an option that is out of bounds.
    pub fn new(options: &DatabaseOptions) -> Result<Self, DatabaseOptionsError> {
        options.check()?;
        let pool = Arc::new(Pool::new(options));
        Ok(Self {
            options: Arc::new(options.clone()),
            rows: Arc::new(Rows::new(options, pool, Reader)),
        })
    }

    /// Refuses a device if a certificate of its path is revoked or held. It runs on tokio, like a
    /// [`DatabaseSource`](super::DatabaseSource).
    ///
    /// # Errors
    /// [`Reason::Certificate`] with [`Refusal::Revoked`]; [`Reason::Source`] if the inventory does not answer.
    pub async fn check(&self, device: &DeviceIdentity) -> Result<(), Reason> {
        for (link, holder) in device.links() {
            let state = self.rows.get(&name(link), self.options.stale(true)).await?;
            if state.value == Standing::Unknown {
                let fault = SourceFault::Malformed("the inventory has an unknown state for a certificate");
                return Err(fault.into());
            }
            state.value.refusal(link, holder).map_or(Ok(()), Err)?;
        }
        Ok(())
    }

    /// Asks the inventory whether it answers, and has its table: for a program that does not start without it.
    ///
    /// # Errors
    /// [`SourceFault`] if it does not.
    pub async fn try_out(&self) -> Result<(), SourceFault> {
        // No certificate has this key.
        let nothing: [Arc<str>; 1] = [":".into()];
        self.rows.pool.ask(&nothing[..], Reader::rows).await.map(drop)
    }

    /// Returns the refusal of a device that is known to be revoked by now, at once. The states of its certificates are read
    /// again by a [`Refresher`] for some minutes after each question, so ask once a minute.
    #[must_use]
    pub fn recheck(&self, device: &DeviceIdentity) -> Option<Refusal> {
        device.links().find_map(|(link, holder)| {
            let state = self.rows.kept.get(&name(link))?;
            state.value.refusal(link, holder)
        })
    }

    /// Keeps the states of a device's certificates up to date for as long as the answer is kept.
    #[must_use]
    pub fn hold(&self, device: &DeviceIdentity) -> HeldStates {
        let cells = device.links().map(|(link, _)| self.rows.kept.hold(&name(link)));
        HeldStates {
            _cells: cells.collect(),
        }
    }

    /// Returns what keeps the states in memory up to date.
    #[must_use]
    pub fn refresher(&self) -> Refresher {
        Refresher::new(Arc::clone(&self.rows), &self.options)
    }
}

/// Returns the key of a certificate's row, as one text.
fn name(link: &Link) -> String {
    let issuer = sha256(link.issuer.spki());
    format!("{}:{}", Hex(issuer.as_ref()), Serial::new(&link.serial))
}

impl fmt::Debug for InventorySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InventorySource")
            .field("target", &self.rows.pool.target())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for HeldStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeldStates").finish_non_exhaustive()
    }
}
