//! The hashes that argon2-cffi, bcrypt and passlib made (testkit/data/password-hashes.py), and what they and aMQTT say to passwords.

use amqtt_verifier::password::{Argon2Parameters, HashFinding, PasswordVerifier};
use serde_json::Value;

use crate::{parse, password};

/// The hashes of all programs.
pub(crate) fn every_case() -> Vec<Value> {
    let cases: Vec<Value> = serde_json::from_str(amqtt_testkit::data::PASSWORD_HASHES).unwrap();
    assert!(cases.len() > 100, "only {} cases", cases.len());
    cases
}

/// Those of the schemes that are built in.
fn cases() -> impl Iterator<Item = Value> {
    every_case().into_iter().filter(|case| {
        let text = case["hash"].as_str().unwrap();
        cfg!(feature = "legacy-hashes") || !(text.starts_with("$2") || text.starts_with("$scrypt$"))
    })
}

#[test]
fn answers_are_those_of_the_program_that_made_the_hash() {
    // With memory kept and without, in turns.
    let mut verifier = PasswordVerifier::new("m=256,t=1".parse().unwrap());
    let mut answers = [0; 2];
    for case in cases() {
        let hash = parse(case["hash"].as_str().unwrap());
        for asked in case["passwords"].as_array().unwrap() {
            let typed = password(&bytes(asked["hex"].as_str().unwrap()));
            let expected = asked["verifies"].as_bool().unwrap();
            answers[usize::from(expected)] += 1;
            assert_eq!(verifier.verify(Some(&hash), &typed), Ok(expected), "{case}");
        }
        let right = password(&bytes(case["passwords"][0]["hex"].as_str().unwrap()));
        assert_eq!(hash.verify(&right), Ok(true), "{case}");
    }
    let least = if cfg!(feature = "legacy-hashes") { 100 } else { 70 };
    assert!(answers.iter().all(|&count| count > least), "{answers:?}");
}

#[test]
fn findings_say_what_amqtt_answers() {
    let mut answers = [0; 3];
    for case in cases() {
        let findings = parse(case["hash"].as_str().unwrap()).findings(&Argon2Parameters::default());
        let refused = findings
            .iter()
            .any(|finding| matches!(finding, HashFinding::RefusedByAmqtt { .. }));
        let asks_for_scheme = findings
            .iter()
            .any(|finding| matches!(finding, HashFinding::AmqttNeedsScheme { .. }));
        let Some(default) = case["amqtt"]["default"].as_bool() else {
            continue;
        };
        assert_eq!(default, !refused && !asks_for_scheme, "{case} {findings:?}");
        assert_eq!(case["amqtt"]["every_scheme"], !refused, "{case} {findings:?}");
        answers[usize::from(refused) + 2 * usize::from(asks_for_scheme)] += 1;
    }
    assert!(answers.iter().all(|&count| count >= 5), "{answers:?}");
}

#[test]
fn a_new_hash_is_the_one_that_argon2_cffi_makes() {
    let mut made = 0;
    for case in cases() {
        let text = case["hash"].as_str().unwrap();
        let fields: Vec<_> = text.split('$').collect();
        if fields[1..3] != ["argon2id", "v=19"]
            || fields[4] != "MDEyMzQ1Njc4OWFiY2RlZg"
            || fields[5].len() != 43
            || fields[3]
                .parse::<Argon2Parameters>()
                .is_ok_and(|parameters| parameters.is_light())
        {
            continue;
        }
        let typed = password(&bytes(case["passwords"][0]["hex"].as_str().unwrap()));
        let mut verifier = PasswordVerifier::new(fields[3].parse().unwrap());
        assert_eq!(
            verifier.hash(&typed, *b"0123456789abcdef").unwrap().expose(),
            text
        );
        made += 1;
    }
    assert!(made >= 15, "only {made}");
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<_> = hex
        .chars()
        .map(|digit| digit.to_digit(16).unwrap() as u8)
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
