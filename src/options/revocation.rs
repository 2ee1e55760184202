//! The options that the verbs that revoke have in common.

use std::{fmt, path::PathBuf, str::FromStr};

use amqtt_x509::crl::RevocationReason;
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum, ValueHint, error::Error};

use crate::options::{CaFiles, candidates, environment, inventory::InventoryOptions, repeat::Missing};

/// A serial number as it is typed: hex in either case, with or without colons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SerialNumber(String);

/// Error from text that is not a serial number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a serial number: write it in hex, as `amqtt-admin device list` shows it")]
pub(crate) struct InvalidSerial;

impl FromStr for SerialNumber {
    type Err = InvalidSerial;

    fn from_str(text: &str) -> Result<Self, InvalidSerial> {
        let text = text.strip_prefix("0x").unwrap_or(text);
        let digits: String = text.chars().filter(|c| *c != ':').collect();
        if digits.is_empty() || digits.len() > 42 || !digits.bytes().all(|octet| octet.is_ascii_hexdigit()) {
            return Err(InvalidSerial);
        }
        let digits = digits.trim_start_matches('0').to_ascii_lowercase();
        let padding = match (digits.is_empty(), digits.len().is_multiple_of(2)) {
            (true, _) => "00",
            (false, false) => "0",
            (false, true) => "",
        };
        Ok(Self(format!("{padding}{digits}")))
    }
}

impl fmt::Display for SerialNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reason why a certificate is revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GivenReason {
    /// No reason is given
    Unspecified,
    /// The private key is, or may be, known to others
    KeyCompromise,
    /// The private key of a CA is, or may be, known to others
    CaCompromise,
    /// What the certificate says about its holder is no longer true
    AffiliationChanged,
    /// Another certificate has taken its place
    Superseded,
    /// The device or broker is out of service
    CessationOfOperation,
    /// The holder may no longer do what the certificate allows
    PrivilegeWithdrawn,
}

impl GivenReason {
    /// Returns the reason as RFC 5280 has it.
    pub(crate) fn reason(self) -> RevocationReason {
        match self {
            Self::Unspecified => RevocationReason::Unspecified,
            Self::KeyCompromise => RevocationReason::KeyCompromise,
            Self::CaCompromise => RevocationReason::CaCompromise,
            Self::AffiliationChanged => RevocationReason::AffiliationChanged,
            Self::Superseded => RevocationReason::Superseded,
            Self::CessationOfOperation => RevocationReason::CessationOfOperation,
            Self::PrivilegeWithdrawn => RevocationReason::PrivilegeWithdrawn,
        }
    }
}

#[derive(Debug, Args)]
#[group(skip)]
struct Options {
    /// Serial number of a certificate of this CA, in hex; may be given several times
    #[arg(long, value_name = "HEX", add = candidates::serials())]
    serial: Vec<SerialNumber>,

    /// Certificate of this CA, in the inventory or not; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    cert: Vec<PathBuf>,

    /// File with one name per line, or - for stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    from: Option<PathBuf>,
}

/// The certificates that are meant, apart from their names.
///
/// Those that the environment names count only where the command line names nothing: a variable that was left behind must
/// not revoke more than was typed.
#[derive(Debug)]
pub(crate) struct Certificates {
    pub(crate) serial: Vec<SerialNumber>,
    pub(crate) cert: Vec<PathBuf>,
    pub(crate) from: Option<PathBuf>,
    /// Set if they are from the environment.
    from_environment: bool,
}

impl Args for Certificates {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(command)
    }
}

impl FromArgMatches for Certificates {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let typed = |id: &str| environment::is_typed(matches, id);
        let is_named = ["serial", "cert", "from", "superseded"].into_iter().any(typed);
        let counts = |id: &str| typed(id) || !is_named;
        let Options { serial, cert, from } = Options::from_arg_matches(matches)?;
        Ok(Self {
            serial: if counts("serial") { serial } else { Vec::new() },
            cert: if counts("cert") { cert } else { Vec::new() },
            from: from.filter(|_| counts("from")),
            from_environment: !is_named,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Certificates {
    /// Returns what counts beside names that were typed.
    pub(crate) fn beside(self, names: &[String]) -> Self {
        match self.from_environment && !names.is_empty() {
            true => Self {
                serial: Vec::new(),
                cert: Vec::new(),
                from: None,
                ..self
            },
            false => self,
        }
    }

    /// Returns whether any are named.
    pub(crate) fn is_given(&self) -> bool {
        !self.serial.is_empty() || !self.cert.is_empty() || self.from.is_some()
    }
}

/// The certificates to revoke, and the reason.
#[derive(Debug, Args)]
pub(crate) struct Revoking {
    #[command(flatten)]
    pub(crate) certificates: Certificates,

    /// Revoke every certificate that another one has replaced
    #[arg(long)]
    pub(crate) superseded: bool,

    /// Reason for the revocation
    #[arg(long, value_name = "REASON", default_value = "unspecified")]
    pub(crate) reason: GivenReason,

    #[command(flatten)]
    pub(crate) recorded: Recorded,
}

impl Revoking {
    /// Returns what counts beside names that were typed.
    pub(crate) fn beside(self, names: &[String]) -> Self {
        let certificates = self.certificates.beside(names);
        Self { certificates, ..self }
    }

    /// Returns whether any certificates are selected.
    pub(crate) fn is_given(&self) -> bool {
        self.superseded || self.certificates.is_given()
    }
}

/// The record of the change, and the list that is to say so.
#[derive(Debug, Args)]
pub(crate) struct Recorded {
    #[command(flatten)]
    pub(crate) missing: Missing,

    /// Sign the revocation list at once
    #[arg(long)]
    pub(crate) crl: bool,

    #[command(flatten)]
    pub(crate) ca: CaFiles,

    #[command(flatten)]
    pub(crate) inventory: InventoryOptions,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_read_as_the_inventory_has_them() {
        for (text, read) in [
            ("0A:ff", "0aff"),
            ("0x00aff", "0aff"),
            ("aff", "0aff"),
            ("00", "00"),
            ("7F", "7f"),
        ] {
            assert_eq!(text.parse::<SerialNumber>().unwrap().to_string(), read, "{text}");
        }
        for text in ["", ":", "0x", "xyz", "-1", "1 2"] {
            assert_eq!(text.parse::<SerialNumber>(), Err(InvalidSerial), "{text}");
        }
    }
}
