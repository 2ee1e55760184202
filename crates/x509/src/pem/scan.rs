//! PEM, line by line.

use std::fmt;

use rustls_pki_types::pem::{PemObject as _, SectionKind};
use zeroize::Zeroizing;

use super::{
    Block, Contents, FileError, Form, Kind,
    form::{BEGIN, contains},
};
use crate::der::Reader;

const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The first words of labels that are known, by which a line is seen to be meant as the begin or the end of a block.
const LABELS: [&[u8]; 10] = [
    b"CERTIFICATE",
    b"X509",
    b"TRUSTED",
    b"NEW CERT",
    b"PRIVATE",
    b"ENCRYPTED",
    b"RSA ",
    b"EC ",
    b"PKCS",
    b"PUBLIC",
];

/// Error from a line of PEM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PemFault {
    /// The block that begins here has no END line.
    NotEnded,
    /// Another block begins here before the one that began at this line has ended.
    BeginsWithin(usize),
    /// An END line that ends nothing.
    EndsNothing,
    /// An END line with another label than the BEGIN line at this line.
    OtherLabel(usize),
    /// The END line of a block and the BEGIN line of the next are one line.
    Joined,
    /// A line that is meant to be a BEGIN or END line, and is not quite one.
    Marker,
    /// A BEGIN or END line with blanks before it.
    Indented,
    /// A line within a block that is not base64.
    NotBase64,
    /// The block that begins here is base64 of the wrong length, or with wrong padding.
    Padding,
    /// The block that begins here has no contents.
    NoContents,
}

impl fmt::Display for PemFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotEnded => "the block that begins here has no END line",
            Self::BeginsWithin(line) => {
                return write!(f, "a block begins before the one from line {line} has ended");
            }
            Self::EndsNothing => "an END line without a BEGIN line",
            Self::OtherLabel(line) => {
                return write!(f, "the label of the END line differs from that of line {line}");
            }
            Self::Joined => "an END line and the next BEGIN line are joined; put them on lines of their own",
            Self::Marker => "not a proper BEGIN or END line",
            Self::Indented => "blanks before a BEGIN or END line",
            Self::NotBase64 => "not base64",
            Self::Padding => "the block that begins here is cut off, or its base64 is not padded properly",
            Self::NoContents => "the block that begins here is empty",
        })
    }
}

/// A line that delimits a block, with its label.
enum Marker<'a> {
    Begin(&'a [u8]),
    End(&'a [u8]),
}

impl<'a> Marker<'a> {
    /// Reads a line without blanks around it.
    fn read(line: &'a [u8]) -> Option<Self> {
        let label = |start| {
            let label = line.strip_prefix(start)?.strip_suffix(DASHES)?;
            (!contains(label, DASHES)).then_some(label)
        };
        label(BEGIN)
            .map(Self::Begin)
            .or_else(|| label(END).map(Self::End))
    }
}

/// A block that has begun.
struct Open<'a> {
    label: &'a [u8],
    kind: Kind,
    line: usize,
    /// True if headers may still come (RFC 1421 4.4).
    in_headers: bool,
    legacy_encryption: Option<String>,
    /// The base64 of the block as PEM in its plainest form: a BEGIN line, and all the rest in one.
    plain: Zeroizing<Vec<u8>>,
}

/// The lines around a block in its plainest form. The label does not matter to the decoder.
const PLAIN_BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----\n";
const PLAIN_END: &[u8] = b"\n-----END CERTIFICATE-----\n";

/// Takes a text apart.
pub(super) fn blocks(contents: &[u8]) -> Result<Vec<Block<'static>>, FileError> {
    let contents = contents.strip_prefix(BYTE_ORDER_MARK).unwrap_or(contents);
    let mut blocks = Vec::new();
    let mut open: Option<Open<'_>> = None;
    for (number, line) in (1..).zip(lines(contents)) {
        let text = line.trim_ascii();
        let broken = |fault| Err(FileError::Broken { line: number, fault });
        match (Marker::read(text), &mut open) {
            (Some(_), _) if text.as_ptr() != line.as_ptr() => return broken(PemFault::Indented),
            (Some(Marker::Begin(_)), Some(open)) => return broken(PemFault::BeginsWithin(open.line)),
            (Some(Marker::Begin(label)), None) => match Kind::of_label(label) {
                Some(kind) => open = Some(Open::new(label, kind, number, contents.len())),
                None => return broken(PemFault::Marker),
            },
            (Some(Marker::End(_)), None) => return broken(PemFault::EndsNothing),
            (Some(Marker::End(label)), Some(begun)) if label != begun.label => {
                return broken(PemFault::OtherLabel(begun.line));
            }
            (Some(Marker::End(_)), Some(_)) => blocks.extend(open.take().map(Open::finish).transpose()?),
            (None, Some(begun)) => match begun.take(line, text) {
                Ok(()) => {}
                Err(fault) => return broken(fault),
            },
            (None, None) if is_meant_as_marker(text) => {
                if contains(text, b"\\n") {
                    return Err(FileError::Form(Form::EscapedLineEnds));
                }
                return broken(PemFault::Marker);
            }
            (None, None) => {}
        }
    }
    match open {
        None => Ok(blocks),
        Some(Open { line, .. }) => Err(FileError::Broken {
            line,
            fault: PemFault::NotEnded,
        }),
    }
}

/// The lines of a text that ends them with LF, CRLF or CR.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.iter().position(|octet| matches!(octet, b'\n' | b'\r')) else {
            rest = None;
            return Some(text);
        };
        let (line, after) = text.split_at(end);
        let after = after.strip_prefix(b"\r\n").unwrap_or(&after[1..]);
        rest = Some(after);
        Some(line)
    })
}

impl<'a> Open<'a> {
    /// Begins a block; with room for all of the text where it may be a key, as growing would leave copies behind.
    fn new(label: &'a [u8], kind: Kind, line: usize, room: usize) -> Self {
        let room = if kind.is_private_key() { room } else { 0 };
        let mut plain = Zeroizing::new(Vec::with_capacity(room + PLAIN_BEGIN.len() + PLAIN_END.len()));
        plain.extend_from_slice(PLAIN_BEGIN);
        Self {
            label,
            kind,
            line,
            in_headers: true,
            legacy_encryption: None,
            plain,
        }
    }

    /// Takes a line within the block, as it is and without blanks around it.
    fn take(&mut self, line: &[u8], text: &[u8]) -> Result<(), PemFault> {
        if contains(text, DASHES) {
            let joined = contains(text, END) && contains(text, BEGIN);
            return Err(if joined {
                PemFault::Joined
            } else {
                PemFault::Marker
            });
        }
        // The form of what is not looked at is not ours to judge.
        if text.is_empty() || self.kind == Kind::Other {
            return Ok(());
        }
        if self.in_headers && self.is_empty() {
            let continues =
                line.first().is_some_and(u8::is_ascii_whitespace) && self.legacy_encryption.is_some();
            if text.contains(&b':') || continues {
                self.header(text);
                return Ok(());
            }
            self.in_headers = false;
        }
        let is_base64 = |octet: &u8| octet.is_ascii_alphanumeric() || b"+/=".contains(octet);
        if !text.iter().all(is_base64) {
            return Err(PemFault::NotBase64);
        }
        self.plain.extend_from_slice(text);
        Ok(())
    }

    /// Returns whether no base64 has come yet.
    fn is_empty(&self) -> bool {
        self.plain.len() == PLAIN_BEGIN.len()
    }

    /// Takes a header: `Proc-Type: 4,ENCRYPTED` says that it is encrypted, `DEK-Info: AES-256-CBC,…` how.
    fn header(&mut self, text: &[u8]) {
        let text = String::from_utf8_lossy(text);
        if let Some((name, value)) = text.split_once(':') {
            let value = value.trim();
            match name.trim() {
                "Proc-Type" if value.ends_with("ENCRYPTED") => {
                    self.legacy_encryption.get_or_insert_default();
                }
                "DEK-Info" => {
                    let cipher = value.split(',').next().unwrap_or_default();
                    self.legacy_encryption = Some(cipher.trim().to_owned());
                }
                _ => {}
            }
        }
    }

    fn finish(mut self) -> Result<Block<'static>, FileError> {
        let line = self.line;
        let broken = |fault| FileError::Broken { line, fault };
        let mut der = Zeroizing::new(Vec::new());
        if self.kind != Kind::Other {
            if self.is_empty() {
                return Err(broken(PemFault::NoContents));
            }
            self.plain.extend_from_slice(PLAIN_END);
            let (_, decoded) = <(SectionKind, Vec<u8>)>::from_pem_slice(&self.plain)
                .map_err(|_| broken(PemFault::Padding))?;
            *der = decoded;
        }
        if self.label == b"TRUSTED CERTIFICATE" {
            // What follows the certificate is OpenSSL's own: for what it is trusted.
            let own = Reader::new(&der)
                .element("a certificate")
                .map(|first| first.encoded.len());
            der.truncate(own.unwrap_or(usize::MAX));
        }
        Ok(Block {
            kind: self.kind,
            line: Some(self.line),
            legacy_encryption: self.legacy_encryption,
            contents: Contents::Owned(der),
        })
    }
}

/// Returns whether a line that is not one is meant to be a BEGIN or END line: with other dashes, fewer of them, in
/// lower case, or with text before it.
fn is_meant_as_marker(line: &[u8]) -> bool {
    let upper = line.to_ascii_uppercase();
    [&b"BEGIN "[..], b"END "].iter().any(|word| {
        let mut places = (0..upper.len()).filter(|&place| upper[place..].starts_with(word));
        places.any(|place| {
            let after = upper[place + word.len()..].trim_ascii_start();
            ends_with_dash(&upper[..place]) && LABELS.iter().any(|label| after.starts_with(label))
        })
    })
}

/// Returns whether a text ends with a dash: `-`, one of U+2010 to U+2015, or a minus sign, and blanks.
fn ends_with_dash(text: &[u8]) -> bool {
    matches!(
        text.trim_ascii_end(),
        [.., b'-'] | [.., 0xe2, 0x80, 0x90..=0x95] | [.., 0xe2, 0x88, 0x92]
    )
}
