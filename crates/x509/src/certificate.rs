//! Certificates (RFC 5280 4.1).

use rustls_pki_types::CertificateDer;

use crate::{
    der::{self, Malformed, Reader, constructed},
    extension::{
        AltNames, BasicConstraints, ExtendedKeyUsage, Extension, KeyUsage, authority_key_id, read_extensions,
        subject_key_id,
    },
    key::PublicKey,
    name::Name,
    oid::Oid,
    serial::Serial,
    time::UnixTime,
};

/// A certificate of version 3, read; it borrows from its DER.
///
/// The signature is not verified, and the names are not checked.
#[derive(Debug, Clone, Copy)]
pub struct Certificate<'a> {
    /// The whole of its encoding.
    pub der: &'a [u8],
    /// The octets that the issuer signed.
    pub signed: Signed<'a>,
    /// The serial number, unique among those of its issuer.
    pub serial: Serial<'a>,
    /// The name of its issuer.
    pub issuer: Name<'a>,
    /// The first second of its validity.
    pub not_before: UnixTime,
    /// The last second of its validity.
    pub not_after: UnixTime,
    /// The name of its holder.
    pub subject: Name<'a>,
    /// The key of its holder.
    pub key: PublicKey<'a>,
    /// The encoding of `subject` and of `key`, which stand side by side.
    pub holder: &'a [u8],
    /// BasicConstraints, or those of a certificate that has none.
    pub basic_constraints: BasicConstraints,
    /// KeyUsage.
    pub key_usage: Option<KeyUsage>,
    /// ExtendedKeyUsage.
    pub extended_key_usage: Option<ExtendedKeyUsage<'a>>,
    /// SubjectAltName.
    pub alt_names: Option<AltNames<'a>>,
    /// The octets of SubjectKeyIdentifier.
    pub subject_key_id: Option<&'a [u8]>,
    /// The octets of the key identifier in AuthorityKeyIdentifier.
    pub authority_key_id: Option<&'a [u8]>,
    /// The value of nameConstraints (RFC 5280 4.2.1.10).
    pub name_constraints: Option<&'a [u8]>,
    /// The value of cRLDistributionPoints (RFC 5280 4.2.1.13).
    pub distribution_points: Option<&'a [u8]>,
    /// The first critical extension that path validation does not process, which is to refuse the certificate
    /// (RFC 5280 4.2).
    pub unknown_critical: Option<Oid<'a>>,
}

/// The signature of a certificate or a revocation list, and what it is over.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// The octets that are signed.
    pub contents: &'a [u8],
    /// The contents of the AlgorithmIdentifier, the same within and without (RFC 5280 4.1.1.2).
    pub algorithm: &'a [u8],
    /// The octets of the signature.
    pub signature: &'a [u8],
}

impl<'a> Signed<'a> {
    /// Reads a SIGNED structure (X.509), and returns the first of its parts too, as an element to be read.
    pub(crate) fn read(der: &'a [u8], what: &'static str) -> Result<(Self, Reader<'a>), Malformed> {
        let mut whole = Reader::sequence_alone(der, "its outermost sequence")?;
        let contents = whole.expect(der::SEQUENCE, what)?;
        let algorithm = whole.expect(der::SEQUENCE, "signatureAlgorithm")?.contents;
        let signature = whole.octet_bits("signatureValue")?;
        whole.finish("what follows the signature")?;
        let signed = Self {
            contents: contents.encoded,
            algorithm,
            signature,
        };
        Ok((signed, Reader::new(contents.contents)))
    }

    /// Reads the algorithm within, which must be the one without.
    pub(crate) fn same_algorithm(&self, fields: &mut Reader<'a>) -> Result<(), Malformed> {
        match fields.expect(der::SEQUENCE, "signature")?.contents == self.algorithm {
            true => Ok(()),
            false => Err(Malformed("signature algorithm, of which it names two")),
        }
    }
}

impl<'a> Certificate<'a> {
    /// Reads a certificate of version 3.
    ///
    /// # Errors
    /// [`Malformed`] with the part at fault.
    pub fn read(der: &'a [u8]) -> Result<Self, Malformed> {
        let (signed, mut tbs) = Signed::read(der, "tbsCertificate")?;
        let version = tbs
            .optional(constructed(0), "version")?
            .map(|version| version.contents);
        if version != Some(&[der::INTEGER, 1, 2]) {
            return Err(Malformed("version, which is not 3"));
        }
        let serial = Serial::new(tbs.integer("serialNumber")?);
        signed.same_algorithm(&mut tbs)?;
        let issuer = Name::new(tbs.expect(der::SEQUENCE, "issuer")?.encoded);
        let mut validity = tbs.sequence("validity")?;
        let (not_before, not_after) = (validity.time("notBefore")?, validity.time("notAfter")?);
        validity.finish("validity")?;
        if not_before > not_after {
            return Err(Malformed("validity, which ends before it begins"));
        }
        let from_subject = tbs;
        let subject = Name::new(tbs.expect(der::SEQUENCE, "subject")?.encoded);
        let key = PublicKey::of(tbs.expect(der::SEQUENCE, "subjectPublicKeyInfo")?)?;
        let holder = from_subject.up_to(&tbs);
        let mut certificate = Self {
            der,
            signed,
            serial,
            issuer,
            not_before,
            not_after,
            subject,
            key,
            holder,
            basic_constraints: BasicConstraints::default(),
            key_usage: None,
            extended_key_usage: None,
            alt_names: None,
            subject_key_id: None,
            authority_key_id: None,
            name_constraints: None,
            distribution_points: None,
            unknown_critical: None,
        };
        if let Some(extensions) = tbs.optional(constructed(3), "extensions")? {
            let extensions = Reader::sequence_alone(extensions.contents, "extensions")?;
            read_extensions(extensions, |extension| certificate.take(extension))?;
        }
        tbs.finish("what follows its extensions")?;
        Ok(certificate)
    }

    /// Takes what an extension says. To refuse a critical one that is not understood is path validation's work.
    fn take(&mut self, extension: Extension<'a>) -> Result<(), Malformed> {
        if extension.critical && !matches!(extension.standard(), Some(15 | 17 | 19 | 30 | 31 | 37)) {
            self.unknown_critical.get_or_insert(extension.id);
        }
        match extension.standard() {
            Some(14) => self.subject_key_id = Some(subject_key_id(extension.value)?),
            Some(15) => self.key_usage = Some(KeyUsage::read(extension)?),
            Some(17) => self.alt_names = Some(AltNames::read(extension)?),
            Some(19) => self.basic_constraints = BasicConstraints::read(extension.value)?,
            Some(30) => self.name_constraints = Some(extension.value),
            Some(31) => self.distribution_points = Some(extension.value),
            Some(35) => self.authority_key_id = authority_key_id(extension.value)?,
            Some(37) => self.extended_key_usage = Some(ExtendedKeyUsage::read(extension.value)?),
            _ => {}
        }
        Ok(())
    }

    /// Returns how many URIs SubjectAltName has, counted by their tag alone.
    #[must_use]
    pub fn uri_count(&self) -> usize {
        self.alt_names.map_or(0, |names| names.uri_count)
    }

    /// Returns whether it names itself as its issuer (RFC 5280 3.2). Whether it has signed itself, its key must tell.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }

    /// Returns whether a time is within its validity, both ends included (RFC 5280 4.1.2.5).
    #[must_use]
    pub fn is_valid_at(&self, time: UnixTime) -> bool {
        self.not_before <= time && time <= self.not_after
    }

    /// Returns its fingerprint.
    #[cfg(feature = "fingerprint")]
    #[must_use]
    pub fn fingerprint(&self) -> crate::fingerprint::Fingerprint {
        crate::fingerprint::Fingerprint::of(self.der)
    }
}

/// A certificate that owns its DER, which was read once to know that it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedCertificate(CertificateDer<'static>);

impl OwnedCertificate {
    /// Takes the DER of a certificate.
    ///
    /// # Errors
    /// [`Malformed`] when it cannot be read.
    pub fn new(der: CertificateDer<'static>) -> Result<Self, Malformed> {
        Certificate::read(&der)?;
        Ok(Self(der))
    }

    /// Returns the DER.
    #[must_use]
    pub const fn der(&self) -> &CertificateDer<'static> {
        &self.0
    }

    /// Reads it again, which takes well under a microsecond.
    #[must_use]
    #[allow(clippy::missing_panics_doc, reason = "it was read before")]
    pub fn get(&self) -> Certificate<'_> {
        Certificate::read(&self.0).expect("what was read once can be read again")
    }
}
