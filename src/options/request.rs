//! The certificate request that a verb signs, and where the certificate goes.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// A certificate request.
#[derive(Debug, Args)]
pub(crate) struct RequestOptions {
    /// Certificate request in PEM or DER; - for stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) csr: PathBuf,

    /// Write the certificate to stdout instead of a file
    #[arg(long, conflicts_with = "force")]
    pub(crate) stdout: bool,

    #[command(flatten)]
    pub(crate) shared: SharedKey,

    /// Replace an existing certificate, keeping the old one as *.old
    #[arg(long)]
    pub(crate) force: bool,
}

/// Whether one key may have several names.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct SharedKey {
    /// Sign a key that is recorded under another name too (never that of the CA)
    #[arg(long = "allow-shared-key")]
    pub(crate) allowed: bool,
}
