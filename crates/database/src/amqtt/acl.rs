//! Topic filters as a column holds them, in JSON.

use amqtt_rules::Action;
use serde::Deserialize;

/// Returns the column that holds the filters of an action.
#[must_use]
pub const fn acl_column(action: Action) -> &'static str {
    match action {
        Action::Publish => "publish_acl",
        Action::Subscribe => "subscribe_acl",
        Action::Receive => "receive_acl",
    }
}

/// Returns the columns that hold filters, by the order of actions.
pub(crate) fn acl_columns() -> [&'static str; 3] {
    Action::ALL.map(acl_column)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    topic: String,
}

/// Reads an ACL as it is stored, `[{"topic": "a/b"}, {"topic": "c/#"}]`.
#[must_use]
pub fn read_acl(json: &str) -> Option<Vec<String>> {
    let entries: Vec<Entry> = serde_json::from_str(json).ok()?;
    Some(entries.into_iter().map(|entry| entry.topic).collect())
}

/// Writes an ACL as it is stored, with the spaces that aMQTT writes.
#[must_use]
pub fn write_acl(filters: &[impl AsRef<str>]) -> String {
    let mut json = String::from("[");
    for (index, filter) in filters.iter().enumerate() {
        json += if index == 0 {
            "{\"topic\": "
        } else {
            ", {\"topic\": "
        };
        json += &serde_json::Value::from(filter.as_ref()).to_string();
        json.push('}');
    }
    json.push(']');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acl_is_read_and_written_as_amqtt_does() {
        for (json, filters) in [
            ("[]", vec![]),
            (r#"[{"topic": "a/b"}, {"topic": "c/#"}]"#, vec!["a/b", "c/#"]),
            (r#"[{"topic": "é\"\\\u0007"}]"#, vec!["é\"\\\u{7}"]),
        ] {
            assert_eq!(read_acl(json).unwrap(), filters);
            assert_eq!(write_acl(&filters), json);
        }
        assert_eq!(read_acl(r#" [ {"topic":"\u00e9"} ] "#).unwrap(), ["é"]);
    }

    #[test]
    fn what_others_broke_is_no_acl() {
        for json in [
            "",
            "null",
            "{}",
            "[1]",
            "[null]",
            r#"["a"]"#,
            r#"[{"topic": 1}]"#,
            r#"[{"topic": "a", "qos": 1}]"#,
            r#"[{"topic": "a", "topic": "b"}]"#,
            r#"[{}]"#,
            r#"[{"topic": "a"}"#,
            r#"[{"topic": "a"}] x"#,
        ] {
            assert_eq!(read_acl(json), None, "{json}");
        }
    }
}
