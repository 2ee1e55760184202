//! Rows of one kind, each read at most once at a time, kept in memory, and read again while they are in use.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::{task::spawn_blocking, time::Instant};

use amqtt_database::{Connection, RecordError};

use crate::{decision::SourceFault, source::BoxFuture};

use super::{
    cell::{Cell, Dated, Kept},
    flights::{self, Flights},
    options::DatabaseOptions,
    outage::Outlook,
    pool::Pool,
};

/// Size in bytes above which a row is parsed on another thread, because an event loop should not wait that long.
const SMALL: usize = 32 * 1024;

/// Values by name.
pub(super) type Named<T> = HashMap<Box<str>, T>;

/// A kind of rows.
pub(super) trait Read: Send + Sync + 'static {
    /// A row as it comes from the database.
    type Row: Send + 'static;
    /// The meaning of a row.
    type Value: Clone + Send + Sync + 'static;

    /// Reads the rows of several names; a name without a row is not in the answer.
    fn rows<'a>(
        connection: &'a mut Connection,
        names: &'a [Arc<str>],
    ) -> BoxFuture<'a, Result<Named<Self::Row>, RecordError>>;

    /// Returns the size of a row in bytes.
    fn octets(row: &Self::Row) -> usize;

    /// Returns the meaning of a row, or of there being none, with the one that it had before.
    fn value(&self, row: Option<&Self::Row>, before: Option<&Self::Value>) -> Self::Value;

    /// Returns whether two values mean the same.
    fn is_same(one: &Self::Value, other: &Self::Value) -> bool;
}

type Answer<R> = Result<Arc<Dated<<R as Read>::Value>>, SourceFault>;
type Flight<R> = flights::Flight<(), Answer<R>>;

/// The rows of one kind.
pub(super) struct Rows<R: Read> {
    reader: R,
    pub(super) pool: Arc<Pool>,
    ttl: Duration,
    pub(super) kept: Kept<R::Value>,
    flights: Flights<(), Answer<R>>,
}

impl<R: Read> Rows<R> {
    pub(super) fn new(options: &DatabaseOptions, pool: Arc<Pool>, reader: R) -> Self {
        Self {
            reader,
            pool,
            ttl: options.ttl,
            kept: Kept::new(options.cache_entries),
            // At most one for each name.
            flights: Flights::new(usize::MAX),
        }
    }

    /// Returns the value of a row read after the question was asked, or at most the time to live before it. If the database
    /// cannot be asked, the row may be as old as `stale`.
    pub(super) async fn get(self: &Arc<Self>, name: &str, stale: Duration) -> Answer<R> {
        let asked = Instant::now();
        loop {
            let known = self.kept.get(name);
            let within = |age: Duration| known.clone().filter(|known| asked <= known.read + age);
            if let Some(known) = within(self.ttl) {
                return Ok(known);
            }
            let stale = within(stale);
            let ask = |flight| {
                tokio::spawn(Arc::clone(self).ask(flight));
            };
            match (self.pool.outage().outlook(), &stale) {
                (Outlook::Hangs { is_probe }, _) => {
                    if is_probe {
                        let _ = self.flights.join(name, (), ask);
                    }
                    return stale.ok_or(SourceFault::Hangs);
                }
                (Outlook::Away, Some(known)) => return Ok(Arc::clone(known)),
                _ => {}
            }
            let answer = self.flights.answer(name, (), ask);
            match self.pool.outage().bounded(stale.is_some(), answer).await {
                None => return stale.ok_or(SourceFault::Hangs),
                Some(Ok(Err(fault)) | Err(fault)) => return stale.ok_or(fault),
                Some(Ok(Ok(known))) if asked <= known.read + self.ttl => return Ok(known),
                // The row was read for an earlier question, and may have changed since.
                Some(Ok(Ok(_))) => {}
            }
        }
    }

    async fn ask(self: Arc<Self>, flight: Flight<R>) {
        let answer = self.read(flight.account()).await;
        let known = answer.as_ref().ok().cloned();
        self.flights.land(&flight, answer, || {
            if let Some(known) = known {
                self.kept.put(flight.account(), known);
            }
        });
    }

    async fn read(self: &Arc<Self>, name: &Arc<str>) -> Answer<R> {
        let read = Instant::now();
        let names = [Arc::clone(name)];
        let row = self.pool.ask(&names[..], R::rows).await?.into_values().next();
        let before = self.kept.get(name);
        let value = move |rows: &Self, row: Option<&R::Row>| {
            let value = rows
                .reader
                .value(row, before.as_ref().map(|before| &before.value));
            Arc::new(Dated { value, read })
        };
        if row.as_ref().map_or(0, R::octets) <= SMALL {
            return Ok(value(self, row.as_ref()));
        }
        let rows = Arc::clone(self);
        spawn_blocking(move || value(&rows, row.as_ref()))
            .await
            .map_err(|_| SourceFault::Unaskable("the tokio runtime is shutting down"))
    }

    /// Keeps what the rows of several names mean, and returns whether any of it is news.
    pub(super) fn renew(&self, cells: &[Arc<Cell<R::Value>>], rows: &Named<R::Row>, read: Instant) -> bool {
        let mut changed = false;
        for cell in cells {
            let before = cell.get();
            if before.as_ref().is_some_and(|before| before.read > read) {
                continue;
            }
            let old = before.as_ref().map(|before| &before.value);
            let value = self.reader.value(rows.get(&**cell.name()), old);
            changed |= old.is_none_or(|old| !R::is_same(old, &value));
            cell.replace(before.as_ref(), Arc::new(Dated { value, read }));
        }
        changed
    }

    pub(super) fn invalidate(&self, name: &str) {
        // In this order: an answer under way must not be stored after the removal.
        self.flights.invalidate(name);
        self.kept.remove(name);
    }
}
