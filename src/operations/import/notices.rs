//! Faults of a file, and lines without an equivalent: summed up, so that 2,000 equal lines are one message.

use std::{
    collections::{HashMap, HashSet},
    fmt::Display,
};

use super::ImportOptions;
use crate::{
    context::Context,
    error::{Code, Failure, Fault, Outcome},
};

/// Number of faults that are kept, each with its line: more would only fill the memory.
const KEPT: usize = 1000;
/// Number of lines that a summed-up message names.
const LINES_SHOWN: usize = 5;

/// Faults of a file, because of which nothing is imported.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    first: Vec<Fault>,
    count: usize,
}

impl Problems {
    pub(crate) fn add(&mut self, line: u64, problem: impl Display) {
        if self.count < KEPT {
            let message = problem.to_string();
            self.first.push(Fault { line, message });
        }
        self.count += 1;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Fails if there are any; `look` returns what the file looks like instead.
    pub(crate) fn end(self, options: &ImportOptions, look: impl FnOnce() -> Option<String>) -> Outcome {
        if self.is_empty() {
            return Ok(());
        }
        let lines = match self.count {
            1 => "1 line".to_owned(),
            count => format!("{count} lines"),
        };
        let hint =
            look().unwrap_or_else(|| "nothing was changed; fix the file and import it again".to_owned());
        Err(Failure::of(
            Code::Environment,
            format_args!("{lines} of {} cannot be imported", options.name()),
        )
        .hint(hint)
        .with_faults(self.first))
    }
}

/// Lines that have no equivalent here, or only in part, by reason.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    reasons: Vec<(String, Vec<u64>)>,
    known: HashMap<String, usize>,
    lines: HashSet<u64>,
}

impl LeftOut {
    /// Notes that a line, or a part of it, is not imported.
    pub(crate) fn add(&mut self, line: u64, reason: &str) {
        let at = match self.known.get(reason) {
            Some(at) => *at,
            None => {
                self.known.insert(reason.to_owned(), self.reasons.len());
                self.reasons.push((reason.to_owned(), Vec::new()));
                self.reasons.len() - 1
            }
        };
        if let Some((_, lines)) = self.reasons.get_mut(at)
            && lines.last() != Some(&line)
        {
            lines.push(line);
        }
        self.lines.insert(line);
    }

    /// Returns the number of lines.
    pub(crate) fn count(&self) -> usize {
        self.lines.len()
    }

    /// Reports them, one message for each reason.
    pub(crate) fn report(mut self, context: &Context) {
        for (reason, lines) in &mut self.reasons {
            lines.sort_unstable();
            lines.dedup();
            context.output.warn(format_args!("{}: {reason}", named(lines)));
        }
    }
}

/// Returns lines as they are named in a sentence.
fn named(lines: &[u64]) -> String {
    match lines {
        [line] => format!("line {line}"),
        lines if lines.len() <= LINES_SHOWN => format!("lines {}", joined(lines)),
        lines => format!("{} lines ({}, …)", lines.len(), joined(&lines[..LINES_SHOWN])),
    }
}

fn joined(lines: &[u64]) -> String {
    lines.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_reasons_are_one_message() {
        assert_eq!(named(&[7]), "line 7");
        assert_eq!(named(&[1, 2]), "lines 1, 2");
        assert_eq!(named(&[1, 2, 3, 4, 5, 6]), "6 lines (1, 2, 3, 4, 5, …)");
        let mut left_out = LeftOut::default();
        for line in [1, 2, 2, 1] {
            left_out.add(line, "a");
        }
        left_out.add(2, "b");
        assert_eq!((left_out.count(), left_out.reasons.len()), (2, 2));
    }
}
