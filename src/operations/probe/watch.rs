//! Waiting for a revocation to arrive at a broker: until the session of the device has ended, and no new one begins.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde::Serialize;

use super::{
    address::Address,
    client::{Broker, Live, Seen},
    stream::Credential,
};
use crate::error::{Code, Failure, Outcome};

/// Time between two questions to the broker.
const PAUSE: Duration = Duration::from_millis(100);
/// Time that one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(5);

/// A device that is to be put out of a broker.
pub(crate) struct Watch {
    broker: Broker,
    id: String,
    credential: Credential,
    /// The longest time to wait.
    timeout: Duration,
}

/// A session of the device, which the broker is to end.
pub(crate) struct Session<'a> {
    watch: &'a Watch,
    live: Live,
}

/// The effect of a revocation at a broker. Times are seconds since it was recorded; `None` where that was not seen in time.
#[derive(Debug, Serialize)]
pub(crate) struct Waited {
    broker: String,
    session_ended_after: Option<f64>,
    refused_after: Option<f64>,
}

impl Watch {
    pub(crate) fn new(address: Address, id: String, credential: Credential, timeout: Duration) -> Self {
        Self {
            broker: Broker::new(address, ATTEMPT),
            id,
            credential,
            timeout,
        }
    }

    /// Logs in as the device.
    ///
    /// # Errors
    /// [`Code::Environment`] when the broker cannot be reached, [`Code::Unfit`] when it does not admit the device.
    pub(crate) fn begin(&self) -> Outcome<Session<'_>> {
        match self.broker.log_in(Some(&self.credential), &self.id).result {
            Ok(live) => Ok(Session { watch: self, live }),
            Err(Seen::Refused(reason)) => Err(Failure::of(
                Code::Unfit,
                format_args!(
                    "{} does not admit {}: {}",
                    self.broker.address, self.id, reason.text
                ),
            )
            .hint("nothing was changed; without a session there is nothing to wait for: leave out --wait")),
            Err(Seen::Unknown(why)) => Err(Failure::of(
                Code::Environment,
                format_args!("cannot log in to {} as {}: {why}", self.broker.address, self.id),
            )
            .hint("nothing was changed")),
            Err(Seen::Admitted) => Err(Failure::of(
                Code::Bug,
                "a client that was admitted and is not there",
            )),
        }
    }
}

impl Session<'_> {
    /// Waits from now on, at most as long as may be. A new session would put out the old one, so it is tried when that has ended,
    /// or when the time is over.
    pub(crate) fn wait(mut self) -> Waited {
        let start = Instant::now();
        let seconds = |since: Instant| (since.elapsed().as_millis() as f64) / 1000.0;
        let is_over = || start.elapsed() >= self.watch.timeout;
        let mut waited = Waited {
            broker: self.watch.broker.address.to_string(),
            session_ended_after: None,
            refused_after: None,
        };
        loop {
            if !self.live.is_alive() {
                waited.session_ended_after = Some(seconds(start));
                break;
            }
            if is_over() {
                break;
            }
            thread::sleep(PAUSE);
        }
        loop {
            let attempt = self
                .watch
                .broker
                .log_in(Some(&self.watch.credential), &self.watch.id);
            match attempt.result {
                Err(Seen::Refused(_)) => {
                    waited.refused_after = Some(seconds(start));
                    break;
                }
                Ok(live) => live.leave(),
                Err(_) => {}
            }
            if is_over() {
                break;
            }
            thread::sleep(PAUSE);
        }
        waited
    }
}

impl Waited {
    /// Returns whether the revocation has arrived.
    pub(crate) fn is_done(&self) -> bool {
        self.session_ended_after.is_some() && self.refused_after.is_some()
    }

    /// Says what was seen.
    pub(crate) fn sentence(&self, id: &str) -> String {
        let broker = &self.broker;
        match (self.session_ended_after, self.refused_after) {
            (Some(ended), Some(refused)) => {
                format!(
                    "{broker} ended the session of {id} after {ended} s, and refused a new one after {refused} s"
                )
            }
            (None, Some(_)) => format!(
                "{broker} refuses {id}, and has not ended the session that it had: stock brokers keep sessions that are live; \
                 the plug-in for Mosquitto ends them"
            ),
            (Some(_), None) => format!("{broker} ended the session of {id}, and still admits it"),
            (None, None) => format!(
                "{broker} still admits {id}: it has no revocation list, or an old one; sign it with --crl, and have the broker \
                 read it again"
            ),
        }
    }
}
