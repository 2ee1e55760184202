//! Generated secrets, and what a refusal costs where a hash is cheap.

use std::time::{Duration, Instant};

use amqtt_verifier::password::{
    Argon2Parameters, GeneratedSecret, HashError, InvalidPassword, NotGenerated, Password, PasswordVerifier,
};

use crate::{parse, password};

#[test]
fn a_secret_is_what_it_was_made_of() {
    // The bits are those of base 32 as others write it: `base32` of coreutils, in lower case.
    let secret = GeneratedSecret::new(*b"0123456789abcdefghij");
    assert!(
        secret
            .expose()
            .starts_with("amqtt_gaytemzugu3doobzmfrggzdfmztwq2lk")
    );
    assert_eq!(secret.expose().len(), 42);
    assert_eq!(format!("{secret:?}"), "GeneratedSecret(hidden)");
    let read: GeneratedSecret = secret.expose().parse().unwrap();
    assert_eq!(read.expose(), secret.expose());
    assert!(GeneratedSecret::is_in(&secret.to_password().unwrap()));
    assert!(!GeneratedSecret::is_in(&password(b"amqtt_secret")));
}

#[test]
fn every_mistyped_character_is_noticed() {
    let secret = GeneratedSecret::new([7; 20]);
    let text = secret.expose();
    for place in 6..text.len() {
        let mut mistyped = text.to_owned();
        let other = if &text[place..=place] == "a" { "b" } else { "a" };
        mistyped.replace_range(place..=place, other);
        assert_eq!(
            mistyped.parse::<GeneratedSecret>().unwrap_err(),
            NotGenerated::Checksum,
            "{place}"
        );
    }
    for text in [
        "",
        "amqtt_",
        &text[..41],
        &format!("{text}a"),
        &text.to_uppercase(),
        &text[6..],
    ] {
        assert_eq!(
            text.parse::<GeneratedSecret>().unwrap_err(),
            NotGenerated::Form,
            "{text}"
        );
    }
}

#[test]
fn the_light_form_is_for_generated_secrets_alone() {
    let secret = GeneratedSecret::new([7; 20]);
    let mut verifier = PasswordVerifier::new(Argon2Parameters::default());
    let hash = verifier.hash_generated(&secret, [1; 16]).unwrap();
    assert_eq!(hash.to_string(), "argon2id, m=8,t=1,p=1");
    assert!(hash.is_light() && parse(hash.expose()).is_light());
    assert_eq!(
        verifier.verify(Some(&hash), &secret.to_password().unwrap()),
        Ok(true)
    );
    assert_eq!(verifier.verify(Some(&hash), &password(b"secret")), Ok(false));

    for light in ["m=8,t=1,p=1", "m=16,t=3,p=2", "m=63,t=1,p=1"] {
        let light: Argon2Parameters = light.parse().unwrap();
        let refused = PasswordVerifier::new(light).hash(&password(b"secret"), [1; 16]);
        assert_eq!(refused.unwrap_err(), HashError::TooLight(light));
    }
}

#[test]
fn a_password_with_a_nul_cannot_be_set() {
    assert_eq!(
        Password::to_set(b"a\0b".to_vec()).unwrap_err(),
        InvalidPassword::Nul
    );
    assert!(Password::to_set(vec![b'a'; 1_024]).is_ok());
    assert!(Password::to_set(vec![b'a'; 1_025]).is_err());
    assert!(Password::new(b"a\0b".to_vec()).is_ok(), "a client may send one");
}

/// The time of the quickest of a few refusals.
fn refusal(verifier: &mut PasswordVerifier, hash: Option<&str>) -> Duration {
    let hash = hash.map(parse);
    let time = |_| {
        let start = Instant::now();
        assert_eq!(verifier.verify(hash.as_ref(), &password(b"wrong")), Ok(false));
        start.elapsed()
    };
    (0..7).map(time).min().unwrap()
}

/// Without what is computed after them, these refusals would take less than a hundredth of the time.
#[test]
fn a_cheap_hash_refuses_no_sooner() {
    let mut verifier = PasswordVerifier::new("m=8192,t=2,p=1".parse().unwrap());
    let light = verifier
        .hash_generated(&GeneratedSecret::new([7; 20]), [1; 16])
        .unwrap();
    let cheap = [
        light.expose(),
        "$6$EvRPUItdhV3+Vw17$yROSGUyHRx245BVdtK72jJ7nhrsRoIXQr/xF6rlOMasX6B/xTGqrHH7nrFlyuMZz7tksOe3xo1Q9Inpjrofdzg==",
        "$pbkdf2-sha256$2$MDEyMzQ1Njc4OWFiY2RlZg$amzIydvG4WLy4l8nNWCYeH8r4nmMLbTbMg.MK2bZrCA",
    ];
    let unknown = refusal(&mut verifier, None);
    for hash in cheap {
        let wrong = refusal(&mut verifier, Some(hash));
        assert!(wrong * 4 > unknown, "{hash}: {wrong:?}, unknown {unknown:?}");
    }
}
