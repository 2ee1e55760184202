//! The rows of the two tables, parsed; and the errors of rows that another program wrote.

use amqtt_rules::{Acl, Action};

use super::{
    acl::{acl_column, read_acl},
    tables::{TOPIC_AUTH, Table},
};
use crate::{error::DatabaseError, row::Row};

/// A malformed row: neither this crate nor aMQTT writes it so. Its other columns and all other rows remain usable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {id} of {table} is broken: {column} {fault}{}", self.of())]
pub struct BrokenRow {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row, by the value of its column `id`; 0 if that is not a number.
    pub id: i64,
    /// The account or client that it belongs to; `None` if the name is not text.
    pub username: Option<String>,
    /// The fault.
    pub fault: RowFault,
}

impl BrokenRow {
    fn of(&self) -> String {
        match self.username.as_deref() {
            None => String::new(),
            Some("") => " (its name is empty)".to_owned(),
            Some(name) => format!(" (account {name})"),
        }
    }
}

/// Fault of a value in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowFault {
    /// SQLite holds a number or octets there.
    #[error("is not text")]
    NotText,
    /// It is not `[{"topic": "…"}, …]`.
    #[error("is not a list of {{\"topic\": …}}")]
    NotAnAcl,
}

/// Error from reading a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The row exists and is malformed.
    #[error("{target}: {row}")]
    Broken {
        /// The address of the database.
        target: String,
        /// The row.
        row: BrokenRow,
    },
}

/// Topic filters of one client as stored: text that another program may have written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredRights {
    /// Filters of topics that it may publish to.
    pub publish: Vec<String>,
    /// Filters that it may subscribe to.
    pub subscribe: Vec<String>,
    /// Filters of topics that it may receive from.
    pub receive: Vec<String>,
}

impl StoredRights {
    /// Returns the filters for one action.
    #[must_use]
    pub fn of(&self, action: Action) -> &[String] {
        match action {
            Action::Publish => &self.publish,
            Action::Subscribe => &self.subscribe,
            Action::Receive => &self.receive,
        }
    }

    /// Returns the number of filters, for all actions.
    #[must_use]
    pub fn count(&self) -> usize {
        self.publish.len() + self.subscribe.len() + self.receive.len()
    }

    /// Returns the filters for one action, to change them.
    pub fn of_mut(&mut self, action: Action) -> &mut Vec<String> {
        match action {
            Action::Publish => &mut self.publish,
            Action::Subscribe => &mut self.subscribe,
            Action::Receive => &mut self.receive,
        }
    }

    /// Returns the same, ready for decisions. A stored text that is not a valid filter grants nothing.
    #[must_use]
    pub fn acl(&self) -> Acl {
        let valid = |action| {
            self.of(action)
                .iter()
                .filter_map(move |filter| Some((action, filter.parse().ok()?)))
        };
        Action::ALL.into_iter().flat_map(valid).collect()
    }

    /// Reads the rights in a row that was selected as `username, id, {rights}`.
    ///
    /// # Errors
    /// [`BrokenRow`], for the first column that is not an ACL.
    pub fn read(table: &Table, row: Row<'_>) -> Result<Self, BrokenRow> {
        RightsRow::of(row).read_from(table)
    }
}

/// A row of rights as stored, to be parsed later, or not at all if it is the same as before.
#[derive(Debug)]
pub struct RightsRow {
    id: i64,
    username: Option<String>,
    /// By action; `None` where it is not text.
    json: [Option<String>; 3],
}

impl RightsRow {
    /// Takes a row that was selected as `username, id, {rights}`.
    #[must_use]
    pub fn of(row: Row<'_>) -> Self {
        Self {
            id: row.number(1).unwrap_or_default(),
            username: row.text(0).map(str::to_owned),
            json: [2, 3, 4].map(|column| row.text(column).map(str::to_owned)),
        }
    }

    /// Returns the name of the client; `None` if it is not text.
    #[must_use]
    pub fn username(&self) -> Option<&str> {
        self.username.as_deref()
    }

    /// Returns everything that its rights depend on: equal parts mean equal rights.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        // No text that is stored as JSON is a NUL.
        self.json
            .iter()
            .map(|json| json.as_deref().unwrap_or("\0").as_bytes())
    }

    /// Returns the stored text of the filters for one action; `None` if it is not text.
    #[must_use]
    pub fn json(&self, action: Action) -> Option<&str> {
        self.json[action as usize].as_deref()
    }

    /// Returns its size in bytes.
    pub fn octets(&self) -> usize {
        self.parts().map(<[u8]>::len).sum()
    }

    /// Parses the rights in it.
    ///
    /// # Errors
    /// [`BrokenRow`], for the first column that is not an ACL.
    pub fn read(&self) -> Result<StoredRights, BrokenRow> {
        self.read_from(&TOPIC_AUTH)
    }

    /// Parses the same columns of a row of another table.
    ///
    /// # Errors
    /// As [`RightsRow::read`].
    pub fn read_from(&self, table: &Table) -> Result<StoredRights, BrokenRow> {
        let read = |action| {
            let filters = match self.json(action) {
                None => Err(RowFault::NotText),
                Some(json) => read_acl(json).ok_or(RowFault::NotAnAcl),
            };
            filters.map_err(|fault| BrokenRow {
                table: table.name,
                column: acl_column(action),
                id: self.id,
                username: self.username.clone(),
                fault,
            })
        };
        Ok(StoredRights {
            publish: read(Action::Publish)?,
            subscribe: read(Action::Subscribe)?,
            receive: read(Action::Receive)?,
        })
    }
}
