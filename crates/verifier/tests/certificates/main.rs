//! Admission by certificate: every rule, every order of revocation lists, every SPIFFE ID, every changed byte.
#![cfg(any(feature = "ring", feature = "aws-lc-rs"))]
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

mod crls;
mod identities;
mod names;
mod rechecks;
mod refusals;
mod rules;
#[cfg(feature = "rustls")]
mod tls;
mod world;

use amqtt_testkit::{forge, keys};
