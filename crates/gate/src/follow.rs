//! Following files: a thread looks at them again and again, and takes up what has changed.

use std::{
    collections::HashMap,
    fs,
    hash::{BuildHasher as _, RandomState},
    io,
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::{Duration, SystemTime},
};

use zeroize::Zeroizing;

use crate::{event::Event, fault::FileFault, report::Report};

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

/// Files as they were before they were read. What changes after that is seen by a [`Follower`].
#[derive(Debug, Default)]
pub struct Seen {
    paths: Vec<PathBuf>,
    /// A file without a look is read again.
    looks: HashMap<PathBuf, Look>,
    /// A digest of each file, so that one that was only touched is not a change.
    contents: HashMap<PathBuf, u64>,
    hashes: RandomState,
}

impl Seen {
    /// Looks at files. Read them only after that.
    #[must_use]
    pub fn look(paths: Vec<PathBuf>) -> Self {
        let mut seen = Self {
            paths,
            ..Self::default()
        };
        for path in seen.paths.clone() {
            seen.settle(&path, Look::at(&path).ok());
            if let Some(digest) = seen.digest(&path) {
                seen.contents.insert(path, digest);
            }
        }
        seen
    }

    /// Returns those of the files that have changed since they were taken up. A file that cannot be read is one that has
    /// changed, so that what follows finds its fault.
    fn changes(&mut self) -> Vec<Change> {
        let paths = self.paths.clone();
        paths.into_iter().filter_map(|path| self.change(path)).collect()
    }

    fn change(&mut self, path: PathBuf) -> Option<Change> {
        let look = Look::at(&path).ok();
        if look.is_some() && look.as_ref() == self.looks.get(&path) {
            return None;
        }
        let digest = self.digest(&path);
        if digest.is_some() && digest.as_ref() == self.contents.get(&path) {
            self.settle(&path, look);
            return None;
        }
        Some(Change { path, look, digest })
    }

    fn took_up(&mut self, change: &Change) {
        self.settle(&change.path, change.look);
        if let Some(digest) = change.digest {
            self.contents.insert(change.path.clone(), digest);
        }
    }

    fn settle(&mut self, path: &Path, look: Option<Look>) {
        match look.filter(|look| look.is_settled()) {
            Some(look) => self.looks.insert(path.to_owned(), look),
            None => self.looks.remove(path),
        };
    }

    /// Tells contents apart; nobody gains from a collision who can write the file. A file may hold a secret.
    fn digest(&self, path: &Path) -> Option<u64> {
        let contents = Zeroizing::new(fs::read(path).ok()?);
        Some(self.hashes.hash_one(&*contents))
    }
}

/// A file that has changed, as it was when that was seen.
struct Change {
    path: PathBuf,
    look: Option<Look>,
    digest: Option<u64>,
}

type TakeUp = dyn FnMut() -> Result<(), FileFault> + Send;

/// Files that are taken up together when one of them changes, as a chain may need several CAs, and a certificate its key.
pub struct Followed {
    seen: Seen,
    take_up: Box<TakeUp>,
    /// The contents that could not be used: they are read again when they change, or when other files were taken up.
    refused: Option<Vec<(PathBuf, u64)>>,
    /// The faults that were reported.
    faults: HashMap<PathBuf, String>,
}

impl std::fmt::Debug for Followed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Followed").field(&self.seen.paths).finish()
    }
}

impl Followed {
    /// Calls `take_up` whenever one of the files differs from what was seen. It reads the files, and on an error leaves
    /// everything as it is.
    pub fn new(seen: Seen, take_up: impl FnMut() -> Result<(), FileFault> + Send + 'static) -> Self {
        Self {
            seen,
            take_up: Box::new(take_up),
            refused: None,
            faults: HashMap::new(),
        }
    }

    /// Looks at the files once, and returns whether they were taken up.
    fn step(&mut self, report: &Report) -> bool {
        let changes = self.seen.changes();
        if changes.is_empty() {
            // They are as they were: a fault that comes again is said again.
            self.faults.clear();
            self.refused = None;
            return false;
        }
        let contents = changes
            .iter()
            .map(|change| Some((change.path.clone(), change.digest?)));
        let contents: Option<Vec<_>> = contents.collect();
        if contents.is_some() && contents == self.refused {
            return false;
        }
        match (self.take_up)() {
            Ok(()) => {
                self.faults.clear();
                self.refused = None;
                for change in changes {
                    self.seen.took_up(&change);
                    report.tell(Event::Reloaded { path: change.path });
                }
                true
            }
            Err(fault) => {
                self.refused = contents;
                let text = fault.to_string();
                let before = self.faults.insert(fault.path.clone(), text.clone());
                if before.as_ref() != Some(&text) {
                    report.tell(Event::Kept { fault });
                }
                false
            }
        }
    }

    /// Reads the files again at the next look, whatever they look like, and says again what is wrong with them.
    fn doubt(&mut self) {
        self.seen.looks.clear();
        self.faults.clear();
        self.refused = None;
    }
}

/// Follows files on a thread of its own until it is dropped: a change counts within two looks.
#[derive(Debug)]
pub struct Follower(Sender<()>);

impl Follower {
    /// Starts the thread, which looks at all files each time that `every` has passed, and calls `report` with what happens
    /// to them.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn start(
        files: Vec<Followed>,
        every: Duration,
        report: impl Fn(Event) + Send + 'static,
    ) -> io::Result<Self> {
        Self::start_with(files, every, Report::new(report))
    }

    pub(crate) fn start_with(mut files: Vec<Followed>, every: Duration, report: Report) -> io::Result<Self> {
        let (orders, ordered) = mpsc::channel();
        let every = every.max(SHORTEST);
        thread::Builder::new()
            .name("amqtt-gate".to_owned())
            .spawn(move || {
                loop {
                    match ordered.recv_timeout(every) {
                        Ok(()) => files.iter_mut().for_each(Followed::doubt),
                        Err(RecvTimeoutError::Timeout) => {}
                        Err(RecvTimeoutError::Disconnected) => return,
                    }
                    look_at(&mut files, &report);
                }
            })?;
        Ok(Self(orders))
    }

    /// Reads all files again now, whatever they look like, and reports again those that cannot be used.
    pub fn read_again(&self) {
        // A thread that has ended has nothing to follow.
        let _ = self.0.send(());
    }
}

/// Looks at all files once, in their order.
fn look_at(files: &mut [Followed], report: &Report) {
    for at in 0..files.len() {
        if files[at].step(report) {
            // A list that was refused may be one of a CA that is known by now.
            files.iter_mut().for_each(|files| files.refused = None);
        }
    }
}
