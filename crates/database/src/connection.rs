//! One connection, to whichever database it is.

use sqlx::Connection as _;

use super::{
    dialect::Dialect,
    driver::{Driver, with_driver},
    error::{DatabaseError, DatabaseFault},
};

/// An open connection. Statements are written for all databases at once (see [`Dialect`]).
#[derive(Debug)]
pub struct Connection {
    pub(crate) driver: Driver,
    pub(crate) dialect: Dialect,
    target: String,
    /// Whether a transaction was begun and has not ended.
    pub(crate) in_transaction: bool,
}

impl Connection {
    /// Joins an open connection of sqlx with its dialect.
    pub(crate) fn over(driver: Driver, dialect: Dialect, target: String) -> Self {
        Self {
            driver,
            dialect,
            target,
            in_transaction: false,
        }
    }

    /// What it speaks.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The address of the database, without its password.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// An error of this database.
    #[must_use]
    pub fn error(&self, fault: DatabaseFault) -> DatabaseError {
        DatabaseError {
            target: self.target.clone(),
            fault,
        }
    }

    /// Returns an error of a statement; a connection that breaks off under it is lost.
    pub(crate) fn failed(&self, error: &sqlx::Error) -> DatabaseError {
        self.error(match DatabaseFault::of(error) {
            DatabaseFault::Unreachable(_) => DatabaseFault::Lost,
            fault => fault,
        })
    }

    /// Closes the connection; SQLite has then let go of the file.
    pub async fn close(self) {
        // What could go wrong here has no consequence: everything that matters is committed.
        let _ = with_driver!(self.driver, connection => connection.close().await);
    }
}
