//! Many devices at once: what is asked for, checked as a whole before anything is issued, and where the credentials go.

pub(crate) mod elsewhere;
pub(crate) mod engine;
pub(crate) mod have;
pub(crate) mod keys;
pub(crate) mod manifest;
pub(crate) mod pattern;
pub(crate) mod place;
pub(crate) mod reconcile;
pub(crate) mod share;
pub(crate) mod stream;
pub(crate) mod wanted;
