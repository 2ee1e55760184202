//! Which certificates of the inventory are listed.

use clap::{Args, ValueEnum};

use crate::{
    options::{CaCertificate, inventory::InventoryOptions, span::Span},
    store::fleet::State,
};

/// The state of a certificate that was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StateName {
    /// Its serial number is taken, and it is not published yet
    Reserved,
    /// It is in force, unless it has expired
    Issued,
    /// It is revoked for good
    Revoked,
    /// It is on hold
    Held,
    /// Another one has taken its place
    Superseded,
    /// Its serial number was reserved, and nothing was published
    Abandoned,
}

impl StateName {
    /// Returns the state in the inventory.
    pub(crate) fn state(self) -> State {
        match self {
            Self::Reserved => State::Reserved,
            Self::Issued => State::Issued,
            Self::Revoked => State::Revoked,
            Self::Held => State::Held,
            Self::Superseded => State::Superseded,
            Self::Abandoned => State::Abandoned,
        }
    }
}

/// The options of the verbs that list.
#[derive(Debug, Args)]
pub(crate) struct Listing {
    /// Only certificates in this state; may be given several times
    #[arg(long, value_name = "STATE")]
    pub(crate) state: Vec<StateName>,

    /// Only certificates that expire within this time
    #[arg(long, value_name = "SPAN")]
    pub(crate) expires_within: Option<Span>,

    /// Only certificates that have expired
    #[arg(long, conflicts_with = "expires_within")]
    pub(crate) expired: bool,

    #[command(flatten)]
    pub(crate) certificate: CaCertificate,

    #[command(flatten)]
    pub(crate) inventory: InventoryOptions,
}
