//! bcrypt and scrypt: what is read, what is not, and what there is to say about it.

use amqtt_verifier::password::Argon2Parameters;

use crate::{
    parse,
    parse::{DIGEST, SALT, base64, is_bound, is_malformed},
};

/// Salt and digest of a bcrypt hash.
const BCRYPT: &str = "abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";

#[test]
fn malformed() {
    for text in [
        format!("$2b$12{BCRYPT}"),
        format!("$2b$4${BCRYPT}"),
        format!("$2b$+4${BCRYPT}"),
        format!("$2b$004${BCRYPT}"),
        format!("$2b$04${BCRYPT}x"),
        format!("$2b$04${BCRYPT}\n"),
        format!("$2b$04${BCRYPT}$"),
        format!("$2b$04${}", &BCRYPT[1..]),
        format!("$2b$04${}", BCRYPT.replace('a', "+")),
        format!("$2b$04${}", BCRYPT.replace('a', "\u{e9}")),
        // Bits that are not of the salt.
        format!("$2b$04${}", BCRYPT.replace("uu", "uv")),
        format!("$scrypt$ln=4,r=8,p=1${SALT}${DIGEST}AAAA"),
        format!("$scrypt$ln=4,r=8,p=1${SALT}${}", DIGEST.replace('+', ".")),
    ] {
        is_malformed(&text);
    }
    for parameters in [
        "",
        "ln=4",
        "ln=4,r=8",
        "r=8,ln=4,p=1",
        "ln=4,r=8,p=1,x=1",
        "ln=04,r=8,p=1",
        "ln=4,r=8,p=-1",
    ] {
        is_malformed(&format!("$scrypt${parameters}${SALT}${DIGEST}"));
    }
}

/// Each bound from both sides; none of these is computed.
#[test]
fn bounds() {
    let bcrypt = |cost| format!("$2b${cost}${BCRYPT}");
    let scrypt = |cost: &str| format!("$scrypt${cost}${SALT}${DIGEST}");
    let salted = |length: usize| format!("$scrypt$ln=4,r=8,p=1${}${DIGEST}", base64(length));
    for (within, outside) in [
        (bcrypt("04"), bcrypt("03")),
        (bcrypt("16"), bcrypt("17")),
        (bcrypt("16"), bcrypt("31")),
        (scrypt("ln=20,r=8,p=1"), scrypt("ln=21,r=8,p=1")),
        (scrypt("ln=17,r=64,p=1"), scrypt("ln=17,r=65,p=1")),
        (scrypt("ln=14,r=8,p=64"), scrypt("ln=14,r=8,p=65")),
        (scrypt("ln=11,r=64,p=64"), scrypt("ln=12,r=64,p=64")),
        (scrypt("ln=15,r=1,p=1"), scrypt("ln=16,r=1,p=1")),
        (scrypt("ln=1,r=8,p=1"), scrypt("ln=0,r=8,p=1")),
        (scrypt("ln=1,r=1,p=1"), scrypt("ln=1,r=0,p=1")),
        (scrypt("ln=1,r=1,p=1"), scrypt("ln=1,r=1,p=0")),
        (scrypt("ln=1,r=1,p=1"), scrypt("ln=4294967297,r=1,p=1")),
        (
            scrypt("ln=1,r=1,p=1"),
            scrypt("ln=1,r=18446744073709551615,p=18446744073709551615"),
        ),
        (salted(1), salted(0)),
        (salted(64), salted(65)),
    ] {
        is_bound(&within, &outside);
    }
}

#[test]
fn findings() {
    for (text, expected) in [
        (
            format!("$2b$12${BCRYPT}"),
            &["weaker than the default: bcrypt instead of argon2id"] as &[_],
        ),
        (
            format!("$scrypt$ln=15,r=8,p=1${SALT}${DIGEST}"),
            &[
                "aMQTT refuses it unless its hash_schemes name scrypt",
                "weaker than the default: scrypt instead of argon2id",
            ],
        ),
        (
            format!("$scrypt$ln=16,r=8,p=1${SALT}${DIGEST}"),
            &[
                "aMQTT refuses it: its scrypt needs more than 64 MiB",
                "weaker than the default: scrypt instead of argon2id",
            ],
        ),
    ] {
        let findings = parse(&text).findings(&Argon2Parameters::default());
        let shown: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(shown, expected, "{text}");
    }
}
