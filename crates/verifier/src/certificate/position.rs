//! The certificate that a refusal is about.

use std::fmt;

use amqtt_x509::{certificate::Certificate, name::Name};

/// The most characters of a subject that are shown.
const MOST_CHARACTERS: usize = 200;

/// The place of a certificate in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Position {
    /// The device's own, or the server's.
    Leaf,
    /// One above it, by its place in the chain that the peer sent: 1 is the one after the leaf.
    Intermediate(usize),
    /// One that the peer did not send and the verifier was given, by its place there, counted from 1.
    Known(usize),
    /// The trust anchor.
    Anchor,
}

impl Position {
    /// Returns the position of a certificate by its index in the chain that the peer sent: the leaf comes first.
    #[must_use]
    pub fn in_chain(index: usize) -> Self {
        match index {
            0 => Self::Leaf,
            place => Self::Intermediate(place),
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf => f.write_str("the leaf certificate"),
            Self::Intermediate(place) => write!(f, "intermediate certificate {place}"),
            Self::Known(place) => write!(f, "configured intermediate certificate {place}"),
            Self::Anchor => f.write_str("the trust anchor"),
        }
    }
}

/// A certificate as a refusal names it: by its place and its subject, as `intermediate certificate 1 "CN=Plant CA"`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RefusedCertificate {
    /// Position in the chain.
    pub position: Position,
    /// The subject as text, such as `O=Acme, CN=pump-7`, of at most 200 characters; `None` where it is empty, or cannot
    /// be read.
    pub subject: Option<Box<str>>,
}

impl RefusedCertificate {
    pub(super) fn of(position: Position, certificate: &Certificate<'_>) -> Self {
        Self::named(position, certificate.subject)
    }

    /// Returns the certificate at this position that has this name.
    pub(crate) fn named(position: Position, name: Name<'_>) -> Self {
        let subject = text(name);
        Self {
            position,
            subject: (!subject.is_empty()).then(|| subject.into()),
        }
    }

    /// Returns one whose subject is not known, as it cannot be read.
    pub(super) const fn unreadable(position: Position) -> Self {
        Self {
            position,
            subject: None,
        }
    }
}

impl fmt::Display for RefusedCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.position.fmt(f)?;
        match &self.subject {
            Some(subject) => write!(f, " {subject:?}"),
            None => Ok(()),
        }
    }
}

/// Returns a name as text, cut off where it is very long.
pub(super) fn text(name: Name<'_>) -> String {
    let whole = name.to_string();
    match whole.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &whole[..end]),
        None => whole,
    }
}
