//! The work that several verbs share, without clap: issuing, credential files, imports, generated files, broken rows,
//! next steps.

pub(crate) mod access;
pub(crate) mod accounts;
pub(crate) mod broken;
pub(crate) mod bulk;
pub(crate) mod credential;
pub(crate) mod crew;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod facts;
mod failures;
pub(crate) mod fleet;
pub(crate) mod generated;
pub(crate) mod holds;
pub(crate) mod http_brokers;
pub(crate) mod import;
pub(crate) mod inventory;
pub(crate) mod issue;
pub(crate) mod issuing;
pub(crate) mod known_devices;
pub(crate) mod known_keys;
pub(crate) mod ledger;
pub(crate) mod lists;
pub(crate) mod next_steps;
#[cfg(feature = "serve")]
pub(crate) mod notify;
pub(crate) mod packaging;
pub(crate) mod probe;
pub(crate) mod renewal;
pub(crate) mod revocation;
pub(crate) mod service_url;
#[cfg(feature = "serve")]
pub(crate) mod serving;
pub(crate) mod standing;
pub(crate) mod sync;
pub(crate) mod trust_file;
