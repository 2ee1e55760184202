//! Revocation lists (RFC 5280 5).

use std::fmt;

use crate::{
    certificate::Signed,
    der::{self, Malformed, Reader, constructed},
    extension::{Extension, authority_key_id, read_extensions},
    hex::Hex,
    name::Name,
    serial::Serial,
    time::UnixTime,
};

/// The most octets of a CRLNumber (RFC 5280 5.2.3).
const NUMBER_MAX: usize = 20;

/// A revocation list of version 2, read but for its entries; it borrows from its DER.
///
/// The signature is not verified. The entries are read one by one, by [`CertificateList::entries`].
#[derive(Debug, Clone, Copy)]
pub struct CertificateList<'a> {
    /// The octets that the issuer signed.
    pub signed: Signed<'a>,
    /// The name of its issuer.
    pub issuer: Name<'a>,
    /// When it was made.
    pub this_update: UnixTime,
    /// When a newer one is to be there, where it says so (RFC 5280 5.1.2.5 demands it).
    pub next_update: Option<UnixTime>,
    /// CRLNumber, where it has one (RFC 5280 5.2.3 demands it).
    pub number: Option<CrlNumber>,
    /// For a delta list, the number of the complete list that it starts from (RFC 5280 5.2.4).
    pub base: Option<CrlNumber>,
    /// The octets of the key identifier in AuthorityKeyIdentifier (RFC 5280 5.2.1), where it can be read. By which key the
    /// list was signed, its signature tells.
    pub authority_key_id: Option<&'a [u8]>,
    /// The value of issuingDistributionPoint (RFC 5280 5.2.5).
    pub distribution_point: Option<&'a [u8]>,
    /// True if it has a critical extension that is not one of these.
    pub has_unknown_critical: bool,
    entries: Reader<'a>,
}

/// The entry of a list about one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The serial number of the certificate.
    pub serial: Serial<'a>,
    /// Since when it is revoked.
    pub since: UnixTime,
    /// The reason for the revocation.
    pub reason: RevocationReason,
    /// True if the entry names an issuer of its own: the list is indirect (RFC 5280 5.3.3).
    pub names_issuer: bool,
    /// True if it has a critical extension that is not understood.
    pub has_unknown_critical: bool,
}

impl<'a> CertificateList<'a> {
    /// Reads a list of version 2. Its entries are passed over: reading takes the same time whatever their number.
    ///
    /// # Errors
    /// [`Malformed`] with the part at fault.
    pub fn read(der: &'a [u8]) -> Result<Self, Malformed> {
        let (signed, mut tbs) = Signed::read(der, "tbsCertList")?;
        if !tbs.is_next(der::INTEGER) || tbs.integer("version")? != [1] {
            return Err(Malformed("version, which is not 2"));
        }
        signed.same_algorithm(&mut tbs)?;
        let issuer = Name::new(tbs.expect(der::SEQUENCE, "issuer")?.encoded);
        let this_update = tbs.time("thisUpdate")?;
        let next_update = match tbs.is_next(der::UTC_TIME) || tbs.is_next(der::GENERALIZED_TIME) {
            true => Some(tbs.time("nextUpdate")?),
            false => None,
        };
        let entries = tbs.optional(der::SEQUENCE, "revokedCertificates")?;
        let mut list = Self {
            signed,
            issuer,
            this_update,
            next_update,
            number: None,
            base: None,
            authority_key_id: None,
            distribution_point: None,
            has_unknown_critical: false,
            entries: Reader::new(entries.map_or(&[], |entries| entries.contents)),
        };
        if let Some(extensions) = tbs.optional(constructed(0), "crlExtensions")? {
            let extensions = Reader::sequence_alone(extensions.contents, "crlExtensions")?;
            read_extensions(extensions, |extension| list.take(extension))?;
        }
        tbs.finish("what follows its extensions")?;
        Ok(list)
    }

    fn take(&mut self, extension: Extension<'a>) -> Result<(), Malformed> {
        match extension.standard() {
            Some(20) => self.number = Some(CrlNumber::read(extension.value, "cRLNumber")?),
            Some(27) => self.base = Some(CrlNumber::read(extension.value, "deltaCRLIndicator")?),
            Some(28) => self.distribution_point = Some(extension.value),
            Some(35) => self.authority_key_id = authority_key_id(extension.value).unwrap_or_default(),
            _ => self.has_unknown_critical |= extension.critical,
        }
        Ok(())
    }

    /// Reads the entries one after another, as they are asked for; after an error, none follows.
    pub fn entries(&self) -> impl Iterator<Item = Result<Entry<'a>, Malformed>> {
        let mut rest = self.entries;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let entry = Entry::read(&mut rest);
            if entry.is_err() {
                rest = Reader::new(&[]);
            }
            Some(entry)
        })
    }

    /// Estimates the number of entries by their octets: an entry without extensions has some 36.
    #[must_use]
    pub fn estimated_entries(&self) -> usize {
        self.entries.remaining() / 36
    }
}

impl<'a> Entry<'a> {
    fn read(list: &mut Reader<'a>) -> Result<Self, Malformed> {
        let mut fields = list.sequence("an entry")?;
        let mut entry = Self {
            serial: Serial::new(fields.integer("the serial number of an entry")?),
            since: fields.time("the date of an entry")?,
            reason: RevocationReason::Unspecified,
            names_issuer: false,
            has_unknown_critical: false,
        };
        if !fields.is_empty() {
            let extensions = fields.sequence("the extensions of an entry")?;
            read_extensions(extensions, |extension| entry.take(extension))?;
        }
        fields.finish("an entry")?;
        Ok(entry)
    }

    /// Takes what an extension says (RFC 5280 5.3).
    fn take(&mut self, extension: Extension<'_>) -> Result<(), Malformed> {
        match extension.standard() {
            Some(21) => self.reason = RevocationReason::read(extension.value)?,
            Some(29) => self.names_issuer = true,
            _ => self.has_unknown_critical |= extension.critical,
        }
        Ok(())
    }
}

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

    /// Returns the number; `None` where it has more than 128 bits.
    #[must_use]
    pub fn to_u128(self) -> Option<u128> {
        match self.0.split_first_chunk() {
            Some(([0, 0, 0, 0], rest)) => Some(
                rest.iter()
                    .fold(0_u128, |number, octet| number << 8 | u128::from(*octet)),
            ),
            _ => None,
        }
    }
}

impl From<u64> for CrlNumber {
    fn from(number: u64) -> Self {
        let mut octets = [0; NUMBER_MAX];
        octets[NUMBER_MAX - 8..].copy_from_slice(&number.to_be_bytes());
        Self(octets)
    }
}

/// In decimal where it has at most 128 bits, in hex with `0x` otherwise.
impl fmt::Display for CrlNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_u128() {
            Some(number) => write!(f, "{number}"),
            None => write!(f, "0x{}", Hex(&self.0)),
        }
    }
}

/// The reason for a revocation (RFC 5280 5.3.1).
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

/// The reasons with their words in kebab case.
const WORDS: [(RevocationReason, &str); 10] = [
    (RevocationReason::Unspecified, "unspecified"),
    (RevocationReason::KeyCompromise, "key-compromise"),
    (RevocationReason::CaCompromise, "ca-compromise"),
    (RevocationReason::AffiliationChanged, "affiliation-changed"),
    (RevocationReason::Superseded, "superseded"),
    (RevocationReason::CessationOfOperation, "cessation-of-operation"),
    (RevocationReason::CertificateHold, "certificate-hold"),
    (RevocationReason::RemoveFromCrl, "remove-from-crl"),
    (RevocationReason::PrivilegeWithdrawn, "privilege-withdrawn"),
    (RevocationReason::AaCompromise, "aa-compromise"),
];

impl RevocationReason {
    /// Returns its word in kebab case, as command lines and the inventory have it: `key-compromise`.
    #[must_use]
    pub fn word(self) -> &'static str {
        let known = WORDS.iter().find(|(known, _)| *known == self);
        known.map_or("unspecified", |(_, word)| word)
    }

    /// Returns the reason of a word in kebab case.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let known = WORDS.iter().find(|(_, known)| *known == word);
        known.map(|(reason, _)| *reason)
    }

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
