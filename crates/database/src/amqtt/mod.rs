//! The two tables that aMQTT's plugins read: what they look like, how they are made and upgraded, and what is in them.

pub(crate) mod acl;
mod ddl;
pub(crate) mod read;
pub(crate) mod records;
pub(crate) mod sync;
pub(crate) mod tables;
