//! Sources that ask a database or a server.

#[cfg(feature = "database")]
pub mod database;
#[cfg(feature = "http")]
pub mod http;
