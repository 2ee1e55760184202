//! Properties, with independent implementations of bcrypt and scrypt as oracles.

use amqtt_verifier::password::{Argon2Parameters, PasswordHash, PasswordVerifier};
use proptest::{collection::vec, prelude::*};

use crate::{parse, password};

const ALPHABET: &str = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const STANDARD: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Unpadded Base64 in the plainest way, bit by bit.
fn base64(bytes: &[u8], alphabet: &str) -> String {
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    bits.chunks(6)
        .map(|six| {
            (0..6).fold(0, |value, at| {
                value << 1 | usize::from(*six.get(at).unwrap_or(&0))
            })
        })
        .map(|value| char::from(alphabet.as_bytes()[value]))
        .collect()
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        cases,
        ..ProptestConfig::default()
    }
}

fn parameters() -> impl Strategy<Value = Argon2Parameters> {
    (1..=5_u32, 0..200_u32, 1..=3_u32)
        .prop_map(|(p, more, t)| Argon2Parameters::new(8 * p + more, t, p).unwrap())
}

proptest! {
    #![proptest_config(cases(5_000))]

    #[test]
    fn parsing_never_panics(text in r"(\PC|.){0,100}") {
        let _ = PasswordHash::parse(&text);
        let _ = text.parse::<Argon2Parameters>();
    }

    #[test]
    fn parsing_near_hashes_never_panics(
        name in r"\$?(argon2(id|i|d)?|2[abxy]?|pbkdf2-sha256|scrypt)\$",
        middle in r"(v=[0-9]{0,3}\$)?([a-z]{1,2}=?[0-9]{0,21},?){0,4}[0-9]{0,11}",
        rest in r"(\$?[./+A-Za-z0-9]{0,90}=?){0,3}",
    ) {
        if let Ok(hash) = PasswordHash::parse(&format!("{name}{middle}{rest}")) {
            let _ = hash.findings(&Argon2Parameters::default());
        }
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn what_is_hashed_verifies_and_nothing_else_does(
        typed in vec(any::<u8>(), 1..100),
        other in vec(any::<u8>(), 1..100),
        salt in any::<[u8; 16]>(),
        parameters in parameters(),
    ) {
        let mut verifier = PasswordVerifier::new(parameters);
        let hash = verifier.hash(&password(&typed), salt).unwrap();
        let stored = parse(hash.expose());
        prop_assert_eq!(stored.to_string(), format!("argon2id, {parameters}"));
        prop_assert_eq!(verifier.verify(Some(&stored), &password(&typed)), Ok(true));
        prop_assert_eq!(stored.verify(&password(&typed)), Ok(true));
        prop_assert_eq!(verifier.verify(Some(&stored), &password(&other)), Ok(typed == other));
        prop_assert_eq!(verifier.verify(None, &password(&typed)), Ok(false));
        prop_assert_eq!(stored.findings(&parameters), []);
    }

    #[test]
    fn bcrypt_is_bcrypt(
        typed in vec(any::<u8>(), 1..=72),
        salt in any::<[u8; 16]>(),
        version in prop::sample::select(vec!["2a", "2b", "2y"]),
        cost in 4..=6_u32,
    ) {
        let mut key = typed.clone();
        key.push(0);
        key.truncate(72);
        let digest = bcrypt::bcrypt(cost, salt, &key);
        let text = format!("${version}${cost:02}${}{}", base64(&salt, ALPHABET), base64(&digest[..23], ALPHABET));
        prop_assert_eq!(parse(&text).verify(&password(&typed)), Ok(true));
        let longer = [typed.as_slice(), b"x"].concat();
        prop_assert_eq!(parse(&text).verify(&password(&longer)), Ok(false));
    }

    #[test]
    fn scrypt_is_scrypt(
        typed in vec(any::<u8>(), 1..200),
        salt in vec(any::<u8>(), 1..=64),
        (ln, r, p) in (1..=6_u8, 1..=12_u32, 1..=5_u32),
    ) {
        let mut digest = [0; 32];
        scrypt::scrypt(&typed, &salt, &scrypt::Params::new(ln, r, p).unwrap(), &mut digest).unwrap();
        let text = format!("$scrypt$ln={ln},r={r},p={p}${}${}", base64(&salt, STANDARD), base64(&digest, STANDARD));
        prop_assert_eq!(parse(&text).verify(&password(&typed)), Ok(true));
        digest[0] ^= 1;
        let text = format!("$scrypt$ln={ln},r={r},p={p}${}${}", base64(&salt, STANDARD), base64(&digest, STANDARD));
        prop_assert_eq!(parse(&text).verify(&password(&typed)), Ok(false));
    }
}
