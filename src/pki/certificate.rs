//! Certificates, read.

use rustls_pki_types::CertificateDer;
use serde::Serialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use x509_parser::{
    certificate::X509Certificate,
    extensions::{GeneralName, ParsedExtension},
    public_key::PublicKey,
    x509::{AttributeTypeAndValue, SubjectPublicKeyInfo},
};

use super::{
    key_id::{fingerprint, hex},
    pem,
};

/// Why a certificate cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum CertificateError {
    #[error("it holds no certificate in PEM")]
    None,
    #[error("certificate {0} in it is malformed")]
    Malformed(usize),
}

/// What a certificate says, as it is reported. Times are RFC 3339 in UTC, octets lower-case hex.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Facts {
    pub(crate) subject: String,
    pub(crate) issuer: String,
    pub(crate) serial: String,
    pub(crate) not_before: String,
    pub(crate) not_after: String,
    pub(crate) fingerprint: String,
    pub(crate) key_type: String,
    pub(crate) ca: bool,
    pub(crate) path_len: Option<u32>,
    pub(crate) key_usage: Vec<&'static str>,
    pub(crate) extended_key_usage: Vec<String>,
    pub(crate) uri: Vec<String>,
    pub(crate) dns: Vec<String>,
    pub(crate) ip: Vec<String>,
    pub(crate) subject_key_id: Option<String>,
    pub(crate) authority_key_id: Option<String>,
}

/// A certificate and what it says.
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    pub(super) der: CertificateDer<'static>,
    pub(super) subject_der: Vec<u8>,
    pub(super) issuer_der: Vec<u8>,
    pub(super) public_key_bits: Vec<u8>,
    pub(crate) not_before: OffsetDateTime,
    pub(crate) not_after: OffsetDateTime,
    pub(crate) common_name: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) organisation: Option<String>,
    pub(crate) facts: Facts,
}

impl Certificate {
    /// Reads all certificates of a PEM file, at least one.
    ///
    /// # Errors
    /// [`CertificateError`] when there is none, or one cannot be parsed.
    pub(crate) fn all_from_pem(pem: &[u8]) -> Result<Vec<Self>, CertificateError> {
        let all = pem::certificates(pem).into_iter().enumerate();
        let all: Vec<Self> = all
            .map(|(index, der)| Self::from_der(&der).ok_or(CertificateError::Malformed(index + 1)))
            .collect::<Result<_, _>>()?;
        if all.is_empty() {
            Err(CertificateError::None)
        } else {
            Ok(all)
        }
    }

    /// Reads the first certificate of a PEM file.
    ///
    /// # Errors
    /// As [`Certificate::all_from_pem`].
    pub(crate) fn first_from_pem(pem: &[u8]) -> Result<Self, CertificateError> {
        Self::all_from_pem(pem).map(|mut all| all.swap_remove(0))
    }

    pub(super) fn from_der(der: &CertificateDer<'_>) -> Option<Self> {
        let (rest, parsed) = x509_parser::parse_x509_certificate(der).ok()?;
        if !rest.is_empty() {
            return None;
        }
        let subject = parsed.subject();
        let validity = parsed.validity();
        Some(Self {
            subject_der: subject.as_raw().to_vec(),
            issuer_der: parsed.issuer().as_raw().to_vec(),
            public_key_bits: parsed.public_key().subject_public_key.data.to_vec(),
            not_before: validity.not_before.to_datetime(),
            not_after: validity.not_after.to_datetime(),
            common_name: text_of(subject.iter_common_name().next()),
            country: text_of(subject.iter_country().next()),
            organisation: text_of(subject.iter_organization().next()),
            facts: Facts::of(&parsed, der),
            der: der.clone().into_owned(),
        })
    }

    /// The certificate in PEM.
    pub(crate) fn to_pem(&self) -> String {
        pem::certificate(&self.der)
    }

    /// Whether the certificate's public key is the given one (its subjectPublicKey bits).
    pub(crate) fn has_public_key(&self, key: &impl rcgen::PublicKeyData) -> bool {
        self.public_key_bits == key.der_bytes()
    }

    /// Whether it is within its validity (RFC 5280 4.1.2.5: both ends included).
    pub(crate) fn is_valid_at(&self, now: OffsetDateTime) -> bool {
        self.not_before <= now && now <= self.not_after
    }

    /// Returns whether it names itself as its issuer, as a root does.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.subject_der == self.issuer_der
    }

    /// The octets of its SubjectKeyIdentifier (RFC 5280 4.2.1.2).
    pub(super) fn subject_key_id(&self) -> Option<Vec<u8>> {
        let (_, parsed) = x509_parser::parse_x509_certificate(&self.der).ok()?;
        let id = parsed
            .iter_extensions()
            .find_map(|extension| match extension.parsed_extension() {
                ParsedExtension::SubjectKeyIdentifier(id) => Some(id.0.to_vec()),
                _ => None,
            });
        id.filter(|id| !id.is_empty())
    }

    pub(super) fn has_key_usage(&self, usage: &str) -> bool {
        self.facts.key_usage.is_empty() || self.facts.key_usage.contains(&usage)
    }
}

fn text_of(attribute: Option<&AttributeTypeAndValue<'_>>) -> Option<String> {
    attribute
        .and_then(|attribute| attribute.as_str().ok())
        .map(str::to_owned)
}

/// A time in RFC 3339, in UTC.
pub(crate) fn rfc3339(time: OffsetDateTime) -> String {
    time.format(&Rfc3339).unwrap_or_else(|_| time.to_string())
}

impl Facts {
    fn of(parsed: &X509Certificate<'_>, der: &[u8]) -> Self {
        let validity = parsed.validity();
        let mut facts = Self {
            subject: parsed.subject().to_string(),
            issuer: parsed.issuer().to_string(),
            serial: hex(without_sign_octet(parsed.raw_serial())),
            not_before: rfc3339(validity.not_before.to_datetime()),
            not_after: rfc3339(validity.not_after.to_datetime()),
            fingerprint: fingerprint(der),
            key_type: key_type(parsed.public_key()),
            ca: false,
            path_len: None,
            key_usage: Vec::new(),
            extended_key_usage: Vec::new(),
            uri: Vec::new(),
            dns: Vec::new(),
            ip: Vec::new(),
            subject_key_id: None,
            authority_key_id: None,
        };
        for extension in parsed.extensions() {
            facts.add(extension.parsed_extension());
        }
        facts
    }

    fn add(&mut self, extension: &ParsedExtension<'_>) {
        match extension {
            ParsedExtension::BasicConstraints(constraints) => {
                self.ca = constraints.ca;
                self.path_len = constraints.path_len_constraint;
            }
            ParsedExtension::KeyUsage(usage) => {
                let bit = |(index, name)| (usage.flags >> index & 1 == 1).then_some(name);
                self.key_usage = KEY_USAGES.into_iter().enumerate().filter_map(bit).collect();
            }
            ParsedExtension::ExtendedKeyUsage(usage) => {
                let named = [
                    (usage.any, "anyExtendedKeyUsage"),
                    (usage.server_auth, "serverAuth"),
                    (usage.client_auth, "clientAuth"),
                    (usage.code_signing, "codeSigning"),
                    (usage.email_protection, "emailProtection"),
                    (usage.time_stamping, "timeStamping"),
                    (usage.ocsp_signing, "OCSPSigning"),
                ];
                let named = named
                    .into_iter()
                    .filter(|(set, _)| *set)
                    .map(|(_, name)| name.to_owned());
                self.extended_key_usage = named.chain(usage.other.iter().map(ToString::to_string)).collect();
            }
            ParsedExtension::SubjectAlternativeName(names) => {
                names.general_names.iter().for_each(|name| self.add_name(name));
            }
            ParsedExtension::SubjectKeyIdentifier(id) => self.subject_key_id = Some(hex(id.0)),
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                self.authority_key_id = id.key_identifier.as_ref().map(|id| hex(id.0));
            }
            _ => {}
        }
    }

    fn add_name(&mut self, name: &GeneralName<'_>) {
        match name {
            GeneralName::URI(uri) => self.uri.push((*uri).to_owned()),
            GeneralName::DNSName(name) => self.dns.push((*name).to_owned()),
            GeneralName::IPAddress(octets) => self.ip.push(address(octets)),
            _ => {}
        }
    }
}

/// The bits of KeyUsage in their order (RFC 5280 4.2.1.3).
const KEY_USAGES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

fn address(octets: &[u8]) -> String {
    let ip = <[u8; 4]>::try_from(octets).map(std::net::IpAddr::from);
    let ip = ip.or_else(|_| <[u8; 16]>::try_from(octets).map(std::net::IpAddr::from));
    ip.map_or_else(|_| hex(octets), |ip| ip.to_string())
}

/// A positive INTEGER whose first octet has its top bit set carries a zero octet before it (X.690 8.3).
fn without_sign_octet(serial: &[u8]) -> &[u8] {
    match serial {
        [0, rest @ ..] if !rest.is_empty() => rest,
        _ => serial,
    }
}

/// The type of a public key in the words of `--key-type`, or the OID of its algorithm.
pub(super) fn key_type(spki: &SubjectPublicKeyInfo<'_>) -> String {
    match spki.parsed() {
        Ok(PublicKey::RSA(key)) => format!("rsa-{}", key.key_size()),
        Ok(PublicKey::EC(point)) => format!(
            "ecdsa-p{}",
            match point.key_size() {
                528 => 521,
                size => size,
            }
        ),
        _ if spki.algorithm.algorithm.to_id_string() == "1.3.101.112" => "ed25519".to_owned(),
        _ => spki.algorithm.algorithm.to_id_string(),
    }
}
