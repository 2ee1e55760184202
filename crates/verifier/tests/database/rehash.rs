//! Outdated hashes are replaced at a login, and nothing else is.

use amqtt_verifier::{
    Decision,
    password::{Argon2Parameters, GeneratedSecret, Password, PasswordHash, PasswordVerifier},
    sources::database::DatabaseSource,
};

use crate::{Database, connect, hash};

/// bcrypt, cost 4, of "right".
#[cfg(feature = "legacy-hashes")]
const BCRYPT: &str = "$2b$04$abcdefghijklmnopqrstuuFmEfrkTQnczNzw475xE2VhDrK1uwJiC";
/// passlib's PBKDF2, 1,000 rounds, of "right".
const PBKDF2: &str = "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$yO5.EniegYJB3JzJstoZPhw0HZud1JKXXUafF2aXWtI";

/// New hashes; a hash with m=64 is weaker.
fn parameters() -> Argon2Parameters {
    "m=128,t=1".parse().unwrap()
}

fn source(database: &Database, rehash: bool) -> DatabaseSource {
    let mut options = database.options();
    options.argon2 = parameters();
    options.rehash = rehash;
    DatabaseSource::new(&options).unwrap()
}

async fn stored(database: &mut Database) -> String {
    database.connection.password_hash("ada").await.unwrap().unwrap()
}

#[tokio::test]
async fn an_outdated_hash_is_replaced_at_a_login() {
    let mut database = Database::new().await;
    #[cfg(feature = "legacy-hashes")]
    let outdated = [PBKDF2.to_owned(), hash("right"), BCRYPT.to_owned()];
    #[cfg(not(feature = "legacy-hashes"))]
    let outdated = [PBKDF2.to_owned(), hash("right")];
    for before in outdated {
        database.set_hash("ada", &before).await;
        let source = source(&database, true);
        assert_ne!(connect(&source, "ada", "wrong").await, Decision::Allow);
        assert_eq!(stored(&mut database).await, before, "after a wrong password");

        assert_eq!(
            connect(&source, "ada", "right").await,
            Decision::Allow,
            "{before}"
        );
        let after = stored(&mut database).await;
        let hash = PasswordHash::parse(&after).unwrap();
        assert_eq!(hash.findings(&parameters()), [], "{before} became {hash}");
        source.invalidate("ada");
        assert_eq!(connect(&source, "ada", "right").await, Decision::Allow);
        assert_eq!(stored(&mut database).await, after, "replaced once");
    }
}

#[tokio::test]
async fn hashes_that_are_good_enough_stay() {
    let mut database = Database::new().await;
    let secret = GeneratedSecret::new([7; 20]);
    let mut verifier = PasswordVerifier::new("m=256,t=2".parse().unwrap());
    let light = verifier.hash_generated(&secret, [1; 16]).unwrap();
    let right = Password::new(b"right".to_vec()).unwrap();
    let heavier = verifier.hash(&right, [1; 16]).unwrap();
    for (hash, password) in [(light, secret.expose()), (heavier, "right")] {
        database.set_hash("ada", hash.expose()).await;
        let source = source(&database, true);
        assert_eq!(connect(&source, "ada", password).await, Decision::Allow);
        assert_eq!(stored(&mut database).await, hash.expose());
    }
}

#[tokio::test]
async fn nothing_is_replaced_unless_asked_for() {
    let mut database = Database::new().await;
    database.set_hash("ada", PBKDF2).await;
    let source = source(&database, false);
    assert_eq!(connect(&source, "ada", "right").await, Decision::Allow);
    assert_eq!(stored(&mut database).await, PBKDF2);
}

#[tokio::test]
async fn a_hash_that_cannot_be_replaced_does_not_keep_its_account_out() {
    let mut database = Database::new().await;
    database.set_hash("ada", PBKDF2).await;
    let source = source(&database, true);
    database.execute("BEGIN IMMEDIATE", &[]).await;
    assert_eq!(connect(&source, "ada", "right").await, Decision::Allow);
    database.execute("ROLLBACK", &[]).await;
    assert_eq!(stored(&mut database).await, PBKDF2);
}

#[tokio::test]
async fn a_hash_that_has_changed_meanwhile_is_left_alone() {
    let mut database = Database::new().await;
    database.set_hash("ada", "newer").await;
    let connection = &mut database.connection;
    assert!(
        !connection
            .replace_password_hash("ada", "older", "from older")
            .await
            .unwrap()
    );
    assert!(
        !connection
            .replace_password_hash("bob", "newer", "from newer")
            .await
            .unwrap()
    );
    assert_eq!(stored(&mut database).await, "newer");
}
