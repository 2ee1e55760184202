//! Decides which topics a client may use.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{task::spawn_blocking, time::Instant};

use amqtt_database::{BrokenRow, RecordError, RightsRow};
use amqtt_rules::{acl::Acl, names::AccountName, topic::Request};

use crate::decision::{Decision, Reason, SourceFault};

use super::{
    cache::Cache,
    flights::{self, Flights},
    mac::{Mac, MacKey, Purpose},
    options::DatabaseOptions,
    pool::Pool,
};

/// Size in bytes above which a row is parsed and compiled on another thread, because an event loop should not wait that long.
const SMALL: usize = 32 * 1024;

pub(super) struct Rights {
    pool: Arc<Pool>,
    key: Arc<MacKey>,
    ttl: Duration,
    known: Mutex<Cache<Known>>,
    flights: Flights<(), Result<Known, SourceFault>>,
}

/// The rights in a row.
#[derive(Clone)]
struct Known {
    /// Digest of the row, to detect a change.
    row: Mac,
    acl: Arc<Result<Acl, BrokenRow>>,
    /// Time of the last read of the row.
    read: Instant,
}

type Flight = flights::Flight<(), Result<Known, SourceFault>>;

impl Rights {
    pub(super) fn new(options: &DatabaseOptions, pool: Arc<Pool>, key: Arc<MacKey>) -> Self {
        Self {
            pool,
            key,
            ttl: options.ttl,
            known: Mutex::new(Cache::new(options.cache_entries)),
            // At most one for each client.
            flights: Flights::new(usize::MAX),
        }
    }

    /// Decides by a row read after the question was asked, or at most the time to live before it.
    pub(super) async fn decide(self: &Arc<Self>, account: &str, request: Request<'_>) -> Decision {
        let asked = Instant::now();
        loop {
            let known = self.known().get(account).cloned();
            if let Some(known) = known.filter(|known| asked <= known.read + self.ttl) {
                return self.decide_by(&known, request);
            }
            if account.parse::<AccountName>().is_err() {
                return Decision::Deny(Reason::NotGranted);
            }
            let ask = |flight| {
                tokio::spawn(Arc::clone(self).ask(flight));
            };
            match self.flights.answer(account, (), ask).await {
                Ok(Err(fault)) | Err(fault) => return Decision::Deny(fault.into()),
                Ok(Ok(known)) if asked <= known.read + self.ttl => {
                    return self.decide_by(&known, request);
                }
                // The row was read for an earlier question, and may have changed since.
                Ok(Ok(_)) => {}
            }
        }
    }

    fn decide_by(&self, known: &Known, request: Request<'_>) -> Decision {
        let acl = match known.acl.as_ref() {
            Ok(acl) => acl,
            Err(row) => {
                let (target, row) = (self.pool.target(), row.clone());
                return Decision::Deny(SourceFault::from(RecordError::Broken { target, row }).into());
            }
        };
        match acl.allows(request) {
            true => Decision::Allow,
            false => Decision::Deny(Reason::NotGranted),
        }
    }

    async fn ask(self: Arc<Self>, flight: Flight) {
        let answer = self.read(flight.account()).await;
        let known = answer.as_ref().ok().cloned();
        self.flights.land(&flight, answer, || {
            if let Some(known) = known {
                self.known().put(flight.account(), known);
            }
        });
    }

    async fn read(&self, account: &str) -> Result<Known, SourceFault> {
        let read = Instant::now();
        let row = self
            .pool
            .ask(account, |connection, account| {
                Box::pin(connection.rights_row(account))
            })
            .await?;
        let (key, known) = (Arc::clone(&self.key), self.known().get(account).cloned());
        if row.as_ref().map_or(0, RightsRow::octets) <= SMALL {
            return Ok(Known::new(row.as_ref(), read, &key, known));
        }
        spawn_blocking(move || Known::new(row.as_ref(), read, &key, known))
            .await
            .map_err(|_| SourceFault::Unaskable("the tokio runtime is shutting down"))
    }

    pub(super) fn invalidate(&self, account: &str) {
        // In this order: an answer under way must not be stored after the removal.
        self.flights.invalidate(account);
        self.known().remove(account);
    }

    fn known(&self) -> MutexGuard<'_, Cache<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Reads the rights of a row, if there is one; reuses the previous rights if the row is unchanged.
    fn new(row: Option<&RightsRow>, read: Instant, key: &MacKey, before: Option<Self>) -> Self {
        let mac = key.digest(Purpose::Rights, row.into_iter().flat_map(RightsRow::parts));
        let acl = match before.filter(|before| before.row == mac) {
            Some(before) => before.acl,
            None => Arc::new(match row {
                Some(row) => row.read().map(|rights| rights.acl()),
                None => Ok(Acl::default()),
            }),
        };
        Self { row: mac, acl, read }
    }
}
