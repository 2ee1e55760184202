//! Subscriptions: filters, shared or not.

use super::{
    check::{SHARE, check_filter, check_length, check_nul},
    filter::TopicFilter,
    invalid::InvalidTopic,
};

/// A subscription: a filter, or a shared subscription, `$share/<group>/<filter>` (MQTT 5, 4.8.2).
///
/// A shared subscription needs the same rights as its filter. `$share` alone is an ordinary filter.
///
/// ```
/// use amqtt_rules::Subscription;
///
/// let shared = Subscription::parse("$share/workers/jobs/#").unwrap();
/// assert_eq!(shared.group(), Some("workers"));
/// assert_eq!(shared.filter(), "jobs/#");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Subscription<'a> {
    group: Option<&'a str>,
    filter: &'a str,
}

impl<'a> Subscription<'a> {
    /// Parses the topic filter of a SUBSCRIBE.
    ///
    /// # Errors
    /// [`InvalidTopic`] if the text is neither a filter nor a shared subscription.
    pub fn parse(text: &'a str) -> Result<Self, InvalidTopic> {
        let Some(shared) = text.strip_prefix(SHARE) else {
            check_filter(text)?;
            return Ok(Self {
                group: None,
                filter: text,
            });
        };
        check_length(text)?;
        let (group, filter) = shared.split_once('/').ok_or(InvalidTopic::ShareWithoutFilter)?;
        if group.is_empty() || group.contains(['+', '#']) {
            return Err(InvalidTopic::ShareGroup);
        }
        if filter.is_empty() {
            return Err(InvalidTopic::ShareWithoutFilter);
        }
        if filter.starts_with(SHARE) {
            return Err(InvalidTopic::ShareOfShare);
        }
        check_nul(text)?;
        check_filter(filter)?;
        Ok(Self {
            group: Some(group),
            filter,
        })
    }

    /// Returns the group that shares the messages.
    #[must_use]
    pub fn group(self) -> Option<&'a str> {
        self.group
    }

    /// Returns the filter that rights are needed for.
    #[must_use]
    pub fn filter(self) -> &'a str {
        self.filter
    }
}

impl<'a> From<&'a TopicFilter> for Subscription<'a> {
    fn from(filter: &'a TopicFilter) -> Self {
        Self {
            group: None,
            filter: filter.as_str(),
        }
    }
}
