//! The kinds of certificates, field by field: one profile a file.

mod ca;
mod device;
mod server;
mod server_names;

pub(crate) use ca::Ca;
pub(crate) use device::Device;
pub(crate) use server::Server;
pub(crate) use server_names::{Host, ServerNames};
