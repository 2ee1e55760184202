//! Combining the answers of several sources, and the name that a client uses.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

use std::{
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
};

use amqtt_verifier::ProtocolVersion::{V3_1_1, V5};
use amqtt_verifier::{
    AccountName, Action, AuthenticatedClient, BoxFuture, CertificateSource, ClientId, ConnectRequest,
    Decision, Evidence, Reason, Request, Source, SourceFault, Verifier,
};
use proptest::prelude::*;

/// A future of sources that answer at once; the core needs no runtime.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a source that answers at once is pending"),
    }
}

/// Always the same answer; counts how often it was asked.
#[derive(Clone)]
struct Always {
    decision: Decision,
    evidence: Evidence,
    asked: Arc<AtomicUsize>,
}

impl Always {
    fn new(decision: Decision, evidence: Evidence) -> Self {
        Self {
            decision,
            evidence,
            asked: Arc::default(),
        }
    }

    fn answer(&self) -> BoxFuture<'_, Decision> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(self.decision.clone()))
    }
}

impl Source for Always {
    fn evidence(&self) -> Evidence {
        self.evidence
    }

    fn authenticate<'a>(&'a self, _: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        self.answer()
    }

    fn authorize<'a>(&'a self, _: &'a AuthenticatedClient, _: Request<'a>) -> BoxFuture<'a, Decision> {
        self.answer()
    }
}

fn reason() -> impl Strategy<Value = Reason> {
    prop_oneof![
        Just(Reason::Credentials),
        Just(Reason::NotGranted),
        Just(Reason::Refused),
        Just(Reason::Source(SourceFault::BrokenOff)),
    ]
}

fn decision() -> impl Strategy<Value = Decision> {
    prop_oneof![
        2 => Just(Decision::Allow),
        1 => reason().prop_map(Decision::Deny),
        3 => Just(Decision::Abstain),
    ]
}

fn evidence() -> impl Strategy<Value = Evidence> {
    prop_oneof![Just(Evidence::Certificate), Just(Evidence::Account)]
}

/// The rule, written down once more in the plainest way.
fn oracle(decisions: &[Decision]) -> Result<(), Reason> {
    let denied = decisions.iter().find_map(|decision| match decision {
        Decision::Deny(reason) => Some(reason.clone()),
        _ => None,
    });
    match denied {
        Some(reason) => Err(reason),
        None if decisions.contains(&Decision::Allow) => Ok(()),
        None => Err(Reason::NoAnswer),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn answers_are_combined(decisions in proptest::collection::vec(decision(), 0..6)) {
        prop_assert_eq!(Decision::combine(decisions.clone()), oracle(&decisions));

        // The order decides about nothing but the reason.
        let backwards = Decision::combine(decisions.iter().rev().cloned());
        prop_assert_eq!(backwards.is_ok(), oracle(&decisions).is_ok());
    }

    #[test]
    fn a_verifier_asks_its_sources(
        sources in proptest::collection::vec((decision(), evidence()), 0..6),
        device in any::<bool>(),
        user_name in proptest::option::of("(pump-7|admin|)"),
    ) {
        let decisions: Vec<Decision> = sources.iter().map(|(decision, _)| decision.clone()).collect();
        let sources: Vec<Always> =
            sources.into_iter().map(|(decision, evidence)| Always::new(decision, evidence)).collect();
        let verifier = sources.iter().cloned().fold(Verifier::new(), Verifier::with);
        let client_id: ClientId = "pump-7".parse().unwrap();
        let mut request = ConnectRequest::new(&client_id);
        if device {
            request = request.with_device("pump-7");
        }
        if let Some(name) = &user_name {
            request = request.with_user_name(name);
        }

        let answer = now(verifier.authenticate(&request));
        let allowed_by = |evidence| {
            sources.iter().any(|source| source.decision == Decision::Allow && source.evidence == evidence)
        };
        let certified = device && allowed_by(Evidence::Certificate);
        let invalid = user_name.as_deref().and_then(|name| name.parse::<AccountName>().err());
        let is_invalid = invalid.is_some();
        let expected = invalid.map_or(Ok(()), |error| Err(Reason::UserName(error)));
        let expected = expected.and_then(|()| oracle(&decisions)).and_then(|()| match user_name.as_deref() {
            None if certified => Ok(Some("pump-7")),
            None => Ok(None),
            Some(name) if allowed_by(Evidence::Account) => Ok(Some(name)),
            Some("pump-7") if certified => Ok(Some("pump-7")),
            Some(_) => Err(Reason::UnprovenUserName),
        });
        prop_assert_eq!(answer.as_ref().map(|client| client.account().map(AccountName::as_str)), expected.as_ref().map(|name| *name));
        if let Ok(client) = &answer {
            prop_assert_eq!(client.client_id(), &client_id);
            prop_assert_eq!(client.device(), certified.then_some("pump-7"));
        }

        // No source is asked twice, none after the first denial, and none about a name that no account can have.
        let asked = decisions.iter().position(|decision| matches!(decision, Decision::Deny(_)));
        for (index, source) in sources.iter().enumerate() {
            let expected = usize::from(!is_invalid && asked.is_none_or(|last| index <= last));
            prop_assert_eq!(source.asked.load(Ordering::Relaxed), expected);
        }
    }

    #[test]
    fn topics_are_granted_by_the_same_rule(decisions in proptest::collection::vec(decision(), 0..6)) {
        let verifier = decisions
            .iter()
            .map(|decision| Always::new(decision.clone(), Evidence::Account))
            .fold(Verifier::new(), Verifier::with);
        let client = client("ada");
        prop_assert_eq!(now(verifier.authorize(&client, Action::Receive, "a/b")), oracle(&decisions));
    }
}

/// A client of that account, let in by a source that lets everybody in.
fn client(account: &str) -> AuthenticatedClient {
    let everybody = Verifier::new().with(Always::new(Decision::Allow, Evidence::Account));
    let client_id: ClientId = "console-1".parse().unwrap();
    now(everybody.authenticate(&ConnectRequest::new(&client_id).with_user_name(account))).unwrap()
}

#[test]
fn a_certificate_admits_its_own_device_alone() {
    let verifier = Verifier::new().with(CertificateSource);
    let client_id: ClientId = "pump-7".parse().unwrap();
    let bare = ConnectRequest::new(&client_id);
    assert_eq!(now(verifier.authenticate(&bare)), Err(Reason::NoAnswer));
    for device in ["pump-8", "PUMP-7", "pump-7 ", "pump-", ""] {
        let reason = Reason::DeviceMismatch {
            device: device.to_owned(),
        };
        assert_eq!(now(verifier.authenticate(&bare.with_device(device))), Err(reason));
    }
    let client = now(verifier.authenticate(&bare.with_device("pump-7"))).unwrap();
    assert_eq!(
        (client.account().map(AccountName::as_str), client.device()),
        (Some("pump-7"), Some("pump-7"))
    );
    assert_eq!(
        now(verifier.authorize(&client, Action::Publish, "a")),
        Err(Reason::NoAnswer),
        "a certificate alone grants no topic"
    );
}

#[test]
fn a_device_does_not_take_the_name_of_an_account() {
    let client_id: ClientId = "pump-7".parse().unwrap();
    let as_admin = ConnectRequest::new(&client_id)
        .with_device("pump-7")
        .with_user_name("admin")
        .with_password(b"guess");

    // No source knows of accounts, or the one that does abstains.
    let abstains = Always::new(Decision::Abstain, Evidence::Account);
    for verifier in [
        Verifier::new().with(CertificateSource),
        Verifier::new().with(CertificateSource).with(abstains),
    ] {
        assert_eq!(
            now(verifier.authenticate(&as_admin)),
            Err(Reason::UnprovenUserName)
        );
    }

    // A device that has logged in to an account has that account's rights, and still its certificate.
    let allows = Always::new(Decision::Allow, Evidence::Account);
    let verifier = Verifier::new().with(CertificateSource).with(allows);
    let client = now(verifier.authenticate(&as_admin)).unwrap();
    assert_eq!(
        (client.account().map(AccountName::as_str), client.device()),
        (Some("admin"), Some("pump-7"))
    );
}

#[test]
fn a_device_id_that_no_source_has_checked_counts_for_nothing() {
    let verifier = Verifier::new().with(Always::new(Decision::Allow, Evidence::Account));
    let client_id: ClientId = "pump-7".parse().unwrap();
    let client = now(verifier.authenticate(&ConnectRequest::new(&client_id).with_device("pump-8"))).unwrap();
    assert_eq!(
        (client.account().map(AccountName::as_str), client.device()),
        (None, None)
    );
}

/// Allows everything, as for a superuser; remembers the topics it was asked about.
#[derive(Clone, Default)]
struct Superuser(Arc<Mutex<Vec<String>>>);

impl Source for Superuser {
    fn evidence(&self) -> Evidence {
        Evidence::Account
    }

    fn authenticate<'a>(&'a self, _: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(std::future::ready(Decision::Allow))
    }

    fn authorize<'a>(&'a self, _: &'a AuthenticatedClient, request: Request<'a>) -> BoxFuture<'a, Decision> {
        self.0.lock().unwrap().push(request.topic().to_owned());
        Box::pin(std::future::ready(Decision::Allow))
    }
}

#[test]
fn what_a_topic_rules_out_no_source_allows() {
    let superuser = Superuser::default();
    let verifier = Verifier::new().with(superuser.clone());
    let client = client("ada");
    let ask = |action, topic: &str| now(verifier.authorize(&client, action, topic));

    for (action, topic) in [
        (Action::Publish, ""),
        (Action::Publish, "a/+"),
        (Action::Publish, "a\0b"),
        (Action::Receive, "#"),
        (Action::Receive, &"a".repeat(65_536)),
        (Action::Subscribe, "a/#/b"),
        (Action::Subscribe, "a+"),
        (Action::Subscribe, "$share/g"),
        (Action::Subscribe, "$share/+/a"),
        (Action::Subscribe, "$share/g/$share/g/a"),
    ] {
        let denied = ask(action, topic);
        assert!(
            matches!(denied, Err(Reason::InvalidTopic(_))),
            "{action} {topic:?}: {denied:?}"
        );
    }
    assert_eq!(ask(Action::Publish, "$SYS/a"), Err(Reason::ReservedTopic));
    assert_eq!(*superuser.0.lock().unwrap(), Vec::<String>::new());

    for (action, topic, asked) in [
        (Action::Publish, "a/$b", "a/$b"),
        (Action::Receive, "$SYS/a", "$SYS/a"),
        (Action::Subscribe, "$SYS/#", "$SYS/#"),
        (Action::Subscribe, "$share/g/jobs/#", "jobs/#"),
        (Action::Subscribe, "$share", "$share"),
    ] {
        assert_eq!(ask(action, topic), Ok(()));
        assert_eq!(superuser.0.lock().unwrap().pop().as_deref(), Some(asked));
    }
}

#[test]
fn passwords_are_not_shown() {
    let client_id: ClientId = "pump-7".parse().unwrap();
    let request = ConnectRequest::new(&client_id)
        .with_user_name("ada")
        .with_password(b"p4ssw0rd");
    let shown = format!("{request:?} {request:#?}");
    assert!(shown.contains("ada") && shown.contains("hidden"), "{shown}");
    assert!(
        !shown.contains("p4ssw0rd") && !shown.contains("112, 52"),
        "{shown}"
    );
}

/// Never answers.
struct Silent;

impl Source for Silent {
    fn evidence(&self) -> Evidence {
        Evidence::Account
    }

    fn authenticate<'a>(&'a self, _: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(std::future::pending())
    }

    fn authorize<'a>(&'a self, _: &'a AuthenticatedClient, _: Request<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn without_a_runtime_a_source_answers_at_once_or_denies() {
    let client_id: ClientId = "pump-7".parse().unwrap();
    let request = ConnectRequest::new(&client_id).with_device("pump-7");
    let allows = Always::new(Decision::Allow, Evidence::Account);
    let verifier = Verifier::new().with(CertificateSource).with(allows);
    let client = verifier.authenticate_now(&request).unwrap();
    assert_eq!(verifier.authorize_now(&client, Action::Publish, "a"), Ok(()));
    assert!(matches!(
        verifier.authorize_now(&client, Action::Publish, "a/#"),
        Err(Reason::InvalidTopic(_))
    ));

    let waits = verifier.clone().with(Silent);
    let not_ready = Reason::Source(SourceFault::NotReady);
    assert_eq!(waits.authenticate_now(&request), Err(not_ready.clone()));
    assert_eq!(waits.authorize_now(&client, Action::Publish, "a"), Err(not_ready));
    assert_eq!(
        verifier.authorize_now(&client, Action::Publish, "a"),
        Ok(()),
        "the clone is another one"
    );
}

/// Answers about topics without a future, and never with one.
struct AtOnce(Decision);

impl Source for AtOnce {
    fn evidence(&self) -> Evidence {
        Evidence::Account
    }

    fn authenticate<'a>(&'a self, _: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(std::future::ready(Decision::Allow))
    }

    fn authorize<'a>(&'a self, _: &'a AuthenticatedClient, _: Request<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(std::future::pending())
    }

    fn authorize_now(&self, _: &AuthenticatedClient, _: Request<'_>) -> Option<Decision> {
        Some(self.0.clone())
    }
}

#[test]
fn a_source_that_answers_without_a_future_is_asked_for_none() {
    let client_id: ClientId = "pump-7".parse().unwrap();
    let request = ConnectRequest::new(&client_id).with_user_name("ada");
    let shared: Arc<dyn Source> = Arc::new(AtOnce(Decision::Allow));
    let allows = Verifier::new().with(shared);
    let client = allows.authenticate_now(&request).unwrap();
    assert_eq!(allows.authorize_now(&client, Action::Publish, "a"), Ok(()));
    // Its answers count as those of others do: one denial is enough, and one that comes late is waited for.
    let denies = allows.clone().with(AtOnce(Decision::Deny(Reason::NotGranted)));
    assert_eq!(
        denies.authorize_now(&client, Action::Publish, "a"),
        Err(Reason::NotGranted)
    );
    let waits = allows.with(Silent);
    let not_ready = Reason::Source(SourceFault::NotReady);
    assert_eq!(waits.authorize_now(&client, Action::Publish, "a"), Err(not_ready));
}

#[test]
fn a_user_name_that_no_account_can_have_is_denied_before_any_source_is_asked() {
    let client_id: ClientId = "pump-7".parse().unwrap();
    let allows = Always::new(Decision::Allow, Evidence::Account);
    let verifier = Verifier::new().with(allows.clone());
    for name in ["", "a\nb", &"a".repeat(256)] {
        let request = ConnectRequest::new(&client_id).with_user_name(name);
        let denied = verifier.authenticate_now(&request);
        assert!(matches!(denied, Err(Reason::UserName(_))), "{name:?}: {denied:?}");
    }
    assert_eq!(allows.asked.load(Ordering::Relaxed), 0);
    // A device has no account where its id is too long for one.
    let long = "a".repeat(256);
    let client_id: ClientId = long.parse().unwrap();
    let client = verifier.clone().with(CertificateSource);
    let client = client
        .authenticate_now(&ConnectRequest::new(&client_id).with_device(&long))
        .unwrap();
    assert_eq!((client.account(), client.device()), (None, Some(&*long)));
}

#[test]
fn every_reason_has_its_codes() {
    let empty = || "".parse::<AccountName>().unwrap_err();
    let invalid = Request::parse(Action::Publish, "#").unwrap_err();
    let codes = |reason: Reason| {
        let v3 = (reason.connack(V3_1_1), reason.suback(V3_1_1));
        (
            v3,
            (
                reason.connack(V5),
                reason.suback(V5),
                reason.puback(),
                reason.disconnect(),
            ),
        )
    };
    let not_authorized = ((0x05, 0x80), (0x87, 0x87, 0x87, 0x87));
    for (reason, expected) in [
        (Reason::NoAnswer, not_authorized),
        (Reason::NotGranted, not_authorized),
        (Reason::Refused, not_authorized),
        (Reason::UnprovenUserName, not_authorized),
        (
            Reason::ClientId(empty()),
            ((0x02, 0x80), (0x85, 0x87, 0x87, 0x87)),
        ),
        (
            Reason::UserName(empty()),
            ((0x04, 0x80), (0x86, 0x87, 0x87, 0x87)),
        ),
        (Reason::Credentials, ((0x04, 0x80), (0x86, 0x87, 0x87, 0x87))),
        (
            Reason::InvalidTopic(invalid),
            ((0x05, 0x80), (0x90, 0x8f, 0x90, 0x90)),
        ),
        (Reason::ReservedTopic, ((0x05, 0x80), (0x90, 0x87, 0x87, 0x87))),
        (
            Reason::Source(SourceFault::Overloaded { limit: 1 }),
            ((0x03, 0x80), (0x89, 0x83, 0x83, 0x89)),
        ),
        (
            Reason::Source(SourceFault::BrokenOff),
            ((0x03, 0x80), (0x88, 0x83, 0x83, 0x83)),
        ),
    ] {
        assert_eq!(codes(reason.clone()), expected, "{reason:?}");
    }
}
