//! Limits how much of the command line is prepared: a run needs only the commands that it names.

use std::ffi::OsString;

use clap::Command;

/// Commands whose options and help are prepared.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope<'a> {
    All,
    /// Those that a word of this command line names.
    Named(&'a [OsString]),
}

impl Scope<'_> {
    /// Returns whether the command line has an option with this long name.
    pub(crate) fn types(self, option: &str) -> bool {
        let is_option = |word: &str| {
            let name = word.strip_prefix("--").and_then(|word| word.split('=').next());
            name == Some(option)
        };
        match self {
            Self::All => false,
            Self::Named(words) => words.iter().filter_map(|word| word.to_str()).any(is_option),
        }
    }

    /// Returns whether a command is one of them.
    pub(crate) fn has(self, command: &Command) -> bool {
        match self {
            Self::All => true,
            Self::Named(words) => {
                let is_name = |word: &&str| {
                    command.get_name() == *word || command.get_all_aliases().any(|alias| alias == *word)
                };
                words
                    .iter()
                    .filter_map(|word| word.to_str())
                    .any(|word| is_name(&word))
            }
        }
    }
}
