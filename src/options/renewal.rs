//! The options of the verbs that renew.

use clap::Args;

use crate::{
    options::{CaFiles, OutputDirectory, inventory::InventoryOptions, span::Span},
    pki::KeyType,
};

/// What is renewed, and how.
#[derive(Debug, Args)]
pub(crate) struct Renewing {
    /// Renew what has less than this left, as in 30d [default: a third of its lifetime; of those named, all]
    #[arg(long, value_name = "SPAN")]
    pub(crate) expires_within: Option<Span>,

    /// Leave out for up to this long what can wait, by a hash of the name, as in 7d
    #[arg(long, value_name = "SPAN")]
    pub(crate) spread: Option<Span>,

    /// Keep the private key, which may be elsewhere, as after a certificate request
    #[arg(long)]
    pub(crate) reuse_key: bool,

    /// Type of the new key [default: that of the old key]
    #[arg(long, value_name = "TYPE", conflicts_with = "reuse_key")]
    pub(crate) key_type: Option<KeyType>,

    /// Revoke the old certificates at once, with the reason superseded
    #[arg(long)]
    pub(crate) revoke_old: bool,

    /// Say what would be renewed, without changing anything
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) ca: CaFiles,

    #[command(flatten)]
    pub(crate) output: OutputDirectory,

    #[command(flatten)]
    pub(crate) inventory: InventoryOptions,
}
