//! A line of text being typed: the keys that people know from other programs, and what is shown meanwhile.

use std::io;

use dialoguer::console::{Term, measure_text_width};
use zeroize::{Zeroize as _, Zeroizing};

use super::keys::{self, Key};

/// The end of a line.
pub(super) enum End {
    Entered(Zeroizing<String>),
    /// Ctrl-D on an empty line.
    NoMore,
    /// Esc.
    Canceled,
}

/// Set to show what is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Echo {
    Shown,
    Hidden,
}

/// The least room for an answer beside its label; a longer label gets lines of its own.
const ROOM: usize = 24;

struct Line<'a> {
    terminal: &'a Term,
    label: String,
    echo: Echo,
    text: Vec<char>,
    cursor: usize,
}

/// Reads a line after a label. The terminal does not show what is typed by itself.
pub(super) fn read(terminal: &Term, label: &str, echo: Echo) -> io::Result<End> {
    let width = usize::from(terminal.size().1).max(2 * ROOM);
    let label = if measure_text_width(label) + 2 + ROOM <= width {
        format!("{label}: ")
    } else {
        terminal.write_line(&format!("{label}:"))?;
        "> ".to_owned()
    };
    let mut line = Line {
        terminal,
        label,
        echo,
        text: Vec::new(),
        cursor: 0,
    };
    let end = line.edit();
    line.text.zeroize();
    let end = end?;
    terminal.write_line("")?;
    Ok(end)
}

impl Line<'_> {
    fn edit(&mut self) -> io::Result<End> {
        self.show()?;
        loop {
            match keys::next()? {
                Key::Enter => return Ok(End::Entered(Zeroizing::new(self.text.iter().collect()))),
                Key::Control('D') if self.text.is_empty() => return Ok(End::NoMore),
                Key::Escape => return Ok(End::Canceled),
                key => self.press(key),
            }
            if self.echo == Echo::Shown {
                self.show()?;
            }
        }
    }

    fn press(&mut self, key: Key) {
        let end = self.text.len();
        match key {
            Key::Backspace if self.cursor > 0 => {
                self.text.remove(self.cursor - 1);
                self.cursor -= 1;
            }
            Key::Delete | Key::Control('D') if self.cursor < end => _ = self.text.remove(self.cursor),
            Key::Control('U') => self.erase(0),
            Key::Control('W') => self.erase(self.word()),
            Key::Control('K') => self.text.truncate(self.cursor),
            Key::Home | Key::Control('A') => self.cursor = 0,
            Key::End | Key::Control('E') => self.cursor = end,
            Key::Left | Key::Control('B') => self.cursor = self.cursor.saturating_sub(1),
            Key::Right | Key::Control('F') => self.cursor = end.min(self.cursor + 1),
            // A password may hold a TAB; other control characters come from keys that mean nothing here.
            Key::Control('I') if self.echo == Echo::Hidden => self.insert('\t'),
            Key::Char(c) => self.insert(c),
            _ => {}
        }
    }

    fn insert(&mut self, c: char) {
        // A vector that grows leaves copies in memory; an answer seldom needs more room than this.
        if self.text.capacity() == self.text.len() {
            let mut larger = Vec::with_capacity(2 * self.text.len() + 256);
            larger.extend_from_slice(&self.text);
            self.text.zeroize();
            self.text = larger;
        }
        self.text.insert(self.cursor, c);
        self.cursor += 1;
    }

    /// Erases from a position up to the cursor.
    fn erase(&mut self, from: usize) {
        self.text.drain(from..self.cursor);
        self.cursor = from;
    }

    /// Returns where the word before the cursor begins.
    fn word(&self) -> usize {
        let before = &self.text[..self.cursor];
        let end = before.iter().rposition(|c| *c != ' ').map_or(0, |at| at + 1);
        before[..end]
            .iter()
            .rposition(|c| *c == ' ')
            .map_or(0, |at| at + 1)
    }

    /// Draws the line again: as much of the text around the cursor as there is room for, in one row.
    fn show(&self) -> io::Result<()> {
        let mut drawn = format!("\r\u{1b}[K{}", self.label);
        if self.echo == Echo::Shown {
            let width = usize::from(self.terminal.size().1).max(2 * ROOM);
            let room = width - measure_text_width(&self.label) - 1;
            let mut first = 0;
            while columns(&self.text[first..self.cursor]) > room {
                first += 1;
            }
            let mut last = self.cursor;
            while last < self.text.len() && columns(&self.text[first..=last]) <= room {
                last += 1;
            }
            drawn.extend(&self.text[first..last]);
            let back = columns(&self.text[self.cursor..last]);
            if back > 0 {
                drawn += &format!("\u{1b}[{back}D");
            }
        }
        self.terminal.write_str(&drawn)?;
        self.terminal.flush()
    }
}

/// Returns how many columns of the terminal a text takes.
fn columns(text: &[char]) -> usize {
    measure_text_width(&text.iter().collect::<String>())
}
