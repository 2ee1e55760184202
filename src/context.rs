//! The context that every command is given.

use time::OffsetDateTime;

use crate::{output::Output, prompt::Prompt};

/// The surroundings of a command: where it speaks, whom it may ask, and what time it is.
pub(crate) struct Context {
    pub(crate) output: Output,
    pub(crate) prompt: Prompt,
    pub(crate) now: OffsetDateTime,
    /// The command line itself, for what describes it: completions and man pages.
    pub(crate) command_line: fn() -> clap::Command,
}
