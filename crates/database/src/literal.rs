//! Values within the text of a statement, for PostgreSQL.

use std::fmt::Write as _;

use super::value::Value;

/// Writes a value as an expression. Text and octets are hexadecimal digits in it: nothing that is in them can end the
/// expression, whatever the session's encoding and its rules for strings are.
pub(crate) fn write(sql: &mut String, value: Value<'_>) {
    match value {
        Value::Null => sql.push_str("NULL"),
        Value::Number(number) => {
            // In brackets, as `- -1` would be a comment.
            let _ = write!(sql, "({number})");
        }
        Value::Text(text) => {
            sql.push_str("convert_from(");
            octets(sql, text.as_bytes());
            sql.push_str(", 'UTF8')");
        }
        Value::Octets(value) => octets(sql, value),
    }
}

fn octets(sql: &mut String, octets: &[u8]) {
    sql.reserve(octets.len() * 2 + 32);
    sql.push_str("decode('");
    for octet in octets {
        let _ = write!(sql, "{octet:02x}");
    }
    sql.push_str("', 'hex')");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;

    #[test]
    fn nothing_in_a_value_is_part_of_the_statement() {
        for hostile in [
            "'; DROP TABLE user_auth; --",
            "\\'",
            "\u{bf}\u{5c}'",
            "?",
            "{rights}",
            "a\0b",
        ] {
            let sql = Dialect::Postgres.inline("SELECT ? FROM t WHERE a = ?", &[hostile.into(), 1.into()]);
            let hex: String = hostile.bytes().map(|octet| format!("{octet:02x}")).collect();
            assert_eq!(
                sql,
                format!("SELECT convert_from(decode('{hex}', 'hex'), 'UTF8') FROM t WHERE a = (1)")
            );
        }
    }

    #[test]
    fn every_mark_takes_the_next_value() {
        let values = [
            "[]".into(),
            Value::Null,
            Value::Number(-1),
            Value::Octets(b"\xff"),
        ];
        assert_eq!(
            Dialect::Postgres.inline("a = ?json AND {still:b} AND c = -? AND d = ?", &values),
            "a = convert_from(decode('5b5d', 'hex'), 'UTF8')::json AND b::text = NULL AND c = -(-1) AND d = decode('ff', 'hex')"
        );
    }
}
