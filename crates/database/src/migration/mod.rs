//! Tables of this project's own, made and changed by numbered steps.
//!
//! A [`Schema`] is a list of steps that only grows. Which of them a database has is noted in a table of the schema's own. A
//! step can be repeated: on MySQL and MariaDB no transaction holds a change of tables, so that an interrupted run leaves a
//! part of it.

mod ddl;

use super::{
    connection::Connection,
    dialect::Dialect,
    error::{DatabaseError, DatabaseFault},
    value::Value,
};

/// Tables that belong together, and the steps that make them.
#[derive(Debug)]
pub struct Schema {
    /// The name of the table that notes the steps taken.
    pub noted_in: &'static str,
    /// The steps, of which the first is number 1.
    pub steps: &'static [Step],
}

/// One numbered step.
#[derive(Debug)]
pub struct Step {
    /// The tables that it makes.
    pub tables: &'static [NewTable],
}

/// A table to make.
#[derive(Debug)]
pub struct NewTable {
    /// The name.
    pub name: &'static str,
    /// The columns, in their order.
    pub columns: &'static [NewColumn],
    /// The columns of the primary key.
    pub primary_key: &'static [&'static str],
    /// The indexes.
    pub indexes: &'static [Index],
}

/// A column to make.
#[derive(Debug)]
pub struct NewColumn {
    /// The name.
    pub name: &'static str,
    /// The type of its values.
    pub kind: ColumnKind,
    /// Set if it may be null.
    pub nullable: bool,
}

impl NewColumn {
    /// Makes a column that always has a value.
    #[must_use]
    pub const fn required(name: &'static str, kind: ColumnKind) -> Self {
        Self {
            name,
            kind,
            nullable: false,
        }
    }

    /// Makes a column that may be null.
    #[must_use]
    pub const fn optional(name: &'static str, kind: ColumnKind) -> Self {
        Self {
            name,
            kind,
            nullable: true,
        }
    }
}

/// The types of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text of at most 255 characters, compared and sorted by its octets; it may be part of an index.
    Text,
    /// Text of up to 16 MiB.
    LongText,
    /// An integer of 64 bits.
    Number,
}

/// An index to make.
#[derive(Debug)]
pub struct Index {
    /// The name, which no other index of the database has.
    pub name: &'static str,
    /// The columns.
    pub columns: &'static [&'static str],
}

const NOTE: &[NewColumn] = &[NewColumn::required("step", ColumnKind::Number)];

impl Schema {
    /// Returns the number of the last step.
    #[must_use]
    pub fn version(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(i64::MAX)
    }
}

impl Connection {
    /// Takes the steps that this database lacks. It can be repeated, also by several at once; if nothing is missing it only
    /// reads.
    ///
    /// # Errors
    /// [`DatabaseError`]; [`DatabaseFault::Newer`] where the tables were made by a newer version of this program.
    pub async fn migrate(&mut self, schema: &Schema) -> Result<(), DatabaseError> {
        match self.steps_taken(schema).await {
            Ok(taken) if taken == schema.version() => return Ok(()),
            Ok(taken) if taken > schema.version() => return Err(self.error(DatabaseFault::Newer)),
            Err(error) if error.fault != DatabaseFault::NoTables => return Err(error),
            _ => {}
        }
        self.begin().await?;
        match self.take_steps(schema).await {
            Ok(()) => self.commit().await,
            Err(error) => {
                // The first error counts; the transaction ends with the connection at the latest.
                let _ = self.roll_back().await;
                Err(error)
            }
        }
    }

    /// Checks that this database has tables of the schema, to read them.
    ///
    /// # Errors
    /// [`DatabaseError`]; [`DatabaseFault::NoTables`] where there are none, [`DatabaseFault::Newer`] where they were made by a
    /// newer version of this program.
    pub async fn has_tables_of(&mut self, schema: &Schema) -> Result<(), DatabaseError> {
        match self.steps_taken(schema).await? {
            0 => Err(self.error(DatabaseFault::NoTables)),
            taken if taken > schema.version() => Err(self.error(DatabaseFault::Newer)),
            _ => Ok(()),
        }
    }

    async fn steps_taken(&mut self, schema: &Schema) -> Result<i64, DatabaseError> {
        let select = format!("SELECT MAX(step) FROM {}", schema.noted_in);
        let taken = self.first(&select, &[], |row| row.number(0)).await?;
        Ok(taken.flatten().unwrap_or(0))
    }

    async fn take_steps(&mut self, schema: &Schema) -> Result<(), DatabaseError> {
        let dialect = self.dialect();
        if let Some(lock) = dialect.schema_lock() {
            self.command(lock).await?;
        }
        let note = NewTable {
            name: schema.noted_in,
            columns: NOTE,
            primary_key: &["step"],
            indexes: &[],
        };
        self.make(dialect, &note).await?;
        // Others may have taken some since the first look.
        let taken = self.steps_taken(schema).await?;
        for (number, step) in (1..).zip(schema.steps) {
            if number <= taken {
                continue;
            }
            for table in step.tables {
                self.make(dialect, table).await?;
            }
            let note = format!(
                "INSERT INTO {} (step) VALUES (?) {{or_keep:step}}",
                schema.noted_in
            );
            self.execute(&note, &[Value::Number(number)]).await?;
        }
        Ok(())
    }

    async fn make(&mut self, dialect: Dialect, table: &NewTable) -> Result<(), DatabaseError> {
        for statement in dialect.make(table) {
            self.command(&statement).await?;
        }
        Ok(())
    }
}
