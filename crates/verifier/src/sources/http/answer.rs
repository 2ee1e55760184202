//! What an answer means. Whatever is not exactly as agreed denies.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

use crate::{Decision, Fault, Reason, sources::http::ResponseMode};

impl ResponseMode {
    /// Reads an answer: its status, its header `Content-Type`, and its body.
    ///
    /// Keys of a JSON object are compared in lower case, as aMQTT does. A key that is there twice, in any object, makes the
    /// answer malformed, since two readers would disagree on its meaning. A redirect (3xx) denies in every mode.
    #[must_use]
    pub fn decide(self, status: u16, content_type: Option<&str>, body: &[u8]) -> Decision {
        let success = (200..300).contains(&status);
        match self {
            _ if (300..400).contains(&status) => Decision::Deny(Fault::Redirect { status }.into()),
            Self::Status if success => Decision::Allow,
            Self::Status if !(400..500).contains(&status) => Decision::Abstain,
            Self::Text if success && body.eq_ignore_ascii_case(b"ok") => Decision::Allow,
            Self::Json if success => decide_json(content_type, body),
            Self::Status | Self::Text | Self::Json => Decision::Deny(Reason::Refused),
        }
    }
}

fn decide_json(content_type: Option<&str>, body: &[u8]) -> Decision {
    let malformed = |why| Decision::Deny(Fault::Malformed(why).into());
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
