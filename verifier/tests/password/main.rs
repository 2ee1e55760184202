//! Passwords and their hashes: against other programs, against independent implementations, and against damage.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

mod damage;
mod findings;
mod parse;
mod peers;
mod properties;
mod secrets;

use amqtt_verifier::password::{Password, PasswordHash};

fn password(bytes: &[u8]) -> Password {
    Password::new(bytes.to_vec()).unwrap()
}

fn parse(text: &str) -> PasswordHash {
    PasswordHash::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}
