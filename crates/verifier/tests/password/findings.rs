//! In what a hash is weaker than a new one. (What aMQTT answers is held against aMQTT itself, in peers.rs.)

use amqtt_verifier::password::{Argon2Parameters, HashFinding};

use crate::parse;

const SALT: &str = "MDEyMzQ1Njc4OWFiY2RlZg";
const DIGEST: &str = "gEeb/KeWbm5g+kBQOFr1yJbkjBxxxDOkhSmrSXFFwOg";

fn findings(text: &str) -> Vec<String> {
    let findings = parse(text).findings(&Argon2Parameters::default());
    findings.iter().map(HashFinding::to_string).collect()
}

#[test]
fn as_strong_as_a_new_one() {
    for parameters in ["m=65536,t=3,p=4", "m=65536,t=3,p=1", "m=131072,t=4,p=4"] {
        assert!(findings(&format!("$argon2id$v=19${parameters}${SALT}${DIGEST}")).is_empty());
    }
}

#[test]
fn weaker() {
    for (text, expected) in [
        (
            format!("$argon2id$v=19$m=65535,t=3,p=4${SALT}${DIGEST}"),
            "weaker than the default: m=65535 instead of 65536",
        ),
        (
            format!("$argon2id$v=19$m=131072,t=2,p=4${SALT}${DIGEST}"),
            "weaker than the default: t=2 instead of 3",
        ),
        (
            format!("$argon2id$v=16$m=65536,t=3,p=4${SALT}${DIGEST}"),
            "weaker than the default: version=16 instead of 19",
        ),
        (
            format!("$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAA${DIGEST}"),
            "weaker than the default: salt bytes=8 instead of 16",
        ),
        (
            format!("$argon2id$v=19$m=65536,t=3,p=4${SALT}$AAAAAAAAAAA"),
            "weaker than the default: output bytes=8 instead of 32",
        ),
        (
            format!("$argon2i$v=19$m=65536,t=3,p=4${SALT}${DIGEST}"),
            "weaker than the default: argon2i instead of argon2id",
        ),
    ] {
        assert_eq!(findings(&text), [expected], "{text}");
    }
}

#[test]
fn pbkdf2() {
    for (text, expected) in [
        (
            format!("$pbkdf2-sha256$29000${SALT}${}", DIGEST.replace('+', "/")),
            "aMQTT refuses it unless its hash_schemes name pbkdf2_sha256",
        ),
        (
            format!("$pbkdf2-sha256$29000${SALT}${}", DIGEST.replace('+', ".")),
            "aMQTT refuses it: it cannot read the '.' in passlib's Base64",
        ),
    ] {
        let findings = findings(&text);
        let weaker = "weaker than the default: pbkdf2-sha256 instead of argon2id";
        assert_eq!(findings, [expected, weaker], "{text}");
    }
}
