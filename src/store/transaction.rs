//! Transactions that are tried again, and what is said of one whose end is unknown.

use std::time::{Duration, Instant};

use amqtt_database::{Connection, DatabaseError, DatabaseFault, RecordError, migration::Schema};

use super::{Store, open_options};

/// Time to retry a change that other writers conflict with, and to look for a server that was lost in the middle
/// of one: long enough for a standby to be promoted.
const PATIENCE: Duration = Duration::from_secs(30);

/// Time to wait in all for a lock, or for a server that is not ready.
const SHORT_PATIENCE: Duration = Duration::from_secs(10);

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// The knowledge of an attempt about those before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt {
    /// True if one of them may have been committed: the connection was lost before the answer came. Work that finds
    /// done what it was to do has then done it.
    pub(super) may_be_done: bool,
}

/// The failure of an attempt.
struct Failed {
    error: RecordError,
    while_committing: bool,
}

impl From<RecordError> for Failed {
    fn from(error: RecordError) -> Self {
        Self {
            error,
            while_committing: false,
        }
    }
}

impl From<DatabaseError> for Failed {
    fn from(error: DatabaseError) -> Self {
        RecordError::from(error).into()
    }
}

impl Store {
    /// Does some work in one transaction, from the beginning again where other writers conflict with it. The statements
    /// that it will run are prepared before it begins.
    ///
    /// # Errors
    /// [`RecordError`]: nothing was changed, but for [`DatabaseFault::Unknown`].
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a closure is written where it is passed"
    )]
    pub(super) fn transaction<T>(
        &mut self,
        statements: &[&str],
        work: impl AsyncFn(&mut Connection, Attempt) -> Result<T, RecordError>,
    ) -> Result<T, RecordError> {
        let Self {
            connection,
            runtime,
            url,
        } = self;
        runtime.block_on(async {
            let begun = Instant::now();
            let mut attempt = Attempt { may_be_done: false };
            let mut pause = Duration::from_millis(2);
            loop {
                let failed = match attempted(connection, statements, &work, attempt).await {
                    Ok(done) => return Ok(done),
                    Err(failed) => failed,
                };
                let RecordError::Database(error) = &failed.error else {
                    return Err(unless_done(connection, attempt, failed.error));
                };
                attempt.may_be_done |= failed.while_committing && error.fault == DatabaseFault::Lost;
                let again = match error.fault {
                    DatabaseFault::Contended => begun.elapsed() < PATIENCE,
                    // In a cluster that has lost a node, locks are held until it has noticed.
                    DatabaseFault::Locked if url.has_several_hosts() => begun.elapsed() < PATIENCE,
                    DatabaseFault::Locked => begun.elapsed() < SHORT_PATIENCE,
                    DatabaseFault::Lost => true,
                    DatabaseFault::Unready(_) => url.has_several_hosts() || begun.elapsed() < SHORT_PATIENCE,
                    // A server that was demoted meanwhile.
                    DatabaseFault::ReadOnly => url.has_several_hosts() && begun.elapsed() < PATIENCE,
                    _ => false,
                };
                if !again {
                    return Err(unless_done(connection, attempt, failed.error));
                }
                tokio::time::sleep(jittered(pause)).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
                if matches!(
                    error.fault,
                    DatabaseFault::Lost | DatabaseFault::Unready(_) | DatabaseFault::ReadOnly
                ) {
                    let patience = match attempt.may_be_done || url.has_several_hosts() {
                        true => PATIENCE,
                        false => SHORT_PATIENCE / 5,
                    };
                    match reopened(url, begun + patience).await {
                        Some(opened) => **connection = opened,
                        None => return Err(unless_done(connection, attempt, failed.error)),
                    }
                }
            }
        })
    }
}

/// Makes or upgrades tables, again where others do so at the same moment: in a cluster, a change of tables aborts what other
/// sessions are doing.
///
/// # Errors
/// [`DatabaseError`].
pub(super) async fn migrate(connection: &mut Connection, schema: &Schema) -> Result<(), DatabaseError> {
    let begun = Instant::now();
    loop {
        match connection.migrate(schema).await {
            Err(error) if error.fault == DatabaseFault::Contended && begun.elapsed() < SHORT_PATIENCE => {
                tokio::time::sleep(jittered(LONGEST_PAUSE)).await;
            }
            done => return done,
        }
    }
}

async fn attempted<T>(
    connection: &mut Connection,
    statements: &[&str],
    work: &impl AsyncFn(&mut Connection, Attempt) -> Result<T, RecordError>,
    attempt: Attempt,
) -> Result<T, Failed> {
    connection.prepare(statements).await?;
    connection.begin().await?;
    match work(connection, attempt).await {
        Ok(done) => match connection.commit().await {
            Ok(()) => Ok(done),
            Err(error) => Err(Failed {
                error: error.into(),
                while_committing: true,
            }),
        },
        Err(error) => {
            // What could go wrong here is worse for the transaction, which then ends with the connection.
            let _ = connection.roll_back().await;
            Err(error.into())
        }
    }
}

/// Opens the database again, until some moment.
async fn reopened(url: &amqtt_database::DatabaseUrl, until: Instant) -> Option<Connection> {
    loop {
        match Connection::open_with(url, &open_options()).await {
            Ok(connection) => return Some(connection),
            Err(_) if Instant::now() >= until => return None,
            Err(_) => tokio::time::sleep(LONGEST_PAUSE).await,
        }
    }
}

/// Returns what is to be reported: an error that came after a commit whose outcome is unknown says nothing about that
/// commit.
fn unless_done(connection: &Connection, attempt: Attempt, error: RecordError) -> RecordError {
    match attempt.may_be_done {
        true => connection.error(DatabaseFault::Unknown).into(),
        false => error,
    }
}

/// Returns between half of a pause and one and a half, so that writers that met once do not meet again.
fn jittered(pause: Duration) -> Duration {
    let random = std::hash::BuildHasher::hash_one(&std::collections::hash_map::RandomState::new(), ());
    let share = u32::try_from(random % 1_024).unwrap_or_default();
    pause / 2 + pause * share / 1_024
}
