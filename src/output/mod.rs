//! Everything that the program says: results on stdout in the format asked for, everything else on stderr.

mod escape;
mod list;
mod progress;

use std::{
    borrow::Cow,
    fmt::Display,
    io::{self, IsTerminal as _, Write as _},
};

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use serde_json::{Map, Value};

use self::escape::{cell, escape_lines};
pub(crate) use self::{
    escape::{escape, is_invisible},
    list::{List, Memory, PlainLines},
    progress::Progress,
};
use crate::error::{Code, Failure, Fault, Outcome};

/// A format of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Ndjson,
    Csv,
}

/// Completes the commands in a text, so that they can be pasted.
type Completion = Box<dyn Fn(&str) -> String + Send + Sync>;

/// The program's voice: its format, how much it says, and in which colors.
pub(crate) struct Output {
    format: Format,
    quiet: bool,
    verbose: bool,
    styled_stdout: bool,
    styled_stderr: bool,
    /// Set if the format was asked for.
    is_asked_for: bool,
    completion: Option<Completion>,
}

/// The form of a failure for machines.
#[derive(Debug, Serialize)]
struct ErrorObject<'a> {
    error: ErrorFields<'a>,
}

#[derive(Debug, Serialize)]
struct ErrorFields<'a> {
    code: Code,
    exit: u8,
    message: &'a str,
    hint: Option<&'a str>,
    /// The lines of a file that are at fault, where that is the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<Fault>,
}

impl Output {
    pub(crate) fn new(
        format: Format,
        quiet: bool,
        verbose: bool,
        styled_stdout: bool,
        styled_stderr: bool,
    ) -> Self {
        Self {
            format,
            quiet,
            verbose,
            styled_stdout,
            styled_stderr,
            is_asked_for: false,
            completion: None,
        }
    }

    /// Writes the result of a command: one object. People are not shown what is empty in it.
    pub(crate) fn report(&self, report: &impl Serialize) -> Outcome {
        let object = object(report)?;
        let changed = object.get("changed") == Some(&Value::Bool(true));
        let printed = self.print(&self.formatted(object)?);
        printed.map_err(|failure| if changed { unreported(failure) } else { failure })
    }

    /// Writes the result of a check: one object, whose value `key` is true where the check said yes. People are shown
    /// the verdict first, as a sentence.
    pub(crate) fn verdict(&self, key: &str, sentence: &str, report: &impl Serialize) -> Outcome {
        let mut object = object(report)?;
        if self.format != Format::Table {
            return self.print(&self.formatted(object)?);
        }
        let color = if object.shift_remove(key) == Some(Value::Bool(true)) {
            GREEN
        } else {
            RED
        };
        // That is what the sentence says.
        object.shift_remove("reason");
        let sentence = escape(sentence);
        let verdict = styled(self.styled_stdout, &sentence, color);
        self.print(&format!("{verdict}\n{}", record(&object)))
    }

    /// Shows people an object and more below it. Other formats have lists for that.
    pub(crate) fn page(&self, report: &impl Serialize, below: &str) -> Outcome {
        let below = below.lines().map(|line| escape(line).into_owned() + "\n");
        self.print(&(record(&object(report)?) + &below.collect::<String>()))
    }

    fn formatted(&self, object: Map<String, Value>) -> Outcome<String> {
        Ok(match self.format {
            Format::Table => record(&object),
            Format::Json => format!("{:#}\n", Value::Object(object)),
            Format::Ndjson => format!("{}\n", Value::Object(object)),
            Format::Csv => csv_record(&object)?,
        })
    }

    /// Notes whether the format was asked for.
    pub(crate) fn with_format_asked_for(self, is_asked_for: bool) -> Self {
        Self { is_asked_for, ..self }
    }

    /// Completes the commands in all that is said to people.
    pub(crate) fn with_completion(self, completion: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let completion: Option<Completion> = Some(Box::new(completion));
        Self { completion, ..self }
    }

    fn completed(&self, text: &str) -> String {
        self.completion
            .as_ref()
            .map_or_else(|| text.to_owned(), |complete| complete(text))
    }

    /// Returns whether results have a format that was asked for.
    pub(crate) fn format_is_asked_for(&self) -> bool {
        self.is_asked_for
    }

    /// Returns whether results are tables, which is what they are unless another format is asked for.
    pub(crate) fn is_table(&self) -> bool {
        self.format == Format::Table
    }

    /// Returns whether people see results as they come, on a terminal.
    pub(crate) fn is_for_people(&self) -> bool {
        self.format == Format::Table && io::stdout().is_terminal()
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

    /// Says what was done and what comes next; not with `--quiet`.
    pub(crate) fn note(&self, text: impl Display) {
        if !self.quiet {
            say(&escape_lines(&self.completed(&text.to_string())));
        }
    }

    /// Says more, with `--verbose`.
    pub(crate) fn detail(&self, text: impl Display) {
        if self.verbose && !self.quiet {
            say(&escape_lines(&text.to_string()));
        }
    }

    /// Says what the operator should know, always.
    pub(crate) fn warn(&self, text: impl Display) {
        let warning = styled(self.styled_stderr, "warning:", YELLOW);
        say(&format!(
            "{warning} {}",
            escape(&self.completed(&text.to_string()))
        ));
    }

    /// Says why the program failed, as an object where results are objects; nothing where the reader of its result has gone.
    pub(crate) fn failure(&self, failure: &Failure) {
        if failure.code() == Code::ClosedPipe {
            return;
        }
        let message = failure.message();
        let hint = failure.hint_text().map(|hint| self.completed(hint));
        let (message, hint) = (escape(&message), hint.as_deref().map(escape));
        if matches!(self.format, Format::Json | Format::Ndjson) {
            let object = ErrorObject {
                error: ErrorFields {
                    code: failure.code(),
                    exit: failure.code().exit_code(),
                    message: &message,
                    hint: hint.as_deref(),
                    faults: failure.faults().iter().map(escaped).collect(),
                },
            };
            // Of texts and a number alone: this cannot fail.
            say(&serde_json::to_string(&object).unwrap_or_default());
            return;
        }
        for Fault { line, message } in failure.faults().iter().take(FAULTS_SHOWN) {
            self.warn(format_args!("line {line}: {message}"));
        }
        say(&format!(
            "{} {message}",
            styled(self.styled_stderr, "error:", RED)
        ));
        if let Some(hint) = hint {
            say(&format!("{} {hint}", styled(self.styled_stderr, "hint:", BOLD)));
        }
    }

    /// Shows what a prompt is about: a record like those on stdout, but on stderr.
    pub(crate) fn preview(&self, report: &impl Serialize) {
        if let Ok(object) = object(report) {
            say(&format!("\n{}", record(&object)));
        }
    }
}

/// Number of lines at fault that people are shown.
const FAULTS_SHOWN: usize = 10;

fn escaped(fault: &Fault) -> Fault {
    Fault {
        line: fault.line,
        message: escape(&fault.message).into_owned(),
    }
}

const RED: &str = "\x1b[1;31m";
const GREEN: &str = "\x1b[1;32m";
const YELLOW: &str = "\x1b[1;33m";
const BOLD: &str = "\x1b[1m";

fn styled<'a>(on: bool, text: &'a str, style: &str) -> Cow<'a, str> {
    if on {
        Cow::Owned(format!("{style}{text}\x1b[0m"))
    } else {
        Cow::Borrowed(text)
    }
}

fn object(report: &impl Serialize) -> Outcome<Map<String, Value>> {
    match serde_json::to_value(report) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(Failure::of(Code::Bug, "a report is not an object")),
    }
}

/// The only place that writes to stderr; an error from stderr itself cannot be reported anywhere.
fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Fails where stdout cannot be written, before anything is done whose result would be lost.
pub(crate) fn refuse_closed_stdout() -> Outcome {
    if amqtt_stdio::stdout_is_writable() {
        return Ok(());
    }
    let words = "cannot write to stdout: it is closed, or open only for reading";
    Err(Failure::of(Code::Environment, words)
        .hint("nothing was changed; redirect stdout to a file, or to /dev/null if the result is not needed"))
}

/// Returns the failure where stdout cannot be written.
fn unwritable(error: io::Error) -> Failure {
    match error.kind() {
        // The reader has seen enough, as with `| head`.
        io::ErrorKind::BrokenPipe => Failure::new(Code::ClosedPipe, error),
        _ => Failure::new(Code::Environment, error).context("cannot write to stdout"),
    }
}

/// Says of a report that cannot be written that the change was made all the same.
fn unreported(failure: Failure) -> Failure {
    match failure.code() {
        Code::ClosedPipe => failure,
        _ => failure.context("the change was made, but its report cannot be written"),
    }
}

/// One object as two columns: the name of a value, and the value, where there is one.
fn record(object: &Map<String, Value>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    for (key, value) in object {
        let value = plain(value, ", ");
        if !value.is_empty() {
            table.add_row([label(key), cell(&value).into_owned()]);
        }
    }
    table
        .column_iter_mut()
        .for_each(|column| _ = column.set_padding((0, 2)));
    table
        .lines()
        .fold(String::new(), |text, line| text + line.trim_end() + "\n")
}

/// Returns how people are shown a key.
fn label(key: &str) -> String {
    match key {
        "by" => "granted by".to_owned(),
        "witness" => "uncovered topic".to_owned(),
        "rule" => "reason code".to_owned(),
        "check_failed" => "failed check".to_owned(),
        "checks_passed" => "passed checks".to_owned(),
        key => key.replace('_', " "),
    }
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
    text.ok_or_else(|| Failure::of(Code::Bug, "a report cannot be written as CSV"))
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
