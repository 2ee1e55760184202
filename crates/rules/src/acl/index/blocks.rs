//! Short filters, asked 64 at a time: a filter is a bit, and each level of the topic rules out those that it does not
//! match. Most clients have no more. It takes hardly longer for the worst of filters, where a search in a tree has to
//! go many ways.

use super::{
    hash::{Seeds, slot},
    path::Path,
    query::{Hit, Query},
    texts::{Id, Texts},
};

/// A set of filters of one block, by their places in it.
type Set = u64;

/// Number of filters in a block.
pub(super) const BLOCK: usize = Set::BITS as usize;
const BLOCKS_MAX: usize = 16;
const LEVELS_MAX: usize = 32;
/// Size of a block's table, for each filter.
const SPREAD: usize = 3;

#[derive(Clone)]
pub(super) struct Blocks {
    texts: Texts,
    blocks: Box<[Block]>,
    seeds: Seeds,
}

#[derive(Clone)]
struct Block {
    /// The start of each filter, and the end of all.
    starts: Box<[Id]>,
    /// The columns of filters after each number of levels.
    depths: Box<[Depth]>,
    /// Which filters have a text at a level. Several texts may share a slot, so that these may be too many.
    table: Box<[Set]>,
}

#[derive(Clone, Copy, Default)]
struct Depth {
    /// The filters that go on with `+`.
    plus: Set,
    /// The filters that end.
    exact: Set,
    /// The filters that end with `#`.
    open: Set,
}

impl Blocks {
    /// Returns whether the filters are few and short enough.
    pub(super) fn fit(texts: &Texts) -> bool {
        texts.len() <= BLOCKS_MAX * BLOCK && texts.paths().all(|(_, path)| path.levels() <= LEVELS_MAX)
    }

    /// For filters that [`Blocks::fit`].
    pub(super) fn build(texts: Texts) -> Self {
        let seeds = Seeds::random();
        let paths: Vec<(Id, Path<'_>)> = texts.paths().collect();
        let blocks = paths.chunks(BLOCK).map(|paths| Block::build(paths, seeds));
        Self {
            blocks: blocks.collect(),
            texts,
            seeds,
        }
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// A filter, among those that `counts` lets through, that matches the topic; with `#` before without.
    pub(super) fn find(&self, query: Query<'_>, counts: impl Fn(Id) -> bool) -> Option<Hit> {
        match self.blocks.len() {
            // What is known to be one takes less time.
            1 => self.find_in::<1>(query, counts),
            _ => self.find_in::<BLOCKS_MAX>(query, counts),
        }
    }

    fn find_in<const MOST: usize>(&self, query: Query<'_>, counts: impl Fn(Id) -> bool) -> Option<Hit> {
        let hit = |block: &Block, candidates: Set| {
            if candidates == 0 {
                return None;
            }
            let is_hit = |(id, filter): &(Id, &[u8])| counts(*id) && query.is_matched_by(Path::new(filter));
            let filter = |place| block.filter(place, &self.texts);
            places(candidates).map(filter).find(is_hit).map(|(id, _)| id)
        };
        let mut left = [Set::MAX; MOST];
        if query.is_reserved() {
            let first = |block: &Block| block.depths[0];
            for (left, Depth { plus, open, .. }) in left.iter_mut().zip(self.blocks.iter().map(first)) {
                *left = !(plus | open);
            }
        }
        let mut exact = None;
        let mut at = 0;
        for depth in 0..=LEVELS_MAX {
            let is_end = query.is_end(at);
            let (level, next) = match query.is_text(at) {
                true => {
                    let (level, end) = self.seeds.level(query.text(), at);
                    (Some(self.seeds.below(depth as u32, level)), end + 1)
                }
                false => (None, query.next(at)),
            };
            let mut are_left = false;
            for (block, left) in self.blocks.iter().zip(&mut left).filter(|(_, left)| **left != 0) {
                let Some(after) = block.depths.get(depth) else {
                    *left = 0;
                    continue;
                };
                if let Some(filter) = hit(block, *left & after.open) {
                    return Some(Hit { filter, open: true });
                }
                if is_end {
                    exact = exact.or_else(|| hit(block, *left & after.exact));
                }
                let texts = level.map_or(0, |level| block.table[slot(level, block.table.len())]);
                *left &= after.plus | texts;
                are_left |= *left != 0;
            }
            if is_end || !are_left {
                break;
            }
            at = next;
        }
        exact.map(|filter| Hit { filter, open: false })
    }
}

impl Block {
    fn build(paths: &[(Id, Path<'_>)], seeds: Seeds) -> Self {
        let deepest = paths.iter().map(|(_, path)| path.levels()).max();
        let after = paths.last().map(|(id, path)| id + path.length() as Id + 1);
        let mut depths = vec![Depth::default(); deepest.map_or(0, |levels| levels + 1)];
        let mut table = vec![0; SPREAD * paths.len()];
        for (place, (_, path)) in paths.iter().enumerate() {
            let filter: Set = 1 << place;
            for (depth, level) in path.each_level().enumerate() {
                if level == b"+" {
                    depths[depth].plus |= filter;
                } else {
                    let hash = seeds.below(depth as u32, seeds.level(level, 0).0);
                    table[slot(hash, SPREAD * paths.len())] |= filter;
                }
            }
            let end = &mut depths[path.levels()];
            *(if path.open { &mut end.open } else { &mut end.exact }) |= filter;
        }
        Self {
            starts: paths.iter().map(|(id, _)| *id).chain(after).collect(),
            depths: depths.into(),
            table: table.into(),
        }
    }

    fn filter<'t>(&self, place: usize, texts: &'t Texts) -> (Id, &'t [u8]) {
        let [start, after] = [self.starts[place], self.starts[place + 1]];
        (start, &texts.as_bytes()[start as usize..after as usize - 1])
    }
}

/// The places in a set.
fn places(mut set: Set) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = set.trailing_zeros();
        set &= set.checked_sub(1)?;
        Some(place as usize)
    })
}
