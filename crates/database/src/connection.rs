//! A connection to a database of any kind.

use sqlx::Connection as _;

use super::{
    dialect::Dialect,
    driver::{Driver, with_driver},
    error::{DatabaseError, DatabaseFault},
};

/// Open connection. Statements are written once for all databases (see [`Dialect`]).
#[derive(Debug)]
pub struct Connection {
    pub(crate) driver: Driver,
    pub(crate) dialect: Dialect,
    pub(crate) target: String,
    /// Set from the begin of a transaction until its end.
    pub(crate) in_transaction: bool,
}

impl Connection {
    /// Returns the dialect of the database.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Returns the address of the database, without its password.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Returns an error of this database.
    #[must_use]
    pub fn error(&self, fault: DatabaseFault) -> DatabaseError {
        DatabaseError {
            target: self.target.clone(),
            fault,
        }
    }

    /// Returns the error of a statement. If the connection broke off meanwhile, it is lost.
    pub(crate) fn failed(&self, error: &sqlx::Error) -> DatabaseError {
        self.error(match DatabaseFault::of(error) {
            DatabaseFault::Unreachable(_) => DatabaseFault::Lost,
            fault => fault,
        })
    }

    /// Closes the connection; SQLite has then released the file.
    pub async fn close(self) {
        // A failure has no consequence here: everything that matters is committed.
        let _ = with_driver!(self.driver, connection => connection.close().await);
    }
}
