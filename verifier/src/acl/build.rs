//! Making the tree from the filters: sorted, so that what shares levels stands together.

use std::cmp::Ordering;

use super::{
    hash::Seeds,
    query::count_slashes,
    trie::{EXACT, Node, ONE, OPEN, ROOT, Slot, TEXTS, Trie, WILD, lengths},
};
use crate::TopicFilter;

impl Trie {
    pub(super) fn build(filters: impl IntoIterator<Item = TopicFilter>) -> Self {
        let mut filters: Vec<TopicFilter> = filters.into_iter().collect();
        filters.sort_unstable_by(|a, b| Path::of(a).compare(Path::of(b)));
        filters.dedup();
        let mut builder = Builder::new(&filters);
        for filter in &filters {
            if !builder.add(filter.as_str()) {
                break;
            }
        }
        builder.finish()
    }
}

/// A filter without its `#`. It ends one past its last byte, or at 0 if it has no level at all.
#[derive(Clone, Copy)]
struct Path<'a> {
    text: &'a [u8],
    end: usize,
    open: bool,
}

impl<'a> Path<'a> {
    fn of(filter: &'a TopicFilter) -> Self {
        Self::new(filter.as_str())
    }

    fn new(filter: &'a str) -> Self {
        let text = filter.as_bytes();
        match text.strip_suffix(b"#") {
            None => Self {
                text,
                end: text.len() + 1,
                open: false,
            },
            Some([path @ .., _]) => Self {
                text: path,
                end: path.len() + 1,
                open: true,
            },
            Some([]) => Self {
                text: b"",
                end: 0,
                open: true,
            },
        }
    }

    fn levels(self) -> usize {
        if self.end == 0 {
            0
        } else {
            count_slashes(self.text) + 1
        }
    }

    /// Level by level, a path before those that it begins, and without `#` before with `#`.
    fn compare(self, other: Self) -> Ordering {
        let common = common_bytes(self.text, other.text);
        let slash_first = |byte: &u8| if *byte == b'/' { 0 } else { *byte };
        let byte = |path: Self| path.text.get(common).map(slash_first);
        let key = |path: Self| (path.end.min(1), byte(path), path.open);
        key(self).cmp(&key(other))
    }

    /// Where the levels end that two paths begin with.
    fn common_end(self, other: Self) -> usize {
        let common = common_bytes(self.text, other.text);
        let is_whole = |path: Self| matches!(path.text.get(common), None | Some(b'/'));
        if self.end.min(other.end) == 0 {
            0
        } else if is_whole(self) && is_whole(other) {
            common + 1
        } else {
            self.text[..common]
                .iter()
                .rposition(|byte| *byte == b'/')
                .map_or(0, |slash| slash + 1)
        }
    }
}

fn common_bytes(a: &[u8], b: &[u8]) -> usize {
    let (a_blocks, _) = a.as_chunks::<16>();
    let (b_blocks, _) = b.as_chunks::<16>();
    let blocks = 16 * a_blocks.iter().zip(b_blocks).take_while(|(a, b)| a == b).count();
    blocks
        + a[blocks..]
            .iter()
            .zip(&b[blocks..])
            .take_while(|(a, b)| a == b)
            .count()
}

/// A node on the path of the last filter: where its run starts and ends in that path.
struct Open {
    id: u32,
    start: usize,
    end: usize,
}

struct Builder {
    nodes: Vec<Node>,
    text: String,
    ends: Vec<u32>,
    /// The nodes from the root to the last filter.
    path: Vec<Open>,
}

impl Builder {
    fn new(filters: &[TopicFilter]) -> Self {
        let bytes = filters.iter().map(|filter| filter.as_str().len()).sum();
        let root = Node {
            text: 0,
            run: 0,
            flags: 0,
            first: 0,
            parent: ROOT,
            plus: ROOT,
            lengths: 0,
        };
        Self {
            nodes: vec![root],
            text: String::with_capacity(bytes),
            ends: Vec::with_capacity(filters.len()),
            path: vec![Open {
                id: ROOT,
                start: 0,
                end: 0,
            }],
        }
    }

    /// Adds the next filter in order; false if no more texts fit.
    fn add(&mut self, filter: &str) -> bool {
        let Ok(end) = u32::try_from(self.text.len() + filter.len()) else {
            return false;
        };
        let start = self.ends.last().map_or(0, |end| *end);
        let path = Path::new(filter);
        let shared = match self.ends.len() {
            0 => 0,
            _ => path.common_end(Path::new(self.last())),
        };
        self.close(shared);
        self.split(shared);
        if path.end > shared {
            self.push(start + shared as u32, shared, path.end);
        }
        self.mark(path);
        self.text.push_str(filter);
        self.ends.push(end);
        true
    }

    fn last(&self) -> &str {
        let start = self
            .ends
            .len()
            .checked_sub(2)
            .map_or(0, |before| self.ends[before]);
        &self.text[start as usize..]
    }

    /// Closes the nodes that begin behind the levels shared with the next filter: they are complete.
    fn close(&mut self, shared: usize) {
        while self.path.len() > 1
            && let Some(node) = self.path.pop_if(|node| node.start >= shared)
        {
            let Node { parent, lengths, .. } = self.nodes[node.id as usize];
            self.nodes[parent as usize].lengths |= lengths;
        }
    }

    /// Cuts the last node in two if its run goes beyond the shared levels. The lower part keeps the number, which its
    /// children know, and is complete.
    fn split(&mut self, shared: usize) {
        let Some(last) = self.path.pop_if(|last| last.end > shared) else {
            return;
        };
        let upper = self.nodes.len() as u32;
        let cut = shared - last.start;
        let lower = &mut self.nodes[last.id as usize];
        let Node {
            text,
            parent,
            lengths,
            ..
        } = *lower;
        lower.parent = upper;
        lower.text += cut as u32;
        lower.run -= cut as u16;
        let run = cut as u16 - 1;
        self.nodes.push(Node {
            text,
            run,
            flags: 0,
            first: 0,
            parent,
            plus: ROOT,
            lengths,
        });
        self.path.push(Open {
            id: upper,
            start: last.start,
            end: shared,
        });
    }

    fn push(&mut self, text: u32, start: usize, end: usize) {
        let id = self.nodes.len() as u32;
        let parent = self.path.last().map_or(ROOT, |last| last.id);
        let run = (end - start - 1) as u16;
        self.nodes.push(Node {
            text,
            run,
            flags: 0,
            first: 0,
            parent,
            plus: ROOT,
            lengths: 0,
        });
        self.path.push(Open { id, start, end });
    }

    /// The next filter ends at the last node.
    fn mark(&mut self, path: Path<'_>) {
        let Some(last) = self.path.last() else { return };
        let node = &mut self.nodes[last.id as usize];
        if !node.has(EXACT) {
            node.first = self.ends.len() as u32;
        }
        let shortest = lengths(path.levels());
        if path.open {
            node.flags |= OPEN;
            // All longer ones too.
            node.lengths |= !(shortest - 1);
        } else {
            node.flags |= EXACT;
            node.lengths |= shortest;
        }
    }

    fn finish(mut self) -> Trie {
        self.close(0);
        let mut children = 0;
        for id in 1..self.nodes.len() {
            let Node {
                text, run, parent, ..
            } = self.nodes[id];
            let run = &self.text.as_bytes()[text as usize..text as usize + usize::from(run)];
            let (wild, by_plus) = (run.contains(&b'+'), run.first() == Some(&b'+'));
            if wild {
                self.nodes[id].flags |= WILD;
            }
            if !run.contains(&b'/') {
                self.nodes[id].flags |= ONE;
            }
            let parent = &mut self.nodes[parent as usize];
            if by_plus {
                parent.plus = id as u32;
            } else {
                parent.flags |= TEXTS;
                children += 1;
            }
        }
        self.into_trie(children)
    }

    /// The table is half full: emptier costs memory, fuller costs time.
    fn into_trie(self, children: usize) -> Trie {
        let mut trie = Trie {
            nodes: self.nodes.into(),
            table: vec![Slot::default(); 2 * children + 1].into(),
            seeds: Seeds::random(),
            text: self.text.into(),
            ends: self.ends.into(),
        };
        for id in 1..trie.nodes.len() as u32 {
            let node = &trie.nodes[id as usize];
            if trie.nodes[node.parent as usize].plus != id {
                trie.index(id);
            }
        }
        trie
    }
}
