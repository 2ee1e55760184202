//! A few connections, which are kept, and reopened when they are lost.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::Semaphore,
    time::{Instant, timeout},
};

use amqtt_database::{Connection, DatabaseFault, DatabaseUrl, FileIdentity, OpenOptions, RecordError};

use crate::{decision::SourceFault, source::BoxFuture};

use super::options::DatabaseOptions;

/// Maximum age of a connection to a server: by then at the latest, one that has moved is noticed.
pub(super) const CONNECTION_LIFE: Duration = Duration::from_secs(60);
/// Time after a failure for which questions that have an older answer are not asked.
const REST: Duration = Duration::from_millis(500);

pub(super) struct Pool {
    url: DatabaseUrl,
    timeout: Duration,
    turns: Semaphore,
    /// Idle connections. Never more than there are turns.
    idle: Mutex<Vec<Idle>>,
    queries: AtomicU64,
    connections: AtomicU64,
    away: Arc<Away>,
}

/// An open connection.
struct Idle {
    connection: Connection,
    opened: Instant,
    /// The SQLite file that had the name at that time.
    file: Option<FileIdentity>,
}

/// Records whether the last question failed, and when to ask again: in milliseconds since `since`, 0 if it did not fail.
struct Away {
    since: Instant,
    until: AtomicU64,
}

impl Away {
    fn now(&self) -> u64 {
        self.since.elapsed().as_millis() as u64
    }
}

impl Pool {
    pub(super) fn new(options: &DatabaseOptions) -> Self {
        Self {
            url: options.url.clone(),
            timeout: options.timeout,
            turns: Semaphore::new(options.max_connections),
            idle: Mutex::default(),
            queries: AtomicU64::new(0),
            connections: AtomicU64::new(0),
            away: Arc::new(Away {
                since: Instant::now(),
                until: AtomicU64::new(0),
            }),
        }
    }

    /// Returns another pool for the same database: whether the database answers is known to both.
    pub(super) fn beside(&self, options: &DatabaseOptions) -> Self {
        Self {
            away: Arc::clone(&self.away),
            ..Self::new(options)
        }
    }

    /// Returns whether the database failed to answer, and somebody else is finding out whether it does again. Otherwise the
    /// caller is to ask.
    pub(super) fn is_away(&self) -> bool {
        let (until, now) = (self.away.until.load(Ordering::Relaxed), self.away.now());
        if until == 0 {
            return false;
        }
        // The first caller after the rest asks, for all others.
        let next = now + (self.timeout + REST).as_millis() as u64;
        until > now
            || self
                .away
                .until
                .compare_exchange(until, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_err()
    }

    fn note(&self, is_away: bool) {
        let until = match is_away {
            true => self.away.now() + REST.as_millis() as u64,
            false => 0,
        };
        self.away.until.store(until, Ordering::Relaxed);
    }

    /// Asks a question, which is one query.
    pub(super) async fn ask<T, A: ?Sized>(
        &self,
        about: &A,
        question: impl for<'a> Fn(&'a mut Connection, &'a A) -> BoxFuture<'a, Result<T, RecordError>>,
    ) -> Result<T, SourceFault> {
        let after = self.timeout;
        let asking = async {
            let turn = self.turns.acquire().await;
            let _turn = turn.map_err(|_| SourceFault::Unaskable("the source is closed"))?;
            self.queries.fetch_add(1, Ordering::Relaxed);
            if let Some(mut idle) = self.take_idle() {
                let answer = question(&mut idle.connection, about).await;
                // The connection may have been lost long ago: only a new one can tell.
                if !is_lost(&answer) {
                    return self.finish(idle, answer);
                }
            }
            let (opened, file) = (Instant::now(), self.url.file_identity());
            let mut idle = Idle {
                // Opening takes much room, which a question that waits for something else should not have to hold.
                connection: Box::pin(self.open()).await?,
                opened,
                file,
            };
            let answer = question(&mut idle.connection, about).await;
            self.finish(idle, answer)
        };
        // A question that times out is dropped with its connection.
        let answer = timeout(after, asking).await;
        let answer = answer.unwrap_or(Err(SourceFault::TimedOut { after }));
        self.note(matches!(&answer, Err(fault) if !is_of_one_question(fault)));
        answer
    }

    async fn open(&self) -> Result<Connection, SourceFault> {
        self.connections.fetch_add(1, Ordering::Relaxed);
        // Waiting for a lock takes at most half of the time, so that the error can name the lock.
        let mut options = OpenOptions::default();
        options.patience = self.timeout / 2;
        let connection = Connection::open_with(&self.url, &options).await;
        connection.map_err(|error| RecordError::from(error).into())
    }

    /// Keeps the connection for the next question.
    fn finish<T>(&self, idle: Idle, answer: Result<T, RecordError>) -> Result<T, SourceFault> {
        if !is_lost(&answer) {
            self.idle().push(idle);
        }
        Ok(answer?)
    }

    fn take_idle(&self) -> Option<Idle> {
        let file = self.url.file_identity();
        let mut idle = self.idle();
        // Another file of the same name is known by its identity, however old the connection is.
        idle.retain(|idle| idle.file == file && (file.is_some() || idle.opened.elapsed() < CONNECTION_LIFE));
        idle.pop()
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the address of the database, without its password.
    pub(super) fn target(&self) -> String {
        self.url.to_string()
    }

    /// Returns the number of questions so far, and of connections opened for them.
    pub(super) fn counts(&self) -> (u64, u64) {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        (count(&self.queries), count(&self.connections))
    }
}

/// Returns whether a fault says nothing about other questions: it is one of a row, or of replacing a hash where nothing may
/// be written.
fn is_of_one_question(fault: &SourceFault) -> bool {
    use DatabaseFault::{Full, Locked, NotAllowed, ReadOnly, ReadOnlyFile};
    match fault {
        SourceFault::Record(RecordError::Broken { .. }) => true,
        SourceFault::Record(RecordError::Database(error)) => {
            matches!(error.fault, Full | Locked | NotAllowed | ReadOnly | ReadOnlyFile)
        }
        _ => false,
    }
}

/// Returns whether a connection is, or may be, of no more use: even missing tables may exist in a new file of the same
/// name.
fn is_lost<T>(answer: &Result<T, RecordError>) -> bool {
    use DatabaseFault::{Collation, Locked};
    matches!(answer, Err(RecordError::Database(error)) if !matches!(error.fault, Locked | Collation(_)))
}
