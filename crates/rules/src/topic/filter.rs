//! The filters that are stored.

use std::{fmt, str::FromStr};

use super::{
    action::Action,
    check::{SHARE, is_filter, wrong_filter},
    invalid::InvalidTopic,
};

/// A topic filter as it is stored (MQTT 5, 4.7.1): a topic in which `+` matches any one level, and `#` at the end any number
/// of levels.
///
/// 1 to 65,535 bytes of UTF-8 without NUL. A shared subscription, `$share/…`, is not such a filter; see
/// [`Subscription`](super::subscription::Subscription).
///
/// ```
/// use amqtt_rules::TopicFilter;
///
/// assert!("sensors/+/state/#".parse::<TopicFilter>().is_ok());
/// assert!("sensors/a+/state".parse::<TopicFilter>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TopicFilter(Box<str>);

impl TopicFilter {
    /// Returns the text as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Checks that the filter may be stored for an action.
    ///
    /// # Errors
    /// [`InvalidTopic::ReservedForPublish`] for a filter that begins with `$` and [`Action::Publish`].
    pub fn check_storable(&self, action: Action) -> Result<(), InvalidTopic> {
        match action {
            Action::Publish if self.0.starts_with('$') => Err(InvalidTopic::ReservedForPublish),
            _ => Ok(()),
        }
    }

    /// Makes a filter of a text that is known to be one.
    pub(crate) fn known(text: &str) -> Self {
        Self(text.into())
    }
}

impl FromStr for TopicFilter {
    type Err = InvalidTopic;

    fn from_str(text: &str) -> Result<Self, InvalidTopic> {
        if text.starts_with(SHARE) {
            return Err(InvalidTopic::ShareStored);
        }
        match is_filter(text) {
            true => Ok(Self(text.into())),
            false => Err(wrong_filter(text)),
        }
    }
}

impl AsRef<str> for TopicFilter {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TopicFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
