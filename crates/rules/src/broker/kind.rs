//! The brokers, and what they can do at all.

use std::{fmt, str::FromStr};

/// A broker that asks by these rules: through a plug-in, or over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Broker {
    /// Mosquitto 2.0 with the plug-in.
    Mosquitto,
    /// aMQTT 0.12 with the plug-in.
    Amqtt,
    /// RabbitMQ 3.10 with its HTTP back end.
    RabbitMq,
    /// EMQX 5 and 6 over HTTP.
    Emqx,
    /// VerneMQ with web hooks.
    VerneMq,
    /// NanoMQ over HTTP.
    NanoMq,
    /// Mosquitto with mosquitto-go-auth, over HTTP.
    GoAuth,
}

impl Broker {
    /// All brokers, in the order in which they are listed.
    pub const ALL: [Self; 7] = [
        Self::Mosquitto,
        Self::Amqtt,
        Self::RabbitMq,
        Self::Emqx,
        Self::VerneMq,
        Self::NanoMq,
        Self::GoAuth,
    ];

    /// Returns the word for it: `mosquitto`, `amqtt`, `rabbitmq`, `emqx`, `vernemq`, `nanomq` or `go-auth`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mosquitto => "mosquitto",
            Self::Amqtt => "amqtt",
            Self::RabbitMq => "rabbitmq",
            Self::Emqx => "emqx",
            Self::VerneMq => "vernemq",
            Self::NanoMq => "nanomq",
            Self::GoAuth => "go-auth",
        }
    }

    /// Returns its name in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mosquitto => "Mosquitto",
            Self::Amqtt => "aMQTT",
            Self::RabbitMq => "RabbitMQ",
            Self::Emqx => "EMQX",
            Self::VerneMq => "VerneMQ",
            Self::NanoMq => "NanoMQ",
            Self::GoAuth => "mosquitto-go-auth",
        }
    }

    /// Returns whether it asks before each message that it delivers. A broker that does not asks about a subscription once,
    /// and delivers whatever that matches.
    #[must_use]
    pub fn asks_on_delivery(self) -> bool {
        matches!(self, Self::Mosquitto | Self::Amqtt | Self::GoAuth)
    }

    /// Returns what it cannot keep, whatever the rights are: a phrase each.
    #[must_use]
    pub fn limits(self) -> &'static [&'static str] {
        match self {
            Self::Mosquitto => &[
                "passes on a device's certificate only with `require_certificate true`, and no intermediates",
            ],
            Self::Amqtt => &[
                "passes on no intermediates of a device's chain",
                "keeps the connection of a revoked device open, which then sends and receives nothing",
                "has no shared subscriptions: it grants a SUBSCRIBE to $share/…, and delivers nothing for it",
                "without the plug-in, matches a requested filter as if it were a topic name",
            ],
            Self::RabbitMq => &[
                NO_DELIVERY,
                "takes '.' and '/' for the same character, and '*' for '+'",
                "lets a wildcard in the first level match topics that begin with '$'",
                "remembers up to 12 allowed topics of a connection for its whole life",
                "passes on no certificate, only a user name taken from it",
                SESSION_STAYS,
            ],
            Self::Emqx => &[
                NO_DELIVERY,
                "remembers an answer for 1 minute by default",
                "passes on a device's certificate only at CONNECT, and no intermediates",
                SESSION_STAYS,
            ],
            Self::VerneMq => &[
                NO_DELIVERY,
                "remembers an answer as long as its Cache-Control header says",
                "passes on no intermediates of a device's chain",
                SESSION_STAYS,
            ],
            Self::NanoMq => &[
                NO_DELIVERY,
                "joins the filters of a SUBSCRIBE by commas, so that one with a comma in it is ambiguous",
                "passes on no certificate, only its common name",
                SESSION_STAYS,
            ],
            Self::GoAuth => &[
                "remembers answers as its cache is configured",
                "passes on no certificate, only its common name",
                SESSION_STAYS,
            ],
        }
    }
}

const NO_DELIVERY: &str = "does not ask before it delivers: a SUBSCRIBE must be covered by the subscribe and the receive rights, and \
                           stays in force when they are withdrawn";
const SESSION_STAYS: &str = "keeps the session of a revoked device until it disconnects";

impl fmt::Display for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Broker {
    type Err = InvalidBroker;

    fn from_str(text: &str) -> Result<Self, InvalidBroker> {
        let found = Self::ALL.into_iter().find(|broker| broker.as_str() == text);
        found.ok_or_else(|| InvalidBroker(text.to_owned()))
    }
}

/// Error from parsing a word that is not a [`Broker`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be mosquitto, amqtt, rabbitmq, emqx, vernemq, nanomq or go-auth, not {0:?}")]
pub struct InvalidBroker(pub String);
