//! How far long work has come, on stderr.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::context::Context;

/// A bar at a terminal; nothing elsewhere, where it would fill a log.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(context: &Context, total: usize) -> Self {
        let shown = io::stderr().is_terminal() && !context.output.is_quiet();
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len}, {eta} to go") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(crate) fn advance(&self, count: usize) {
        self.0.inc(count as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
