//! Text from outside, made harmless: characters that a terminal acts on, that turn the direction of writing, or that
//! cannot be seen, are shown as escapes (`\n`, `\u{1b}`, `\u{202e}`, `\u{feff}`).

use std::{borrow::Cow, fmt::Write as _};

/// Escapes what is not harmless in a text.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .fold(String::with_capacity(text.len() + 16), |mut safe, c| {
                let _ = if is_harmful(c) {
                    write!(safe, "{}", c.escape_default())
                } else {
                    safe.write_char(c)
                };
                safe
            }),
    )
}

/// The same for text of several lines that this program wrote.
pub(super) fn escape_lines(text: &str) -> String {
    text.lines().map(escape).collect::<Vec<_>>().join("\n")
}

/// Escapes a value of a table, and makes it visible where it is empty, or begins or ends with a blank.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    if text.is_empty() {
        Cow::Borrowed("-")
    } else if text.starts_with(' ') || text.ends_with(' ') {
        Cow::Owned(format!("\"{}\"", escape(text)))
    } else {
        escape(text)
    }
}

fn is_harmful(c: char) -> bool {
    c.is_control() || (c.is_whitespace() && c != ' ') || is_invisible(c)
}

/// Returns whether nothing is seen of a character, or only what it does to its neighbors: Unicode's
/// `Default_Ignorable_Code_Point`, with the bidirectional controls and the marks of annotations.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_text_is_kept_and_the_rest_shown() {
        assert_eq!(escape("sensor é 日本"), "sensor é 日本");
        assert_eq!(
            escape("a\x1b[31m\u{202e}b\n\t\u{9b}"),
            "a\\u{1b}[31m\\u{202e}b\\n\\t\\u{9b}"
        );
    }

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(escape("\u{feff}boss"), "\\u{feff}boss");
        assert_eq!(
            escape("a\u{200b}b\u{ad}c\u{a0}d\u{e0041}"),
            "a\\u{200b}b\\u{ad}c\\u{a0}d\\u{e0041}"
        );
        assert_eq!(cell("dev1 "), "\"dev1 \"");
        assert_eq!(cell(""), "-");
    }
}
