//! The certificate request that a verb signs, and where the certificate goes.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::options::{CaFiles, OutputDirectory, inventory::Recording, repeat};

/// A certificate request, who signs it, and where the certificate goes.
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

    #[command(flatten)]
    pub(crate) existing: repeat::Existing,

    /// Replace an existing certificate, keeping the old one as *.old
    #[arg(long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) ca: CaFiles,

    #[command(flatten)]
    pub(crate) output: OutputDirectory,

    #[command(flatten)]
    pub(crate) recording: Recording,
}

/// Permission for one key to have several names.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct SharedKey {
    /// Certify a key that is recorded under another name too (never that of the CA)
    #[arg(long = "allow-shared-key")]
    pub(crate) allowed: bool,
}
