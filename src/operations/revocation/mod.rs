//! Revoking certificates, putting them on hold, and taking them off.

pub(crate) mod change;
pub(crate) mod selection;
pub(crate) mod unrecorded;
