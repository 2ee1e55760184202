//! The certificates that a gate trusts at present.

use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicU64, Ordering},
};

use amqtt_verifier::certificate::CertificateVerifier;

/// The certificates of a gate, as of now: shared with the thread that follows the files.
#[derive(Debug)]
pub(crate) struct Trust {
    current: RwLock<Arc<CertificateVerifier>>,
    generation: AtomicU64,
}

impl Trust {
    pub(crate) fn new(verifier: CertificateVerifier) -> Self {
        Self {
            current: RwLock::new(Arc::new(verifier)),
            generation: AtomicU64::new(0),
        }
    }

    /// Returns a number that differs after every change.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    pub(crate) fn current(&self) -> Arc<CertificateVerifier> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn replace(&self, verifier: CertificateVerifier) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(verifier);
        self.changed();
    }

    pub(crate) fn changed(&self) {
        self.generation.fetch_add(1, Ordering::Release);
    }
}
