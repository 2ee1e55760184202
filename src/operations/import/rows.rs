//! Records from CSV, NDJSON and JSON, each with its line.

use std::io::Read;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{ImportOptions, Input, Problems, Source, foreign::Kind};
use crate::error::Outcome;

/// The columns that a verb knows.
pub(crate) struct Columns {
    pub(crate) known: &'static [&'static str],
    /// The columns to name if a file has others.
    pub(crate) shown: &'static str,
    pub(crate) kind: Kind,
}

/// Reads all records of a file; faults of the file go to `problems`.
///
/// # Errors
/// If the file cannot be read.
pub(crate) fn rows<R: DeserializeOwned>(
    options: &ImportOptions,
    input: &mut Input,
    columns: &Columns,
    problems: &mut Problems,
    mut row: impl FnMut(u64, R, &mut Problems),
) -> Outcome {
    match source(options, input.head()) {
        Source::Csv => {
            let is_crlf = input
                .head()
                .split(|octet| *octet == b'\n')
                .next()
                .is_some_and(|line| line.ends_with(b"\r"));
            csv_rows(input.reader(), is_crlf, columns, problems, row)
        }
        Source::Json => json_rows(&input.all()?, columns, problems, row),
        _ => input.each_record(|number, line| match serde_json::from_slice(line) {
            Ok(record) => row(number, record, problems),
            Err(error) => problems.add(number, json_fault(&error, columns)),
        }),
    }
}

/// Returns the format that a file is read as: the one asked for, else a guess by its name and its first bytes.
pub(crate) fn source(options: &ImportOptions, head: &[u8]) -> Source {
    if let Some(source) = options.from {
        return source;
    }
    match options.input.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => return Source::Csv,
        Some("ndjson" | "jsonl") => return Source::Ndjson,
        _ => {}
    }
    match head.trim_ascii_start().first() {
        Some(b'{') => Source::Ndjson,
        Some(b'[') => Source::Json,
        _ => Source::Csv,
    }
}

fn json_rows<R: DeserializeOwned>(
    text: &[u8],
    columns: &Columns,
    problems: &mut Problems,
    mut row: impl FnMut(u64, R, &mut Problems),
) -> Outcome {
    let records: Vec<&RawValue> = match serde_json::from_slice(text) {
        Ok(records) => records,
        Err(error) => {
            let line = error.line().max(1) as u64;
            problems.add(line, "not a JSON array of records");
            return Ok(());
        }
    };
    let (mut line, mut counted) = (1, 0);
    for record in records {
        let record = record.get();
        let at = (record.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let passed = text.get(counted..at).unwrap_or_default();
        line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        counted = at;
        match serde_json::from_str(record) {
            Ok(record) => row(line, record, problems),
            Err(error) => problems.add(line, json_fault(&error, columns)),
        }
    }
    Ok(())
}

/// Reads records of CSV, in a file whose lines end with CR LF if `is_crlf`.
fn csv_rows<R: DeserializeOwned>(
    source: impl Read,
    is_crlf: bool,
    columns: &Columns,
    problems: &mut Problems,
    mut row: impl FnMut(u64, R, &mut Problems),
) -> Outcome {
    let mut reader = csv::Reader::from_reader(source);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            problems.add(1, csv_fault(&error, columns));
            return Ok(());
        }
    };
    // In a file without a header, the first line has values.
    if let Some(unknown) = header.iter().position(|name| !columns.known.contains(&name)) {
        let (at, shown) = (unknown + 1, columns.shown);
        problems.add(1, format_args!("unknown column (number {at}); known are {shown}"));
        return Ok(());
    }
    // The reader counts line feeds, and takes blank lines, and the line feed of CR LF, for the beginning of the next record.
    // So a record is found by where it ends.
    let ended = u64::from(!is_crlf);
    let mut last = reader.position().line().saturating_sub(ended);
    let mut record = csv::StringRecord::new();
    loop {
        let read = reader.read_record(&mut record);
        let feeds = record
            .iter()
            .flat_map(str::bytes)
            .filter(|octet| *octet == b'\n')
            .count() as u64;
        let line = reader
            .position()
            .line()
            .saturating_sub(ended + feeds)
            .max(last + 1);
        last = line + feeds;
        match read {
            Ok(false) => return Ok(()),
            Ok(true) => match record.deserialize(Some(&header)) {
                Ok(record) => row(line, record, problems),
                Err(error) => problems.add(line, csv_fault(&error, columns)),
            },
            Err(error) => {
                problems.add(line, csv_fault(&error, columns));
                if error.is_io_error() {
                    return Ok(());
                }
            }
        }
    }
}

/// Returns the fault of a line without any of its values, one of which may be a password.
fn json_fault(error: &serde_json::Error, columns: &Columns) -> String {
    match error.classify() {
        serde_json::error::Category::Data => without_values(&error.to_string(), columns),
        _ => "not a JSON object".to_owned(),
    }
}

fn csv_fault(error: &csv::Error, columns: &Columns) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("{len} values under {expected_len} columns")
        }
        csv::ErrorKind::Utf8 { .. } => "not valid UTF-8".to_owned(),
        csv::ErrorKind::Deserialize { err, .. } => without_values(&err.kind().to_string(), columns),
        _ => "not valid CSV".to_owned(),
    }
}

/// Returns serde's message without values: a missing column that it names is a known one, but an unknown column may be
/// a value.
fn without_values(words: &str, columns: &Columns) -> String {
    let words = words.split(" at line ").next().unwrap_or(words);
    if words.starts_with("unknown field") {
        format!("unknown column; known are {}", columns.shown)
    } else if words.starts_with("missing field") || words.starts_with("duplicate field") {
        words.replace("field", "column")
    } else {
        "a value has the wrong type".to_owned()
    }
}
