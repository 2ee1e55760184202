//! The fields of a question: from a query, a form, or a JSON object. A name that is there twice makes the question unreadable, as
//! two readers would disagree on its meaning.

use std::{borrow::Cow, fmt};

use percent_encoding::percent_decode_str;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, MapAccess, Visitor},
};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

/// Fields of one question; brokers send a dozen.
const MOST: usize = 64;

/// Error from a question that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("the question is neither a form nor a JSON object")]
    Form,
    #[error("a field is given twice")]
    Twice,
    #[error("there are more than {MOST} fields")]
    TooMany,
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
    /// JSON that is neither, as it is written: its values in memory would take many times the room.
    Json(Box<RawValue>),
}

/// The fields of one question.
#[derive(Default)]
pub(crate) struct Fields(Vec<(String, Field)>);

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
                let mut reader = serde_json::Deserializer::from_slice(body);
                let object = Object(&mut fields).deserialize(&mut reader);
                let added = object.map_err(|_| Unreadable::Form)?;
                reader.end().map_err(|_| Unreadable::Form)?;
                added?;
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
        if self.has(&name) {
            return Err(Unreadable::Twice);
        }
        if self.0.len() >= MOST {
            return Err(Unreadable::TooMany);
        }
        self.0.push((name, field));
        Ok(())
    }

    fn get(&self, name: &str) -> Option<&Field> {
        let found = self.0.iter().find(|(given, _)| given == name);
        found.map(|(_, field)| field)
    }

    /// Returns whether there is a field of this name, whatever its value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns a text; `None` if it is absent or null.
    pub(crate) fn text(&self, name: &'static str) -> Result<Option<&str>, Unreadable> {
        match self.get(name) {
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
        let number = match self.get(name) {
            Some(Field::Text(text)) => text.parse().ok(),
            Some(Field::Json(json)) => json.get().parse().ok(),
            None | Some(Field::Null) => return Err(Unreadable::Missing(name)),
        };
        number.ok_or(Unreadable::Type(name))
    }

    /// Returns a list of JSON objects of one type.
    pub(crate) fn list<T: for<'de> Deserialize<'de>>(
        &self,
        name: &'static str,
    ) -> Result<Vec<T>, Unreadable> {
        match self.get(name) {
            Some(Field::Json(json)) => serde_json::from_str(json.get()).map_err(|_| Unreadable::Type(name)),
            None => Err(Unreadable::Missing(name)),
            Some(_) => Err(Unreadable::Type(name)),
        }
    }
}

impl fmt::Debug for Fields {
    /// Shows the names alone: a value may be a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
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

/// Adds the entries of a JSON object to the fields. An error of the fields does not keep the rest from being read: what is no
/// JSON at all is said to be that.
struct Object<'a>(&'a mut Fields);

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = Result<(), Unreadable>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Result<(), Unreadable>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut added = Ok(());
        while let Some((name, value)) = entries.next_entry::<String, &RawValue>()? {
            if added.is_ok() {
                let field = field(value).map_err(A::Error::custom)?;
                added = self.0.add(name, field);
            }
        }
        Ok(added)
    }
}

fn field(value: &RawValue) -> Result<Field, serde_json::Error> {
    Ok(match value.get().as_bytes() {
        b"null" => Field::Null,
        [b'"', ..] => Field::Text(Zeroizing::new(serde_json::from_str(value.get())?)),
        _ => Field::Json(value.to_owned()),
    })
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
    fn there_may_be_so_many_fields_and_no_more() {
        let object = |number: usize| {
            let fields: Vec<String> = (0..number)
                .map(|number| format!("\"{number}\": [{{}}]"))
                .collect();
            format!("{{{}}}", fields.join(","))
        };
        assert!(
            Fields::read(None, JSON, object(MOST).as_bytes())
                .unwrap()
                .has("63")
        );
        assert_eq!(fault(JSON, object(MOST + 1).as_bytes()), Unreadable::TooMany);
        // As many as fit into a body take no longer for it.
        assert_eq!(fault(JSON, object(20_000).as_bytes()), Unreadable::TooMany);
        assert_eq!(fault(FORM, "a=&".repeat(2).as_bytes()), Unreadable::Twice);
        let form: Vec<String> = (0..=MOST).map(|number| format!("{number}=")).collect();
        assert_eq!(fault(FORM, form.join("&").as_bytes()), Unreadable::TooMany);
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
