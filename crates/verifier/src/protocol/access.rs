//! The numbers of actions.

use amqtt_rules::topic::Action;

/// An action on a topic: the parameter `acc`, with the numbers of Mosquitto's plug-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Access {
    /// 1: receive a message.
    Receive = 1,
    /// 2: publish a message.
    Publish = 2,
    /// 4: subscribe to a filter.
    Subscribe = 4,
}

impl Access {
    /// Returns the number.
    ///
    /// ```
    /// use amqtt_verifier::{Action, protocol::Access};
    ///
    /// assert_eq!(Access::from(Action::Subscribe).number(), 4);
    /// assert_eq!(Access::try_from(1).map(Action::from), Ok(Action::Receive));
    /// assert!(Access::try_from(3).is_err());
    /// ```
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }
}

impl From<Action> for Access {
    fn from(action: Action) -> Self {
        match action {
            Action::Receive => Self::Receive,
            Action::Publish => Self::Publish,
            Action::Subscribe => Self::Subscribe,
        }
    }
}

impl From<Access> for Action {
    fn from(access: Access) -> Self {
        match access {
            Access::Receive => Self::Receive,
            Access::Publish => Self::Publish,
            Access::Subscribe => Self::Subscribe,
        }
    }
}

impl TryFrom<u8> for Access {
    type Error = UnknownAccess;

    fn try_from(number: u8) -> Result<Self, UnknownAccess> {
        match number {
            1 => Ok(Self::Receive),
            2 => Ok(Self::Publish),
            4 => Ok(Self::Subscribe),
            _ => Err(UnknownAccess(number)),
        }
    }
}

/// Error from a number that is not an [`Access`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("acc must be 1 (receive), 2 (publish) or 4 (subscribe), but is {0}")]
pub struct UnknownAccess(u8);
