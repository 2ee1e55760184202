//! The form of a file as a whole.

use std::fmt;

use super::FileError;
use crate::der;

const BYTE_ORDER_MARKS: [[u8; 2]; 2] = [[0xff, 0xfe], [0xfe, 0xff]];
/// The first octets of a Java key store.
const JAVA_KEY_STORE: [u8; 4] = [0xfe, 0xed, 0xfe, 0xed];
pub(super) const BEGIN: &[u8] = b"-----BEGIN ";

/// A form that is neither PEM nor DER.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// PEM in UTF-16, as Windows' editors and shells write it.
    Utf16,
    /// PEM whose line ends are written out as `\n`, as in JSON and environment files.
    EscapedLineEnds,
    /// Base64 without the lines that begin and end PEM.
    BareBase64,
    /// A key store of Java.
    JavaKeyStore,
    /// A private key of PuTTY.
    PuttyKey,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf16 => "text in UTF-16",
            Self::EscapedLineEnds => "PEM with its line ends written out as \\n",
            Self::BareBase64 => "base64 without BEGIN and END lines",
            Self::JavaKeyStore => "a Java key store",
            Self::PuttyKey => "a PuTTY private key",
        })
    }
}

/// Returns the whole of a file in DER; `None` for one that is not.
pub(super) fn der(contents: &[u8]) -> Result<Option<&[u8]>, FileError> {
    // All that is read here begins with a sequence, and that with a sequence, a number or an identifier.
    let Some((header, length)) = sequence_header(contents) else {
        return Ok(None);
    };
    let begins = contents.get(header).copied();
    if !begins.is_none_or(|tag| [der::SEQUENCE, der::INTEGER, der::OID].contains(&tag)) {
        return Ok(None);
    }
    let (there, told) = (contents.len(), header.saturating_add(length));
    match there.checked_sub(told) {
        Some(0) => Ok(Some(contents)),
        Some(octets) => Err(FileError::Trailing { octets }),
        None => Err(FileError::CutOff {
            missing: told - there,
        }),
    }
}

/// Reads the tag and the length of a SEQUENCE: how many octets they take, and how many follow.
fn sequence_header(contents: &[u8]) -> Option<(usize, usize)> {
    let (&[tag, first], rest) = contents.split_first_chunk()?;
    if tag != der::SEQUENCE || first == 0x80 {
        return None;
    }
    if first < 0x80 {
        return Some((2, usize::from(first)));
    }
    let octets = rest
        .get(..usize::from(first & 0x7f))
        .filter(|octets| octets.len() <= 4)?;
    let length = octets
        .iter()
        .fold(0, |length, &octet| length << 8 | usize::from(octet));
    Some((2 + octets.len(), length))
}

/// Refuses a file that is of a known other form.
pub(super) fn refuse_other(contents: &[u8]) -> Result<(), FileError> {
    let is_wide = BYTE_ORDER_MARKS.iter().any(|mark| contents.starts_with(mark))
        || contains(contents, b"-\0-\0-\0-\0-\0B\0E\0G\0I\0N");
    let form = if is_wide {
        Form::Utf16
    } else if contents.starts_with(&JAVA_KEY_STORE) {
        Form::JavaKeyStore
    } else if contents.starts_with(b"PuTTY-User-Key-File") {
        Form::PuttyKey
    } else if is_bare_base64(contents) {
        Form::BareBase64
    } else {
        return Ok(());
    };
    Err(FileError::Form(form))
}

/// Returns whether a file is base64 and nothing else, of something that begins as DER does.
fn is_bare_base64(contents: &[u8]) -> bool {
    let text = contents.trim_ascii();
    let is_base64 = |octet: &u8| octet.is_ascii_alphanumeric() || b"+/=\r\n\t ".contains(octet);
    text.len() > 64 && text.starts_with(b"MI") && text.iter().all(is_base64)
}

pub(super) fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
