//! Stored filters that grant nothing of their own.

use std::collections::HashSet;

use super::{filters::Filters, index::Id, verdict::Verdict};
use crate::topic::{Action, TopicFilter};

/// A stored filter without which the client would have the same rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedundantFilter {
    /// The filter.
    pub filter: TopicFilter,
    /// The reason that it can be removed.
    pub why: Redundancy,
}

/// The reason that a stored filter grants nothing of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Redundancy {
    /// Other filters cover it, several of them only together.
    Covered {
        /// The other filters, none of which is a finding itself.
        by: Vec<TopicFilter>,
    },
    /// Another filter matches the same topics: `#` and `+/#`, for example, or the same one is stored twice.
    Equivalent {
        /// The other filter, which is not a finding itself.
        to: TopicFilter,
    },
    /// It grants something that is always denied: to publish where topics begin with `$`.
    NeverMatches,
}

/// Finds the filters stored for an action that can all be removed at once without any change of the rights.
///
/// Of equivalent filters the shortest is kept; of a filter that is stored twice, one. The findings are in the
/// order of the filters.
///
/// ```
/// use amqtt_rules::{Action, Redundancy, lint};
///
/// let stored = ["a/#", "a/+", "b"].map(|filter| filter.parse().unwrap());
/// let findings = lint(Action::Subscribe, stored.clone());
/// assert_eq!(findings.len(), 1);
/// assert_eq!(findings[0].filter, stored[1]);
/// assert_eq!(findings[0].why, Redundancy::Covered { by: vec![stored[0].clone()] });
/// ```
#[must_use]
pub fn lint(action: Action, stored: impl IntoIterator<Item = TopicFilter>) -> Vec<RedundantFilter> {
    let mut stored: Vec<TopicFilter> = stored.into_iter().collect();
    stored.sort_unstable();
    let useful = stored
        .iter()
        .filter(|filter| filter.check_storable(action).is_ok());
    let kept: Filters = needed(&useful.cloned().collect()).into_iter().collect();
    let kept_texts: HashSet<&str> = kept.iter().collect();

    let mut findings = Vec::new();
    let mut before = None;
    for filter in &stored {
        let is_repeated = before.replace(filter) == Some(filter);
        let why = if filter.check_storable(action).is_err() {
            Redundancy::NeverMatches
        } else if !kept_texts.contains(filter.as_str()) {
            by_others(filter, &kept)
        } else if is_repeated {
            Redundancy::Equivalent { to: filter.clone() }
        } else {
            continue;
        };
        findings.push(RedundantFilter {
            filter: filter.clone(),
            why,
        });
    }
    findings
}

/// Returns the filters that are left when those are removed that others cover.
///
/// They are removed one after the other, so that what covers a filter is still there or covered itself. Those that a
/// single filter covers go first: of `a/#`, `a` and `a/+/#`, where two cover the third, `a/#` is to stay. Longer
/// filters go before shorter ones, `+/#` before `#`.
fn needed(filters: &Filters) -> Vec<TopicFilter> {
    let mut left: Vec<(Id, &str)> = filters.index().iter().collect();
    let mut gone = HashSet::new();
    for most in [1, usize::MAX] {
        left.reverse();
        left.retain(|(id, text)| {
            let is_other = |other| other != *id && !gone.contains(&other);
            let mut hits = 0;
            let covered = filters.index().covering(text, is_other, |_| hits += 1).is_ok();
            let goes = covered && hits <= most;
            gone.extend(goes.then_some(*id));
            !goes
        });
        left.reverse();
    }
    left.into_iter()
        .map(|(_, text)| TopicFilter::known(text))
        .collect()
}

fn by_others(filter: &TopicFilter, kept: &Filters) -> Redundancy {
    let by = match kept.decide(filter) {
        Verdict::Allowed { by } => by,
        Verdict::Denied { .. } => Vec::new(),
    };
    match by.as_slice() {
        [other] if Filters::from_iter([filter.clone()]).cover(other) => {
            Redundancy::Equivalent { to: other.clone() }
        }
        _ => Redundancy::Covered { by },
    }
}
