//! The rules of `amqtt-verifier` in Mosquitto: a device comes in by its certificate, an account by its password, and each does
//! what its rights allow.
//!
//! - `ffi` and `entry` are the border to the broker, one for each direction, by the structures and numbers of `abi`.
//! - `plugin` answers the broker's events: logins, topics, ends of sessions, reloads, ticks.
//! - `apart` is the gate on threads of its own, and `login` what is asked there about a client.
//! - `sessions` remembers what was decided about each session, and `reload` knows when the broker asks about all of them again.
//! - `shared` lets all listeners have one plug-in.
#![deny(unsafe_code)]
#![allow(missing_docs, reason = "what is public is what the broker calls")]
#![allow(
    unreachable_pub,
    reason = "a test compares the structures with the broker's headers"
)]

mod abi;
mod apart;
mod entry;
mod ffi;
mod login;
mod offline;
mod options;
mod plugin;
mod reload;
mod sessions;
mod shared;
