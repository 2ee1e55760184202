//! Topic names, filters and shared subscriptions, against the rules written down once more.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

use amqtt_rules::{Action, InvalidTopic, Subscription, TopicFilter, TopicName, topic::Excerpt};
use amqtt_testkit::oracle::topics::check;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 5_000, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn texts_like_topics(text in r"(\$share(/|/g/|/g/\$share|/g\+/)?)?[/+#$aé\x00]{0,20}") {
        check(&text);
    }
}

#[test]
fn at_every_place() {
    for length in 1..40 {
        for at in 0..length {
            for odd in [
                "+", "#", "\0", "/+", "+/", "/+/", "/#", "#/", "//", "/+a", "a+/", "$", "é",
            ] {
                let text = "a".repeat(at) + odd + &"a".repeat(length - at - 1);
                check(&text);
                check(&text[..at + odd.len()]);
            }
        }
    }
}

#[test]
fn the_longest_ones() {
    for (unit, unit_length) in [("/", 1), ("a", 1), ("+/", 2), ("é", 2), ("$share/g/", 9)] {
        for length in 65_530..65_540 {
            check(&unit.repeat(length / unit_length));
        }
    }
    check(&format!("$share/g/{}", "a".repeat(65_526)));
    check(&format!("$share/g/{}", "a".repeat(65_527)));
}

#[test]
fn errors_say_what_is_wrong() {
    let filter = |text: &str| text.parse::<TopicFilter>().unwrap_err();
    assert_eq!(filter(""), InvalidTopic::Empty);
    assert_eq!(
        filter(&"a".repeat(65_536)),
        InvalidTopic::TooLong { actual: 65_536 }
    );
    assert_eq!(filter("é\0"), InvalidTopic::Nul { at: 2 });
    assert_eq!(
        filter("a/b+"),
        InvalidTopic::WildcardNotAlone {
            wildcard: '+',
            level: 2,
            content: Excerpt::of("b+")
        }
    );
    assert_eq!(
        filter("##/+"),
        InvalidTopic::WildcardNotAlone {
            wildcard: '#',
            level: 1,
            content: Excerpt::of("##")
        }
    );
    assert_eq!(filter("a/#/b"), InvalidTopic::HashNotLast { level: 2, levels: 3 });
    assert_eq!(
        filter("home#").to_string(),
        r#"'#' must be a level of its own (level 1: "home#")"#
    );
    let long = filter(&format!("a/{}+", "é".repeat(1_000))).to_string();
    assert!(long.ends_with(r#"éé"...)"#) && long.len() < 200, "{long}");
    assert_eq!(filter("$share/g/a"), InvalidTopic::ShareStored);
    assert_eq!(
        TopicName::parse("a/#").unwrap_err(),
        InvalidTopic::WildcardInName { wildcard: '#' }
    );

    let shared = |text| Subscription::parse(text).unwrap_err();
    assert_eq!(shared("$share/g"), InvalidTopic::ShareWithoutFilter);
    assert_eq!(shared("$share/g/"), InvalidTopic::ShareWithoutFilter);
    assert_eq!(shared("$share//a"), InvalidTopic::ShareGroup);
    assert_eq!(shared("$share/+/a"), InvalidTopic::ShareGroup);
    assert_eq!(shared("$share/g/$share/g/a"), InvalidTopic::ShareOfShare);
    assert!(Subscription::parse("$share").is_ok());
    assert!("$share".parse::<TopicFilter>().is_ok());
}

#[test]
fn what_may_be_stored() {
    for (text, storable) in [
        ("a/$SYS", true),
        ("#", true),
        ("$SYS/#", false),
        ("$", false),
        ("$share", false),
    ] {
        let filter: TopicFilter = text.parse().unwrap();
        assert_eq!(filter.check_storable(Action::Publish).is_ok(), storable, "{text}");
        assert_eq!(filter.check_storable(Action::Subscribe), Ok(()));
        assert_eq!(filter.check_storable(Action::Receive), Ok(()));
    }
}

#[test]
fn actions_are_words() {
    for action in Action::ALL {
        assert_eq!(action.as_str().parse(), Ok(action));
        assert_eq!(format!("{action:>10}").trim(), action.as_str());
    }
    assert!("Publish".parse::<Action>().is_err());
}
