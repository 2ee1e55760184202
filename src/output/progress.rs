//! The progress of long work, on stderr.

use std::{
    fmt,
    io::{self, IsTerminal as _},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::Output;

/// Work that takes less time than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar at a terminal, once the work takes longer than a second; nothing elsewhere, where it would fill a log.
pub(crate) struct Progress {
    bar: ProgressBar,
    may_show: AtomicBool,
}

impl Output {
    /// Begins to show how far work has come, of a total number of items where that is known.
    pub(crate) fn progress(&self, total: Option<u64>) -> Progress {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match total {
            Some(_) => "{bar:30} {human_pos} of {human_len}, {rate}, {eta} to go",
            None => "{spinner} {human_pos}, {rate}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.with_key("rate", write_rate));
        }
        Progress {
            bar,
            may_show: AtomicBool::new(io::stderr().is_terminal() && !self.is_quiet()),
        }
    }
}

/// Writes the rate without the four decimals of `per_sec`.
fn write_rate(state: &ProgressState, text: &mut dyn fmt::Write) {
    let _ = write!(text, "{}/s", HumanCount(state.per_sec().round() as u64));
}

impl Progress {
    /// Adds items that are done; several threads may.
    pub(crate) fn advance(&self, count: u64) {
        if self.bar.elapsed() >= PATIENCE && self.may_show.swap(false, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(count);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
