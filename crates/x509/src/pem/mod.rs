//! Files of certificates, revocation lists and keys: any number in PEM (RFC 7468), or one in DER.
//!
//! PEM is read as generously as anybody writes it, and nothing in it is passed over:
//!
//! - lines of any width, ended by LF, CRLF or CR, with blanks at their ends; a byte-order mark; text in any encoding around
//!   the blocks, such as the bag attributes of OpenSSL;
//! - the labels `X509 CERTIFICATE` and `TRUSTED CERTIFICATE` (of which the certificate alone is taken);
//! - as many blocks as there are BEGIN lines, or the file is broken and [`FileError::Broken`] says at which line;
//! - what is neither PEM nor DER is named as what it is, where it is known: [`Form`].

mod form;
mod kind;
mod scan;

use std::ops::Deref;

pub use form::Form;
pub use kind::Kind;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer};
pub use scan::PemFault;
use zeroize::Zeroizing;

/// Error from taking a file apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// It has no contents.
    #[error("the file is empty")]
    Empty,
    /// It has nothing of the kind that was wanted, nor of another.
    #[error("the file contains no {wanted} in PEM or DER")]
    Nothing {
        /// The kind that was wanted.
        wanted: Kind,
    },
    /// It has something of another kind.
    #[error("the file contains {}, not {}", .found.with_article(), .wanted.with_article())]
    OtherKind {
        /// The kind that was wanted.
        wanted: Kind,
        /// The first that it has.
        found: Kind,
    },
    /// It is of another form.
    #[error("the file is {0}, neither PEM nor DER")]
    Form(Form),
    /// The block's PEM is broken.
    #[error("the PEM is broken at line {line}: {fault}")]
    Broken {
        /// The line, counted from 1.
        line: usize,
        /// The fault.
        fault: PemFault,
    },
    /// The DER ends before its length says so.
    #[error("the DER is cut off: {missing} octets are missing")]
    CutOff {
        /// The number of octets that are missing.
        missing: usize,
    },
    /// Something follows its DER.
    #[error("{octets} octets follow the end of the DER")]
    Trailing {
        /// The number of octets that follow.
        octets: usize,
    },
}

/// One block of PEM, or the one structure of a file in DER.
///
/// The contents may be a key: they are wiped when it is dropped, and not shown by `Debug`.
pub struct Block<'a> {
    /// The kind of its contents.
    pub kind: Kind,
    /// The line of its BEGIN, counted from 1; `None` in DER.
    pub line: Option<usize>,
    /// Encryption by a header within the block (RFC 1421, OpenSSL's old way), as DEK-Info names it.
    pub legacy_encryption: Option<String>,
    contents: Contents<'a>,
}

enum Contents<'a> {
    Borrowed(&'a [u8]),
    Owned(Zeroizing<Vec<u8>>),
}

/// The octets of its DER.
impl Deref for Block<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.contents {
            Contents::Borrowed(der) => der,
            Contents::Owned(der) => der,
        }
    }
}

impl std::fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Block")
            .field("kind", &self.kind)
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

impl Block<'_> {
    fn into_vec(self) -> Vec<u8> {
        match self.contents {
            Contents::Borrowed(der) => der.to_vec(),
            Contents::Owned(mut der) => std::mem::take(&mut der),
        }
    }
}

/// Takes a file apart into blocks of all kinds, in their order; a text without any has none.
///
/// # Errors
/// [`FileError`] when it is empty, of another form, or broken.
pub fn blocks(contents: &[u8]) -> Result<Vec<Block<'_>>, FileError> {
    if contents.is_empty() {
        return Err(FileError::Empty);
    }
    if let Some(der) = form::der(contents)? {
        return Ok(vec![Block {
            kind: kind::of_der(der),
            line: None,
            legacy_encryption: None,
            contents: Contents::Borrowed(der),
        }]);
    }
    form::refuse_other(contents)?;
    scan::blocks(contents)
}

/// Takes a file apart, and returns the blocks of one kind, at least one. Keys, parameters and the like beside them are
/// passed over; containers, in which there may be more of the kind, are not.
///
/// # Errors
/// [`FileError`] when there is none, or the file is broken.
pub fn blocks_of(contents: &[u8], wanted: Kind) -> Result<Vec<Block<'_>>, FileError> {
    let mut blocks = blocks(contents)?;
    if let Some(container) = blocks.iter().find(|block| block.kind.is_container()) {
        let found = container.kind;
        return Err(FileError::OtherKind { wanted, found });
    }
    let other = blocks
        .iter()
        .map(|block| block.kind)
        .find(|kind| *kind != Kind::Other);
    // One in DER that is not known is for its own reader to judge, which says what is wrong with it.
    blocks.retain(|block| block.kind == wanted || (block.kind == Kind::Other && block.line.is_none()));
    match (blocks.is_empty(), other) {
        (false, _) => Ok(blocks),
        (true, None) => Err(FileError::Nothing { wanted }),
        (true, Some(found)) => Err(FileError::OtherKind { wanted, found }),
    }
}

/// Returns the certificates of a file, in their order, at least one. They are not read yet.
///
/// # Errors
/// [`FileError`] when there is none, or the file is broken.
pub fn certificates(contents: &[u8]) -> Result<Vec<CertificateDer<'static>>, FileError> {
    let blocks = blocks_of(contents, Kind::Certificate)?.into_iter();
    Ok(blocks.map(|block| block.into_vec().into()).collect())
}

/// Returns the revocation lists of a file, in their order, at least one. They are not read yet; one in DER is not copied.
///
/// # Errors
/// [`FileError`] when there is none, or the file is broken.
pub fn crls(contents: &[u8]) -> Result<Vec<CertificateRevocationListDer<'_>>, FileError> {
    let blocks = blocks_of(contents, Kind::Crl)?.into_iter();
    Ok(blocks
        .map(|block| match block.contents {
            Contents::Borrowed(der) => der.into(),
            Contents::Owned(_) => block.into_vec().into(),
        })
        .collect())
}

/// Writes DER as PEM with lines of 64 characters (RFC 7468 2). The text may be that of a key: it is wiped when it is
/// dropped.
#[must_use]
pub fn encode(label: &str, der: &[u8]) -> Zeroizing<String> {
    /// The octets of a line.
    const WIDTH: usize = 48;
    let lines = der.len().div_ceil(WIDTH);
    let mut text = Zeroizing::new(String::with_capacity(lines * 65 + 2 * label.len() + 40));
    text.extend(["-----BEGIN ", label, "-----\n"]);
    for line in der.chunks(WIDTH) {
        line.chunks(3).for_each(|group| text.extend(characters(group)));
        text.push('\n');
    }
    text.extend(["-----END ", label, "-----\n"]);
    text
}

/// Writes DER as base64 in one line (RFC 4648 4), as PEM has it in several.
#[must_use]
pub fn base64(der: &[u8]) -> String {
    let mut text = String::with_capacity(der.len().div_ceil(3) * 4);
    der.chunks(3).for_each(|group| text.extend(characters(group)));
    text
}

/// Encodes a group of up to three octets.
fn characters(group: &[u8]) -> [char; 4] {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let octet = |index| usize::from(group.get(index).copied().unwrap_or(0));
    let bits = octet(0) << 16 | octet(1) << 8 | octet(2);
    [0, 1, 2, 3].map(|index| match index > group.len() {
        true => '=',
        false => char::from(ALPHABET[bits >> (18 - 6 * index) & 0x3f]),
    })
}
