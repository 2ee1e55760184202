//! Values by name, read by anyone at any time without waiting, and replaced as a whole.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use arc_swap::ArcSwapOption;
use tokio::time::Instant;

use super::cache::Cache;

/// Values that are looked through while questions wait.
const PART: usize = 512;

/// A value, and when the row that it comes from was read.
pub(super) struct Dated<V> {
    pub(super) value: V,
    pub(super) read: Instant,
}

/// The place of one value.
pub(super) struct Cell<V> {
    name: Arc<str>,
    dated: ArcSwapOption<Dated<V>>,
    /// When it was last asked for, in milliseconds since the values were first kept.
    used: AtomicU64,
}

impl<V> Cell<V> {
    pub(super) fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Returns the value without waiting; `None` as long as it has not been read.
    pub(super) fn get(&self) -> Option<Arc<Dated<V>>> {
        self.dated.load_full()
    }

    /// Calls a function with the value, without waiting and without counting references.
    pub(super) fn with<T>(&self, work: impl FnOnce(Option<&Dated<V>>) -> T) -> T {
        work(self.dated.load().as_deref())
    }

    /// Replaces the value unless another one has taken its place since `before` was seen there.
    pub(super) fn replace(&self, before: Option<&Arc<Dated<V>>>, new: Arc<Dated<V>>) {
        let before = before.cloned();
        self.dated.compare_and_swap(&before, Some(new));
    }
}

/// The values of a source: those that were asked for lately, up to a limit, and those that someone holds.
pub(super) struct Kept<V> {
    since: Instant,
    cells: Mutex<Cells<V>>,
}

struct Cells<V> {
    cached: Cache<Arc<Cell<V>>>,
    held: HashMap<Arc<str>, Weak<Cell<V>>>,
}

impl<V> Cells<V> {
    fn find(&mut self, name: &str) -> Option<Arc<Cell<V>>> {
        let held = self.held.get(name).and_then(Weak::upgrade);
        held.or_else(|| self.cached.get(name).map(Arc::clone))
    }
}

impl<V> Kept<V> {
    /// Keeps this many values that nobody holds.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            since: Instant::now(),
            cells: Mutex::new(Cells {
                cached: Cache::new(limit),
                held: HashMap::new(),
            }),
        }
    }

    /// Returns a value, and notes that it is in use.
    pub(super) fn get(&self, name: &str) -> Option<Arc<Dated<V>>> {
        let cell = self.cells().find(name)?;
        cell.used.store(self.now(), Ordering::Relaxed);
        cell.get()
    }

    /// Keeps a value unless a later one is kept.
    pub(super) fn put(&self, name: &str, new: Arc<Dated<V>>) {
        let mut cells = self.cells();
        let cell = cells.find(name).unwrap_or_else(|| self.empty(name));
        let before = cell.get();
        if before.as_ref().is_none_or(|before| before.read <= new.read) {
            cell.replace(before.as_ref(), new);
        }
        cells.cached.put(name, cell);
    }

    /// Returns the place of a value, which is kept as long as someone holds it.
    pub(super) fn hold(&self, name: &str) -> Arc<Cell<V>> {
        let mut cells = self.cells();
        let cell = cells.find(name).unwrap_or_else(|| self.empty(name));
        cell.used.store(self.now(), Ordering::Relaxed);
        cells.held.insert(Arc::clone(&cell.name), Arc::downgrade(&cell));
        cell
    }

    /// Forgets a value; what is read before that is not put in its place.
    pub(super) fn remove(&self, name: &str) {
        let mut cells = self.cells();
        if let Some(cell) = cells.find(name) {
            cell.dated.store(None);
        }
        cells.cached.remove(name);
    }

    /// Returns the places of the values that someone holds, or has asked for within this time. Those that were asked for are
    /// looked through in parts, so that a question never waits for all of them.
    pub(super) fn in_use(&self, lately: Duration) -> Vec<Arc<Cell<V>>> {
        let after = self.now().saturating_sub(lately.as_millis() as u64);
        let mut cells = self.cells();
        cells.held.retain(|_, cell| cell.strong_count() > 0);
        let mut in_use: Vec<_> = cells.held.values().filter_map(Weak::upgrade).collect();
        drop(cells);
        for start in (0..).step_by(PART) {
            let cells = self.cells();
            let Some(part) = cells.cached.part(start, PART) else {
                break;
            };
            let asked = part.filter(|cell| {
                cell.used.load(Ordering::Relaxed) >= after && !cells.held.contains_key(&cell.name)
            });
            in_use.extend(asked.cloned());
            drop(cells);
            // Questions that wait for the lock go first.
            thread::yield_now();
        }
        in_use
    }

    fn empty(&self, name: &str) -> Arc<Cell<V>> {
        Arc::new(Cell {
            name: name.into(),
            dated: ArcSwapOption::empty(),
            used: AtomicU64::new(self.now()),
        })
    }

    fn now(&self) -> u64 {
        self.since.elapsed().as_millis() as u64
    }

    fn cells(&self) -> MutexGuard<'_, Cells<V>> {
        self.cells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_value_that_was_asked_for_is_in_use_and_each_once() {
        for number in [0, 1, PART - 1, PART, PART + 1, 3 * PART + 7] {
            let kept = Kept::new(10_000);
            for name in 0..number {
                let read = Instant::now();
                kept.put(&name.to_string(), Arc::new(Dated { value: name, read }));
            }
            let held = kept.hold("0");
            let in_use = kept.in_use(Duration::from_secs(60));
            let names: HashSet<Arc<str>> = in_use.iter().map(|cell| Arc::clone(cell.name())).collect();
            assert_eq!((in_use.len(), names.len()), (number.max(1), number.max(1)));
            drop((held, in_use));
            assert_eq!(kept.in_use(Duration::from_secs(60)).len(), number);
        }
    }
}
