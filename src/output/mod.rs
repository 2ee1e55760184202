//! What the program says: results on stdout in the format asked for, everything else on stderr.

mod list;

use std::{
    borrow::Cow,
    fmt::{Display, Write as _},
    io::{self, Write as _},
};

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use list::{List, PlainLines};

use crate::error::{Code, Failure, Outcome};

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Ndjson,
    Csv,
}

/// Where the program speaks, and how much.
#[derive(Debug)]
pub(crate) struct Output {
    format: Format,
    quiet: bool,
    verbose: bool,
    styled: bool,
}

impl Output {
    pub(crate) fn new(format: Format, quiet: bool, verbose: bool, styled: bool) -> Self {
        Self {
            format,
            quiet,
            verbose,
            styled,
        }
    }

    /// Writes the result of a command: one object.
    pub(crate) fn report(&self, report: &impl Serialize) -> Outcome {
        let Ok(Value::Object(object)) = serde_json::to_value(report) else {
            return Err(Failure::new(
                Code::Bug,
                anyhow::anyhow!("a report is not an object"),
            ));
        };
        self.print(&match self.format {
            Format::Table => record(&object),
            Format::Json => format!("{:#}\n", Value::Object(object)),
            Format::Ndjson => format!("{}\n", Value::Object(object)),
            Format::Csv => csv_record(&object)?,
        })
    }

    /// Returns whether results are tables, which is what they are unless another format is asked for.
    pub(crate) fn is_table(&self) -> bool {
        self.format == Format::Table
    }

    /// Writes text that is a result in itself, such as a configuration.
    pub(crate) fn print(&self, text: &str) -> Outcome {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
        match written.map_err(unwritable) {
            Err(failure) if failure.code() == Code::ClosedPipe => Ok(()),
            written => written,
        }
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Tells what was done and what comes next; not with `--quiet`.
    pub(crate) fn note(&self, text: impl Display) {
        if !self.quiet {
            say(&escape_lines(&text.to_string()));
        }
    }

    /// Tells more, with `--verbose`.
    pub(crate) fn detail(&self, text: impl Display) {
        if self.verbose && !self.quiet {
            say(&escape_lines(&text.to_string()));
        }
    }

    /// Tells what the operator should know, always.
    pub(crate) fn warn(&self, text: impl Display) {
        say(&format!(
            "{} {}",
            self.styled("warning:", YELLOW),
            escape(&text.to_string())
        ));
    }

    /// Tells why the program failed; nothing where nobody was left to read its result.
    pub(crate) fn failure(&self, failure: &Failure) {
        if failure.code() == Code::ClosedPipe {
            return;
        }
        let (message, hint) = failure.lines();
        say(&format!("{} {message}", self.styled("error:", RED)));
        if let Some(hint) = hint {
            say(&format!("{} {hint}", self.styled("hint:", BOLD)));
        }
    }

    /// Shows what a prompt is about: a record like those on stdout, but on stderr.
    pub(crate) fn preview(&self, report: &impl Serialize) {
        if let Ok(Value::Object(object)) = serde_json::to_value(report) {
            say(&format!("\n{}", record(&object)));
        }
    }

    fn styled<'a>(&self, text: &'a str, style: &str) -> Cow<'a, str> {
        if self.styled {
            Cow::Owned(format!("{style}{text}\x1b[0m"))
        } else {
            Cow::Borrowed(text)
        }
    }
}

const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const BOLD: &str = "\x1b[1m";

/// The only place that writes to stderr; a stderr that cannot be written has nobody to tell.
fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Makes text from outside harmless: characters that a terminal acts on, or that turn the direction of writing, are
/// shown as escapes (`\n`, `\u{1b}`, `\u{202e}`).
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

/// The same for text of several lines of ours.
fn escape_lines(text: &str) -> String {
    text.lines().map(escape).collect::<Vec<_>>().join("\n")
}

fn is_harmful(c: char) -> bool {
    let bidirectional =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let line_break = matches!(c, '\u{2028}' | '\u{2029}');
    c.is_control() || bidirectional || line_break
}

/// What it means that stdout cannot be written.
fn unwritable(error: io::Error) -> Failure {
    match error.kind() {
        // Whoever read as much as they wanted is content.
        io::ErrorKind::BrokenPipe => Failure::new(Code::ClosedPipe, error),
        _ => Failure::new(Code::Environment, error).context("cannot write to stdout"),
    }
}

/// A value in a table: harmless, and visible where it is empty.
fn cell(text: &str) -> Cow<'_, str> {
    if text.is_empty() {
        Cow::Borrowed("-")
    } else {
        escape(text)
    }
}

/// One object as two columns: what, and the value.
fn record(object: &Map<String, Value>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    for (key, value) in object {
        let value = plain(value, ", ");
        table.add_row([key.replace('_', " "), cell(&value).into_owned()]);
    }
    table
        .column_iter_mut()
        .for_each(|column| _ = column.set_padding((0, 2)));
    table
        .lines()
        .fold(String::new(), |text, line| text + line.trim_end() + "\n")
}

/// One object as a header and a line.
fn csv_record(object: &Map<String, Value>) -> Outcome<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer
        .write_record(object.keys())
        .and_then(|()| writer.write_record(object.values().map(|value| plain(value, " "))));
    let text = written
        .ok()
        .and_then(|()| String::from_utf8(writer.into_inner().ok()?).ok());
    text.ok_or_else(|| Failure::new(Code::Bug, anyhow::anyhow!("a report cannot be written as CSV")))
}

/// A value as text; the parts of a list with `separator` between them.
fn plain(value: &Value, separator: &str) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts
            .iter()
            .map(|part| plain(part, separator))
            .collect::<Vec<_>>()
            .join(separator),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_keeps_harmless_text_and_shows_the_rest() {
        assert_eq!(escape("sensor é 日本"), "sensor é 日本");
        assert_eq!(
            escape("a\x1b[31m\u{202e}b\n\t\u{9b}"),
            "a\\u{1b}[31m\\u{202e}b\\n\\t\\u{9b}"
        );
    }
}
