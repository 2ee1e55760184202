//! The same question, asked by many at once, is put once.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

use crate::decision::Fault;

/// Questions about accounts that are being asked, and whoever waits for their answers.
///
/// A question is asked by a task of its own, so that it makes no difference who of those that wait gives up.
pub(super) struct Flights<Q, A> {
    limit: usize,
    state: Mutex<State<Q, A>>,
}

struct State<Q, A> {
    under_way: HashMap<(Arc<str>, Q), UnderWay<A>>,
    count: u64,
}

struct UnderWay<A> {
    number: u64,
    answer: watch::Receiver<Option<A>>,
}

/// The duty to answer a question.
pub(super) struct Flight<Q, A> {
    key: (Arc<str>, Q),
    number: u64,
    answer: watch::Sender<Option<A>>,
}

impl<Q, A> Flight<Q, A> {
    /// The account that it is about.
    pub(super) fn account(&self) -> &str {
        &self.key.0
    }
}

impl<Q: Clone + Eq + Hash, A: Clone> Flights<Q, A> {
    /// With a limit to the questions under way.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            state: Mutex::new(State {
                under_way: HashMap::new(),
                count: 0,
            }),
        }
    }

    /// The answer to a question; where nobody asks it yet, `ask` sees to that.
    pub(super) async fn answer(
        &self,
        account: &str,
        question: Q,
        ask: impl FnOnce(Flight<Q, A>),
    ) -> Result<A, Fault> {
        let mut answer = self.join(account, question, ask)?;
        let answer = answer.wait_for(Option::is_some).await;
        let answer = answer.ok().and_then(|answer| answer.clone());
        answer.ok_or(Fault::Unaskable("the tokio runtime shuts down"))
    }

    fn join(
        &self,
        account: &str,
        question: Q,
        ask: impl FnOnce(Flight<Q, A>),
    ) -> Result<watch::Receiver<Option<A>>, Fault> {
        let mut state = self.state();
        let key = (Arc::from(account), question);
        if let Some(joined) = state.under_way.get(&key)
            && joined.answer.has_changed().is_ok()
        {
            return Ok(joined.answer.clone());
        }
        if state.under_way.len() >= self.limit {
            return Err(Fault::Overloaded { limit: self.limit });
        }
        state.count += 1;
        let number = state.count;
        let (sender, receiver) = watch::channel(None);
        let answer = receiver.clone();
        state.under_way.insert(key.clone(), UnderWay { number, answer });
        drop(state);
        ask(Flight {
            key,
            number,
            answer: sender,
        });
        Ok(receiver)
    }

    /// Answers a question. `keep` is called before anybody learns of it, unless the account was invalidated since it was
    /// asked.
    pub(super) fn land(&self, flight: &Flight<Q, A>, answer: A, keep: impl FnOnce()) {
        let mut state = self.state();
        let current = state.under_way.get(&flight.key);
        if current.is_some_and(|current| current.number == flight.number) {
            state.under_way.remove(&flight.key);
            keep();
        }
        drop(state);
        flight.answer.send_replace(Some(answer));
    }

    /// Lets nobody join what is under way for an account, and nothing of it be kept.
    pub(super) fn invalidate(&self, account: &str) {
        self.state().under_way.retain(|(name, _), _| **name != *account);
    }

    fn state(&self) -> MutexGuard<'_, State<Q, A>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
