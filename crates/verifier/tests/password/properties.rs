//! Properties of every text and every password.

use amqtt_verifier::password::{Argon2Parameters, PasswordHash, PasswordVerifier};
use proptest::{collection::vec, prelude::*};

use crate::{parse, password};

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        cases,
        ..ProptestConfig::default()
    }
}

fn parameters() -> impl Strategy<Value = Argon2Parameters> {
    (1..=5_u32, 0..200_u32, 1..=3_u32)
        .prop_map(|(p, more, t)| Argon2Parameters::new((8 * p).max(64) + more, t, p).unwrap())
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
        name in r"\$?(argon2(id|i|d)?|2[abxy]?|[67]|pbkdf2-sha256|scrypt)\$",
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
}
