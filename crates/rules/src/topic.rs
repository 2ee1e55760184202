//! Topics: the names that messages go by, the filters that are stored, and what a SUBSCRIBE asks for (MQTT 5, 4.7, 4.8.2).

use std::{fmt, str::FromStr};

/// The longest topic name or filter, in bytes: an MQTT string has a length of two octets (MQTT 5, 1.5.4).
const LENGTH_MAX: usize = 65_535;
const SHARE: &str = "$share/";

/// What a client may be allowed to do with a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Send a message to the broker.
    Publish,
    /// Ask the broker for messages.
    Subscribe,
    /// Be sent a message by the broker.
    Receive,
}

impl Action {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Publish, Self::Subscribe, Self::Receive];

    /// The word for it: `publish`, `subscribe` or `receive`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Subscribe => "subscribe",
            Self::Receive => "receive",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Action {
    type Err = InvalidAction;

    fn from_str(text: &str) -> Result<Self, InvalidAction> {
        let found = Self::ALL.into_iter().find(|action| action.as_str() == text);
        found.ok_or_else(|| InvalidAction(text.to_owned()))
    }
}

/// A word that names no [`Action`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be publish, subscribe or receive, and is {0:?}")]
pub struct InvalidAction(pub String);

/// Why a text is not a topic of the kind that was asked for. Levels are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTopic {
    /// Nothing was given.
    #[error("a topic must not be empty")]
    Empty,
    /// Longer than an MQTT string can be.
    #[error("a topic must be at most {LENGTH_MAX} bytes long, and this one is {actual}")]
    TooLong {
        /// The bytes there are.
        actual: usize,
    },
    /// NUL, which MQTT strings never contain (MQTT 5, 1.5.4).
    #[error("a topic must not contain NUL, as this one does at byte {at}")]
    Nul {
        /// Its place, counted in bytes from 0.
        at: usize,
    },
    /// A wildcard in a topic name (MQTT 5, 4.7.1).
    #[error("{wildcard:?} is for filters: a topic that is published or received must not contain it")]
    WildcardInName {
        /// The wildcard.
        wildcard: char,
    },
    /// A wildcard that shares its level with something else (MQTT 5, 4.7.1.2 and 4.7.1.3).
    #[error("{wildcard:?} must be alone in its level, and in level {level} it is not")]
    WildcardNotAlone {
        /// The wildcard.
        wildcard: char,
        /// Its level.
        level: usize,
    },
    /// Levels after a `#` (MQTT 5, 4.7.1.2).
    #[error("'#' must be the last level, and more follows the one in level {level}")]
    HashNotLast {
        /// Its level.
        level: usize,
    },
    /// A `$share` subscription without a filter (MQTT 5, 4.8.2).
    #[error("a shared subscription is $share/<group>/<filter>, and the filter is missing")]
    ShareWithoutFilter,
    /// A `$share` subscription whose group is empty or holds a wildcard (MQTT 5, 4.8.2).
    #[error("the group of $share/<group>/<filter> must be 1 or more characters without '+' and '#'")]
    ShareGroup,
    /// A `$share` subscription to another one.
    #[error("a shared subscription must not be to a shared subscription")]
    ShareOfShare,
    /// A `$share` subscription where a filter is stored.
    #[error("shared subscriptions are not stored: the filter after $share/<group>/ grants the same")]
    ShareStored,
    /// A filter that could never grant anything: nobody may publish to a topic that begins with `$`.
    #[error("a publish filter must not begin with '$', as publishing there is always denied")]
    ReservedForPublish,
}

/// A topic name: what a message is published to, and received from (MQTT 5, 4.7.3).
///
/// 1 to 65,535 bytes of UTF-8 without NUL, `+` and `#`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TopicName<'a>(&'a str);

impl<'a> TopicName<'a> {
    /// Reads a topic name.
    ///
    /// # Errors
    /// [`InvalidTopic`] when the text is not one.
    pub fn parse(text: &'a str) -> Result<Self, InvalidTopic> {
        check_length(text)?;
        if has_special(text.as_bytes()) {
            check_nul(text)?;
            if let Some(wildcard) = text.chars().find(|c| matches!(c, '+' | '#')) {
                return Err(InvalidTopic::WildcardInName { wildcard });
            }
        }
        Ok(Self(text))
    }

    /// The text as it was given.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// Whether it begins with `$`, where the broker alone may publish (MQTT 5, 4.7.2).
    #[must_use]
    pub fn is_reserved(self) -> bool {
        self.0.starts_with('$')
    }
}

impl fmt::Display for TopicName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A topic filter as it is stored (MQTT 5, 4.7.1): a topic in which `+` stands for any one level, and `#` at the end
/// for any number of them.
///
/// 1 to 65,535 bytes of UTF-8 without NUL. A shared subscription, `$share/…`, is no such filter; see [`Subscription`].
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
    /// The text as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this filter may be stored for that action.
    ///
    /// # Errors
    /// [`InvalidTopic::ReservedForPublish`] for a filter that begins with `$` and [`Action::Publish`].
    pub fn check_storable(&self, action: Action) -> Result<(), InvalidTopic> {
        match action {
            Action::Publish if self.0.starts_with('$') => Err(InvalidTopic::ReservedForPublish),
            _ => Ok(()),
        }
    }

    /// A filter from a text that is known to be one.
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
        check_filter(text)?;
        Ok(Self(text.into()))
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

/// What a SUBSCRIBE asks for: a filter, or one shared among a group, `$share/<group>/<filter>` (MQTT 5, 4.8.2).
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
    /// Reads the topic filter of a SUBSCRIBE.
    ///
    /// # Errors
    /// [`InvalidTopic`] when the text is neither a filter nor a shared subscription.
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

    /// The group that shares the messages.
    #[must_use]
    pub fn group(self) -> Option<&'a str> {
        self.group
    }

    /// The filter for which it needs rights.
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

/// What a client asks to do: an action, and a topic that was parsed as what that action takes.
///
/// ```
/// use amqtt_rules::topic::{Action, Request};
///
/// assert!(Request::parse(Action::Subscribe, "plant/+/state").is_ok());
/// assert!(Request::parse(Action::Publish, "plant/+/state").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Request<'a> {
    /// To publish to a topic.
    Publish(TopicName<'a>),
    /// To subscribe to a filter, `$share/<group>/<filter>` included.
    Subscribe(Subscription<'a>),
    /// To be sent a message that was published to a topic.
    Receive(TopicName<'a>),
}

impl<'a> Request<'a> {
    /// Parses the topic of a request: a topic name to publish and receive, a filter to subscribe.
    ///
    /// # Errors
    /// [`InvalidTopic`] when the text is not what the action takes.
    pub fn parse(action: Action, topic: &'a str) -> Result<Self, InvalidTopic> {
        match action {
            Action::Publish => TopicName::parse(topic).map(Self::Publish),
            Action::Subscribe => Subscription::parse(topic).map(Self::Subscribe),
            Action::Receive => TopicName::parse(topic).map(Self::Receive),
        }
    }

    /// Returns the action.
    #[must_use]
    pub fn action(self) -> Action {
        match self {
            Self::Publish(_) => Action::Publish,
            Self::Subscribe(_) => Action::Subscribe,
            Self::Receive(_) => Action::Receive,
        }
    }

    /// Returns the topic that rights are looked up for: of a shared subscription, the filter in it.
    #[must_use]
    pub fn topic(self) -> &'a str {
        match self {
            Self::Publish(name) | Self::Receive(name) => name.as_str(),
            Self::Subscribe(subscription) => subscription.filter(),
        }
    }
}

fn check_filter(text: &str) -> Result<(), InvalidTopic> {
    check_length(text)?;
    let bytes = text.as_bytes();
    let is_wrong = bytes[0] == 0 || any_pair(bytes, &bytes[1..], breaks_level);
    match is_wrong {
        false => Ok(()),
        true => Err(what_is_wrong(text)),
    }
}

/// What is wrong with a filter that is not valid.
fn what_is_wrong(text: &str) -> InvalidTopic {
    if let Err(nul) = check_nul(text) {
        return nul;
    }
    let shared = |content: &str| content.len() > 1 && content.contains(['+', '#']);
    for (content, level) in text.split('/').zip(1..) {
        if let Some(wildcard) = content
            .chars()
            .find(|c| shared(content) && matches!(c, '+' | '#'))
        {
            return InvalidTopic::WildcardNotAlone { wildcard, level };
        }
        if content == "#" {
            return InvalidTopic::HashNotLast { level };
        }
    }
    InvalidTopic::Empty
}

fn check_length(text: &str) -> Result<(), InvalidTopic> {
    match text.len() {
        0 => Err(InvalidTopic::Empty),
        1..=LENGTH_MAX => Ok(()),
        actual => Err(InvalidTopic::TooLong { actual }),
    }
}

fn check_nul(text: &str) -> Result<(), InvalidTopic> {
    match text.find('\0') {
        Some(at) => Err(InvalidTopic::Nul { at }),
        None => Ok(()),
    }
}

/// Whether there is a NUL, `+` or `#`.
fn has_special(bytes: &[u8]) -> bool {
    any_pair(bytes, bytes, |byte, _| {
        equal(byte, 0) | equal(byte, b'+') | equal(byte, b'#')
    })
}

/// Whether two bytes must not be neighbours in a filter: a wildcard has its level for itself, `#` is the last one, and
/// there is no NUL.
fn breaks_level(left: u8, right: u8) -> u8 {
    let wildcard = |byte| equal(byte, b'+') | equal(byte, b'#');
    let left_alone = !wildcard(left) | equal(right, b'/');
    let right_alone = !wildcard(right) | equal(left, b'/');
    equal(right, 0) | equal(left, b'#') | !left_alone | !right_alone
}

/// All bits, or none.
fn equal(a: u8, b: u8) -> u8 {
    u8::from(a == b).wrapping_neg()
}

/// Whether anything is true of any two bytes that have the same place in two texts, as far as both go.
///
/// This runs for every message: in blocks, with masks of bits for truth, and without a branch inside, it compiles to vector
/// instructions.
fn any_pair(a: &[u8], b: &[u8], truth: impl Fn(u8, u8) -> u8 + Copy) -> bool {
    let length = a.len().min(b.len());
    let (a, b) = (&a[..length], &b[..length]);
    any_in_blocks::<16>(a, b, truth)
        .or_else(|| any_in_blocks::<8>(a, b, truth))
        .unwrap_or_else(|| a.iter().zip(b).any(|(a, b)| truth(*a, *b) != 0))
}

/// The same of texts that are as long as a block at least; the last block may lie over the one before.
fn any_in_blocks<const SIZE: usize>(a: &[u8], b: &[u8], truth: impl Fn(u8, u8) -> u8) -> Option<bool> {
    let mut any = [0; SIZE];
    let mut add = |a: &[u8; SIZE], b: &[u8; SIZE]| {
        let pairs = a.iter().zip(b);
        any.iter_mut()
            .zip(pairs)
            .for_each(|(any, (a, b))| *any |= truth(*a, *b));
    };
    add(a.last_chunk()?, b.last_chunk()?);
    let blocks = a.as_chunks().0.iter().zip(b.as_chunks().0);
    blocks.for_each(|(a, b)| add(a, b));
    Some(any != [0; SIZE])
}
