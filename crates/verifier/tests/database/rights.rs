//! Which topics are granted to whom.

use amqtt_verifier::{Action, ClientId, ConnectRequest, Decision, Reason, Request, Source as _, Verifier};

use crate::{Database, Everybody, client, publish};

const DENIED: Decision = Decision::Deny(Reason::NotGranted);

#[tokio::test]
async fn rights_are_those_of_the_row() {
    let mut database = Database::new().await;
    let source = database.source();
    database
        .set_rights("ada", Action::Publish, &["plant/ada/#"])
        .await;
    database
        .set_rights("ada", Action::Subscribe, &["a", "a/+/#"])
        .await;
    database.set_rights("ada", Action::Receive, &["+/state"]).await;
    let (ada, stranger) = (client("ada").await, client("Ada").await);

    for (action, topic, decision) in [
        (Action::Publish, "plant/ada/x", Decision::Allow),
        (Action::Publish, "plant/ada", Decision::Allow),
        (Action::Publish, "plant/grace", DENIED),
        (Action::Publish, "a", DENIED),
        (Action::Subscribe, "a/#", Decision::Allow),
        (Action::Subscribe, "#", DENIED),
        (Action::Receive, "x/state", Decision::Allow),
        (Action::Receive, "plant/ada/x", DENIED),
    ] {
        assert_eq!(
            source
                .authorize(&ada, Request::parse(action, topic).unwrap())
                .await,
            decision,
            "{action} {topic}"
        );
        assert_eq!(
            source
                .authorize(&stranger, Request::parse(action, topic).unwrap())
                .await,
            DENIED,
            "{action} {topic}"
        );
    }
    assert_eq!(source.statistics().queries, 2);
}

#[tokio::test]
async fn stored_texts_that_are_no_filters_grant_nothing() {
    let mut database = Database::new().await;
    let source = database.source();
    let filters = ["", "a/#/b", "$share/g/a", "a+", "b"];
    database.set_rights("ada", Action::Publish, &filters).await;
    let ada = client("ada").await;
    assert_eq!(publish(&source, &ada, "b").await, Decision::Allow);
    for topic in ["a", "a/x/b", "$share/g/a", "c"] {
        assert_eq!(publish(&source, &ada, topic).await, DENIED, "{topic}");
    }
}

#[tokio::test]
async fn a_long_row_is_read_on_another_thread() {
    let mut database = Database::new().await;
    let source = database.source();
    let filters: Vec<String> = (0..20_000)
        .map(|number| format!("plant/{number}/state"))
        .collect();
    let filters: Vec<&str> = filters.iter().map(String::as_str).collect();
    database.set_rights("ada", Action::Publish, &filters).await;
    let ada = client("ada").await;
    assert_eq!(publish(&source, &ada, "plant/19999/state").await, Decision::Allow);
    assert_eq!(publish(&source, &ada, "plant/20000/state").await, DENIED);
    assert_eq!(source.statistics().queries, 1);
}

#[tokio::test]
async fn a_client_without_an_account_is_left_to_others() {
    let source = Database::new().await.source();
    let client_id: ClientId = "anonymous".parse().unwrap();
    let anonymous = Verifier::new()
        .with(Everybody)
        .authenticate(&ConnectRequest::new(&client_id))
        .await
        .unwrap();
    assert_eq!(publish(&source, &anonymous, "a").await, Decision::Abstain);
    // No row can have such a name.
    let long = "a".repeat(256);
    let request = ConnectRequest::new(&client_id).with_user_name(&long);
    let refused = Verifier::new().with(Everybody).authenticate(&request).await;
    assert!(matches!(refused, Err(Reason::UserName(_))), "{refused:?}");
    assert_eq!(source.statistics().queries, 0);
}
