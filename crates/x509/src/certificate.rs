//! A certificate, read: the fields and extensions that the rules look at (RFC 5280 4.1 and 4.2).

use rustls_pki_types::UnixTime;

use crate::der::{self, Element, Malformed, Reader, constructed, primitive};

/// id-ce, the arc of the standard extensions (RFC 5280, appendix A.2): 2.5.29.
const ID_CE: [u8; 2] = [0x55, 0x1d];
const RSA_ENCRYPTION: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const RSASSA_PSS: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
const SERVER_AUTH: [u8; 8] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01];
const CLIENT_AUTH: [u8; 8] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02];
/// The tag of a URI among general names (RFC 5280 4.2.1.6).
const URI: u8 = primitive(6);
const SUBJECT_ALT_NAME: &str = "subjectAltName";
/// A Name without any attribute.
const EMPTY_NAME: [u8; 2] = [der::SEQUENCE, 0];

/// A certificate; names and keys are the whole of their encoding.
#[derive(Debug)]
pub struct Certificate<'a> {
    pub serial: &'a [u8],
    pub issuer: &'a [u8],
    pub not_before: UnixTime,
    pub not_after: UnixTime,
    pub subject: &'a [u8],
    pub spki: &'a [u8],
    /// The size of an RSA key in bits; `None` for a key of another kind.
    pub rsa_bits: Option<usize>,
    pub basic_constraints: BasicConstraints,
    pub key_usage: Option<KeyUsage>,
    pub extended_key_usage: Option<ExtendedKeyUsage>,
    pub alt_names: Option<AltNames<'a>>,
    /// The contents of cRLDistributionPoints.
    pub distribution_points: Option<&'a [u8]>,
}

/// BasicConstraints (4.2.1.9); where there are none, it is no CA.
#[derive(Debug, Clone, Copy, Default)]
pub struct BasicConstraints {
    pub ca: bool,
    pub path_len: Option<usize>,
}

/// KeyUsage (4.2.1.3).
#[derive(Debug, Clone, Copy)]
pub struct KeyUsage {
    pub critical: bool,
    bits: u16,
}

impl KeyUsage {
    pub fn digital_signature(self) -> bool {
        self.bits & 1 != 0
    }

    pub fn key_cert_sign(self) -> bool {
        self.bits >> 5 & 1 != 0
    }

    pub fn crl_sign(self) -> bool {
        self.bits >> 6 & 1 != 0
    }
}

/// ExtendedKeyUsage (4.2.1.12), as far as TLS is concerned.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExtendedKeyUsage {
    pub client_auth: bool,
    pub server_auth: bool,
}

/// SubjectAltName (4.2.1.6).
#[derive(Debug, Clone, Copy)]
pub struct AltNames<'a> {
    pub critical: bool,
    pub uri_count: usize,
    /// The names, each of which was seen to be well-formed.
    names: Reader<'a>,
}

impl<'a> AltNames<'a> {
    /// The octets of the URIs.
    pub fn uris(self) -> impl Iterator<Item = &'a [u8]> {
        let mut names = self.names;
        let elements = std::iter::from_fn(move || names.element(SUBJECT_ALT_NAME).ok());
        elements.filter(|name| name.tag == URI).map(|name| name.contents)
    }
}

impl<'a> Certificate<'a> {
    /// Reads a certificate of version 3.
    pub fn read(der: &'a [u8]) -> Result<Self, Malformed> {
        let mut certificate = Reader::sequence_alone(der, "its outermost sequence")?;
        let mut tbs = certificate.sequence("tbsCertificate")?;
        let outer_algorithm = certificate.expect(der::SEQUENCE, "signatureAlgorithm")?;
        certificate.octet_bits("signatureValue")?;
        certificate.finish("what follows the signature")?;

        let version = tbs.expect(constructed(0), "version")?.contents;
        if version != [der::INTEGER, 1, 2] {
            return Err(Malformed("version, which is not 3"));
        }
        let serial = tbs.integer("serialNumber")?;
        let inner_algorithm = tbs.expect(der::SEQUENCE, "signature")?;
        if inner_algorithm.encoded != outer_algorithm.encoded {
            return Err(Malformed("signature algorithm, of which it names two"));
        }
        let issuer = tbs.expect(der::SEQUENCE, "issuer")?.encoded;
        let mut validity = tbs.sequence("validity")?;
        let (not_before, not_after) = (validity.time("notBefore")?, validity.time("notAfter")?);
        validity.finish("validity")?;
        if not_before > not_after {
            return Err(Malformed("validity, which ends before it begins"));
        }
        let subject = tbs.expect(der::SEQUENCE, "subject")?.encoded;
        let spki = tbs.expect(der::SEQUENCE, "subjectPublicKeyInfo")?;
        let mut certificate = Self {
            serial,
            issuer,
            not_before,
            not_after,
            subject,
            spki: spki.encoded,
            rsa_bits: rsa_bits(spki)?,
            basic_constraints: BasicConstraints::default(),
            key_usage: None,
            extended_key_usage: None,
            alt_names: None,
            distribution_points: None,
        };
        if let Some(extensions) = tbs.optional(constructed(3), "extensions")? {
            let extensions = Reader::sequence_alone(extensions.contents, "extensions")?;
            read_extensions(extensions, |extension| certificate.take(extension))?;
        }
        tbs.finish("what follows its extensions")?;
        Ok(certificate)
    }

    /// Takes what an extension says. Whether there is a critical one that nobody knows is path validation's to see.
    fn take(&mut self, extension: Extension<'a>) -> Result<(), Malformed> {
        match extension.standard() {
            Some(15) => {
                let mut value = Reader::new(extension.value);
                let bits = value.expect(der::BIT_STRING, "keyUsage")?.contents;
                value.finish("keyUsage")?;
                self.key_usage = Some(KeyUsage {
                    critical: extension.critical,
                    bits: der::named_bits(bits, "keyUsage")?,
                });
            }
            Some(17) => self.alt_names = Some(alt_names(extension)?),
            Some(19) => self.basic_constraints = basic_constraints(extension.value)?,
            Some(31) => self.distribution_points = Some(extension.value),
            Some(37) => self.extended_key_usage = Some(extended_key_usage(extension.value)?),
            _ => {}
        }
        Ok(())
    }

    pub fn has_empty_subject(&self) -> bool {
        self.subject == EMPTY_NAME
    }

    pub fn uri_count(&self) -> usize {
        self.alt_names.map_or(0, |names| names.uri_count)
    }
}

/// An extension (RFC 5280 4.1), of a certificate or of a revocation list.
#[derive(Debug, Clone, Copy)]
pub struct Extension<'a> {
    pub id: &'a [u8],
    pub critical: bool,
    pub value: &'a [u8],
}

impl<'a> Extension<'a> {
    /// Its number among the standard extensions.
    pub fn standard(self) -> Option<u8> {
        match self.id.strip_prefix(&ID_CE) {
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
        Ok(Self { id, critical, value })
    }
}

/// Reads extensions, none of which may come twice (RFC 5280 4.2).
pub fn read_extensions<'a, E: From<Malformed>>(
    mut reader: Reader<'a>,
    mut take: impl FnMut(Extension<'a>) -> Result<(), E>,
) -> Result<(), E> {
    let mut seen = Vec::new();
    while !reader.is_empty() {
        let extension = Extension::read(&mut reader)?;
        // One alone is not noted down: each entry of a revocation list may have one.
        if !seen.is_empty() || !reader.is_empty() {
            seen.push(extension.id);
        }
        take(extension)?;
    }
    seen.sort_unstable();
    if seen.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Malformed("extensions, one of which comes twice").into());
    }
    Ok(())
}

/// The size of the modulus of an RSA key (RFC 8017 A.1.1).
fn rsa_bits(spki: Element<'_>) -> Result<Option<usize>, Malformed> {
    let mut spki = Reader::new(spki.contents);
    let mut algorithm = spki.sequence("the algorithm of its key")?;
    let algorithm = algorithm.expect(der::OID, "the algorithm of its key")?.contents;
    let key = spki.octet_bits("subjectPublicKey")?;
    spki.finish("subjectPublicKeyInfo")?;
    if algorithm != RSA_ENCRYPTION && algorithm != RSASSA_PSS {
        return Ok(None);
    }
    let mut key = Reader::sequence_alone(key, "its RSA key")?;
    let modulus = key.unsigned("its RSA key")?;
    key.unsigned("its RSA key")?;
    key.finish("its RSA key")?;
    let unset = modulus.first().map_or(0, |octet| octet.leading_zeros() as usize);
    Ok(Some(modulus.len() * 8 - unset))
}

fn basic_constraints(value: &[u8]) -> Result<BasicConstraints, Malformed> {
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
    Ok(BasicConstraints { ca, path_len })
}

fn extended_key_usage(value: &[u8]) -> Result<ExtendedKeyUsage, Malformed> {
    const WHAT: &str = "extKeyUsage";
    let mut value = Reader::sequence_alone(value, WHAT)?;
    if value.is_empty() {
        return Err(Malformed(WHAT));
    }
    let mut usage = ExtendedKeyUsage::default();
    while !value.is_empty() {
        let purpose = value.expect(der::OID, WHAT)?.contents;
        usage.client_auth |= purpose == CLIENT_AUTH;
        usage.server_auth |= purpose == SERVER_AUTH;
    }
    Ok(usage)
}

/// Counts URIs by their tag alone, so that one that is no text counts too.
fn alt_names(extension: Extension<'_>) -> Result<AltNames<'_>, Malformed> {
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
    Ok(AltNames {
        critical: extension.critical,
        uri_count,
        names,
    })
}

/// Whether a tag is one of GeneralName's (RFC 5280 4.2.1.6).
pub fn is_general_name(tag: u8) -> bool {
    let structured = [0, 3, 4, 5].map(constructed);
    let plain = [1, 2, 6, 7, 8].map(primitive);
    structured.contains(&tag) || plain.contains(&tag)
}
