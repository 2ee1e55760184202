//! The first of two futures.

use std::{future::poll_fn, pin::pin, task::Poll};

/// The outcome of the future that was ready first.
pub(super) enum Race<A, B> {
    First(A),
    Second(B),
}

/// Waits for the first of two futures, and drops the other. If both are ready, the first counts.
pub(super) async fn race<A, B>(
    first: impl Future<Output = A>,
    second: impl Future<Output = B>,
) -> Race<A, B> {
    let (mut first, mut second) = (pin!(first), pin!(second));
    poll_fn(|context| {
        if let Poll::Ready(outcome) = first.as_mut().poll(context) {
            return Poll::Ready(Race::First(outcome));
        }
        second.as_mut().poll(context).map(Race::Second)
    })
    .await
}
