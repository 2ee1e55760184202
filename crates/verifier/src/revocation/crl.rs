//! A revocation list, read (RFC 5280 5).

use std::{collections::HashMap, fmt};

use rustls_pki_types::UnixTime;
use webpki::ALL_VERIFICATION_ALGS;

use amqtt_x509::{
    certificate::{Extension, read_extensions},
    der::{self, Malformed, Reader, constructed},
    hex::Hex,
};

use super::{CrlError, scope::Scope};
use crate::certificate::Issuer;

/// The most octets of a CRLNumber (RFC 5280 5.2.3).
const NUMBER_MAX: usize = 20;

/// The number of a list, which rises from list to list of one issuer and scope (RFC 5280 5.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CrlNumber([u8; NUMBER_MAX]);

impl CrlNumber {
    fn read(value: &[u8], what: &'static str) -> Result<Self, Malformed> {
        let mut value = Reader::new(value);
        let octets = value.unsigned(what)?;
        value.finish(what)?;
        let mut number = [0; NUMBER_MAX];
        let start = NUMBER_MAX.checked_sub(octets.len()).ok_or(Malformed(what))?;
        number[start..].copy_from_slice(octets);
        Ok(Self(number))
    }
}

/// In decimal where it has at most 128 bits, in hex with `0x` otherwise.
impl fmt::Display for CrlNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_first_chunk() {
            Some(([0, 0, 0, 0], rest)) => {
                let number = rest
                    .iter()
                    .fold(0_u128, |number, octet| number << 8 | u128::from(*octet));
                write!(f, "{number}")
            }
            _ => write!(f, "0x{}", Hex(&self.0)),
        }
    }
}

/// Why a certificate was revoked (RFC 5280 5.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names are RFC 5280's own")]
pub enum RevocationReason {
    Unspecified,
    KeyCompromise,
    CaCompromise,
    AffiliationChanged,
    Superseded,
    CessationOfOperation,
    CertificateHold,
    RemoveFromCrl,
    PrivilegeWithdrawn,
    AaCompromise,
}

impl RevocationReason {
    fn read(value: &[u8]) -> Result<Self, Malformed> {
        const WHAT: &str = "reasonCode";
        let mut value = Reader::new(value);
        let code = value.expect(der::ENUMERATED, WHAT)?.contents;
        value.finish(WHAT)?;
        Ok(match code {
            [0] => Self::Unspecified,
            [1] => Self::KeyCompromise,
            [2] => Self::CaCompromise,
            [3] => Self::AffiliationChanged,
            [4] => Self::Superseded,
            [5] => Self::CessationOfOperation,
            [6] => Self::CertificateHold,
            [8] => Self::RemoveFromCrl,
            [9] => Self::PrivilegeWithdrawn,
            [10] => Self::AaCompromise,
            _ => return Err(Malformed(WHAT)),
        })
    }
}

/// As RFC 5280 writes it.
impl fmt::Display for RevocationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
        })
    }
}

/// What a list says of a certificate that is on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) since: UnixTime,
    pub(crate) reason: RevocationReason,
}

/// A list, with its entries found by serial number.
#[derive(Debug)]
pub(crate) struct Crl {
    pub(crate) number: CrlNumber,
    pub(crate) this_update: UnixTime,
    pub(crate) next_update: UnixTime,
    /// For a delta list, the number of the complete list that it starts from (RFC 5280 5.2.4).
    pub(crate) base: Option<CrlNumber>,
    pub(crate) scope: Scope,
    entries: HashMap<Box<[u8]>, Entry>,
}

/// A list whose signature is not verified yet.
pub(super) struct Unverified<'a> {
    pub(super) crl: Crl,
    /// The name of its issuer, the whole of its encoding.
    pub(super) issuer: &'a [u8],
    signed: &'a [u8],
    /// The contents of the AlgorithmIdentifier.
    algorithm: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Unverified<'a> {
    /// Reads a list of version 2, with the fields that RFC 5280 demands of issuers: nextUpdate and CRLNumber.
    pub(super) fn read(der: &'a [u8]) -> Result<Self, CrlError> {
        let mut list = Reader::sequence_alone(der, "its outermost sequence")?;
        let signed = list.expect(der::SEQUENCE, "tbsCertList")?;
        let outer_algorithm = list.expect(der::SEQUENCE, "signatureAlgorithm")?;
        let signature = list.octet_bits("signatureValue")?;
        list.finish("what follows the signature")?;

        let mut tbs = Reader::new(signed.contents);
        if tbs.integer("version")? != [1] {
            return Err(Malformed("version, which is not 2").into());
        }
        let algorithm = tbs.expect(der::SEQUENCE, "signature")?;
        if algorithm.encoded != outer_algorithm.encoded {
            return Err(Malformed("signature algorithm, of which it names two").into());
        }
        let issuer = tbs.expect(der::SEQUENCE, "issuer")?.encoded;
        let this_update = tbs.time("thisUpdate")?;
        let next_update = tbs.time("nextUpdate")?;
        let entries = match tbs.is_next(der::SEQUENCE) {
            true => read_entries(tbs.sequence("revokedCertificates")?)?,
            false => HashMap::new(),
        };
        let extensions = tbs.expect(constructed(0), "crlExtensions")?.contents;
        let extensions = Reader::sequence_alone(extensions, "crlExtensions")?;
        tbs.finish("what follows its extensions")?;
        let (mut number, mut base, mut scope) = (None, None, Scope::default());
        read_extensions(extensions, |extension| {
            match extension.standard() {
                Some(20) => number = Some(CrlNumber::read(extension.value, "cRLNumber")?),
                Some(27) => base = Some(CrlNumber::read(extension.value, "deltaCRLIndicator")?),
                Some(28) => scope = Scope::read(extension.value)?,
                // authorityKeyIdentifier: the signature tells by which key it was made.
                Some(35) => {}
                _ => refuse_if_critical(extension)?,
            }
            Ok::<_, CrlError>(())
        })?;
        Ok(Self {
            crl: Crl {
                number: number.ok_or(CrlError::NoNumber)?,
                this_update,
                next_update,
                base,
                scope,
                entries,
            },
            issuer,
            signed: signed.encoded,
            algorithm: algorithm.contents,
            signature,
        })
    }

    /// Whether this key has signed it.
    pub(super) fn is_signed_by(&self, issuer: &Issuer) -> bool {
        let Ok((key_algorithm, key)) = key(issuer.spki()) else {
            return false;
        };
        let algorithms = ALL_VERIFICATION_ALGS.iter().filter(|algorithm| {
            algorithm.signature_alg_id().as_ref() == self.algorithm
                && algorithm.public_key_alg_id().as_ref() == key_algorithm
        });
        let mut verdicts =
            algorithms.map(|algorithm| algorithm.verify_signature(key, self.signed, self.signature));
        verdicts.any(|verdict| verdict.is_ok())
    }

    /// Whether there is an algorithm for its signature at all.
    pub(super) fn has_known_algorithm(&self) -> bool {
        ALL_VERIFICATION_ALGS
            .iter()
            .any(|algorithm| algorithm.signature_alg_id().as_ref() == self.algorithm)
    }
}

/// The algorithm of a SubjectPublicKeyInfo, the contents of its AlgorithmIdentifier, and the key.
fn key(spki: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    let mut spki = Reader::sequence_alone(spki, "subjectPublicKeyInfo")?;
    let algorithm = spki.expect(der::SEQUENCE, "the algorithm of its key")?.contents;
    Ok((algorithm, spki.octet_bits("subjectPublicKey")?))
}

fn refuse_if_critical(extension: Extension<'_>) -> Result<(), CrlError> {
    match extension.critical {
        true => Err(CrlError::CriticalExtension),
        false => Ok(()),
    }
}

fn read_entries(mut list: Reader<'_>) -> Result<HashMap<Box<[u8]>, Entry>, CrlError> {
    // An entry without extensions has some 36 octets.
    let mut entries = HashMap::with_capacity(list.remaining() / 36);
    while !list.is_empty() {
        let mut entry = list.sequence("an entry")?;
        let serial = entry.integer("the serial number of an entry")?;
        let since = entry.time("the date of an entry")?;
        let reason = match entry.is_empty() {
            true => RevocationReason::Unspecified,
            false => read_reason(entry.sequence("the extensions of an entry")?)?,
        };
        entry.finish("an entry")?;
        // Should a certificate be on the list twice, an entry that revokes it counts.
        let known = entries.entry(serial.into()).or_insert(Entry { since, reason });
        if known.reason == RevocationReason::RemoveFromCrl {
            *known = Entry { since, reason };
        }
    }
    Ok(entries)
}

/// What the extensions of an entry say (RFC 5280 5.3).
fn read_reason(extensions: Reader<'_>) -> Result<RevocationReason, CrlError> {
    let mut reason = RevocationReason::Unspecified;
    read_extensions(extensions, |extension| {
        match extension.standard() {
            Some(21) => reason = RevocationReason::read(extension.value)?,
            Some(29) => return Err(CrlError::Indirect),
            _ => refuse_if_critical(extension)?,
        }
        Ok(())
    })?;
    Ok(reason)
}

impl Crl {
    /// The entry of a certificate.
    pub(crate) fn find(&self, serial: &[u8]) -> Option<Entry> {
        self.entries.get(serial).copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn is_current(&self, now: UnixTime) -> bool {
        self.this_update <= now && now <= self.next_update
    }

    /// Whether it takes the place of another one: of the same kind, complete or delta, and scope.
    pub(crate) fn replaces(&self, other: &Self) -> bool {
        self.base.is_some() == other.base.is_some() && self.scope == other.scope
    }

    /// Which of two is newer: the one with the higher number. Numbers should not come twice; if one does, the later list
    /// counts, then the one that revokes more.
    pub(crate) fn age(&self) -> impl Ord {
        (self.number, self.this_update, self.len())
    }

    /// Whether this delta list goes with a complete one, so that the two together are a newer complete one
    /// (RFC 5280 5.2.4).
    pub(crate) fn updates(&self, complete: &Self) -> bool {
        let starts_from = |base| base <= complete.number;
        self.base.is_some_and(starts_from) && self.is_delta_after(complete)
    }

    /// Whether this is a delta list of the same scope, and newer.
    pub(crate) fn is_delta_after(&self, complete: &Self) -> bool {
        self.base.is_some() && self.scope == complete.scope && self.number > complete.number
    }
}
