//! Turns at hashing: the order in which questions are hashed, and the share of accounts that exist.
//!
//! There are two lines. Every question waits in the **strangers' line**, in order. A question about an account that exists
//! also waits in the **known line**, which serves accounts in rotation and is called first: strangers get at most half of
//! the threads and, while both lines wait, every fourth turn. So no number of made-up names delays an account by more than
//! the hash that is being computed.
//!
//! The time of a denial must not reveal whether an account exists. So the known line only ever *allows* sooner: a wrong
//! password is denied when the strangers' line reaches its place, plus the time of a hash, exactly like an account that does
//! not exist (see `hasher.rs`).

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{sync::oneshot, time::Instant};

/// A place in a line: it yields the turn, or an error if the line has grown too long.
pub(super) type Place = oneshot::Receiver<Turn>;

/// Number of turns in a row that the known line gets while strangers wait.
const KNOWN_IN_A_ROW: u32 = 3;

/// The lines, and the threads that they wait for.
#[derive(Clone)]
pub(super) struct Turns(Arc<Mutex<State>>);

struct State {
    threads: usize,
    /// Maximum length of each line.
    limit: usize,
    /// Threads in use.
    running: usize,
    /// Turns of the strangers' line that have not ended, resting ones too.
    strangers_called: usize,
    strangers: VecDeque<oneshot::Sender<Turn>>,
    known: Known,
    /// Turns of the known line since the last turn of a waiting stranger.
    in_a_row: u32,
}

/// The known line: its accounts in order, and the questions that wait for each.
#[derive(Default)]
struct Known {
    accounts: VecDeque<Arc<str>>,
    waiting: HashMap<Arc<str>, VecDeque<oneshot::Sender<Turn>>>,
    length: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Strangers,
    Known,
}

/// The right to a thread, until it is dropped.
pub(super) struct Turn {
    /// `None` if the turn was not taken.
    turns: Option<Turns>,
    line: Line,
    rests: bool,
    /// Time at which the turn came.
    pub(super) called: Instant,
}

impl Turns {
    pub(super) fn new(threads: usize, limit: usize) -> Self {
        Self(Arc::new(Mutex::new(State {
            threads,
            limit,
            running: 0,
            strangers_called: 0,
            strangers: VecDeque::new(),
            known: Known::default(),
            in_a_row: 0,
        })))
    }

    /// Takes a place in the strangers' line. In a full line, the question that has waited longest loses its place.
    pub(super) fn join_strangers(&self) -> Place {
        let (sender, place) = oneshot::channel();
        let mut state = self.state();
        if state.strangers.len() >= state.limit {
            state.strangers.retain(|waiting| !waiting.is_closed());
        }
        let lost = (state.strangers.len() >= state.limit).then(|| state.strangers.pop_front());
        state.strangers.push_back(sender);
        self.call(&mut state);
        drop(state);
        drop(lost);
        place
    }

    /// Takes a place in the known line, or returns `None` if the line is full.
    pub(super) fn join_known(&self, account: &str) -> Option<Place> {
        let (sender, place) = oneshot::channel();
        let mut state = self.state();
        if state.known.length >= state.limit {
            state.known.forget_who_left();
        }
        if state.known.length >= state.limit {
            return None;
        }
        state.known.push(account, sender);
        self.call(&mut state);
        Some(place)
    }

    /// Returns whether any question waits.
    pub(super) fn are_awaited(&self) -> bool {
        let state = self.state();
        !state.strangers.is_empty() || state.known.length > 0
    }

    /// Calls the next questions while there are threads.
    fn call(&self, state: &mut State) {
        while let Some((line, sender)) = state.next() {
            let turn = Turn {
                turns: Some(self.clone()),
                line,
                rests: false,
                called: Instant::now(),
            };
            match sender.send(turn) {
                Ok(()) => state.count(line),
                // The question was abandoned. The turn must not give back a thread that it has not taken.
                Err(mut turn) => turn.turns = None,
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns the next in line if there is a thread for it.
    fn next(&mut self) -> Option<(Line, oneshot::Sender<Turn>)> {
        if self.running >= self.threads {
            return None;
        }
        let most = (self.threads / 2).max(1);
        let stranger_waits = self.strangers_called < most && !self.strangers.is_empty();
        let gives_way = stranger_waits && self.in_a_row >= KNOWN_IN_A_ROW;
        if !gives_way && !self.known.accounts.is_empty() {
            self.in_a_row = if stranger_waits { self.in_a_row + 1 } else { 0 };
            return self.known.pop().map(|sender| (Line::Known, sender));
        }
        if !stranger_waits {
            return None;
        }
        self.in_a_row = 0;
        self.strangers.pop_front().map(|sender| (Line::Strangers, sender))
    }

    fn count(&mut self, line: Line) {
        self.running += 1;
        self.strangers_called += usize::from(line == Line::Strangers);
    }
}

impl Known {
    fn push(&mut self, account: &str, sender: oneshot::Sender<Turn>) {
        let account: Arc<str> = account.into();
        let waiting = self.waiting.entry(Arc::clone(&account)).or_default();
        if waiting.is_empty() {
            self.accounts.push_back(account);
        }
        waiting.push_back(sender);
        self.length += 1;
    }

    /// Takes the first question for the account at the front, and moves the account to the end of the line if more wait.
    fn pop(&mut self) -> Option<oneshot::Sender<Turn>> {
        let account = self.accounts.pop_front()?;
        let waiting = self.waiting.get_mut(&account)?;
        let sender = waiting.pop_front();
        match waiting.is_empty() {
            true => drop(self.waiting.remove(&account)),
            false => self.accounts.push_back(account),
        }
        self.length -= 1;
        sender
    }

    fn forget_who_left(&mut self) {
        self.waiting.retain(|_, waiting| {
            waiting.retain(|waiting| !waiting.is_closed());
            !waiting.is_empty()
        });
        self.accounts.retain(|account| self.waiting.contains_key(account));
        self.length = self.waiting.values().map(VecDeque::len).sum();
    }
}

impl Turn {
    /// Gives the thread back and keeps the place at the front of the strangers' line: instead of hashing, the question only
    /// waits there.
    pub(super) fn rest(&mut self) {
        if let Some(turns) = self.turns.as_ref().filter(|_| !self.rests) {
            self.rests = true;
            let mut state = turns.state();
            state.running -= 1;
            turns.call(&mut state);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(turns) = self.turns.take() {
            let mut state = turns.state();
            state.running -= usize::from(!self.rests);
            state.strangers_called -= usize::from(self.line == Line::Strangers);
            turns.call(&mut state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the turns that have come, by place.
    fn called(places: &mut [Place]) -> Vec<Option<Turn>> {
        places.iter_mut().map(|place| place.try_recv().ok()).collect()
    }

    #[test]
    fn strangers_leave_threads_to_the_known() {
        let turns = Turns::new(4, 100);
        let mut strangers: Vec<Place> = (0..10).map(|_| turns.join_strangers()).collect();
        let held: Vec<Turn> = called(&mut strangers).into_iter().flatten().collect();
        assert_eq!(held.len(), 2);
        let mut known: Vec<Place> = (0..3).map(|_| turns.join_known("ada").unwrap()).collect();
        assert_eq!(called(&mut known).into_iter().flatten().count(), 2);
    }

    #[test]
    fn with_one_thread_every_fourth_turn_is_a_strangers() {
        let turns = Turns::new(1, 100);
        let mut turn = turns.join_strangers().try_recv().unwrap();
        let mut strangers: Vec<Place> = (0..10).map(|_| turns.join_strangers()).collect();
        let mut known: Vec<Place> = (0..10).map(|_| turns.join_known("ada").unwrap()).collect();
        let mut order = String::new();
        for _ in 0..8 {
            drop(turn);
            let one = |places: &mut Vec<Place>| {
                let turn = places.first_mut()?.try_recv().ok()?;
                places.remove(0);
                Some(turn)
            };
            (turn, order) = match (one(&mut known), one(&mut strangers)) {
                (Some(turn), None) => (turn, order + "k"),
                (None, Some(turn)) => (turn, order + "s"),
                _ => panic!("one turn at a time"),
            };
        }
        assert_eq!(order, "kkkskkks");
    }

    #[test]
    fn accounts_take_turns() {
        let turns = Turns::new(1, 100);
        let turn = turns.join_strangers().try_recv().unwrap();
        let mut many: Vec<Place> = (0..10).map(|_| turns.join_known("ada").unwrap()).collect();
        let mut one = turns.join_known("bob").unwrap();
        drop(turn);
        let first = many[0].try_recv().unwrap();
        drop(first);
        assert!(one.try_recv().is_ok(), "after one turn of the other account");
    }

    #[test]
    fn abandoned_places_are_skipped() {
        let turns = Turns::new(1, 100);
        let turn = turns.join_strangers().try_recv().unwrap();
        let left: Vec<Place> = (0..50).map(|_| turns.join_strangers()).collect();
        let mut stays = turns.join_strangers();
        let known_left = turns.join_known("ada");
        drop((left, known_left, turn));
        let turn = stays.try_recv().unwrap();
        // A turn that came and was not taken is given back.
        let unheard = turns.join_strangers();
        drop(turn);
        let mut last = turns.join_strangers();
        assert!(last.try_recv().is_err());
        drop(unheard);
        assert!(last.try_recv().is_ok());
    }

    #[test]
    fn a_line_that_is_full_loses_its_oldest() {
        let turns = Turns::new(1, 2);
        let _turn = turns.join_strangers().try_recv().unwrap();
        let mut places: Vec<Place> = (0..3).map(|_| turns.join_strangers()).collect();
        let closed =
            |place: &mut Place| matches!(place.try_recv(), Err(oneshot::error::TryRecvError::Closed));
        assert_eq!(
            places.iter_mut().map(closed).collect::<Vec<_>>(),
            [true, false, false]
        );
        let _known: Vec<_> = (0..2).map(|_| turns.join_known("ada").unwrap()).collect();
        assert!(turns.join_known("bob").is_none());
        drop(_known);
        assert!(turns.join_known("bob").is_some(), "the others were abandoned");
    }

    #[test]
    fn a_turn_that_rests_gives_its_thread_back() {
        let turns = Turns::new(1, 100);
        let mut turn = turns.join_strangers().try_recv().unwrap();
        let (mut stranger, mut known) = (turns.join_strangers(), turns.join_known("ada").unwrap());
        turn.rest();
        let known = known.try_recv().unwrap();
        assert!(stranger.try_recv().is_err());
        drop(known);
        assert!(stranger.try_recv().is_err(), "its place is still taken");
        drop(turn);
        assert!(stranger.try_recv().is_ok());
    }
}
