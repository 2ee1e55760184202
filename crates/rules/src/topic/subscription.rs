//! Subscriptions: filters, shared or not.

use super::{
    check::{SHARE, is_filter, nul, wrong_filter, wrong_length},
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
    #[inline]
    pub fn parse(text: &'a str) -> Result<Self, InvalidTopic> {
        match text.strip_prefix(SHARE) {
            None => Self::to(None, text),
            Some(shared) => Self::parse_shared(text, shared),
        }
    }

    fn parse_shared(text: &'a str, shared: &'a str) -> Result<Self, InvalidTopic> {
        if let Some(wrong) = wrong_length(text) {
            return Err(wrong);
        }
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
        match nul(text) {
            Some(wrong) => Err(wrong),
            None => Self::to(Some(group), filter),
        }
    }

    #[inline]
    fn to(group: Option<&'a str>, filter: &'a str) -> Result<Self, InvalidTopic> {
        match is_filter(filter) {
            true => Ok(Self { group, filter }),
            false => Err(wrong_filter(filter)),
        }
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
