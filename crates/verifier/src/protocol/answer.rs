//! Answers, read and written. Whatever is not exactly as agreed denies.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

use crate::{
    decision::{Decision, Reason, SourceFault},
    protocol::ResponseMode,
};

/// An answer, as a server sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Value of the header `Content-Type`.
    pub content_type: &'static str,
    /// Body.
    pub body: &'static str,
}

impl ResponseMode {
    /// Returns the answer that says a decision; why something is denied is not for the other side.
    ///
    /// The mode `text` cannot express abstaining: it writes a no.
    ///
    /// ```
    /// use amqtt_verifier::{Decision, protocol::ResponseMode};
    ///
    /// let answer = ResponseMode::Json.answer(&Decision::Allow);
    /// assert_eq!((answer.status, answer.body), (200, r#"{"ok": true}"#));
    /// ```
    #[must_use]
    pub fn answer(self, decision: &Decision) -> Answer {
        const JSON: &str = "application/json";
        const TEXT: &str = "text/plain; charset=utf-8";
        let (status, content_type, body) = match (self, decision) {
            (Self::Status, Decision::Allow) => (204, TEXT, ""),
            (Self::Status, Decision::Deny(_)) => (403, TEXT, ""),
            // Neither yes nor no: it is for others to say.
            (Self::Status, Decision::Abstain) => (501, TEXT, ""),
            (Self::Json, Decision::Allow) => (200, JSON, r#"{"ok": true}"#),
            (Self::Json, Decision::Deny(_)) => (200, JSON, r#"{"ok": false}"#),
            (Self::Json, Decision::Abstain) => (200, JSON, r#"{"ok": null}"#),
            (Self::Text, Decision::Allow) => (200, TEXT, "ok"),
            (Self::Text, Decision::Deny(_) | Decision::Abstain) => (403, TEXT, "no"),
        };
        Answer {
            status,
            content_type,
            body,
        }
    }

    /// Reads an answer: its status, its header `Content-Type`, and its body.
    ///
    /// Keys of a JSON object are compared in lower case, as aMQTT does. A key that is there twice, in any object, makes the
    /// answer malformed, since two readers would disagree on its meaning. A redirect (3xx) denies in every mode.
    #[must_use]
    pub fn decide(self, status: u16, content_type: Option<&str>, body: &[u8]) -> Decision {
        let success = (200..300).contains(&status);
        match self {
            _ if (300..400).contains(&status) => Decision::Deny(SourceFault::Redirect { status }.into()),
            Self::Status if success => Decision::Allow,
            Self::Status if !(400..500).contains(&status) => Decision::Abstain,
            Self::Text if success && body.eq_ignore_ascii_case(b"ok") => Decision::Allow,
            Self::Json if success => decide_json(content_type, body),
            Self::Status | Self::Text | Self::Json => Decision::Deny(Reason::Refused),
        }
    }
}

fn decide_json(content_type: Option<&str>, body: &[u8]) -> Decision {
    let malformed = |why| Decision::Deny(SourceFault::Malformed(why).into());
    if !content_type.is_some_and(is_json) {
        return malformed("its Content-Type is not application/json");
    }
    let Ok(Json::Object(answer)) = serde_json::from_slice(body) else {
        return malformed("it is not a JSON object in which every key is there once");
    };
    match answer.get("ok") {
        Some(Json::Bool(true)) => Decision::Allow,
        Some(Json::Bool(false)) => Decision::Deny(Reason::Refused),
        Some(Json::Null) | None => Decision::Abstain,
        Some(Json::Object(_) | Json::Other) => malformed("\"ok\" is neither true, false nor null"),
    }
}

/// `application/json`, or a media type with the suffix `+json` (RFC 6839 3.1), with or without parameters.
fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let Some((kind, subtype)) = media_type.split_once('/') else {
        return false;
    };
    let (subtype, json) = (subtype.to_ascii_lowercase(), "json");
    kind.eq_ignore_ascii_case("application") && (subtype == json || subtype.ends_with("+json"))
}

/// As much of a JSON text as an answer needs: objects with each key once, in lower case.
enum Json {
    Null,
    Bool(bool),
    Object(BTreeMap<String, Json>),
    Other,
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        while elements.next_element::<Json>()?.is_some() {}
        Ok(Json::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = BTreeMap::new();
        while let Some((key, value)) = entries.next_entry::<String, Json>()? {
            if object.insert(key.to_ascii_lowercase(), value).is_some() {
                return Err(A::Error::custom("a key is there twice"));
            }
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_half_says_the_other_hears() {
        let denied = Decision::Deny(Reason::Refused);
        for mode in [ResponseMode::Status, ResponseMode::Json, ResponseMode::Text] {
            for decision in [Decision::Allow, denied.clone(), Decision::Abstain] {
                let answer = mode.answer(&decision);
                let heard = mode.decide(answer.status, Some(answer.content_type), answer.body.as_bytes());
                match (mode, &decision) {
                    (ResponseMode::Text, Decision::Abstain) => assert_eq!(heard, denied),
                    _ => assert_eq!(heard, decision, "{mode}"),
                }
            }
        }
    }
}
