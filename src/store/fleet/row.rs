//! A row of the inventory, typed.

use amqtt_database::{DatabaseError, RecordError, Row};
use base64ct::{Base64, Encoding as _};

/// Error from reading or changing the inventory.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum InventoryError {
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Another program wrote a value that our programs never write.
    #[error("{target}: the row of serial {serial} in fleet_certificate is broken: {column}")]
    Broken {
        /// The address of the database.
        target: String,
        serial: String,
        column: &'static str,
    },
}

impl From<DatabaseError> for InventoryError {
    fn from(error: DatabaseError) -> Self {
        Self::Record(error.into())
    }
}

/// Makes an enum of words that are stored as text.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum $name { $($(#[$about])* $variant),+ }

        impl $name {
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word that is stored.
            pub(crate) fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value that a stored word means.
            pub(crate) fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    };
}

words! {
    /// The kinds of certificates.
    Kind {
        Root = "root",
        Intermediate = "intermediate",
        Server = "server",
        Device = "device",
    }
}

words! {
    /// State of a certificate. Being expired is not a state: it follows from the time.
    State {
        /// The serial number is taken; the certificate may be signed, and is not published yet.
        Reserved = "reserved",
        Issued = "issued",
        Revoked = "revoked",
        /// On hold (certificateHold), which can be lifted.
        Held = "held",
        /// Another certificate took its place.
        Superseded = "superseded",
        /// The serial number was reserved and given up. A process that was killed may still have published the certificate.
        Abandoned = "abandoned",
    }
}

impl State {
    /// Returns the word for it in a sentence.
    pub(crate) fn shown(self) -> &'static str {
        match self {
            Self::Held => "on hold",
            state => state.word(),
        }
    }
}

/// The key of a row: the issuer (SHA-256 of its SubjectPublicKeyInfo) and the serial number, both in lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct RowKey {
    pub(crate) issuer: String,
    pub(crate) serial: String,
}

/// A row of `fleet_certificate`. Hashes are in lower-case hex, times in seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IssuedRow {
    pub(crate) key: RowKey,
    pub(crate) kind: Kind,
    /// The device id, or the common name.
    pub(crate) name: String,
    pub(crate) state: State,
    pub(crate) spki_sha256: Option<String>,
    pub(crate) cert_sha256: Option<String>,
    pub(crate) not_before: Option<i64>,
    pub(crate) not_after: Option<i64>,
    pub(crate) revoked_at: Option<i64>,
    /// The reason of RFC 5280 in kebab case.
    pub(crate) reason: Option<String>,
    pub(crate) issued_at: Option<i64>,
    /// The serial number of the certificate that this one renews.
    pub(crate) renewed_from: Option<String>,
    /// The run of a bulk verb that issued it.
    pub(crate) batch: Option<String>,
    /// The certificate in DER, where it was asked for and is known.
    pub(crate) certificate: Option<Vec<u8>>,
}

/// The columns that [`IssuedRow::read`] expects; the certificate comes after them.
pub(super) const COLUMNS: &str = "issuer, serial, kind, name, state, spki_sha256, cert_sha256, not_before, not_after, \
                                  revoked_at, reason, issued_at, renewed_from, batch";

impl IssuedRow {
    /// Returns whether its key is known to others than its owner.
    pub(crate) fn is_compromised(&self) -> bool {
        self.state == State::Revoked && self.reason.as_deref() == Some("key-compromise")
    }

    /// Returns whether it is revoked or on hold. Time and reason are those of that; of a certificate that was taken off hold,
    /// they are those of its release, which revocation lists need to know.
    pub(crate) fn is_revoked_or_held(&self) -> bool {
        matches!(self.state, State::Revoked | State::Held)
    }

    /// Returns the state that it has when it is taken off hold.
    pub(crate) fn released(&self) -> State {
        match (self.reason.as_deref(), self.issued_at) {
            (Some("superseded"), _) => State::Superseded,
            (_, None) => State::Abandoned,
            _ => State::Issued,
        }
    }

    /// Returns what orders the certificates of a name by age. Of two that were made in the same second, the one that ends later
    /// is the later one.
    pub(crate) fn age(&self) -> [Option<i64>; 3] {
        [self.not_before, self.issued_at, self.not_after]
    }

    /// Returns whether it is not known to have been published; it may have been all the same.
    pub(crate) fn is_unconfirmed(&self) -> bool {
        matches!(self.state, State::Reserved | State::Abandoned)
    }

    /// Reads a row of [`COLUMNS`], and `certificate` where `with_certificate` says so. The error is the serial number and
    /// the column at fault.
    pub(super) fn read(row: Row<'_>, with_certificate: bool) -> Result<Self, (String, &'static str)> {
        let text = |column| row.text(column).map(str::to_owned);
        let serial = text(1).unwrap_or_default();
        let broken = |column| (serial.clone(), column);
        let certificate = match row.text(14).filter(|_| with_certificate) {
            Some(base64) => Some(Base64::decode_vec(base64).map_err(|_| broken("certificate"))?),
            None => None,
        };
        Ok(Self {
            kind: row
                .text(2)
                .and_then(Kind::of_word)
                .ok_or_else(|| broken("kind"))?,
            name: text(3).ok_or_else(|| broken("name"))?,
            state: row
                .text(4)
                .and_then(State::of_word)
                .ok_or_else(|| broken("state"))?,
            spki_sha256: text(5),
            cert_sha256: text(6),
            not_before: row.number(7),
            not_after: row.number(8),
            revoked_at: row.number(9),
            reason: text(10),
            issued_at: row.number(11),
            renewed_from: text(12),
            batch: text(13),
            certificate,
            key: RowKey {
                issuer: text(0).ok_or_else(|| broken("issuer"))?,
                serial,
            },
        })
    }
}
