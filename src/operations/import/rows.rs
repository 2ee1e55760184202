//! Records from CSV and NDJSON, each with its line.

use std::io::{BufRead as _, BufReader, Read};

use serde::de::DeserializeOwned;

use super::{ImportOptions, Problems, Source};
use crate::{
    error::{Code, Failure, Outcome},
    files,
};

/// Reads all records of a file, of these columns; what cannot be read goes to `problems`.
pub(crate) fn rows<R: DeserializeOwned>(
    options: &ImportOptions,
    columns: &[&str],
    problems: &mut Problems,
    mut row: impl FnMut(u64, R, &mut Problems),
) -> Outcome {
    let mut source = BufReader::with_capacity(1 << 16, files::open(&options.input)?);
    let unreadable = |error: std::io::Error| {
        Failure::new(Code::Environment, error).context(format_args!("cannot read {}", options.name()))
    };
    let starts_with_brace = source.fill_buf().map_err(unreadable)?.starts_with(b"{");
    match options.from.unwrap_or_else(|| guess(options, starts_with_brace)) {
        Source::Csv => csv_rows(source, columns, problems, row),
        _ => {
            let mut line = Vec::new();
            let mut number = 0;
            while source.read_until(b'\n', &mut line).map_err(unreadable)? > 0 {
                number += 1;
                if !line.trim_ascii().is_empty() {
                    match serde_json::from_slice(&line) {
                        Ok(record) => row(number, record, problems),
                        Err(error) => problems.add(number, json_fault(&error)),
                    }
                }
                // There may have been a password in it.
                zeroize::Zeroize::zeroize(&mut line);
            }
            Ok(())
        }
    }
}

fn guess(options: &ImportOptions, starts_with_brace: bool) -> Source {
    match options.input.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => Source::Csv,
        Some("ndjson" | "jsonl") => Source::Ndjson,
        _ if starts_with_brace => Source::Ndjson,
        _ => Source::Csv,
    }
}

fn csv_rows<R: DeserializeOwned>(
    source: impl Read,
    columns: &[&str],
    problems: &mut Problems,
    mut row: impl FnMut(u64, R, &mut Problems),
) -> Outcome {
    let mut reader = csv::Reader::from_reader(source);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            problems.add(1, csv_fault(&error));
            return Ok(());
        }
    };
    // A file without rows may be another kind of file altogether.
    if let Some(unknown) = header.iter().find(|name| !columns.contains(name)) {
        problems.add(
            1,
            format_args!("unknown column {unknown:?}, known are {}", columns.join(", ")),
        );
        return Ok(());
    }
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                match record.deserialize(Some(&header)) {
                    Ok(record) => row(line, record, problems),
                    Err(error) => problems.add(line, csv_fault(&error)),
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.add(line, csv_fault(&error));
                if error.is_io_error() {
                    return Ok(());
                }
            }
        }
    }
}

/// What is wrong with a line, without any of its values: there may be a password among them.
fn json_fault(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Data => without_values(&error.to_string()),
        _ => "this is no JSON object".to_owned(),
    }
}

fn csv_fault(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("there are {len} values under {expected_len} columns")
        }
        csv::ErrorKind::Utf8 { .. } => "this is not UTF-8".to_owned(),
        csv::ErrorKind::Deserialize { err, .. } => without_values(&err.kind().to_string()),
        _ => "this is no CSV".to_owned(),
    }
}

/// Serde names a missing or unknown column in backquotes, which may be told; of other faults the words in front of the value.
fn without_values(words: &str) -> String {
    let is_name = ["missing field", "unknown field", "duplicate field"]
        .iter()
        .any(|start| words.starts_with(start));
    let words = words.split(" at line ").next().unwrap_or(words);
    if is_name {
        words.replace("field", "column")
    } else {
        "a value is not of its kind".to_owned()
    }
}
