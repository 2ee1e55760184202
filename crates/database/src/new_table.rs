//! Tables to make, as data: columns, keys and indexes.

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
    /// Set where the column may be null.
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
