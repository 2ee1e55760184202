//! The two tables that aMQTT's plugins read: their columns, their creation and upgrade, and their rows.

pub(crate) mod acl;
mod ddl;
pub(crate) mod read;
pub(crate) mod records;
pub(crate) mod sync;
pub(crate) mod tables;
