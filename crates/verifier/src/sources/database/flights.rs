//! Asks a question once when many ask it at the same time.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use tokio::sync::watch;

use crate::decision::SourceFault;

/// Maximum number of different questions about one account at a time. More are guesses.
const LIMIT_AN_ACCOUNT: usize = 64;

/// Questions about accounts that are under way, and the callers that wait for their answers.
///
/// A task of its own asks each question, so that it does not matter which of the callers gives up. When all of them have,
/// [`Flights::abandoned`] ends.
pub(super) struct Flights<Q, A> {
    limit: usize,
    state: Mutex<State<Q, A>>,
}

struct State<Q, A> {
    under_way: HashMap<Arc<str>, HashMap<Q, UnderWay<A>>>,
    length: usize,
    count: u64,
}

struct UnderWay<A> {
    number: u64,
    answer: Weak<watch::Sender<Option<A>>>,
}

/// The duty to answer a question.
pub(super) struct Flight<Q, A> {
    account: Arc<str>,
    question: Q,
    number: u64,
    answer: Arc<watch::Sender<Option<A>>>,
}

impl<Q, A> Flight<Q, A> {
    /// Returns the name that the question is about.
    pub(super) fn account(&self) -> &Arc<str> {
        &self.account
    }
}

impl<Q: Clone + Eq + Hash, A: Clone> Flights<Q, A> {
    /// Allows this many questions under way.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            state: Mutex::new(State {
                under_way: HashMap::new(),
                length: 0,
                count: 0,
            }),
        }
    }

    /// Returns the answer to a question. If it is not under way yet, `ask` starts it.
    pub(super) async fn answer(
        &self,
        account: &str,
        question: Q,
        ask: impl FnOnce(Flight<Q, A>),
    ) -> Result<A, SourceFault> {
        let mut answer = self.join(account, question, ask)?;
        let answer = answer.wait_for(Option::is_some).await;
        let answer = answer.ok().and_then(|answer| answer.clone());
        answer.ok_or(SourceFault::Unaskable("the tokio runtime is shutting down"))
    }

    pub(super) fn join(
        &self,
        account: &str,
        question: Q,
        ask: impl FnOnce(Flight<Q, A>),
    ) -> Result<watch::Receiver<Option<A>>, SourceFault> {
        let mut state = self.state();
        let questions = state.under_way.get(account);
        let joined = questions.and_then(|questions| questions.get(&question)?.answer.upgrade());
        if let Some(answer) = joined {
            return Ok(answer.subscribe());
        }
        if questions.map_or(0, HashMap::len) >= LIMIT_AN_ACCOUNT {
            return Err(SourceFault::Overloaded {
                limit: LIMIT_AN_ACCOUNT,
            });
        }
        if state.length >= self.limit {
            return Err(SourceFault::Overloaded { limit: self.limit });
        }
        let (answer, receiver) = watch::channel(None);
        let flight = state.depart(account.into(), question, Arc::new(answer));
        drop(state);
        ask(flight);
        Ok(receiver)
    }

    /// Answers a question. `keep` is called before any caller gets the answer, unless the account was invalidated in the
    /// meantime.
    pub(super) fn land(&self, flight: &Flight<Q, A>, answer: A, keep: impl FnOnce()) {
        let mut state = self.state();
        if state.remove(flight) {
            keep();
        }
        drop(state);
        flight.answer.send_replace(Some(answer));
    }

    /// Waits until no caller waits for the answer any more; from then on the question cannot be joined.
    pub(super) async fn abandoned(&self, flight: &Flight<Q, A>) {
        loop {
            flight.answer.closed().await;
            let mut state = self.state();
            // Another caller may have joined in the meantime.
            if flight.answer.receiver_count() == 0 {
                state.remove(flight);
                return;
            }
        }
    }

    /// Keeps callers from joining what is under way for an account, and its answers from being kept.
    pub(super) fn invalidate(&self, account: &str) {
        let mut state = self.state();
        let gone = state
            .under_way
            .remove(account)
            .map_or(0, |questions| questions.len());
        state.length -= gone;
    }

    fn state(&self) -> MutexGuard<'_, State<Q, A>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Q: Clone + Eq + Hash, A> State<Q, A> {
    fn depart(
        &mut self,
        account: Arc<str>,
        question: Q,
        answer: Arc<watch::Sender<Option<A>>>,
    ) -> Flight<Q, A> {
        self.count += 1;
        let number = self.count;
        let under_way = UnderWay {
            number,
            answer: Arc::downgrade(&answer),
        };
        let questions = self.under_way.entry(Arc::clone(&account)).or_default();
        // A question whose task ended without an answer is replaced.
        self.length += usize::from(questions.insert(question.clone(), under_way).is_none());
        Flight {
            account,
            question,
            number,
            answer,
        }
    }

    /// Takes a flight out, unless it was taken out before. Returns whether it was there.
    fn remove(&mut self, flight: &Flight<Q, A>) -> bool {
        let Some(questions) = self.under_way.get_mut(&flight.account) else {
            return false;
        };
        let current = questions.get(&flight.question);
        if current.is_none_or(|current| current.number != flight.number) {
            return false;
        }
        questions.remove(&flight.question);
        if questions.is_empty() {
            self.under_way.remove(&flight.account);
        }
        self.length -= 1;
        true
    }
}
