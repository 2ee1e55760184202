//! Which passwords open which accounts.

use amqtt_verifier::{
    ClientId, ConnectRequest, Decision, Reason, Source as _,
    password::{Password, PasswordVerifier},
};

use crate::{Database, connect};

const DENIED: Decision = Decision::Deny(Reason::Credentials);

#[tokio::test]
async fn the_right_password_opens_its_account_alone() {
    let mut database = Database::new().await;
    let source = database.source();
    database.set_password("ada", "what ada typed ").await;
    database.set_password("grace", "what grace typed").await;

    for _ in 0..2 {
        assert_eq!(connect(&source, "ada", "what ada typed ").await, Decision::Allow);
        assert_eq!(
            connect(&source, "grace", "what grace typed").await,
            Decision::Allow
        );
        for (account, password) in [
            ("ada", "what ada typed"),
            ("ada", "what grace typed"),
            ("grace", "what ada typed "),
            ("Ada", "what ada typed "),
            ("ada ", "what ada typed "),
            ("ad", "awhat ada typed "),
            ("nobody", "what ada typed "),
            ("' OR 1=1 --", "what ada typed "),
        ] {
            assert_eq!(
                connect(&source, account, password).await,
                DENIED,
                "{account} {password}"
            );
        }
    }
}

#[tokio::test]
async fn every_denial_costs_one_hash() {
    let mut database = Database::new().await;
    let source = database.source();
    database.set_password("ada", "right").await;
    database.set_hash("disabled", "!").await;
    database.set_hash("disabled too", "").await;
    database
        .set_hash("malformed", "$argon2id$v=19$m=64,t=1,p=4$")
        .await;
    database
        .set_hash(
            "costly",
            "$argon2id$v=19$m=4194304,t=9,p=4$AAAAAAAAAAA$AAAAAAAAAAA",
        )
        .await;
    let blob = "UPDATE user_auth SET password_hash = x'ff' WHERE username = ?";
    database.set_hash("broken", "!").await;
    database.execute(blob, &["broken"]).await;

    let accounts = [
        "ada",
        "nobody",
        "disabled",
        "disabled too",
        "malformed",
        "costly",
        "broken",
    ];
    for (count, account) in accounts.into_iter().enumerate() {
        let denied = connect(&source, account, "wrong").await;
        match account {
            "broken" => assert!(
                matches!(&denied, Decision::Deny(Reason::Source(fault)) if fault.to_string().contains("password_hash")),
                "{denied:?}"
            ),
            _ => assert_eq!(denied, DENIED, "{account}"),
        }
        let (queries, hashes) = (source.statistics().queries, source.statistics().hashes);
        assert_eq!(
            (queries, hashes),
            (count as u64 + 1, count as u64 + 1),
            "{account}"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_right_is_not_asked() {
    let mut database = Database::new().await;
    let source = database.source();
    database.set_hash("ada", &crate::hash("right")).await;
    for (account, password) in [
        ("", "right"),
        ("a\0da", "right"),
        ("ada\n", "right"),
        (&*"a".repeat(256), "right"),
        ("ada", ""),
        ("ada", &*"r".repeat(1_025)),
    ] {
        assert_eq!(connect(&source, account, password).await, DENIED);
    }
    assert_eq!(source.statistics().queries, 0);
}

#[tokio::test]
async fn without_user_name_and_password_there_is_nothing_to_say() {
    let source = Database::new().await.source();
    let client_id: ClientId = "pump-7".parse().unwrap();
    let bare = ConnectRequest::new(&client_id);
    for request in [
        bare,
        bare.with_user_name("ada"),
        bare.with_password(b"right"),
        bare.with_device("pump-7"),
    ] {
        assert_eq!(source.authenticate(&request).await, Decision::Abstain);
    }
    assert_eq!(source.statistics().queries, 0);
}

#[tokio::test]
async fn hashes_of_other_schemes_and_parameters_count() {
    let mut database = Database::new().await;
    let source = database.source();
    // PBKDF2 as passlib writes it, and Argon2id with more memory than the source keeps.
    database
        .set_hash(
            "pbkdf2",
            "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$yO5.EniegYJB3JzJstoZPhw0HZud1JKXXUafF2aXWtI",
        )
        .await;
    let more = "m=128,t=2,p=2".parse().unwrap();
    let password = Password::new(b"right".to_vec()).unwrap();
    let more = PasswordVerifier::new(more).hash(&password, [9; 16]).unwrap();
    database.set_hash("more", more.expose()).await;
    for account in ["pbkdf2", "more"] {
        assert_eq!(connect(&source, account, "right").await, Decision::Allow);
        assert_eq!(connect(&source, account, "wrong").await, DENIED);
    }
}

#[tokio::test]
async fn nothing_secret_is_shown() {
    let mut database = Database::new().await;
    let mut options = database.options();
    database.set_password("ada", "p4ssw0rd").await;
    let source = database.source();
    assert_eq!(connect(&source, "ada", "p4ssw0rd").await, Decision::Allow);
    let shown = format!("{source:?}");
    assert!(
        shown.contains("auth.db") && !shown.contains("p4ssw0rd") && !shown.contains("argon2"),
        "{shown}"
    );

    options.url = "postgresql://fleet:p4ssw0rd@localhost/fleet".parse().unwrap();
    let shown = format!("{options:?}");
    assert!(
        shown.contains("localhost") && !shown.contains("p4ssw0rd"),
        "{shown}"
    );
}
