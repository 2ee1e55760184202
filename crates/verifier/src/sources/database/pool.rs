//! A few connections, which are kept, and reopened when they are lost.

use std::{
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
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

use super::{options::DatabaseOptions, outage::Outage};

/// Maximum age of a connection to a server: by then at the latest, one that has moved is noticed.
pub(super) const CONNECTION_LIFE: Duration = Duration::from_secs(60);
/// Time without an answer after which a database hangs.
const HANGS: Duration = Duration::from_secs(1);

pub(super) struct Pool {
    url: DatabaseUrl,
    timeout: Duration,
    turns: Semaphore,
    /// Idle connections. Never more than there are turns.
    idle: Mutex<Vec<Idle>>,
    queries: AtomicU64,
    connections: AtomicU64,
    outage: Arc<Outage>,
}

/// An open connection.
struct Idle {
    connection: Connection,
    opened: Instant,
    /// The SQLite file that had the name at that time.
    file: Option<FileIdentity>,
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
            outage: Arc::new(Outage::new(options.timeout)),
        }
    }

    /// Returns another pool for the same database: whether the database answers is known to both.
    pub(super) fn beside(&self, options: &DatabaseOptions) -> Self {
        Self {
            outage: Arc::clone(&self.outage),
            ..Self::new(options)
        }
    }

    /// Returns the record of whether the database answers.
    pub(super) fn outage(&self) -> &Outage {
        &self.outage
    }

    /// Asks a question, which is one query, and records whether it was answered.
    pub(super) async fn ask<T, A: ?Sized>(
        &self,
        about: &A,
        question: impl for<'a> Fn(&'a mut Connection, &'a A) -> BoxFuture<'a, Result<T, RecordError>>,
    ) -> Result<T, SourceFault> {
        let (after, began) = (self.timeout, OnceLock::new());
        let asking = async {
            let turn = self.turns.acquire().await;
            let _turn = turn.map_err(|_| SourceFault::Unaskable("the source is closed"))?;
            // The wait for a turn says nothing about the database.
            began.get_or_init(Instant::now);
            self.watched(self.on_a_connection(about, question)).await
        };
        // A question that times out is dropped with its connection.
        let answer = timeout(after, asking).await;
        let answer = answer.unwrap_or(Err(SourceFault::TimedOut { after }));
        let hung = began
            .get()
            .is_some_and(|began| began.elapsed() >= self.patience());
        match &answer {
            Err(fault) if hung || is_locked(fault) => self.outage.hangs(false),
            Err(fault) if !is_of_one_question(fault) => self.outage.fails(began.get().is_some()),
            _ => self.outage.ends(),
        }
        answer
    }

    /// Makes a change, which may have to wait for other writers: that says nothing about questions.
    pub(super) async fn change<T, A: ?Sized>(
        &self,
        about: &A,
        change: impl for<'a> Fn(&'a mut Connection, &'a A) -> BoxFuture<'a, Result<T, RecordError>>,
    ) -> Result<T, SourceFault> {
        let turn = self.turns.acquire().await;
        let _turn = turn.map_err(|_| SourceFault::Unaskable("the source is closed"))?;
        self.on_a_connection(about, change).await
    }

    /// Waits for work of the database, and records that it hangs as soon as the work takes too long.
    pub(super) async fn watched<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        match timeout(self.patience(), &mut work).await {
            Ok(done) => done,
            Err(_) => {
                self.outage.hangs(true);
                work.await
            }
        }
    }

    /// Returns the time without an answer after which the database hangs.
    fn patience(&self) -> Duration {
        HANGS.min(self.timeout * 4 / 5)
    }

    async fn on_a_connection<T, A: ?Sized>(
        &self,
        about: &A,
        question: impl for<'a> Fn(&'a mut Connection, &'a A) -> BoxFuture<'a, Result<T, RecordError>>,
    ) -> Result<T, SourceFault> {
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
    use DatabaseFault::{Full, NotAllowed, ReadOnly, ReadOnlyFile};
    match fault {
        SourceFault::Record(RecordError::Broken { .. }) => true,
        SourceFault::Record(RecordError::Database(error)) => {
            matches!(error.fault, Full | NotAllowed | ReadOnly | ReadOnlyFile)
        }
        _ => false,
    }
}

/// Returns whether a question waited for a lock in vain, which is half of its time.
fn is_locked(fault: &SourceFault) -> bool {
    matches!(fault, SourceFault::Record(RecordError::Database(error)) if error.fault == DatabaseFault::Locked)
}

/// Returns whether a connection is, or may be, of no more use: even missing tables may exist in a new file of the same
/// name.
fn is_lost<T>(answer: &Result<T, RecordError>) -> bool {
    use DatabaseFault::{Collation, Locked};
    matches!(answer, Err(RecordError::Database(error)) if !matches!(error.fault, Locked | Collation(_)))
}
