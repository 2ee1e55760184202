//! The service over real connections.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]
#![allow(clippy::disallowed_methods, reason = "the files of a test")]

mod changes;
mod golden;
mod hostile;
mod operators;
mod world;
