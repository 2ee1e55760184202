//! The answers to brokers, against an oracle that enumerates topics, routing keys and cuts.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

use amqtt_rules::{
    Acl, Action, Request, TopicFilter,
    broker::{Broker, BrokerRights, BrokerVerdict, Weakness, weaknesses},
};
use amqtt_testkit::oracle::broker::Stored;
use proptest::prelude::*;

fn acl(rights: &[(Action, &str)]) -> Acl {
    let right = |(action, filter): &(Action, &str)| (*action, filter.parse().unwrap());
    rights.iter().map(right).collect()
}

fn both(subscribe: &[String], receive: &[String]) -> Acl {
    let right = |action| move |filter: &String| Some((action, filter.parse::<TopicFilter>().ok()?));
    let subscribe = subscribe.iter().filter_map(right(Action::Subscribe));
    let receive = receive.iter().filter_map(right(Action::Receive));
    subscribe.chain(receive).collect()
}

/// Filters, and near filters, of these levels.
fn filters(level: &'static str) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(filter(level), 0..5)
}

fn filter(level: &'static str) -> impl Strategy<Value = String> {
    let text = format!("({level})(/({level})){{0,1}}(/#)?|#");
    prop::string::string_regex(&text)
        .unwrap()
        .prop_filter("a filter", |text| text.parse::<TopicFilter>().is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn brokers_that_pass_topics_on_as_they_are(
        subscribe in filters("|a|b|[+]"),
        receive in filters("|a|b|[+]"),
        request in filter("|a|b|[+]"),
    ) {
        let stored = Stored { subscribe: &subscribe, receive: &receive };
        for broker in [Broker::Mosquitto, Broker::Amqtt, Broker::GoAuth, Broker::Emqx, Broker::VerneMq, Broker::NanoMq] {
            let rights = BrokerRights::new(broker, both(&subscribe, &receive));
            prop_assert_eq!(
                rights.asked(Action::Subscribe, &request).is_allowed(),
                stored.allow(broker, &request),
                "{}", broker
            );
        }
    }

    #[test]
    fn rabbitmq_delivers_nothing_that_is_not_granted(
        subscribe in filters(r"|a|b|[+]|a\.b|[*]"),
        receive in filters(r"|a|b|[+]|[*]"),
        request in r"(a|b|[+]|[*]|)([./](a|b|[+]|[*]|)){0,1}([./]#)?|#|a\.b[./]a",
    ) {
        let stored = Stored { subscribe: &subscribe, receive: &receive };
        let rights = BrokerRights::new(Broker::RabbitMq, both(&subscribe, &receive));
        prop_assert_eq!(
            rights.asked(Action::Subscribe, &request).is_allowed(),
            stored.allow(Broker::RabbitMq, &request)
        );
    }

    #[test]
    fn nanomq_is_allowed_what_every_reading_is(
        subscribe in filters("a|b|a,b|[+]"),
        receive in filters("a|b|b,a|[+]"),
        sent in r"(a|b|[+]|#|a/[+]|b/#|)(,(a|b|a/b|[+]|a/#|)){0,2}",
    ) {
        let stored = Stored { subscribe: &subscribe, receive: &receive };
        let rights = BrokerRights::new(Broker::NanoMq, both(&subscribe, &receive));
        prop_assert_eq!(
            rights.asked(Action::Subscribe, &sent).is_allowed(),
            stored.allow(Broker::NanoMq, &sent)
        );
    }

    #[test]
    fn no_text_is_too_strange(stored in any::<String>(), sent in any::<String>()) {
        for broker in Broker::ALL {
            for action in Action::ALL {
                let stored = stored.parse::<TopicFilter>().ok().map(|filter| (action, filter));
                let rights = BrokerRights::new(broker, stored.into_iter().collect());
                let decided = rights.asked(action, &sent).is_allowed();
                if let Ok(request) = Request::parse(action, &sent) {
                    prop_assert_eq!(decided, rights.allows(request));
                }
            }
        }
    }
}

#[test]
fn a_verdict_names_the_rights_that_decide() {
    let stored = [
        (Action::Subscribe, "plant/#"),
        (Action::Receive, "plant/+/state"),
        (Action::Publish, "a/b"),
        (Action::Publish, "c.d"),
    ];
    let decide = |broker, action, topic| {
        BrokerRights::new(broker, acl(&stored)).decide(Request::parse(action, topic).unwrap())
    };
    let BrokerVerdict::Denied { demand, witness, .. } = decide(Broker::Emqx, Action::Subscribe, "plant/#")
    else {
        panic!("allowed")
    };
    assert_eq!(
        (demand.action, demand.topic.as_str()),
        (Action::Receive, "plant/#")
    );
    assert_eq!(witness, "plant");
    let allowed = decide(Broker::Emqx, Action::Subscribe, "$share/g/plant/7/state");
    let BrokerVerdict::Allowed { by } = allowed else {
        panic!("{allowed:?}")
    };
    let by: Vec<String> = by
        .iter()
        .map(|(action, filter)| format!("{action} {filter}"))
        .collect();
    assert_eq!(by, ["subscribe plant/#", "receive plant/+/state"]);
    assert!(decide(Broker::GoAuth, Action::Subscribe, "plant/#").is_allowed());
    // `a.b` and `a/b` are one at RabbitMQ, and what is stored with a dot is neither.
    assert!(decide(Broker::RabbitMq, Action::Publish, "a.b").is_allowed());
    assert!(!decide(Broker::RabbitMq, Action::Publish, "c.d").is_allowed());
    assert!(decide(Broker::Emqx, Action::Publish, "c.d").is_allowed());
    assert!(!decide(Broker::RabbitMq, Action::Publish, "$x.b").is_allowed());
}

#[test]
fn too_many_commas_are_denied() {
    let rights = BrokerRights::new(
        Broker::NanoMq,
        acl(&[(Action::Subscribe, "#"), (Action::Receive, "#")]),
    );
    let sent = |commas: usize| vec!["a"; commas + 1].join(",");
    assert!(rights.asked(Action::Subscribe, &sent(31)).is_allowed());
    assert_eq!(
        rights.asked(Action::Subscribe, &sent(32)),
        BrokerVerdict::Unreadable
    );
    assert_eq!(
        rights.asked(Action::Subscribe, &",".repeat(65_535)),
        BrokerVerdict::Unreadable
    );
}

#[test]
fn weak_rights_are_named() {
    let stored = [
        (Action::Publish, "a.b"),
        (Action::Subscribe, "a/+"),
        (Action::Subscribe, "x,y"),
        (Action::Receive, "a/+"),
        (Action::Receive, "x,y"),
    ];
    let words = |broker| {
        let found = weaknesses(broker, &acl(&stored));
        let word = |found: &amqtt_rules::broker::Weakened| {
            format!("{} {} {}", found.action, found.filter, found.weakness.as_str())
        };
        found.iter().map(word).collect::<Vec<_>>()
    };
    assert_eq!(words(Broker::Mosquitto), [""; 0]);
    assert_eq!(words(Broker::GoAuth), [""; 0]);
    assert_eq!(words(Broker::Amqtt), ["subscribe a/+ grants_more"]);
    let only = ["receive a/+ only_at_subscribe", "receive x,y only_at_subscribe"];
    assert_eq!(words(Broker::Emqx), only);
    assert_eq!(
        words(Broker::RabbitMq),
        ["publish a.b grants_nothing", only[0], only[1]]
    );
    assert_eq!(
        words(Broker::NanoMq),
        ["subscribe x,y ambiguous", only[0], only[1]]
    );

    let covered = acl(&[(Action::Subscribe, "a/+"), (Action::Subscribe, "a/#")]);
    assert_eq!(weaknesses(Broker::Amqtt, &covered), []);
    let unheard = weaknesses(Broker::VerneMq, &acl(&[(Action::Subscribe, "a/+")]));
    assert_eq!(
        unheard[0].weakness,
        Weakness::NotReceived {
            witness: "a/x".to_owned()
        }
    );
}

#[test]
fn words_are_read_back() {
    for broker in Broker::ALL {
        assert_eq!(broker.as_str().parse(), Ok(broker));
        assert!(!broker.limits().is_empty());
    }
    assert!("Mosquitto".parse::<Broker>().is_err());
}
