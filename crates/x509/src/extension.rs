//! Extensions of certificates and revocation lists (RFC 5280 4.2 and 5.2), and the values of those that are understood.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::{
    der::{self, Malformed, Reader, constructed, primitive},
    name::Name,
    oid::Oid,
};

/// id-ce, the arc of the standard extensions (RFC 5280, appendix A.2): 2.5.29.
const ID_CE: [u8; 2] = [0x55, 0x1d];
/// id-kp, the arc of the standard purposes (RFC 5280, appendix A.2): 1.3.6.1.5.5.7.3.
const ID_KP: [u8; 7] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03];
const ANY_PURPOSE: [u8; 4] = [0x55, 0x1d, 0x25, 0x00];
const SUBJECT_ALT_NAME: &str = "subjectAltName";
const EXTENDED_KEY_USAGE: &str = "extKeyUsage";

/// An extension (RFC 5280 4.1), of a certificate or of a revocation list.
#[derive(Debug, Clone, Copy)]
pub struct Extension<'a> {
    /// The identifier of its kind.
    pub id: Oid<'a>,
    /// True if those who do not understand it must refuse the whole.
    pub critical: bool,
    /// The contents of its value.
    pub value: &'a [u8],
}

impl<'a> Extension<'a> {
    /// Returns its number among the standard extensions.
    #[must_use]
    pub fn standard(self) -> Option<u8> {
        match self.id.0.strip_prefix(&ID_CE) {
            Some(&[number]) => Some(number),
            _ => None,
        }
    }

    fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        let mut extension = reader.sequence("an extension")?;
        let id = extension.expect(der::OID, "the name of an extension")?.contents;
        let critical = extension.boolean_or_false("the criticality of an extension")?;
        let value = extension
            .expect(der::OCTET_STRING, "the value of an extension")?
            .contents;
        extension.finish("an extension")?;
        Ok(Self {
            id: Oid(id),
            critical,
            value,
        })
    }
}

/// Reads extensions, none of which may come twice (RFC 5280 4.2), and hands each to `take`.
///
/// # Errors
/// [`Malformed`], or the first error of `take`.
pub fn read_extensions<'a, E: From<Malformed>>(
    mut reader: Reader<'a>,
    mut take: impl FnMut(Extension<'a>) -> Result<(), E>,
) -> Result<(), E> {
    // The standard ones are noted down by their number, as almost all are: each entry of a revocation list may have one.
    let (mut standard, mut others, mut twice) = (0_u128, Vec::new(), false);
    while !reader.is_empty() {
        let extension = Extension::read(&mut reader)?;
        match extension
            .standard()
            .and_then(|number| 1_u128.checked_shl(number.into()))
        {
            Some(mark) => {
                twice |= standard & mark != 0;
                standard |= mark;
            }
            None => others.push(extension.id.0),
        }
        take(extension)?;
    }
    others.sort_unstable();
    if twice || others.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Malformed("extensions, one of which comes twice").into());
    }
    Ok(())
}

/// BasicConstraints (RFC 5280 4.2.1.9). A certificate without them is not a CA's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BasicConstraints {
    /// True if the certificate is a CA's.
    pub ca: bool,
    /// Maximum number of CAs below it; `None` for any number.
    pub path_len: Option<usize>,
}

impl BasicConstraints {
    pub(crate) fn read(value: &[u8]) -> Result<Self, Malformed> {
        const WHAT: &str = "basicConstraints";
        let mut value = Reader::sequence_alone(value, WHAT)?;
        let ca = value.boolean_or_false(WHAT)?;
        let path_len = match value.is_empty() {
            true => None,
            false => Some(value.unsigned(WHAT)?.iter().fold(0_usize, |length, &octet| {
                length.saturating_mul(256).saturating_add(usize::from(octet))
            })),
        };
        value.finish(WHAT)?;
        if path_len.is_some() && !ca {
            return Err(Malformed("basicConstraints, with a path length without a CA"));
        }
        Ok(Self { ca, path_len })
    }
}

/// The uses of a key (RFC 5280 4.2.1.3), each with the number of its bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are RFC 5280's own")]
pub enum Usage {
    DigitalSignature,
    NonRepudiation,
    KeyEncipherment,
    DataEncipherment,
    KeyAgreement,
    KeyCertSign,
    CrlSign,
    EncipherOnly,
    DecipherOnly,
}

impl Usage {
    /// All of them, in the order of their bits.
    pub const ALL: [Self; 9] = [
        Self::DigitalSignature,
        Self::NonRepudiation,
        Self::KeyEncipherment,
        Self::DataEncipherment,
        Self::KeyAgreement,
        Self::KeyCertSign,
        Self::CrlSign,
        Self::EncipherOnly,
        Self::DecipherOnly,
    ];

    /// Returns the name in RFC 5280.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DigitalSignature => "digitalSignature",
            Self::NonRepudiation => "nonRepudiation",
            Self::KeyEncipherment => "keyEncipherment",
            Self::DataEncipherment => "dataEncipherment",
            Self::KeyAgreement => "keyAgreement",
            Self::KeyCertSign => "keyCertSign",
            Self::CrlSign => "cRLSign",
            Self::EncipherOnly => "encipherOnly",
            Self::DecipherOnly => "decipherOnly",
        }
    }
}

/// KeyUsage (RFC 5280 4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage {
    /// True if the extension is critical.
    pub critical: bool,
    bits: u16,
}

impl KeyUsage {
    pub(crate) fn read(extension: Extension<'_>) -> Result<Self, Malformed> {
        const WHAT: &str = "keyUsage";
        let mut value = Reader::new(extension.value);
        let bits = value.expect(der::BIT_STRING, WHAT)?.contents;
        value.finish(WHAT)?;
        Ok(Self {
            critical: extension.critical,
            bits: der::named_bits(bits, WHAT)?,
        })
    }

    /// Returns whether the key may be used so.
    #[must_use]
    pub const fn allows(self, usage: Usage) -> bool {
        self.bits >> (usage as u16) & 1 != 0
    }

    /// Returns all that the key may be used for.
    pub fn usages(self) -> impl Iterator<Item = Usage> {
        Usage::ALL.into_iter().filter(move |usage| self.allows(*usage))
    }

    /// Returns whether the key may sign a handshake.
    #[must_use]
    pub const fn digital_signature(self) -> bool {
        self.allows(Usage::DigitalSignature)
    }

    /// Returns whether the key may sign certificates.
    #[must_use]
    pub const fn key_cert_sign(self) -> bool {
        self.allows(Usage::KeyCertSign)
    }

    /// Returns whether the key may sign revocation lists.
    #[must_use]
    pub const fn crl_sign(self) -> bool {
        self.allows(Usage::CrlSign)
    }
}

/// ExtendedKeyUsage (RFC 5280 4.2.1.12).
#[derive(Debug, Clone, Copy)]
pub struct ExtendedKeyUsage<'a> {
    /// True if it has clientAuth.
    pub client_auth: bool,
    /// True if it has serverAuth.
    pub server_auth: bool,
    /// The purposes, each of which was seen to be well-formed.
    purposes: Reader<'a>,
}

/// A purpose of ExtendedKeyUsage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPurpose<'a>(pub Oid<'a>);

impl<'a> ExtendedKeyUsage<'a> {
    pub(crate) fn read(value: &'a [u8]) -> Result<Self, Malformed> {
        let purposes = Reader::sequence_alone(value, EXTENDED_KEY_USAGE)?;
        if purposes.is_empty() {
            return Err(Malformed(EXTENDED_KEY_USAGE));
        }
        let mut usage = Self {
            client_auth: false,
            server_auth: false,
            purposes,
        };
        let mut rest = purposes;
        while !rest.is_empty() {
            let purpose = rest.expect(der::OID, EXTENDED_KEY_USAGE)?.contents;
            match purpose.strip_prefix(&ID_KP) {
                Some([1]) => usage.server_auth = true,
                Some([2]) => usage.client_auth = true,
                _ => {}
            }
        }
        Ok(usage)
    }

    /// Returns all purposes in their order.
    pub fn purposes(self) -> impl Iterator<Item = KeyPurpose<'a>> {
        let mut purposes = self.purposes;
        std::iter::from_fn(move || {
            let purpose = purposes.expect(der::OID, EXTENDED_KEY_USAGE).ok()?;
            Some(KeyPurpose(Oid(purpose.contents)))
        })
    }
}

/// The name in RFC 5280, or the object identifier.
impl std::fmt::Display for KeyPurpose<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let id = self.0.0;
        f.write_str(match id.strip_prefix(&ID_KP) {
            Some([1]) => "serverAuth",
            Some([2]) => "clientAuth",
            Some([3]) => "codeSigning",
            Some([4]) => "emailProtection",
            Some([8]) => "timeStamping",
            Some([9]) => "OCSPSigning",
            _ if id == ANY_PURPOSE => "anyExtendedKeyUsage",
            _ => return self.0.fmt(f),
        })
    }
}

/// SubjectAltName (RFC 5280 4.2.1.6).
#[derive(Debug, Clone, Copy)]
pub struct AltNames<'a> {
    /// True if the extension is critical.
    pub critical: bool,
    /// Number of names that are URIs, counted by their tag alone: one that is not text counts too.
    pub uri_count: usize,
    /// The names, each of which was seen to be well-formed.
    names: Reader<'a>,
}

/// A name in SubjectAltName, as its octets: what it says is not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GeneralName<'a> {
    /// rfc822Name: an e-mail address.
    Email(&'a [u8]),
    /// dNSName.
    Dns(&'a [u8]),
    /// directoryName.
    Directory(Name<'a>),
    /// uniformResourceIdentifier.
    Uri(&'a [u8]),
    /// iPAddress.
    Ip(&'a [u8]),
    /// Any other, with its tag.
    Other(u8, &'a [u8]),
}

/// The tag of a URI among general names (RFC 5280 4.2.1.6).
const URI: u8 = primitive(6);

impl<'a> AltNames<'a> {
    /// Reads the value of subjectAltName.
    ///
    /// # Errors
    /// [`Malformed`]; an extension without a name is among what is.
    pub fn read(extension: Extension<'a>) -> Result<Self, Malformed> {
        let names = Reader::sequence_alone(extension.value, SUBJECT_ALT_NAME)?;
        if names.is_empty() {
            return Err(Malformed(SUBJECT_ALT_NAME));
        }
        let (mut rest, mut uri_count) = (names, 0);
        while !rest.is_empty() {
            let tag = rest.element(SUBJECT_ALT_NAME)?.tag;
            if !is_general_name(tag) {
                return Err(Malformed(SUBJECT_ALT_NAME));
            }
            uri_count += usize::from(tag == URI);
        }
        Ok(Self {
            critical: extension.critical,
            uri_count,
            names,
        })
    }

    /// Returns the names in their order.
    pub fn iter(self) -> impl Iterator<Item = GeneralName<'a>> {
        let mut names = self.names;
        std::iter::from_fn(move || {
            let name = names.element(SUBJECT_ALT_NAME).ok()?;
            Some(GeneralName::of(name.tag, name.contents))
        })
    }

    /// Returns the octets of the URIs.
    pub fn uris(self) -> impl Iterator<Item = &'a [u8]> {
        self.iter().filter_map(|name| match name {
            GeneralName::Uri(uri) => Some(uri),
            _ => None,
        })
    }
}

impl<'a> GeneralName<'a> {
    /// Takes the tag and the contents of a GeneralName.
    #[must_use]
    pub fn of(tag: u8, contents: &'a [u8]) -> Self {
        const EMAIL: u8 = primitive(1);
        const DNS: u8 = primitive(2);
        const DIRECTORY: u8 = constructed(4);
        const IP: u8 = primitive(7);
        match tag {
            EMAIL => Self::Email(contents),
            DNS => Self::Dns(contents),
            DIRECTORY => Self::Directory(Name::new(contents)),
            URI => Self::Uri(contents),
            IP => Self::Ip(contents),
            tag => Self::Other(tag, contents),
        }
    }
}

/// Reads the octets of an iPAddress; `None` where they are neither 4 nor 16.
#[must_use]
pub fn ip_address(octets: &[u8]) -> Option<IpAddr> {
    if let Ok(octets) = <[u8; 4]>::try_from(octets) {
        return Some(Ipv4Addr::from(octets).into());
    }
    <[u8; 16]>::try_from(octets)
        .ok()
        .map(|octets| Ipv6Addr::from(octets).into())
}

/// Returns whether a tag is one of GeneralName's (RFC 5280 4.2.1.6).
#[must_use]
pub fn is_general_name(tag: u8) -> bool {
    let structured = [0, 3, 4, 5].map(constructed);
    let plain = [1, 2, 6, 7, 8].map(primitive);
    structured.contains(&tag) || plain.contains(&tag)
}

/// Reads SubjectKeyIdentifier (RFC 5280 4.2.1.2).
pub(crate) fn subject_key_id(value: &[u8]) -> Result<&[u8], Malformed> {
    const WHAT: &str = "subjectKeyIdentifier";
    let mut value = Reader::new(value);
    let id = value.expect(der::OCTET_STRING, WHAT)?.contents;
    value.finish(WHAT)?;
    Ok(id)
}

/// Reads the keyIdentifier of AuthorityKeyIdentifier (RFC 5280 4.2.1.1), where it has one.
pub(crate) fn authority_key_id(value: &[u8]) -> Result<Option<&[u8]>, Malformed> {
    const WHAT: &str = "authorityKeyIdentifier";
    let mut value = Reader::sequence_alone(value, WHAT)?;
    let id = value.optional(primitive(0), WHAT)?;
    Ok(id.map(|id| id.contents))
}

/// NameConstraints (RFC 5280 4.2.1.10): the bases of subtrees of names.
#[derive(Debug, Clone, Default)]
pub struct NameConstraints<'a> {
    /// The bases of permittedSubtrees.
    pub permitted: Vec<GeneralName<'a>>,
    /// The bases of excludedSubtrees.
    pub excluded: Vec<GeneralName<'a>>,
}

impl<'a> NameConstraints<'a> {
    /// Reads the value of nameConstraints.
    ///
    /// # Errors
    /// [`Malformed`]; minimum and maximum, which nobody may use (RFC 5280 4.2.1.10), are among what is.
    pub fn read(value: &'a [u8]) -> Result<Self, Malformed> {
        const WHAT: &str = "nameConstraints";
        let mut fields = Reader::sequence_alone(value, WHAT)?;
        let bases = |subtrees: Option<der::Element<'a>>| {
            let mut subtrees = Reader::new(subtrees.map_or(&[], |subtrees| subtrees.contents));
            let mut bases = Vec::new();
            while !subtrees.is_empty() {
                let mut subtree = subtrees.sequence(WHAT)?;
                let base = subtree.element(WHAT)?;
                subtree.finish(WHAT)?;
                bases.push(GeneralName::of(base.tag, base.contents));
            }
            Ok(bases)
        };
        let permitted = bases(fields.optional(constructed(0), WHAT)?)?;
        let excluded = bases(fields.optional(constructed(1), WHAT)?)?;
        fields.finish(WHAT)?;
        Ok(Self { permitted, excluded })
    }
}
