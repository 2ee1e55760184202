//! How far long work has come, on stderr.

use std::{
    io::{self, IsTerminal as _},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::context::Context;

/// How long work takes before a bar is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar at a terminal, once the work has taken a second; nothing elsewhere, where it would fill a log.
pub(crate) struct Progress {
    bar: ProgressBar,
    start: Instant,
    /// Whether there is a terminal on which the bar is not shown yet.
    is_waiting: AtomicBool,
}

impl Progress {
    pub(crate) fn new(context: &Context, total: usize) -> Self {
        let shown = io::stderr().is_terminal() && !context.output.is_quiet();
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len}, {eta} to go") {
            bar.set_style(style);
        }
        Self {
            bar,
            start: Instant::now(),
            is_waiting: AtomicBool::new(shown),
        }
    }

    /// Counts work that is done; several threads may.
    pub(crate) fn advance(&self, count: usize) {
        if self.start.elapsed() >= PATIENCE && self.is_waiting.swap(false, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(count as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
