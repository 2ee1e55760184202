//! The texts of the filters.

use super::path::Path;
use crate::topic::TopicFilter;

/// All filters in their order, each followed by a NUL, which none of them contains.
#[derive(Clone)]
pub(super) struct Texts {
    texts: Box<str>,
    count: usize,
}

/// A filter: where its text starts.
pub(in crate::acl) type Id = u32;

/// A filter whose end is known too, within the texts of one index.
#[derive(Debug, Clone, Copy)]
pub(in crate::acl) struct Place {
    start: Id,
    end: Id,
}

impl Texts {
    /// The filters, as many as fit into 4 GiB.
    pub(super) fn of(filters: &[TopicFilter]) -> Self {
        let ends = filters.iter().scan(0, |end, filter| {
            *end += filter.as_str().len() + 1;
            Some(*end)
        });
        let fitting = ends.take_while(|end| *end <= Id::MAX as usize);
        let (count, length) = fitting.fold((0, 0), |(count, _), end| (count + 1, end));
        let mut texts = String::with_capacity(length);
        for filter in &filters[..count] {
            texts.push_str(filter.as_str());
            texts.push('\0');
        }
        Self {
            texts: texts.into(),
            count,
        }
    }

    /// Number of texts.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn get(&self, id: Id) -> &str {
        let rest = &self.texts[id as usize..];
        rest.split_once('\0').map_or(rest, |(text, _)| text)
    }

    pub(super) fn place(&self, id: Id) -> Place {
        let end = id + self.get(id).len() as Id;
        Place { start: id, end }
    }

    pub(super) fn at(&self, place: Place) -> &[u8] {
        &self.as_bytes()[place.start as usize..place.end as usize]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Id, &str)> {
        self.texts.split_terminator('\0').scan(0, |start, text| {
            let id = *start;
            *start += text.len() as Id + 1;
            Some((id, text))
        })
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = (Id, Path<'_>)> {
        self.iter().map(|(id, text)| (id, Path::new(text.as_bytes())))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.texts.as_bytes()
    }
}
