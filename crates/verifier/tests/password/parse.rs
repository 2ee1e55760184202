//! Texts that are read as a hash, texts that are not, and why.

use amqtt_verifier::password::{Argon2Parameters, HashError, PasswordHash};

pub(crate) const SALT: &str = "MDEyMzQ1Njc4OWFiY2RlZg";
pub(crate) const DIGEST: &str = "gEeb/KeWbm5g+kBQOFr1yJbkjBxxxDOkhSmrSXFFwOg";

pub(crate) fn error(text: &str) -> HashError {
    match PasswordHash::parse(text) {
        Err(error) => error,
        Ok(hash) => panic!("{text} is read as {hash}"),
    }
}

#[test]
fn unknown_schemes() {
    let digest = "abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";
    for text in [
        "",
        "$",
        "$$",
        "secret",
        "argon2id",
        " $argon2id$v=19$",
        "$Argon2id$v=19$m=64,t=1,p=1$",
        "$argon2$v=19$m=64,t=1,p=1$",
        "$5$rounds=5000$salt$digest",
        "$pbkdf2$1000$salt$digest",
        "$pbkdf2-sha512$1000$salt$digest",
        &format!("$2$12${digest}"),
        &format!("$2x$12${digest}"),
        &format!("$bcrypt-sha256$v=2,t=2b,r=12${digest}"),
    ] {
        assert_eq!(error(text), HashError::UnknownScheme, "{text}");
    }
}

#[test]
fn malformed() {
    let mut texts = vec![
        "$argon2id".to_owned(),
        "$argon2id$".to_owned(),
        format!("$pbkdf2-sha256$29000${SALT}"),
        format!("$pbkdf2-sha256$29000${SALT}${DIGEST}$"),
        format!("$pbkdf2-sha256$029000${SALT}${DIGEST}"),
        format!("$pbkdf2-sha256$+29000${SALT}${DIGEST}"),
        format!("$pbkdf2-sha256$${SALT}${DIGEST}"),
        format!("$pbkdf2-sha256$29000${SALT}${}", &DIGEST[1..]),
        format!("$pbkdf2-sha256$29000${SALT}${DIGEST}="),
        format!("$pbkdf2-sha256$29000${SALT}\n${DIGEST}"),
    ];
    for middle in [
        "v=18$m=64,t=1,p=1",
        "v=20$m=64,t=1,p=1",
        "v=$m=64,t=1,p=1",
        "v=019$m=64,t=1,p=1",
        "v=19,v=19$m=64,t=1,p=1",
        "19$m=64,t=1,p=1",
        "v=19$t=1,m=64,p=1",
        "v=19$m=64,t=1",
        "v=19$m=64,t=1,p=1,keyid=AAAA",
        "v=19$m=64,t=01,p=1",
        "v=19$m=64,t= 1,p=1",
        "v=19$m=64,t=1,p=99999999999999999999999",
        "v=19$m=64, t=1,p=1",
        "v=19$$m=64,t=1,p=1",
    ] {
        texts.push(format!("$argon2id${middle}${SALT}${DIGEST}"));
    }
    for ends in ["$", "$x", "=", "\n", " ", "\0"] {
        texts.push(format!("$argon2id$v=19$m=64,t=1,p=1${SALT}${DIGEST}{ends}"));
    }
    for text in texts {
        is_malformed(&text);
    }
}

pub(crate) fn is_malformed(text: &str) {
    let error = error(text);
    assert!(matches!(error, HashError::Malformed { .. }), "{text}: {error:?}");
}

/// Each bound from both sides; none of these is computed.
#[test]
fn bounds() {
    let argon2 = |parameters: &str| format!("$argon2id$v=19${parameters}${SALT}${DIGEST}");
    let salted = |length: usize| format!("$argon2id$v=19$m=64,t=1,p=1${}${DIGEST}", base64(length));
    let long = |length: usize| format!("$argon2id$v=19$m=64,t=1,p=1${SALT}${}", base64(length));
    let pbkdf2 = |rounds: u64| format!("$pbkdf2-sha256${rounds}${SALT}${DIGEST}");
    let pbkdf2_salted = |length: usize| format!("$pbkdf2-sha256$1${}${DIGEST}", base64(length));
    for (within, outside) in [
        (argon2("m=8,t=1,p=1"), argon2("m=7,t=1,p=1")),
        (argon2("m=32,t=1,p=4"), argon2("m=31,t=1,p=4")),
        (argon2("m=1048576,t=1,p=4"), argon2("m=1048577,t=1,p=4")),
        (argon2("m=1048576,t=4,p=4"), argon2("m=1048576,t=5,p=4")),
        (argon2("m=64,t=256,p=4"), argon2("m=64,t=257,p=4")),
        (argon2("m=64,t=1,p=4"), argon2("m=64,t=0,p=4")),
        (argon2("m=64,t=1,p=1"), argon2("m=64,t=1,p=0")),
        (argon2("m=512,t=1,p=64"), argon2("m=520,t=1,p=65")),
        (argon2("m=64,t=1,p=1"), argon2("m=4294967360,t=1,p=1")),
        (
            argon2("m=64,t=1,p=1"),
            argon2("m=18446744073709551615,t=1,p=18446744073709551615"),
        ),
        (salted(8), salted(7)),
        (salted(64), salted(65)),
        (long(4), long(3)),
        (long(64), long(65)),
        (pbkdf2(1), pbkdf2(0)),
        (pbkdf2(4_000_000), pbkdf2(4_000_001)),
        (pbkdf2(1), pbkdf2((1 << 32) + 1)),
        (pbkdf2_salted(1), pbkdf2_salted(0)),
        (pbkdf2_salted(64), pbkdf2_salted(65)),
    ] {
        is_bound(&within, &outside);
    }
}

pub(crate) fn is_bound(within: &str, outside: &str) {
    if let Err(error) = PasswordHash::parse(within) {
        panic!("{within}: {error}");
    }
    let error = error(outside);
    assert!(
        matches!(error, HashError::OutOfBounds { .. }),
        "{outside}: {error:?}"
    );
}

/// Unpadded Base64 of the given number of zero bytes.
pub(crate) fn base64(length: usize) -> String {
    "A".repeat((length * 4).div_ceil(3))
}

#[test]
fn parameters_are_read_in_any_order_and_any_number() {
    for (text, read) in [
        ("m=65536,t=3,p=4", "m=65536,t=3,p=4"),
        ("p=1,t=2,m=8", "m=8,t=2,p=1"),
        ("t=1", "m=65536,t=1,p=4"),
        ("p=1", "m=65536,t=3,p=1"),
        ("m=1048576", "m=1048576,t=3,p=4"),
        ("m=512,p=64", "m=512,t=3,p=64"),
        ("m=16384,t=256", "m=16384,t=256,p=4"),
    ] {
        assert_eq!(text.parse::<Argon2Parameters>().unwrap().to_string(), read);
    }
    for text in [
        "",
        ",",
        "m",
        "m=",
        "=1",
        "m=64,",
        "m=64 ",
        "m=64,m=64",
        "M=64",
        "x=1",
        "m=064",
        "m=-64",
        "m=+64",
        "m=1e3",
        "m=31",
        "m=1048577",
        "t=0",
        "t=65",
        "m=64,t=257",
        "p=0",
        "p=65",
        "m=99999999999999999999",
    ] {
        assert!(text.parse::<Argon2Parameters>().is_err(), "{text}");
    }
    assert!(Argon2Parameters::new(u32::MAX, u32::MAX, u32::MAX).is_err());
    assert_eq!(
        Argon2Parameters::new(65_536, 3, 4).unwrap(),
        Argon2Parameters::default()
    );
}

/// The column of aMQTT's own tables holds 128 characters, which is less than ours.
#[test]
fn every_new_hash_fits_the_column() {
    let longest = format!("$argon2id$v=19$m=1048576,t=256,p=64${SALT}${DIGEST}");
    assert!(longest.len() <= 128);
}
