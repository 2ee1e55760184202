//! The topic rules once more, in the plainest way: topics are enumerated, and matched by recursion.

/// MQTT 5, 4.7, level by level.
pub(crate) fn matches(filter: &str, name: &str) -> bool {
    fn levels(filter: &[&str], name: &[&str]) -> bool {
        match (filter, name) {
            (["#"], _) | ([], []) => true,
            ([first, filter @ ..], [level, name @ ..]) => {
                (*first == "+" || first == level) && levels(filter, name)
            }
            _ => false,
        }
    }
    let is_hidden = name.starts_with('$') && filter.starts_with(['+', '#']);
    !is_hidden
        && levels(
            &filter.split('/').collect::<Vec<_>>(),
            &name.split('/').collect::<Vec<_>>(),
        )
}

/// All texts of 1 to `depth` levels, each of them one of `alphabet`, that are not empty.
pub(crate) fn texts(alphabet: &[&str], depth: usize) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut longest: Vec<String> = alphabet.iter().map(ToString::to_string).collect();
    for _ in 0..depth {
        let next = longest
            .iter()
            .flat_map(|text| alphabet.iter().map(move |level| format!("{text}/{level}")));
        let next = next.collect();
        all.extend(
            std::mem::replace(&mut longest, next)
                .into_iter()
                .filter(|text| !text.is_empty()),
        );
    }
    all
}

/// A set of topics, one bit each.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Topics(Vec<u64>);

impl Topics {
    pub(crate) fn matched_by(filter: &str, names: &[String]) -> Self {
        let word = |names: &[String]| {
            names
                .iter()
                .rev()
                .fold(0, |word, name| word << 1 | u64::from(matches(filter, name)))
        };
        Self(names.chunks(64).map(word).collect())
    }

    pub(crate) fn union<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut union: Vec<u64> = Vec::new();
        for Self(set) in sets {
            union.resize(set.len(), 0);
            union.iter_mut().zip(set).for_each(|(all, word)| *all |= word);
        }
        Self(union)
    }

    pub(crate) fn covers(&self, other: &Self) -> bool {
        other
            .0
            .iter()
            .enumerate()
            .all(|(at, word)| word & !self.0.get(at).unwrap_or(&0) == 0)
    }
}
