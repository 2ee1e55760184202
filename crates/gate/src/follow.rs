//! Following files: a thread looks at them again and again, and takes up what has changed.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, SystemTime},
};

use crate::{
    certificates::{self, FileFault},
    configuration::CertificateFiles,
    event::Event,
    report::Report,
    trust::Trust,
};

/// A shorter time than this between two looks would only keep a processor busy.
pub(crate) const SHORTEST: Duration = Duration::from_millis(10);
/// File systems keep times in steps: a file that changed so recently may change again without looking different.
const SETTLED: Duration = Duration::from_secs(2);

/// The look of a file: when any of it differs, the file is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    modified: SystemTime,
    length: u64,
    inode: u64,
}

impl Look {
    fn at(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        Ok(Self {
            modified: metadata.modified()?,
            length: metadata.len(),
            inode: inode(&metadata),
        })
    }

    /// Returns whether a further change would look different.
    fn is_settled(self) -> bool {
        self.modified.elapsed().is_ok_and(|age| age > SETTLED)
    }
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

/// The looks of the files that the present state was made from.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// A file without a look is read again.
    looks: HashMap<PathBuf, Look>,
    /// A digest of each file, so that one that was only touched is not a change.
    contents: HashMap<PathBuf, u64>,
}

/// Keeps the thread running until it is dropped.
pub(crate) struct Follower {
    _stop: Sender<()>,
}

impl Follower {
    /// Looks at all files, before they are taken up: what changes in between then differs from what was seen.
    pub(crate) fn look(files: &CertificateFiles) -> Seen {
        let mut seen = Seen::default();
        let all = [&files.ca_files, &files.intermediate_files, &files.crl_files];
        for path in all.into_iter().flatten() {
            if let Some(look) = Look::at(path).ok().filter(|look| look.is_settled()) {
                seen.looks.insert(path.clone(), look);
            }
            if let Ok(contents) = fs::read(path) {
                seen.contents.insert(path.clone(), digest(&contents));
            }
        }
        seen
    }

    /// Starts the thread.
    pub(crate) fn start(
        files: CertificateFiles,
        seen: Seen,
        trust: Arc<Trust>,
        every: Duration,
        report: Report,
    ) -> io::Result<Self> {
        let (stop, stopped) = mpsc::channel();
        let every = every.max(SHORTEST);
        let mut following = Following {
            faults: HashMap::new(),
            refused: HashMap::new(),
            files,
            seen,
            trust,
            report,
        };
        thread::Builder::new()
            .name("amqtt-gate".to_owned())
            .spawn(move || {
                while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                    following.step();
                }
            })?;
        Ok(Self { _stop: stop })
    }
}

/// The state of the thread.
struct Following {
    files: CertificateFiles,
    seen: Seen,
    /// The faults that were reported.
    faults: HashMap<PathBuf, String>,
    /// The digests of lists that were refused: they are read again when they change, or the CAs do.
    refused: HashMap<PathBuf, u64>,
    trust: Arc<Trust>,
    report: Report,
}

impl Following {
    fn cas(&self) -> Vec<PathBuf> {
        [&self.files.ca_files, &self.files.intermediate_files]
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }

    /// Looks at all files once.
    fn step(&mut self) {
        let changed: Vec<Change> = self
            .cas()
            .into_iter()
            .filter_map(|path| self.change(path))
            .collect();
        if !changed.is_empty() {
            // The CAs are taken up together: a chain may need several of them.
            let held = self.trust.current();
            match certificates::build(&self.files, Some(&held)) {
                Ok(verifier) => {
                    self.trust.replace(verifier);
                    self.refused.clear();
                    for change in changed {
                        self.took_up(change);
                    }
                }
                Err(fault) => self.keep(fault),
            }
        }
        for path in self.files.crl_files.clone() {
            let Some(change) = self.change(path) else {
                continue;
            };
            if change.digest.is_some() && change.digest.as_ref() == self.refused.get(&change.path) {
                continue;
            }
            match certificates::load_list(&change.path, &self.trust.current()) {
                Ok(()) => {
                    self.trust.changed();
                    self.took_up(change);
                }
                Err(fault) => {
                    if let Some(digest) = change.digest {
                        self.refused.insert(change.path, digest);
                    }
                    self.keep(fault);
                }
            }
        }
    }

    /// Returns a file if it has changed since it was taken up. A file that cannot be read is one that has changed, so
    /// that what follows finds its fault.
    fn change(&mut self, path: PathBuf) -> Option<Change> {
        let look = Look::at(&path).ok();
        if look.is_some() && look.as_ref() == self.seen.looks.get(&path) {
            return None;
        }
        let digest = fs::read(&path).ok().map(|contents| digest(&contents));
        if digest.is_some() && digest.as_ref() == self.seen.contents.get(&path) {
            self.settle(&path, look);
            self.faults.remove(&path);
            return None;
        }
        Some(Change { path, look, digest })
    }

    fn settle(&mut self, path: &Path, look: Option<Look>) {
        match look.filter(|look| look.is_settled()) {
            Some(look) => self.seen.looks.insert(path.to_owned(), look),
            None => self.seen.looks.remove(path),
        };
    }

    fn took_up(&mut self, change: Change) {
        self.settle(&change.path, change.look);
        self.faults.remove(&change.path);
        if let Some(digest) = change.digest {
            self.seen.contents.insert(change.path.clone(), digest);
        }
        self.report.tell(Event::Reloaded { path: change.path });
    }

    fn keep(&mut self, fault: FileFault) {
        let text = fault.to_string();
        let before = self.faults.insert(fault.path.clone(), text.clone());
        if before.as_ref() != Some(&text) {
            self.report.tell(Event::Kept { fault });
        }
    }
}

/// A file that has changed, as it was when that was seen.
struct Change {
    path: PathBuf,
    look: Option<Look>,
    digest: Option<u64>,
}

/// Tells contents apart; nobody gains from a collision who can write the file.
fn digest(contents: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    contents.hash(&mut hasher);
    hasher.finish()
}
