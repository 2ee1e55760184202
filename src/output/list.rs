//! Lists: as many objects as there are, written as they come.

use std::{
    cell::RefCell,
    io::{self, BufWriter, Write},
    rc::Rc,
};

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::{Format, Output, cell, unreported, unwritable};
use crate::error::{Failure, Outcome};

/// Number of rows of a table that are laid out together: its columns are as wide as these need.
const ROWS_A_BLOCK: usize = 1000;

/// The output collected here instead of written to stdout, for a file that is to appear whole.
#[derive(Clone, Default)]
pub(crate) struct Memory(Rc<RefCell<Zeroizing<Vec<u8>>>>);

impl Memory {
    /// Returns a copy of what was written, which is wiped when it is dropped.
    pub(crate) fn contents(&self) -> Zeroizing<Vec<u8>> {
        self.0.borrow().clone()
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A list on its way to stdout, in constant memory however long it is.
pub(crate) struct List {
    format: Format,
    /// The keys of its objects, for where there is a header.
    columns: &'static [&'static str],
    writer: BufWriter<Box<dyn Write>>,
    count: usize,
    /// Set if its header is written.
    has_header: bool,
    /// Set if an item says that something was changed.
    changed: bool,
    block: Vec<Vec<String>>,
}

/// Plain lines on their way to stdout, whatever the format.
pub(crate) struct PlainLines(BufWriter<Box<dyn Write>>);

impl PlainLines {
    /// Begins lines that are kept instead of written to stdout.
    pub(crate) fn into_memory(memory: Memory) -> Self {
        Self(BufWriter::new(Box::new(memory)))
    }

    pub(crate) fn line(&mut self, text: &str) -> Outcome {
        writeln!(self.0, "{text}").map_err(unwritable)
    }

    pub(crate) fn flush(&mut self) -> Outcome {
        self.0.flush().map_err(unwritable)
    }
}

impl Output {
    /// Begins plain lines, for answers that other programs read one by one.
    pub(crate) fn lines(&self) -> PlainLines {
        PlainLines(BufWriter::new(Box::new(io::stdout().lock())))
    }

    /// Begins a list of objects with these keys.
    pub(crate) fn list(&self, columns: &'static [&'static str]) -> List {
        List::new(self.format, columns, Box::new(io::stdout().lock()))
    }

    /// Begins a list for other programs, on stdout unless `memory` keeps it: in the given format, or the one that was
    /// asked for, or CSV.
    pub(crate) fn export(
        &self,
        format: Option<Format>,
        columns: &'static [&'static str],
        memory: Option<Memory>,
    ) -> List {
        let format = match format.unwrap_or(self.format) {
            Format::Table => Format::Csv,
            format => format,
        };
        let writer: Box<dyn Write> = match memory {
            Some(memory) => Box::new(memory),
            None => Box::new(io::stdout().lock()),
        };
        List::new(format, columns, writer)
    }
}

impl List {
    fn new(format: Format, columns: &'static [&'static str], writer: Box<dyn Write>) -> Self {
        Self {
            format,
            columns,
            writer: BufWriter::with_capacity(1 << 16, writer),
            count: 0,
            has_header: false,
            changed: false,
            block: Vec::new(),
        }
    }

    /// Writes what goes before the first item. Nothing is written before that: what fails at once leaves stdout empty.
    fn begin(&mut self) -> Outcome {
        match self.format {
            Format::Json => self.write(b"["),
            Format::Csv => self.csv_record(self.columns.iter().copied()),
            Format::Table | Format::Ndjson => Ok(()),
        }
    }

    /// Writes an object.
    ///
    /// # Errors
    /// When stdout cannot be written, or its reader has gone: then the work may end.
    pub(crate) fn item(&mut self, item: &impl Serialize) -> Outcome {
        if self.count == 0 {
            self.begin()?;
        }
        self.count += 1;
        self.changed |= self.columns.contains(&"changed") && says_changed(item);
        match self.format {
            Format::Ndjson => {
                self.json(item)?;
                self.write(b"\n")
            }
            Format::Json => {
                self.write(if self.count == 1 { b"\n  " } else { b",\n  " })?;
                self.json(item)
            }
            Format::Csv => {
                let cells = cells(item);
                self.csv_record(cells.iter().map(String::as_str))
            }
            Format::Table => {
                self.block.push(cells(item));
                if self.block.len() == ROWS_A_BLOCK {
                    self.lay_out()
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Hands over what was written so far, to a program that waits for it.
    ///
    /// # Errors
    /// As [`List::item`].
    pub(crate) fn flush(&mut self) -> Outcome {
        self.lay_out()?;
        self.flushed()
    }

    fn flushed(&mut self) -> Outcome {
        let flushed = self.writer.flush();
        flushed.map_err(|error| self.unwritten(error))
    }

    /// Ends the list, and says how long it was.
    ///
    /// # Errors
    /// As [`List::item`].
    pub(crate) fn end(mut self) -> Outcome<usize> {
        if self.count == 0 {
            self.begin()?;
        }
        match self.format {
            Format::Json if self.count == 0 => self.write(b"]\n")?,
            Format::Json => self.write(b"\n]\n")?,
            Format::Table => self.lay_out()?,
            Format::Csv | Format::Ndjson => {}
        }
        self.flushed()?;
        Ok(self.count)
    }

    fn json(&mut self, item: &impl Serialize) -> Outcome {
        let written = serde_json::to_writer(&mut self.writer, item);
        written.map_err(|error| self.unwritten(error.into()))
    }

    fn write(&mut self, bytes: &[u8]) -> Outcome {
        let written = self.writer.write_all(bytes);
        written.map_err(|error| self.unwritten(error))
    }

    fn unwritten(&self, error: io::Error) -> Failure {
        let failure = unwritable(error);
        if self.changed {
            unreported(failure)
        } else {
            failure
        }
    }

    fn csv_record<'a>(&mut self, fields: impl Iterator<Item = &'a str>) -> Outcome {
        let mut writer = csv::WriterBuilder::new()
            .buffer_capacity(256)
            .from_writer(&mut self.writer);
        let written = writer.write_record(fields).map_err(io::Error::from);
        let written = written.and_then(|()| writer.flush());
        drop(writer);
        written.map_err(|error| self.unwritten(error))
    }

    /// Writes the rows that were kept back, under a header the first time.
    fn lay_out(&mut self) -> Outcome {
        if self.block.is_empty() {
            return Ok(());
        }
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled);
        if !std::mem::replace(&mut self.has_header, true) {
            table.set_header(
                self.columns
                    .iter()
                    .map(|key| key.replace('_', " ").to_uppercase()),
            );
        }
        for row in self.block.drain(..) {
            table.add_row(row.iter().map(|text| cell(text)));
        }
        table
            .column_iter_mut()
            .for_each(|column| _ = column.set_padding((0, 2)));
        let lines: String = table
            .lines()
            .map(|line| line.trim_end().to_owned() + "\n")
            .collect();
        self.write(lines.as_bytes())
    }
}

/// Returns whether an object says that something was changed.
fn says_changed(item: &impl Serialize) -> bool {
    serde_json::to_value(item).is_ok_and(|object| object["changed"] == Value::Bool(true))
}

/// The values of an object as text, in the order of its keys.
fn cells(item: &impl Serialize) -> Vec<String> {
    match serde_json::to_value(item) {
        Ok(Value::Object(object)) => object.values().map(|value| super::plain(value, " ")).collect(),
        _ => Vec::new(),
    }
}
