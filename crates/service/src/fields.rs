//! The fields of a question: from a query, a form, or a JSON object. A name that is there twice makes the question unreadable, as
//! two readers would disagree on its meaning.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use percent_encoding::percent_decode_str;
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};
use serde_json::Value;
use zeroize::Zeroizing;

/// Error from a question that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("the question is neither a form nor a JSON object")]
    Form,
    #[error("a field is given twice")]
    Twice,
    #[error("a field is not UTF-8")]
    Encoding,
    #[error("the field {0} is missing")]
    Missing(&'static str),
    #[error("the field {0} is of the wrong type")]
    Type(&'static str),
}

/// A value as it came.
enum Field {
    Null,
    Text(Zeroizing<String>),
    Json(Value),
}

/// The fields of one question.
#[derive(Default)]
pub(crate) struct Fields(BTreeMap<String, Field>);

impl Fields {
    /// Reads the query of the address and the body, each of which may have fields.
    pub(crate) fn read(
        query: Option<&str>,
        content_type: Option<&str>,
        body: &[u8],
    ) -> Result<Self, Unreadable> {
        let mut fields = Self::default();
        if let Some(query) = query {
            fields.add_form(query)?;
        }
        let media_type = content_type.map(|text| text.split(';').next().unwrap_or_default().trim());
        let is_json = match media_type {
            Some(media_type) if media_type.eq_ignore_ascii_case("application/json") => true,
            Some(media_type) if media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") => false,
            None => body.trim_ascii_start().starts_with(b"{"),
            Some(_) if body.is_empty() => return Ok(fields),
            Some(_) => return Err(Unreadable::Form),
        };
        match (is_json, body.is_empty()) {
            (_, true) => {}
            (false, false) => {
                fields.add_form(std::str::from_utf8(body).map_err(|_| Unreadable::Encoding)?)?;
            }
            (true, false) => {
                let Object(object) =
                    serde_json::from_slice(body).map_err(|error| match error.to_string() {
                        words if words.starts_with(TWICE) => Unreadable::Twice,
                        _ => Unreadable::Form,
                    })?;
                for (name, value) in object {
                    let field = match value {
                        Value::Null => Field::Null,
                        Value::String(text) => Field::Text(Zeroizing::new(text)),
                        other => Field::Json(other),
                    };
                    fields.add(name, field)?;
                }
            }
        }
        Ok(fields)
    }

    /// Adds `application/x-www-form-urlencoded` (URL Standard 5.1), but for octets that are not UTF-8.
    fn add_form(&mut self, form: &str) -> Result<(), Unreadable> {
        for pair in form.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = Zeroizing::new(decode(value)?.into_owned());
            self.add(decode(name)?.into_owned(), Field::Text(value))?;
        }
        Ok(())
    }

    fn add(&mut self, name: String, field: Field) -> Result<(), Unreadable> {
        match self.0.insert(name, field) {
            None => Ok(()),
            Some(_) => Err(Unreadable::Twice),
        }
    }

    /// Returns whether there is a field of this name, whatever its value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Returns a text; `None` if it is absent or null.
    pub(crate) fn text(&self, name: &'static str) -> Result<Option<&str>, Unreadable> {
        match self.0.get(name) {
            None | Some(Field::Null) => Ok(None),
            Some(Field::Text(text)) => Ok(Some(text)),
            Some(Field::Json(_)) => Err(Unreadable::Type(name)),
        }
    }

    /// Returns a text that must be there.
    pub(crate) fn required(&self, name: &'static str) -> Result<&str, Unreadable> {
        self.text(name)?.ok_or(Unreadable::Missing(name))
    }

    /// Returns a text; `None` if it is absent, null, empty, or what a template makes of nothing.
    pub(crate) fn filled(&self, name: &'static str) -> Result<Option<&str>, Unreadable> {
        let text = self.text(name)?;
        Ok(text.filter(|text| !text.is_empty() && *text != "undefined"))
    }

    /// Returns a number, written as one or as text.
    pub(crate) fn number(&self, name: &'static str) -> Result<u8, Unreadable> {
        let number = match self.0.get(name) {
            Some(Field::Text(text)) => text.parse().ok(),
            Some(Field::Json(Value::Number(number))) => {
                number.as_u64().and_then(|number| u8::try_from(number).ok())
            }
            None | Some(Field::Null) => return Err(Unreadable::Missing(name)),
            Some(Field::Json(_)) => None,
        };
        number.ok_or(Unreadable::Type(name))
    }

    /// Returns a list of JSON objects of one type.
    pub(crate) fn list<T: for<'de> Deserialize<'de>>(
        &self,
        name: &'static str,
    ) -> Result<Vec<T>, Unreadable> {
        match self.0.get(name) {
            Some(Field::Json(list @ Value::Array(_))) => {
                Vec::deserialize(list).map_err(|_| Unreadable::Type(name))
            }
            None => Err(Unreadable::Missing(name)),
            Some(_) => Err(Unreadable::Type(name)),
        }
    }
}

impl fmt::Debug for Fields {
    /// Shows the names alone: a value may be a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn decode(text: &str) -> Result<Cow<'_, str>, Unreadable> {
    let spaced = match text.contains('+') {
        true => Cow::Owned(text.replace('+', " ")),
        false => Cow::Borrowed(text),
    };
    let decoded = percent_decode_str(&spaced).decode_utf8().map(Cow::into_owned);
    decoded.map(Cow::Owned).map_err(|_| Unreadable::Encoding)
}

const TWICE: &str = "a name is there twice";

/// A JSON object with each name once.
struct Object(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Once;
        impl<'de> Visitor<'de> for Once {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Object, A::Error> {
                let mut object: Vec<(String, Value)> = Vec::new();
                while let Some((name, value)) = entries.next_entry::<String, Value>()? {
                    if object.iter().any(|(known, _)| *known == name) {
                        return Err(A::Error::custom(TWICE));
                    }
                    object.push((name, value));
                }
                Ok(Object(object))
            }
        }
        deserializer.deserialize_map(Once)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: Option<&str> = Some("application/json; charset=utf-8");
    const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

    fn fault(content_type: Option<&str>, body: &[u8]) -> Unreadable {
        Fields::read(None, content_type, body).unwrap_err()
    }

    #[test]
    fn absent_null_empty_and_undefined_are_told_apart() {
        let body = br#"{"a": null, "b": "", "c": "undefined", "d": "x", "n": 4}"#;
        let fields = Fields::read(None, JSON, body).unwrap();
        assert_eq!((fields.has("z"), fields.text("z")), (false, Ok(None)));
        assert_eq!((fields.has("a"), fields.text("a")), (true, Ok(None)));
        assert_eq!((fields.text("b"), fields.filled("b")), (Ok(Some("")), Ok(None)));
        assert_eq!(
            (fields.text("c"), fields.filled("c")),
            (Ok(Some("undefined")), Ok(None))
        );
        assert_eq!(fields.filled("d"), Ok(Some("x")));
        assert_eq!(
            (fields.number("n"), fields.text("n")),
            (Ok(4), Err(Unreadable::Type("n")))
        );
        assert_eq!(fields.required("z"), Err(Unreadable::Missing("z")));
    }

    #[test]
    fn a_form_is_decoded_strictly() {
        let fields = Fields::read(Some("topic=a%2Fb+c"), FORM, "acc=4&user=%C3%A9&empty".as_bytes()).unwrap();
        assert_eq!(fields.text("topic"), Ok(Some("a/b c")));
        assert_eq!(
            (fields.text("user"), fields.text("empty")),
            (Ok(Some("é")), Ok(Some("")))
        );
        assert_eq!(fields.number("acc"), Ok(4));
        assert_eq!(fault(FORM, b"a=%ff"), Unreadable::Encoding);
        assert_eq!(fault(FORM, b"a=\xff"), Unreadable::Encoding);
    }

    #[test]
    fn a_name_that_is_there_twice_is_refused_wherever_it_is() {
        assert_eq!(fault(JSON, br#"{"a": "x", "a": "y"}"#), Unreadable::Twice);
        assert_eq!(fault(FORM, b"a=x&a=y"), Unreadable::Twice);
        let both = Fields::read(Some("a=x"), JSON, br#"{"a": "y"}"#);
        assert_eq!(both.unwrap_err(), Unreadable::Twice);
    }

    #[test]
    fn what_is_neither_is_refused() {
        for body in [&b"[]"[..], b"\"a\"", b"{", b"{\"a\": 1} x", b"null"] {
            assert_eq!(fault(JSON, body), Unreadable::Form, "{body:?}");
        }
        assert_eq!(fault(Some("text/plain"), b"a=b"), Unreadable::Form);
        assert!(Fields::read(None, None, b" {\"a\": 1}").unwrap().has("a"));
        assert!(!format!("{:?}", Fields::read(Some("password=geheim"), None, b"")).contains("geheim"));
    }
}
