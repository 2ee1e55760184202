//! Hashing passwords away from the event loop, on a bounded number of threads.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use tokio::{
    task::spawn_blocking,
    time::{Instant, sleep_until},
};

use crate::{
    decision::SourceFault,
    password::{
        Argon2Parameters, Password, PasswordHash, PasswordVerifier,
        provider::rand::{SecureRandom as _, SystemRandom},
    },
};

use super::{
    options::DatabaseOptions,
    race::{Race, race},
    turns::{Place, Turn, Turns},
};

/// The outcome of hashing a password.
pub(super) enum Match {
    Wrong,
    Right {
        /// A new hash of the password, where the stored one is outdated.
        replacement: Option<PasswordHash>,
    },
}

pub(super) struct Hasher {
    argon2: Argon2Parameters,
    rehash: bool,
    turns: Turns,
    limit: usize,
    /// Verifiers, with their memory, for the next turns. When nobody waits, the memory of all but one is freed.
    idle: Arc<Mutex<Vec<PasswordVerifier>>>,
    hashes: AtomicU64,
}

impl Hasher {
    pub(super) fn new(options: &DatabaseOptions) -> Self {
        Self {
            argon2: options.argon2,
            rehash: options.rehash,
            turns: Turns::new(options.hash_threads, options.max_waiting),
            limit: options.max_waiting,
            idle: Arc::default(),
            hashes: AtomicU64::new(0),
        }
    }

    /// Verifies a password, and hashes it again where its hash is outdated. Without a hash it takes as long as for a wrong password, however
    /// many others wait. Nothing is hashed if this is dropped before its turn.
    pub(super) async fn verify(
        &self,
        account: &str,
        hash: Option<PasswordHash>,
        password: Password,
    ) -> Result<Match, SourceFault> {
        let mut stranger = self.turns.join_strangers();
        if let Ok(turn) = stranger.try_recv() {
            return self.compute(turn, hash, password).await;
        }
        let known = hash.as_ref().and_then(|_| self.turns.join_known(account));
        let Some(mut known) = known else {
            let turn = stranger.await.map_err(|_| self.overloaded())?;
            return self.compute(turn, hash, password).await;
        };
        match race(&mut stranger, &mut known).await {
            Race::First(Ok(turn)) => self.compute(turn, hash, password).await,
            Race::First(Err(_)) => {
                let turn = known.await.map_err(|_| self.overloaded())?;
                match self.compute(turn, hash, password).await? {
                    // The same as for an unknown account.
                    Match::Wrong => Err(self.overloaded()),
                    right @ Match::Right { .. } => Ok(right),
                }
            }
            Race::Second(turn) => {
                let turn = turn.map_err(|_| self.overloaded())?;
                self.compute_ahead(turn, stranger, hash, password).await
            }
        }
    }

    /// Hashes ahead of the place in the strangers' line, and delays a denial until that place is reached.
    async fn compute_ahead(
        &self,
        turn: Turn,
        stranger: Place,
        hash: Option<PasswordHash>,
        password: Password,
    ) -> Result<Match, SourceFault> {
        let start = Instant::now();
        let answer = self.compute(turn, hash, password).await?;
        if matches!(answer, Match::Right { .. }) {
            return Ok(answer);
        }
        let took = start.elapsed();
        let mut turn = stranger.await.map_err(|_| self.overloaded())?;
        turn.rest();
        sleep_until(turn.called + took).await;
        Ok(Match::Wrong)
    }

    /// Hashes on another thread. The turn moves there, so that it ends only with the computation.
    async fn compute(
        &self,
        turn: Turn,
        hash: Option<PasswordHash>,
        password: Password,
    ) -> Result<Match, SourceFault> {
        self.hashes.fetch_add(1, Ordering::Relaxed);
        let (argon2, rehash) = (self.argon2, self.rehash);
        let (turns, idle) = (self.turns.clone(), Arc::clone(&self.idle));
        let hashing = spawn_blocking(move || {
            let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut verifier = kept.unwrap_or_else(|| PasswordVerifier::new(argon2));
            let answer = verifier
                .verify(hash.as_ref(), &password)
                .map(|matches| match matches {
                    false => Match::Wrong,
                    true => Match::Right {
                        replacement: hash
                            .filter(|hash| rehash && is_outdated(hash, &argon2))
                            .and_then(|_| replacement(&mut verifier, &password)),
                    },
                });
            let mut idle = idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.push(verifier);
            let kept = if turns.are_awaited() { idle.len() } else { 1 };
            let surplus = idle.split_off(kept);
            drop(idle);
            // Within the turn: so there is never more memory than for the threads.
            drop(surplus);
            drop(turn);
            answer
        });
        let answer = hashing.await;
        Ok(answer.map_err(|_| SourceFault::Unaskable("the tokio runtime is shutting down"))??)
    }

    fn overloaded(&self) -> SourceFault {
        SourceFault::Overloaded { limit: self.limit }
    }

    /// Returns the number of hashes so far.
    pub(super) fn count(&self) -> u64 {
        self.hashes.load(Ordering::Relaxed)
    }
}

/// Returns whether a new hash would be stronger. The light hash of a generated secret needs to be no stronger.
fn is_outdated(hash: &PasswordHash, current: &Argon2Parameters) -> bool {
    !hash.is_light() && !hash.findings(current).is_empty()
}

/// Returns a new hash of the password; `None` if there is no memory or no randomness for one, as the login succeeds anyway.
fn replacement(verifier: &mut PasswordVerifier, password: &Password) -> Option<PasswordHash> {
    let mut salt = [0; 16];
    SystemRandom::new().fill(&mut salt).ok()?;
    verifier.hash(password, salt).ok()
}
