//! What is a topic name, a filter and a shared subscription, against the rules written down once more.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

use amqtt_verifier::{Action, InvalidTopic, Subscription, TopicFilter, TopicName};
use proptest::prelude::*;

fn is_text(text: &str) -> bool {
    (1..=65_535).contains(&text.len()) && !text.contains('\0')
}

fn is_name(text: &str) -> bool {
    is_text(text) && !text.contains(['+', '#'])
}

fn is_filter(text: &str) -> bool {
    let levels: Vec<&str> = text.split('/').collect();
    let is_level = |(at, level): (usize, &&str)| match *level {
        "+" => true,
        "#" => at + 1 == levels.len(),
        level => !level.contains(['+', '#']),
    };
    is_text(text) && levels.iter().enumerate().all(is_level)
}

/// The group and the filter, where the text is one that may be subscribed to.
fn subscription(text: &str) -> Option<(Option<&str>, &str)> {
    let parts: Vec<&str> = text.splitn(3, '/').collect();
    match parts.as_slice() {
        ["$share", group, filter] => {
            let is_group = !group.is_empty() && !group.contains(['+', '#']);
            let is_shared = is_text(text) && is_group && is_filter(filter) && !filter.starts_with("$share/");
            is_shared.then_some((Some(*group), *filter))
        }
        ["$share", _] => None,
        _ => is_filter(text).then_some((None, text)),
    }
}

fn check(text: &str) {
    assert_eq!(TopicName::parse(text).is_ok(), is_name(text), "{text:?}");
    let filter = text.parse::<TopicFilter>();
    assert_eq!(
        filter.is_ok(),
        is_filter(text) && !text.starts_with("$share/"),
        "{text:?}"
    );
    if let Ok(filter) = filter {
        assert_eq!(filter.to_string(), text);
    }
    let parsed = Subscription::parse(text);
    assert_eq!(
        parsed.ok().map(|parsed| (parsed.group(), parsed.filter())),
        subscription(text),
        "{text:?}"
    );
}

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
            level: 2
        }
    );
    assert_eq!(
        filter("##/+"),
        InvalidTopic::WildcardNotAlone {
            wildcard: '#',
            level: 1
        }
    );
    assert_eq!(filter("a/#/b"), InvalidTopic::HashNotLast { level: 2 });
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
