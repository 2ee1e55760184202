//! Keeping what is in use up to date, from a thread or task of its own.

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, timeout};

use amqtt_database::{Connection, FileIdentity, OpenOptions};

use crate::{decision::SourceFault, source::BoxFuture};

use super::{
    cell::Dated,
    options::DatabaseOptions,
    pool::Pool,
    rows::{Read, Rows},
};

/// Rows that are read by one statement.
const CHUNK: usize = 512;
/// Time after the last question about a row for which it is read again, unless someone holds it.
const LATELY: Duration = Duration::from_secs(150);

/// Reads the rows that are in use again, so that decisions find them up to date and need no query.
///
/// It has a connection of its own, and so may run on another runtime than the source.
pub struct Refresher(Box<dyn Refresh>);

impl Refresher {
    pub(super) fn new<R: Read>(rows: Arc<Rows<R>>, options: &DatabaseOptions) -> Self {
        let mut options = options.clone();
        options.max_connections = 1;
        Self(Box::new(Refreshing {
            pool: Pool::beside(&rows.pool, &options),
            watch: Watch::new(&options),
            rows,
        }))
    }

    /// Reads every row again that someone holds, or that was asked for in the last minutes, and returns whether any of them
    /// has changed. On SQLite, rows are read only after the file has changed.
    ///
    /// # Errors
    /// [`SourceFault`] if the database cannot be asked. What was read before goes on to count, for as long as the options
    /// allow.
    pub async fn refresh(&mut self) -> Result<bool, SourceFault> {
        self.0.refresh().await
    }
}

impl std::fmt::Debug for Refresher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refresher").finish_non_exhaustive()
    }
}

trait Refresh: Send {
    fn refresh(&mut self) -> BoxFuture<'_, Result<bool, SourceFault>>;
}

struct Refreshing<R: Read> {
    rows: Arc<Rows<R>>,
    pool: Pool,
    watch: Watch,
}

impl<R: Read> Refresh for Refreshing<R> {
    fn refresh(&mut self) -> BoxFuture<'_, Result<bool, SourceFault>> {
        Box::pin(async move {
            let refreshed = self.look().await;
            if refreshed.is_err() {
                // A file that cannot be read answers no better for being unchanged.
                self.watch.last = None;
            }
            refreshed
        })
    }
}

impl<R: Read> Refreshing<R> {
    async fn look(&mut self) -> Result<bool, SourceFault> {
        let cells = self.rows.kept.in_use(LATELY);
        let (looked, unchanged_since) = (Instant::now(), self.watch.unchanged_since().await);
        let (mut changed, mut due) = (false, Vec::new());
        for cell in cells {
            match (cell.get(), unchanged_since) {
                (Some(known), Some(since)) if known.read >= since => {
                    let value = known.value.clone();
                    cell.replace(Some(&known), Arc::new(Dated { value, read: looked }));
                }
                _ => due.push(cell),
            }
        }
        if due.is_empty() && unchanged_since.is_none() {
            // Nobody has this name: the question shows whether the database answers.
            self.pool.ask(&[Arc::from("")][..], R::rows).await?;
        }
        for cells in due.chunks(CHUNK) {
            let read = Instant::now();
            let names: Vec<Arc<str>> = cells.iter().map(|cell| Arc::clone(cell.name())).collect();
            let rows = self.pool.ask(&names[..], R::rows).await?;
            changed |= self.rows.renew(cells, &rows, read);
        }
        Ok(changed)
    }
}

/// Looks whether anything was written to a SQLite file since the last look.
struct Watch {
    options: DatabaseOptions,
    last: Option<Look>,
}

struct Look {
    connection: Connection,
    file: Option<FileIdentity>,
    version: i64,
    at: Instant,
}

impl Watch {
    fn new(options: &DatabaseOptions) -> Self {
        Self {
            options: options.clone(),
            last: None,
        }
    }

    /// Returns a time after which nothing was written; `None` if something was, or cannot be known.
    async fn unchanged_since(&mut self) -> Option<Instant> {
        let file = self.options.url.file_identity()?;
        let at = Instant::now();
        let last = self.last.take().filter(|last| last.file == Some(file));
        let since = last.as_ref().map(|last| (last.version, last.at));
        let look = async {
            let mut connection = match last {
                Some(last) => last.connection,
                None => {
                    let mut opening = OpenOptions::default();
                    opening.patience = self.options.timeout / 2;
                    Connection::open_with(&self.options.url, &opening).await.ok()?
                }
            };
            let version = connection.data_version().await.ok()??;
            Some(Look {
                connection,
                file: Some(file),
                version,
                at,
            })
        };
        let look = timeout(self.options.timeout, look).await.ok()??;
        let unchanged = since.filter(|(version, _)| *version == look.version);
        self.last = Some(look);
        unchanged.map(|(_, at)| at)
    }
}
