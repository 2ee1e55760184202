//! Passwords and their hashes: against other programs, against damage, and without the memory they need.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

mod damage;
mod findings;
mod generated;
#[cfg(feature = "legacy-hashes")]
mod legacy;
#[cfg(unix)]
mod memory;
mod mosquitto;
#[cfg(not(feature = "legacy-hashes"))]
mod no_legacy;
mod parse;
mod peers;
mod properties;
mod secrets;

use amqtt_verifier::password::{Password, PasswordHash};

/// One hash of each scheme, and how it is shown; all of the password "secret".
const SHOWN: &[(&str, &str)] = &[
    (
        "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$pbviq+1UUgwZCmLIr4Hgk7mEMsxnRLuOb2HfvIaBwGY",
        "argon2id, m=64,t=1,p=1",
    ),
    (
        "$pbkdf2-sha256$2$MDEyMzQ1Njc4OWFiY2RlZg$amzIydvG4WLy4l8nNWCYeH8r4nmMLbTbMg.MK2bZrCA",
        "pbkdf2-sha256, 2 rounds",
    ),
    #[cfg(feature = "legacy-hashes")]
    (
        "$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW",
        "bcrypt, cost 4",
    ),
    #[cfg(feature = "legacy-hashes")]
    (
        "$scrypt$ln=4,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$gEeb/KeWbm5g+kBQOFr1yJbkjBxxxDOkhSmrSXFFwOg",
        "scrypt, ln=4,r=8,p=1",
    ),
];

fn password(bytes: &[u8]) -> Password {
    Password::new(bytes.to_vec()).unwrap()
}

fn parse(text: &str) -> PasswordHash {
    PasswordHash::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}
