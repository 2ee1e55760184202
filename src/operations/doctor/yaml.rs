//! YAML with the lines of its settings.

use std::{collections::HashMap, ops::Range, path::Path, rc::Rc};

use saphyr_parser::{Event, Parser};

use super::setting::{TooMuch, Tree};

/// Error from a file that is not YAML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum YamlError {
    #[error("line {line}: {fault}")]
    Syntax { line: usize, fault: String },
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
}

/// A group that is open: the names above it, and what comes next in it.
enum Open {
    Sequence {
        next: usize,
    },
    /// With the key that a value is expected for, and its line.
    Mapping {
        key: Option<(String, usize)>,
    },
}

struct Group {
    open: Open,
    /// The number of its first node.
    start: usize,
    anchor: usize,
    /// True if it has a name of its own.
    named: bool,
}

struct Reading {
    tree: Tree,
    path: Vec<String>,
    groups: Vec<Group>,
    /// The nodes of each anchor.
    anchors: HashMap<usize, Range<usize>>,
}

/// Reads the first document of a file. An alias counts as what it stands for, `<<` as its contents.
///
/// # Errors
/// [`YamlError`] with the line at fault.
pub(super) fn read(file: Rc<Path>, text: &str) -> Result<Tree, YamlError> {
    let mut reading = Reading {
        tree: Tree::new(file),
        path: Vec::new(),
        groups: Vec::new(),
        anchors: HashMap::new(),
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| YamlError::Syntax {
            line: error.marker().line(),
            fault: error.info().to_owned(),
        })?;
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        reading.take(&event, span.start.line())?;
    }
    Ok(reading.tree)
}

impl Reading {
    fn take(&mut self, event: &Event<'_>, line: usize) -> Result<(), TooMuch> {
        match event {
            Event::Scalar(text, _, anchor, _) => {
                if let Some(key) = self.missing_key() {
                    *key = Some((text.to_string(), line));
                    return Ok(());
                }
                let start = self.tree.len();
                let (named, line) = self.enter(line);
                self.tree.add(&self.path, Some(text), line)?;
                self.anchors.insert(*anchor, start..self.tree.len());
                self.leave(named);
            }
            Event::Alias(anchor) => {
                let range = self.anchors.get(anchor).cloned().unwrap_or_default();
                let (named, line) = self.enter(line);
                self.tree.copy(range, &self.path.clone(), line)?;
                self.leave(named);
            }
            Event::SequenceStart(anchor, _) => self.begin(Open::Sequence { next: 0 }, *anchor, line)?,
            Event::MappingStart(anchor, _) => self.begin(Open::Mapping { key: None }, *anchor, line)?,
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            _ => {}
        }
        Ok(())
    }

    /// Begins a group. One that is the key of a mapping counts as a key without a name.
    fn begin(&mut self, open: Open, anchor: usize, line: usize) -> Result<(), TooMuch> {
        if let Some(key) = self.missing_key() {
            *key = Some((String::new(), line));
        }
        let start = self.tree.len();
        let (named, line) = self.enter(line);
        self.tree.add(&self.path, None, line)?;
        self.groups.push(Group {
            open,
            start,
            anchor,
            named,
        });
        Ok(())
    }

    fn end(&mut self) {
        if let Some(group) = self.groups.pop() {
            self.anchors.insert(group.anchor, group.start..self.tree.len());
            self.leave(group.named);
        }
    }

    /// Returns the place for a key, where the innermost group expects one.
    fn missing_key(&mut self) -> Option<&mut Option<(String, usize)>> {
        match &mut self.groups.last_mut()?.open {
            Open::Mapping { key } if key.is_none() => Some(key),
            _ => None,
        }
    }

    /// Goes down to the value that comes next; returns whether it has a name of its own, which the contents of `<<` have not,
    /// and the line of its key, or its own.
    fn enter(&mut self, line: usize) -> (bool, usize) {
        let (name, line) = match self.groups.last_mut().map(|group| &mut group.open) {
            None => return (false, line),
            Some(Open::Sequence { next }) => {
                *next += 1;
                ((*next - 1).to_string(), line)
            }
            Some(Open::Mapping { key }) => key.take().unwrap_or_default(),
        };
        if name == "<<" {
            return (false, line);
        }
        self.path.push(name);
        (true, line)
    }

    fn leave(&mut self, named: bool) {
        if named {
            self.path.pop();
        }
    }
}
