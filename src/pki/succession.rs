//! Which revocation list may take the place of which: numbers rise, and nothing that is revoked is forgotten.

use std::collections::HashSet;

use amqtt_x509::{
    crl::{CertificateList, CrlNumber, RevocationReason},
    serial::Serial,
};

/// Relation of a list to the one that it is to replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Succession {
    /// It is that list.
    Same,
    /// It is newer. Some serial numbers of the other may be missing on it.
    Newer { lost: Vec<Lost> },
    /// It is older, or another one of the same number.
    NotNewer {
        held: Option<CrlNumber>,
        offered: Option<CrlNumber>,
    },
}

/// A serial number that a list has no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lost {
    /// The serial number in lower-case hex.
    pub(crate) serial: String,
    /// Set if it was on hold, which can be lifted.
    pub(crate) held: bool,
}

/// Compares a list with the one that it is to replace, of the same issuer. Lists that cannot be read to their end have no
/// entries from there on.
pub(crate) fn succession(old: &CertificateList<'_>, new: &CertificateList<'_>) -> Succession {
    if old.signed.contents == new.signed.contents {
        return Succession::Same;
    }
    if new.number.is_none() || new.number <= old.number {
        return Succession::NotNewer {
            held: old.number,
            offered: new.number,
        };
    }
    let kept: HashSet<&[u8]> = entries(new).map(|(serial, _)| serial).collect();
    Succession::Newer {
        lost: lost(old, |serial| kept.contains(serial.octets())),
    }
}

/// Returns the serial numbers of a list that are not among these, in lower-case hex.
pub(crate) fn lost_on(old: &CertificateList<'_>, kept: &HashSet<String>) -> Vec<Lost> {
    lost(old, |serial| kept.contains(&serial.to_string()))
}

fn lost(old: &CertificateList<'_>, is_kept: impl Fn(Serial<'_>) -> bool) -> Vec<Lost> {
    entries(old)
        .map(|(serial, reason)| (Serial::new(serial), reason))
        .filter(|(serial, _)| !is_kept(*serial))
        .map(|(serial, reason)| Lost {
            serial: serial.to_string(),
            held: reason == RevocationReason::CertificateHold,
        })
        .collect()
}

fn entries<'a>(list: &CertificateList<'a>) -> impl Iterator<Item = (&'a [u8], RevocationReason)> {
    list.entries()
        .filter_map(Result::ok)
        .filter(|entry| entry.reason != RevocationReason::RemoveFromCrl)
        .map(|entry| (entry.serial.octets(), entry.reason))
}
