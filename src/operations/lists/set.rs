//! A calendar's lists, read.

use std::{collections::HashSet, path::Path};

use amqtt_x509::time::UnixTime;

use crate::{
    context::Context,
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
    /// Reads the files of the directory whose names end in `.crl` and that hold one list of this CA. One that cannot be read is
    /// warned of, and keeps none of the others from being used.
    ///
    /// # Errors
    /// [`Code::Environment`] when the directory, or what is left out, cannot be read.
    pub(crate) fn read(context: &Context, path: &Path, ca: &Certificate) -> Outcome<Self> {
        let directory = Directory::open(path)?;
        let mut lists = Vec::new();
        for name in directory.names()? {
            if !name.ends_with(".crl") || name.starts_with('.') {
                continue;
            }
            let file = directory.path_of(&name);
            match one_list(&file) {
                Ok(Some(list)) if list.is_signed_by(ca) => lists.push((name, list)),
                Ok(_) => {}
                Err(failure) => context.output.warn(format_args!(
                    "passing over a list of the calendar: {}",
                    failure.message()
                )),
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
        let list = self.in_force(now).ok_or_else(|| {
            let first = self.lists().map(|list| list.get().this_update).min();
            unfit(match first {
                Some(first) => format!("the first of this CA begins on {first}"),
                None => "it holds none of this CA".to_owned(),
            })
        })?;
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

/// Reads a file that holds one list, `None` where it holds several.
fn one_list(path: &Path) -> Outcome<Option<RevocationList>> {
    let read = RevocationList::all_from_file(&files::read_crls(path)?);
    let mut lists = read.map_err(|error| in_file(error, path))?;
    let list = lists.pop();
    Ok(list.filter(|_| lists.is_empty()))
}
