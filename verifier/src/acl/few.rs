//! A few short filters, asked all at once: a filter is a bit, and each level of the topic rules out those that it does not
//! match. Most clients have no more, and it takes hardly longer for the worst of them.

use super::{
    hash::{Seeds, slot},
    path::Path,
    query::{Hit, Query},
    texts::{Id, Texts},
};

/// A set of filters, by their places.
type Set = u64;

const FILTERS_MAX: usize = Set::BITS as usize;
const LEVELS_MAX: usize = 16;
/// How large the table is, for each filter.
const SPREAD: usize = 3;

#[derive(Clone)]
pub(super) struct Few {
    texts: Texts,
    /// Where each filter starts, and the end of all.
    starts: Box<[Id]>,
    depths: Box<[Depth]>,
    /// Which filters have a text at a level. Several texts may share a slot, so that these may be too many.
    table: Box<[Set]>,
    seeds: Seeds,
}

/// What filters do behind some number of levels.
#[derive(Clone, Copy, Default)]
struct Depth {
    /// They go on with `+`.
    plus: Set,
    /// They end.
    exact: Set,
    /// They end with `#`.
    open: Set,
}

impl Few {
    /// The filters, or their texts back if there are too many or too long ones.
    pub(super) fn build(texts: Texts) -> Result<Self, Texts> {
        let deepest = texts.paths().map(|(_, path)| path.levels()).max();
        if texts.len() > FILTERS_MAX || deepest > Some(LEVELS_MAX) {
            return Err(texts);
        }
        let end = texts.as_bytes().len() as Id;
        let mut few = Self {
            starts: texts.paths().map(|(id, _)| id).chain([end]).collect(),
            depths: vec![Depth::default(); deepest.map_or(0, |levels| levels + 1)].into(),
            table: vec![0; SPREAD * texts.len()].into(),
            seeds: Seeds::random(),
            texts: texts.clone(),
        };
        texts
            .paths()
            .enumerate()
            .for_each(|(place, (_, path))| few.add(1 << place, path));
        Ok(few)
    }

    fn add(&mut self, filter: Set, path: Path<'_>) {
        for (depth, level) in path.each_level().enumerate() {
            if level == b"+" {
                self.depths[depth].plus |= filter;
            } else {
                let (hash, _) = self.seeds.level(level, 0);
                self.table[self.slot(depth, hash)] |= filter;
            }
        }
        let end = &mut self.depths[path.levels()];
        *(if path.open { &mut end.open } else { &mut end.exact }) |= filter;
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// A filter, among those that `counts` lets through, that matches the topic; with `#` before without.
    pub(super) fn find(&self, query: Query<'_>, counts: impl Fn(Id) -> bool) -> Option<Hit> {
        let (open, exact) = self.candidates(query);
        let is_hit = |place: usize| counts(self.starts[place]) && query.is_matched_by(self.path(place));
        let hit = |candidates, open| {
            let place = places(candidates).find(|place| is_hit(*place))?;
            let filter = self.starts[place];
            Some(Hit { filter, open })
        };
        hit(open, true).or_else(|| hit(exact, false))
    }

    /// The filters with `#` and those without that match the topic, and maybe others.
    fn candidates(&self, query: Query<'_>) -> (Set, Set) {
        let (mut left, mut at, mut open) = (Set::MAX, 0, 0);
        if query.is_reserved()
            && let Some(Depth { plus, open, .. }) = self.depths.first()
        {
            left = !(plus | open);
        }
        for (depth, behind) in self.depths.iter().enumerate() {
            open |= left & behind.open;
            if query.is_end(at) {
                return (open, left & behind.exact);
            }
            let mut fitting = behind.plus;
            if query.is_text(at) {
                let (hash, end) = self.seeds.level(query.text(), at);
                fitting |= self.table[self.slot(depth, hash)];
                at = end + 1;
            } else {
                at = query.next(at);
            }
            left &= fitting;
            if left == 0 {
                break;
            }
        }
        (open, 0)
    }

    fn slot(&self, depth: usize, level: u64) -> usize {
        slot(self.seeds.below(depth as u32, level), self.table.len())
    }

    fn path(&self, place: usize) -> Path<'_> {
        let text = self.starts[place] as usize..self.starts[place + 1] as usize - 1;
        Path::new(&self.texts.as_bytes()[text])
    }
}

fn places(mut set: Set) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = set.trailing_zeros();
        set &= set.checked_sub(1)?;
        Some(place as usize)
    })
}
