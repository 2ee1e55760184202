//! Settings as they were read from a configuration, with the lines that they are on.

use std::{path::Path, rc::Rc};

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: Rc<Path>,
    /// Counted from 1.
    pub(super) line: usize,
}

/// A setting with a value.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// The key, as the broker's dialect writes it on this line.
    pub(super) key: String,
    pub(super) value: String,
    pub(super) at: Place,
}

impl Setting {
    /// Returns whether the value switches something on, in any of the words that the brokers take. Mosquitto does not read what
    /// comes after the word.
    pub(super) fn is_on(&self) -> bool {
        let word = self.value.split_whitespace().next().unwrap_or_default();
        matches!(word.to_ascii_lowercase().as_str(), "true" | "yes" | "on" | "1")
    }
}

/// Returns the name that another one was probably meant to be, with what the two differ by.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<(usize, &'a str)> {
    // Comparing takes time, and the names of settings are short.
    let name: String = name.chars().take(100).collect();
    let near = known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(&name, known), known));
    near.min()
}

/// The most nodes that are read of one configuration.
const NODES_MAX: usize = 50_000;
/// The deepest nesting that is read.
const DEPTH_MAX: usize = 64;

/// A nested configuration, flat: each value and each group with its path.
#[derive(Debug)]
pub(super) struct Tree {
    /// The file that is being read.
    file: Rc<Path>,
    nodes: Vec<Node>,
}

#[derive(Debug, Clone)]
struct Node {
    path: Vec<String>,
    /// `None` for a group.
    value: Option<String>,
    at: Place,
}

/// Error from a configuration that is larger or deeper than any real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum TooMuch {
    #[error("it has more than {NODES_MAX} settings")]
    Nodes,
    #[error("it is nested more than {DEPTH_MAX} levels deep")]
    Depth,
}

impl Tree {
    pub(super) fn new(file: Rc<Path>) -> Self {
        Self {
            file,
            nodes: Vec::new(),
        }
    }

    /// Adds a value, or a group where there is none.
    ///
    /// # Errors
    /// [`TooMuch`].
    pub(super) fn add(&mut self, path: &[String], value: Option<&str>, line: usize) -> Result<(), TooMuch> {
        if path.len() > DEPTH_MAX {
            return Err(TooMuch::Depth);
        }
        if self.nodes.len() == NODES_MAX {
            return Err(TooMuch::Nodes);
        }
        self.nodes.push(Node {
            path: path.to_vec(),
            value: value.map(str::to_owned),
            at: self.place(line),
        });
        Ok(())
    }

    /// Copies what is at `from`, among the first `until` nodes, to another path.
    ///
    /// # Errors
    /// [`TooMuch`].
    pub(super) fn copy(
        &mut self,
        range: std::ops::Range<usize>,
        to: &[String],
        line: usize,
    ) -> Result<(), TooMuch> {
        let Some(depth) = self.nodes.get(range.start).map(|node| node.path.len()) else {
            return Ok(());
        };
        for index in range {
            let node = self.nodes[index].clone();
            let path = [to, &node.path[depth..]].concat();
            self.add(&path, node.value.as_deref(), line)?;
        }
        Ok(())
    }

    /// Returns the number of nodes.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Goes on with another file, and returns the one before.
    pub(super) fn enter(&mut self, file: Rc<Path>) -> Rc<Path> {
        std::mem::replace(&mut self.file, file)
    }

    /// Returns a line of this file.
    pub(super) fn place(&self, line: usize) -> Place {
        Place {
            file: Rc::clone(&self.file),
            line,
        }
    }

    /// Returns the value at a path: the last one, where there are several.
    pub(super) fn get(&self, path: &[&str]) -> Option<Setting> {
        let node = self.find(path)?;
        Some(Setting {
            key: path.last().copied().unwrap_or_default().to_owned(),
            value: node.value.clone()?,
            at: node.at.clone(),
        })
    }

    /// Returns where a value or a group is; of a group, its first line.
    pub(super) fn at(&self, path: &[&str]) -> Option<Place> {
        let node = self.nodes.iter().find(|node| is_within(&node.path, path))?;
        Some(node.at.clone())
    }

    /// Returns whether there is a value or a group at a path.
    pub(super) fn has(&self, path: &[&str]) -> bool {
        self.at(path).is_some()
    }

    /// Returns the names below a path, in order, each once.
    pub(super) fn names(&self, path: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for node in &self.nodes {
            if let Some(name) = node.path.get(path.len()).filter(|_| is_within(&node.path, path))
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
        names
    }

    /// Returns the values of a list, or the value alone.
    pub(super) fn values(&self, path: &[&str]) -> Vec<Setting> {
        let of_list = self.names(path).into_iter().filter_map(|name| {
            let item = [path, &[name.as_str()]].concat();
            self.get(&item)
        });
        self.get(path).into_iter().chain(of_list).collect()
    }

    fn find(&self, path: &[&str]) -> Option<&Node> {
        self.nodes.iter().rev().find(|node| node.path == path)
    }
}

fn is_within(path: &[String], above: &[&str]) -> bool {
    path.len() >= above.len() && path.iter().zip(above).all(|(name, above)| name == above)
}
