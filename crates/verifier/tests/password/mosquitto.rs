//! Mosquitto's hashes, beside the program that makes them where it is installed.

use std::process::Command;

use amqtt_verifier::password::Argon2Parameters;

use crate::{
    parse,
    parse::{error, is_bound, is_malformed},
    password,
};

/// Hashes that `mosquitto_passwd` 2.0 made for the password `secret`, with both of its schemes.
const PBKDF2: &str = "$7$101$0W2j7wdlYbZ1bMHM$9MP/h2LIPoXNE6K89jbqTPqIOuFflwfER1PpVYnwjFGoY4CuZOxAF3foA835o6T8vLgzk+5qqJEbpUixdjOxIw==";
const SHA512: &str = "$6$EvRPUItdhV3+Vw17$yROSGUyHRx245BVdtK72jJ7nhrsRoIXQr/xF6rlOMasX6B/xTGqrHH7nrFlyuMZz7tksOe3xo1Q9Inpjrofdzg==";

#[test]
fn the_right_password_alone_matches() {
    for (text, shown) in [
        (PBKDF2, "pbkdf2-sha512, 101 rounds"),
        (SHA512, "sha512, one round"),
    ] {
        let hash = parse(text);
        assert_eq!((hash.to_string().as_str(), hash.expose()), (shown, text));
        assert_eq!(hash.verify(&password(b"secret")), Ok(true), "{text}");
        for wrong in [&b"Secret"[..], b"secre", b"secret ", b"s"] {
            assert_eq!(hash.verify(&password(wrong)), Ok(false), "{text}");
        }
    }
}

/// Whatever `mosquitto_passwd` writes is read, and opened by the password that it was given.
#[test]
fn as_mosquitto_passwd_writes_them() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("passwd");
    for scheme in ["sha512", "sha512-pbkdf2"] {
        for typed in ["x", "correct horse", "gr\u{fc}n", &"long".repeat(16)] {
            let made = Command::new("mosquitto_passwd")
                .args(["-H", scheme, "-c", "-b"])
                .arg(&file)
                .args(["ada", typed])
                .status();
            let Ok(made) = made else {
                assert!(
                    std::env::var_os("AMQTT_ADMIN_TEST_REQUIRE").is_none(),
                    "mosquitto_passwd is required"
                );
                return;
            };
            assert!(made.success());
            let line = std::fs::read_to_string(&file).unwrap();
            let hash = parse(line.trim_end().split_once(':').unwrap().1);
            assert_eq!(hash.verify(&password(typed.as_bytes())), Ok(true), "{line}");
            assert_eq!(hash.verify(&password(b"another")), Ok(false), "{line}");
        }
    }
}

#[test]
fn malformed() {
    for text in [
        "$7$",
        "$6$",
        "$7$C6..../....SodiumChloride$digest",
        &PBKDF2.replace("$101$", "$0101$"),
        &PBKDF2.replace("$101$", "$$"),
        &PBKDF2.replace("$101$", "$"),
        PBKDF2.trim_end_matches('='),
        &format!("{PBKDF2}$"),
        &format!("{SHA512}\n"),
        &SHA512.replace("zg==", "zh=="),
    ] {
        is_malformed(text);
    }
    // What crypt(3) writes, with rounds and without.
    let crypt = "svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO/O817G3uBnIFNjnQJuesI68OTLiBFdcbYEdFCoEOfaS35inz1";
    assert!(
        error(&format!("$6$saltstring${crypt}."))
            .to_string()
            .contains("Mosquitto")
    );
    is_malformed(&format!("$6$rounds=5000$saltstring${crypt}."));
}

/// Each bound from both sides; none of these is computed.
#[test]
fn bounds() {
    let rounds = |rounds: &str| PBKDF2.replace("$101$", &format!("${rounds}$"));
    let salted = |text: &str, salt: &str| {
        let fields: Vec<&str> = text.split('$').collect();
        text.replace(fields[fields.len() - 2], salt)
    };
    is_bound(&rounds("1"), &rounds("0"));
    is_bound(&rounds("2000000"), &rounds("2000001"));
    is_bound(&rounds("1"), &rounds("4294967297"));
    let (longest, longer) = ("A".repeat(86) + "==", "A".repeat(87) + "=");
    for text in [PBKDF2, SHA512] {
        is_bound(&salted(text, "AA=="), &salted(text, ""));
        is_bound(&salted(text, &longest), &salted(text, &longer));
    }
}

#[test]
fn amqtt_cannot_read_them() {
    for (text, scheme) in [(PBKDF2, "pbkdf2-sha512"), (SHA512, "sha512")] {
        let findings = parse(text).findings(&Argon2Parameters::default());
        let shown: Vec<_> = findings.iter().map(ToString::to_string).collect();
        let weaker = format!("weaker than the default: {scheme} instead of argon2id");
        assert_eq!(
            shown,
            ["aMQTT refuses it: it does not know Mosquitto's hashes", &weaker]
        );
    }
}
