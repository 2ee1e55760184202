//! Options for scripts that are run again: what to do where the work is already done.

use clap::{Args, ValueEnum};

/// The policy for something that already exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IfExists {
    /// Fail
    Fail,
    /// Succeed without a change if it is what was asked for
    Skip,
}

/// The policy for something that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IfMissing {
    /// Fail
    Fail,
    /// Succeed without a change
    Skip,
}

/// `--if-exists`, for a verb that makes something.
#[derive(Debug, Args)]
pub(crate) struct Existing {
    /// What to do if the target already exists
    #[arg(long, value_name = "ACTION", default_value = "fail")]
    pub(crate) if_exists: IfExists,
}

/// `--if-missing`, for a verb that removes something.
#[derive(Debug, Args)]
pub(crate) struct Missing {
    /// What to do if the target does not exist
    #[arg(long, value_name = "ACTION", default_value = "fail")]
    pub(crate) if_missing: IfMissing,
}
