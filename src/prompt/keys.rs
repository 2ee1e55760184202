//! Keys, read from the terminal one at a time: what is typed ahead stays there for the next prompt.

use std::io;

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::{Errno, read},
};

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    Control(char),
    Enter,
    Backspace,
    Delete,
    Left,
    Right,
    Home,
    End,
    Escape,
    Other,
}

/// Time within which the rest of a key that sends more than Esc must arrive, as over a slow line: 50 ms.
const PATIENCE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 50_000_000,
};

/// Waits for a key.
///
/// # Errors
/// When the terminal cannot be read, or is gone.
pub(super) fn next() -> io::Result<Key> {
    Ok(match byte()? {
        b'\r' | b'\n' => Key::Enter,
        0x7f | 0x08 => Key::Backspace,
        0x1b => after_escape()?,
        control @ 0..0x20 => Key::Control(char::from(control + b'@')),
        first => character(first)?,
    })
}

/// Reads what follows Esc: nothing where that was the key, the rest of a sequence where it was another.
fn after_escape() -> io::Result<Key> {
    if !arrives()? {
        return Ok(Key::Escape);
    }
    if !matches!(byte()?, b'[' | b'O') {
        return Ok(Key::Other);
    }
    let mut number = 0;
    loop {
        if !arrives()? {
            return Ok(Key::Other);
        }
        return Ok(match byte()? {
            digit @ b'0'..=b'9' => {
                number = digit;
                continue;
            }
            b';' => continue,
            b'C' => Key::Right,
            b'D' => Key::Left,
            b'H' => Key::Home,
            b'F' => Key::End,
            b'~' => match number {
                b'1' | b'7' => Key::Home,
                b'3' => Key::Delete,
                b'4' | b'8' => Key::End,
                _ => Key::Other,
            },
            _ => Key::Other,
        });
    }
}

/// Reads the rest of a character in UTF-8.
fn character(first: u8) -> io::Result<Key> {
    let length = match first {
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
        _ => 1,
    };
    let mut bytes = [first, 0, 0, 0];
    for next in &mut bytes[1..length] {
        *next = byte()?;
    }
    let text = std::str::from_utf8(&bytes[..length]).ok();
    let read = text.and_then(|text| text.chars().next());
    Ok(read.map_or(Key::Other, Key::Char))
}

fn arrives() -> io::Result<bool> {
    let stdin = io::stdin();
    let mut arrived = [PollFd::new(&stdin, PollFlags::IN)];
    Ok(poll(&mut arrived, Some(&PATIENCE))? > 0)
}

fn byte() -> io::Result<u8> {
    let mut one = [0];
    loop {
        match read(io::stdin(), &mut one) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => return Ok(one[0]),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
