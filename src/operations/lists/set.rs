//! A calendar's lists, read.

use std::{collections::HashSet, path::Path};

use amqtt_x509::time::UnixTime;

use crate::{
    error::{Code, Failure, Outcome},
    files::{self, Directory},
    operations::issue::in_file,
    pki::{Certificate, RevocationList},
};

/// The file of the serial numbers that older lists had and the calendar's have not, one a line.
pub(crate) const LEFT_OUT: &str = "left-out.txt";

/// The lists of a CA in a directory, by the names of their files.
#[derive(Debug)]
pub(crate) struct Set {
    lists: Vec<(String, RevocationList)>,
    left_out: HashSet<String>,
}

impl Set {
    /// Reads the files of the directory whose names end in `.crl` and that hold one list of this CA.
    ///
    /// # Errors
    /// [`Code::Environment`] when a file cannot be read or parsed.
    pub(crate) fn read(path: &Path, ca: &Certificate) -> Outcome<Self> {
        let directory = Directory::open(path)?;
        let mut lists = Vec::new();
        for name in directory.names()? {
            if !name.ends_with(".crl") || name.starts_with('.') {
                continue;
            }
            let file = directory.path_of(&name);
            let read = RevocationList::all_from_file(&files::read_crls(&file)?);
            let mut read = read.map_err(|error| in_file(error, &file))?;
            if let (1, Some(list)) = (read.len(), read.pop())
                && list.is_signed_by(ca)
            {
                lists.push((name, list));
            }
        }
        let left_out = match directory.has(LEFT_OUT)? {
            true => String::from_utf8_lossy(&files::read_crls(&directory.path_of(LEFT_OUT))?)
                .lines()
                .map(str::to_owned)
                .collect(),
            false => HashSet::new(),
        };
        Ok(Self { lists, left_out })
    }

    pub(crate) fn lists(&self) -> impl Iterator<Item = &RevocationList> {
        self.lists.iter().map(|(_, list)| list)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.lists.iter().map(|(name, _)| name)
    }

    pub(crate) fn left_out(&self) -> &HashSet<String> {
        &self.left_out
    }

    /// Returns the list that is in force at a time: of those that have begun, the one with the highest number.
    pub(crate) fn in_force(&self, now: UnixTime) -> Option<&RevocationList> {
        self.lists()
            .filter(|list| list.get().this_update <= now)
            .max_by_key(|list| list.get().number)
    }

    /// Returns the list that is to be in force now.
    ///
    /// # Errors
    /// [`Code::Unfit`] when none has begun, or the last one has lapsed.
    pub(crate) fn due(&self, path: &Path, now: UnixTime) -> Outcome<&RevocationList> {
        let hint = "nothing was changed; sign a calendar with `amqtt-admin ca crl --ahead`";
        let unfit = |why: String| {
            Failure::of(
                Code::Unfit,
                format_args!("no list in {} is in force: {why}", path.display()),
            )
            .hint(hint)
        };
        let list = self
            .in_force(now)
            .ok_or_else(|| unfit("none of this CA has begun".to_owned()))?;
        match list.get().next_update {
            Some(end) if end < now => Err(unfit(format!("the last one lapsed on {end}"))),
            _ => Ok(list),
        }
    }

    /// Returns when the last of the lists lapses.
    pub(crate) fn end(&self) -> Option<UnixTime> {
        self.lists().filter_map(|list| list.get().next_update).max()
    }
}
