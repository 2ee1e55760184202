//! The progress of an import.

use crate::{context::Context, output};

/// A bar that appears once an import takes longer than a second.
pub(crate) struct Progress(output::Progress);

impl Progress {
    pub(crate) fn new(context: &Context, total: usize) -> Self {
        Self(context.output.progress(Some(total as u64)))
    }

    pub(crate) fn advance(&self, count: usize) {
        self.0.advance(count as u64);
    }
}
