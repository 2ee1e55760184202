//! The dialects, and how each says yes and no.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use amqtt_verifier::broker::Broker;

/// The way in which a kind of broker asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Amqtt,
    AmqttText,
    GoAuth,
    GoAuthText,
    Emqx,
    VerneMq,
    RabbitMq,
    NanoMq,
}

/// An answer, whatever the dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reply {
    No,
    Yes,
    /// Yes to a login, with the device that the certificate proved and the time at which it ends.
    Admitted {
        device: Option<String>,
        until: Option<i64>,
    },
    /// The filters of a SUBSCRIBE, each with its QoS, or 128 for one that is denied.
    Filters(Vec<(String, u8)>),
}

impl Reply {
    pub(crate) fn is_yes(&self) -> bool {
        match self {
            Self::No => false,
            Self::Yes | Self::Admitted { .. } => true,
            Self::Filters(filters) => filters.iter().any(|(_, qos)| *qos != DENIED),
        }
    }
}

/// The QoS of a filter that is denied (MQTT 3.1.1, 3.9.3).
pub(crate) const DENIED: u8 = 128;

impl Dialect {
    pub(crate) const ALL: [Self; 8] = [
        Self::Amqtt,
        Self::AmqttText,
        Self::GoAuth,
        Self::GoAuthText,
        Self::Emqx,
        Self::VerneMq,
        Self::RabbitMq,
        Self::NanoMq,
    ];

    /// Returns its word, in logs and metrics.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AmqttText => "amqtt-text",
            Self::GoAuthText => "go-auth-text",
            other => other.broker().as_str(),
        }
    }

    /// Returns the broker by whose rules topics are read.
    pub(crate) fn broker(self) -> Broker {
        match self {
            Self::Amqtt | Self::AmqttText => Broker::Amqtt,
            Self::GoAuth | Self::GoAuthText => Broker::GoAuth,
            Self::Emqx => Broker::Emqx,
            Self::VerneMq => Broker::VerneMq,
            Self::RabbitMq => Broker::RabbitMq,
            Self::NanoMq => Broker::NanoMq,
        }
    }

    /// Writes an answer. A no is one in every mode that the broker may be configured for.
    pub(crate) fn response(self, reply: &Reply) -> Response {
        let yes = reply.is_yes();
        let status = match (self, yes) {
            // What is not 200 counts as no answer there.
            (Self::Emqx | Self::VerneMq | Self::RabbitMq, _) | (_, true) => StatusCode::OK,
            (_, false) => StatusCode::FORBIDDEN,
        };
        let (content_type, body) = match self {
            Self::AmqttText | Self::GoAuthText | Self::NanoMq => {
                (TEXT, if yes { "ok" } else { "no" }.to_owned())
            }
            Self::RabbitMq => (TEXT, if yes { "allow" } else { "deny" }.to_owned()),
            Self::Amqtt => (JSON, json!({ "ok": yes }).to_string()),
            Self::GoAuth => (
                JSON,
                json!({ "ok": yes, "error": if yes { "" } else { "denied" } }).to_string(),
            ),
            Self::Emqx => (JSON, emqx(reply)),
            Self::VerneMq => (JSON, vernemq(reply)),
        };
        // An answer is for now: rights change within a second.
        let headers = [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, "no-store"),
        ];
        (status, headers, body).into_response()
    }
}

const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";

fn emqx(reply: &Reply) -> String {
    let mut answer = json!({ "result": if reply.is_yes() { "allow" } else { "deny" } });
    if let Reply::Admitted { device, until } = reply {
        answer["is_superuser"] = json!(false);
        if let Some(device) = device {
            answer["client_attrs"] = json!({ "device": device });
        }
        if let Some(until) = until {
            answer["expire_at"] = json!(until);
        }
    }
    answer.to_string()
}

fn vernemq(reply: &Reply) -> String {
    let answer = match reply {
        Reply::Filters(filters) => {
            let topics: Vec<_> = filters
                .iter()
                .map(|(topic, qos)| json!({ "topic": topic, "qos": qos }))
                .collect();
            json!({ "result": "ok", "topics": topics })
        }
        Reply::No => json!({ "result": { "error": "not_allowed" } }),
        Reply::Yes | Reply::Admitted { .. } => json!({ "result": "ok" }),
    };
    answer.to_string()
}
