//! The only place that reads and writes files.

mod directory;
mod error;
mod growing;
mod lines;
mod reading;
mod staging;
mod undo;
mod walking;

pub(crate) use directory::{Directory, Existing, Lock, NewFile};
pub(crate) use error::FileError;
pub(crate) use growing::Growing;
pub(crate) use lines::{Lines, open, read_stdin};
pub(crate) use reading::{is_for_everybody, read, read_crls, same_access};
pub(crate) use staging::Readers;
pub(crate) use undo::remove_if_empty;
pub(crate) use walking::{each_below, in_directory};
