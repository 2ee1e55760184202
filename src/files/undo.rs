//! Undoing what was done to names.

use std::{os::fd::OwnedFd, path::Path};

use rustix::{
    fs::{self, AtFlags},
    io::Errno,
};

use super::staging::move_to_free_name;

/// The steps done so far, undone in the opposite order when it is dropped with steps in it.
pub(super) struct Undo<'a> {
    directory: &'a OwnedFd,
    steps: Vec<Step>,
}

enum Step {
    Made(String),
    Renamed { from: String, to: String },
}

impl<'a> Undo<'a> {
    pub(super) fn new(directory: &'a OwnedFd) -> Self {
        Self {
            directory,
            steps: Vec::new(),
        }
    }

    /// Renames a file if it exists.
    pub(super) fn rename(&mut self, from: &str, to: &str) -> Result<(), Errno> {
        match move_to_free_name(self.directory, from, to) {
            Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(errno),
            Ok(()) => {
                self.steps.push(Step::Renamed {
                    from: from.to_owned(),
                    to: to.to_owned(),
                });
                Ok(())
            }
        }
    }

    /// Notes that a file was made.
    pub(super) fn made(&mut self, name: &str) {
        self.steps.push(Step::Made(name.to_owned()));
    }

    /// Leaves everything as it is now.
    pub(super) fn keep(mut self) {
        self.steps.clear();
    }
}

impl Drop for Undo<'_> {
    fn drop(&mut self) {
        for step in self.steps.drain(..).rev() {
            let _ = match step {
                Step::Made(name) => fs::unlinkat(self.directory, name, AtFlags::empty()),
                Step::Renamed { from, to } => move_to_free_name(self.directory, &to, &from),
            };
        }
    }
}

/// Removes a file that was made for others to write, where they have not: for who made it, and failed. An error is not reported, as
/// the failure is.
pub(crate) fn remove_if_empty(path: &Path) {
    let is_empty = |file: std::fs::Metadata| file.is_file() && file.len() == 0;
    if path.symlink_metadata().is_ok_and(is_empty) {
        let _ = std::fs::remove_file(path);
    }
}
