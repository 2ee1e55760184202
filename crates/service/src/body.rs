//! Bodies, read within bounds: those of one question, and those of all that are under way, so that many clients together cannot
//! take more memory than a few may.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use http_body_util::BodyExt as _;
use tokio::time::{Duration, timeout};
use zeroize::Zeroizing;

use crate::asking::Denial;

/// Longest body that is read: a topic of 65,535 octets, percent-encoded, fits.
const LONGEST: usize = 256 * 1024;
/// Octets of all bodies that are held at once.
const TOGETHER: usize = 64 * 1024 * 1024;

/// The octets of the bodies that are held.
#[derive(Default)]
pub(crate) struct Bodies(AtomicUsize);

/// A body, which counts until it is dropped.
pub(crate) struct Held<'a> {
    all: &'a AtomicUsize,
    octets: Zeroizing<Vec<u8>>,
}

impl Bodies {
    /// Reads a body that arrives within this time.
    ///
    /// # Errors
    /// [`Denial`] if it does not, is too long, or there is no room for it.
    pub(crate) async fn read(&self, body: Body, patience: Duration) -> Result<Held<'_>, Denial> {
        let read = timeout(patience, self.collect(body)).await;
        read.map_err(|_| Denial::Other("the question did not arrive in time"))?
    }

    async fn collect(&self, mut body: Body) -> Result<Held<'_>, Denial> {
        let mut held = Held {
            all: &self.0,
            octets: Zeroizing::default(),
        };
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Denial::Other("the question was cut off"))?;
            if let Ok(data) = frame.into_data() {
                held.add(&data)?;
            }
        }
        Ok(held)
    }
}

impl Held<'_> {
    fn add(&mut self, data: &[u8]) -> Result<(), Denial> {
        if self.octets.len() + data.len() > LONGEST {
            return Err(Denial::Other("the question is too long"));
        }
        self.octets.extend_from_slice(data);
        match self.all.fetch_add(data.len(), Ordering::Relaxed) + data.len() > TOGETHER {
            true => Err(Denial::Other("too many long questions at once")),
            false => Ok(()),
        }
    }

    pub(crate) fn octets(&self) -> &[u8] {
        &self.octets
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.all.fetch_sub(self.octets.len(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn all_bodies_together_are_bounded_and_room_comes_back() {
        let bodies = Bodies::default();
        let longest = || Body::from(vec![0; LONGEST]);
        let mut held = Vec::new();
        for _ in 0..TOGETHER / LONGEST {
            held.push(bodies.read(longest(), PATIENCE).await.ok().unwrap());
        }
        assert!(bodies.read(Body::from("a"), PATIENCE).await.is_err());
        drop(held.pop());
        assert!(bodies.read(longest(), PATIENCE).await.is_ok());
        drop(held);
        assert!(
            bodies
                .read(Body::from(vec![0; LONGEST + 1]), PATIENCE)
                .await
                .is_err()
        );
        assert_eq!(bodies.0.load(Ordering::Relaxed), 0);
    }
}
