//! Topic names, filters and shared subscriptions: the rules of MQTT 5, 4.7 and 4.8.2, written down once more.

use amqtt_rules::{Subscription, TopicFilter, TopicName};

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

/// A text is taken for what it is, and given back as it came.
pub fn check(text: &str) {
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
