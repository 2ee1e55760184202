//! A gate with its files and databases, while they change.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]
#![allow(clippy::disallowed_methods, reason = "the files of a test")]

mod accounts;
mod files;
mod inventory;
mod options;
mod world;
