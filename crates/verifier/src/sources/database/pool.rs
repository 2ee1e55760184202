//! A few connections, which are kept, and reopened when they are lost.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::Semaphore,
    time::{Instant, timeout},
};

use amqtt_database::{Connection, DatabaseFault, DatabaseUrl, OpenOptions, RecordError};

use crate::{decision::SourceFault, source::BoxFuture};

use super::options::DatabaseOptions;

/// Maximum age of a connection: by then at the latest, a replaced file or a moved server is noticed.
pub(super) const CONNECTION_LIFE: Duration = Duration::from_secs(60);

pub(super) struct Pool {
    url: DatabaseUrl,
    timeout: Duration,
    turns: Semaphore,
    /// Idle connections, and when they were opened. Never more than there are turns.
    idle: Mutex<Vec<(Connection, Instant)>>,
    queries: AtomicU64,
    connections: AtomicU64,
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
        }
    }

    /// Asks a question, which is one query.
    pub(super) async fn ask<T>(
        &self,
        account: &str,
        question: impl for<'a> Fn(&'a mut Connection, &'a str) -> BoxFuture<'a, Result<T, RecordError>>,
    ) -> Result<T, SourceFault> {
        let after = self.timeout;
        let asking = async {
            let turn = self.turns.acquire().await;
            let _turn = turn.map_err(|_| SourceFault::Unaskable("the source is closed"))?;
            self.queries.fetch_add(1, Ordering::Relaxed);
            if let Some((mut connection, opened)) = self.take_idle() {
                let answer = question(&mut connection, account).await;
                // The connection may have been lost long ago: only a new one can tell.
                if !is_lost(&answer) {
                    return self.finish(connection, opened, answer);
                }
            }
            let opened = Instant::now();
            let mut connection = self.open().await?;
            let answer = question(&mut connection, account).await;
            self.finish(connection, opened, answer)
        };
        // A question that times out is dropped with its connection.
        timeout(after, asking)
            .await
            .unwrap_or(Err(SourceFault::TimedOut { after }))
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
    fn finish<T>(
        &self,
        connection: Connection,
        opened: Instant,
        answer: Result<T, RecordError>,
    ) -> Result<T, SourceFault> {
        if !is_lost(&answer) {
            self.idle().push((connection, opened));
        }
        Ok(answer?)
    }

    fn take_idle(&self) -> Option<(Connection, Instant)> {
        let mut idle = self.idle();
        idle.retain(|(_, opened)| opened.elapsed() < CONNECTION_LIFE);
        idle.pop()
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Connection, Instant)>> {
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

/// Returns whether a connection is, or may be, of no more use: even missing tables may exist in a new file of the same
/// name.
fn is_lost<T>(answer: &Result<T, RecordError>) -> bool {
    use DatabaseFault::{Collation, Locked};
    matches!(answer, Err(RecordError::Database(error)) if !matches!(error.fault, Locked | Collation(_)))
}
