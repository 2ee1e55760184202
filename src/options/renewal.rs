//! The options of the verbs that renew.

use clap::Args;

use crate::{
    options::{CaFiles, OutputDirectory, inventory::InventoryOptions, span::Span},
    pki::KeyType,
};

/// Selects what is renewed, and says how.
#[derive(Debug, Args)]
pub(crate) struct Renewing {
    /// Renew certificates with less than this left, such as 30d [default: a third of the lifetime; any, for those named]
    #[arg(long, value_name = "SPAN")]
    pub(crate) expires_within: Option<Span>,

    /// Postpone what can wait by up to this long, by a hash of the name, such as 7d
    #[arg(long, value_name = "SPAN")]
    pub(crate) spread: Option<Span>,

    /// Keep the private key, even one that is not here (as after a certificate request)
    #[arg(long)]
    pub(crate) reuse_key: bool,

    /// Type of the new key [default: that of the old key]
    #[arg(long, value_name = "TYPE", conflicts_with = "reuse_key")]
    pub(crate) key_type: Option<KeyType>,

    /// Revoke the old certificates at once, with the reason superseded
    #[arg(long)]
    pub(crate) revoke_old: bool,

    /// Show what would be renewed, without changing anything
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) ca: CaFiles,

    #[command(flatten)]
    pub(crate) output: OutputDirectory,

    #[command(flatten)]
    pub(crate) inventory: InventoryOptions,
}
