//! Hashing passwords away from the event loop, on a bounded number of threads.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{
    decision::Fault,
    password::{Argon2Parameters, Password, PasswordHash, PasswordVerifier},
};

use super::options::DatabaseOptions;

pub(super) struct Hasher {
    argon2: Argon2Parameters,
    turns: Arc<Semaphore>,
    /// A verifier, with its memory, for the next in turn. One alone is kept: while many wait it goes from hand to hand, and
    /// when nobody does, the memory of the others is given back.
    idle: Mutex<Option<PasswordVerifier>>,
    hashes: AtomicU64,
}

impl Hasher {
    pub(super) fn new(options: &DatabaseOptions) -> Self {
        Self {
            argon2: options.argon2,
            turns: Arc::new(Semaphore::new(options.hash_threads)),
            idle: Mutex::default(),
            hashes: AtomicU64::new(0),
        }
    }

    /// Whether the hash is that of the password; it takes the time of one where there is none.
    pub(super) async fn verify(&self, hash: Option<PasswordHash>, password: Password) -> Result<bool, Fault> {
        const CLOSED: Fault = Fault::Unaskable("the tokio runtime shuts down");
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| CLOSED)?;
        self.hashes.fetch_add(1, Ordering::Relaxed);
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut verifier = kept.unwrap_or_else(|| PasswordVerifier::new(self.argon2));
        // The turn goes along, so that it is not given to another one before this is over.
        let hashing = spawn_blocking(move || {
            let matches = verifier.verify(hash.as_ref(), &password);
            (matches, verifier, turn)
        });
        let (matches, verifier, turn) = hashing.await.map_err(|_| CLOSED)?;
        let surplus = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .replace(verifier);
        drop(turn);
        if let Some(surplus) = surplus {
            // To wipe its memory takes a while.
            drop(spawn_blocking(move || drop(surplus)));
        }
        Ok(matches?)
    }

    /// The hashes so far.
    pub(super) fn count(&self) -> u64 {
        self.hashes.load(Ordering::Relaxed)
    }
}
