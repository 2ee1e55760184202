//! The inventory, shown: lists, the history of a device, counts, and expiries by week.

pub(crate) mod census;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod prometheus;
pub(crate) mod status;
pub(crate) mod weeks;
