//! Revocation lists as files: signed from the inventory, put in the place of older ones, checked.

pub(crate) mod bundle;
pub(crate) mod calendar;
pub(crate) mod check;
pub(crate) mod entries;
pub(crate) mod publish;
pub(crate) mod report;
pub(crate) mod rest;
pub(crate) mod set;
pub(crate) mod sign;
pub(crate) mod successor;
pub(crate) mod target;

use std::path::{Path, PathBuf};

/// Returns where the list of a CA is, unless another file is named: beside its certificate, `ca.crl` beside `ca.crt`, and
/// `ca.crl.old` beside one that was moved aside as `ca.crt.old`.
pub(crate) fn default_path(ca_crt: &Path) -> PathBuf {
    let name = ca_crt.file_name().and_then(|name| name.to_str());
    match name.and_then(|name| name.split_once(".crt.old")) {
        Some((stem, number)) => ca_crt.with_file_name(format!("{stem}.crl.old{number}")),
        None => ca_crt.with_extension("crl"),
    }
}

/// Returns what the names of the lists of a CA begin with when they are signed ahead.
pub(crate) fn stem(ca_crt: &Path) -> String {
    ca_crt
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
