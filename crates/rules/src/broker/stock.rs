//! The behavior of aMQTT without our plug-in.

use crate::topic::Request;

/// Returns whether a stored filter grants a request by aMQTT's own `TopicAuthDBPlugin` (0.12.1, `TopicMatcher`): it
/// matches the topic of a SUBSCRIBE level by level, as if it were a topic name, `$share/…` and wildcards included.
///
/// ```
/// use amqtt_rules::{Action, Request, broker::amqtt_grants};
///
/// let request = Request::parse(Action::Subscribe, "a/#").unwrap();
/// assert!(amqtt_grants("a/+", request));
/// assert!(!amqtt_grants("a", request));
/// ```
#[must_use]
pub fn amqtt_grants(filter: &str, request: Request<'_>) -> bool {
    if let Request::Subscribe(subscription) = request
        && let Some(group) = subscription.group()
    {
        return matches(filter, &format!("$share/{group}/{}", subscription.filter()));
    }
    matches(filter, request.topic())
}

fn matches(filter: &str, topic: &str) -> bool {
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        return false;
    }
    let mut levels = topic.split('/');
    let mut stored = filter.split('/');
    loop {
        match (stored.next(), levels.next()) {
            (Some("#"), _) => return stored.next().is_none(),
            (Some(filter), Some(level)) if filter == "+" || filter == level => {}
            (None, None) => return true,
            _ => return false,
        }
    }
}
