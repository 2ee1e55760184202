//! webpki's objections in our words. It does not say which certificate it objects to, so that is looked for.

use std::ptr;

use amqtt_x509::{certificate::Certificate, key::PublicKey, time::UnixTime};

use super::{
    CertificateVerifier, Chain, Position, RefusedCertificate, position, purpose::Purpose, refusal::Refusal,
    rules, signature,
};

/// A certificate of the chain, with its position.
type Placed<'c, 'a> = (Position, &'c Certificate<'a>);

/// A path validation that failed, with its input.
pub(super) struct Failed<'c, 'a> {
    pub(super) verifier: &'c CertificateVerifier,
    pub(super) purpose: Purpose,
    pub(super) chain: &'c Chain<'a>,
    pub(super) now: UnixTime,
}

impl<'c, 'a> Failed<'c, 'a> {
    /// Returns the refusal that says what webpki objects to.
    pub(super) fn refusal(&self, error: &webpki::Error) -> Refusal {
        use webpki::Error;
        let purpose = self.purpose;
        match error {
            Error::UnknownIssuer => self.unknown_issuer(),
            Error::CertExpired { .. } | Error::CertNotValidYet { .. } => {
                self.invalid_time().unwrap_or(Refusal::PathInvalid)
            }
            Error::InvalidSignatureForPublicKey => self.wrong_signature(),
            Error::UnsupportedSignatureAlgorithmContext(_)
            | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Refusal::SignatureAlgorithm {
                certificate: self.first(|(_, one)| {
                    !signature::has_known_algorithm(&one.signed) || self.is_wrongly_signed(one)
                }),
            },
            Error::EndEntityUsedAsCa => Refusal::IssuerNotCa {
                certificate: self
                    .first(|(position, one)| *position != Position::Leaf && !one.basic_constraints.ca),
            },
            Error::RequiredEkuNotFoundContext(_) => Refusal::ExtendedKeyUsage {
                certificate: self.first(|(_, one)| {
                    one.extended_key_usage
                        .is_some_and(|usage| !purpose.is_allowed_by(usage))
                }),
                purpose,
            },
            Error::PathLenConstraintViolated => self.too_long().unwrap_or(Refusal::PathInvalid),
            Error::UnsupportedCriticalExtension => self.unknown_extension(),
            Error::MaximumSignatureChecksExceeded
            | Error::MaximumPathBuildCallsExceeded
            | Error::MaximumPathDepthExceeded => Refusal::PathTooCostly,
            // The rest are faults of encoding that the reader has refused before, and what later versions may add.
            _ => Refusal::PathInvalid,
        }
    }

    /// Returns the certificates from the leaf up, each the issuer of the one before it by name, and by key identifier
    /// where several have the name. The anchor is not among them.
    fn climb(&self) -> Vec<Placed<'c, 'a>> {
        let mut path = vec![(Position::Leaf, &self.chain.leaf)];
        while let Some(&(_, below)) = path.last() {
            let is_new = |ca: &Certificate<'_>| !path.iter().any(|(_, seen)| ptr::eq(*seen, ca));
            let named = || {
                let above = self.chain.iter().skip(1);
                above.filter(|(_, ca)| ca.subject == below.issuer && is_new(ca))
            };
            let is_meant = |(_, ca): &Placed<'_, '_>| ca.subject_key_id == below.authority_key_id;
            let Some(issuer) = named().find(is_meant).or_else(|| named().next()) else {
                break;
            };
            path.push(issuer);
        }
        path
    }

    /// Returns the first certificate that something is true of: on the way up from the leaf, or else in the chain.
    fn find(&self, is_it: impl Fn(&Placed<'c, 'a>) -> bool) -> Option<Placed<'c, 'a>> {
        let all = self.climb().into_iter().chain(self.chain.iter());
        all.into_iter().find(is_it)
    }

    fn first(&self, is_it: impl Fn(&Placed<'c, 'a>) -> bool) -> RefusedCertificate {
        let (position, certificate) = self.find(is_it).unwrap_or((Position::Leaf, &self.chain.leaf));
        RefusedCertificate::of(position, certificate)
    }

    fn unknown_issuer(&self) -> Refusal {
        let top = self.climb().pop();
        let (position, certificate) = top.unwrap_or((Position::Leaf, &self.chain.leaf));
        Refusal::UnknownIssuer {
            certificate: RefusedCertificate::of(position, certificate),
            issuer: position::text(certificate.issuer),
        }
    }

    fn invalid_time(&self) -> Option<Refusal> {
        let all = self.climb().into_iter().chain(self.chain.iter());
        let mut verdicts = all.map(|(position, one)| rules::check_validity(one, position, self.now));
        verdicts.find_map(Result::err)
    }

    /// Returns the refusal for a wrong signature. If several certificates have the name of an issuer, webpki reports the
    /// signature that one of them did not make, rather than what is wrong with the other.
    fn wrong_signature(&self) -> Refusal {
        if let Some(small) = self.small_anchor() {
            return small;
        }
        match self.find(|(_, one)| self.is_wrongly_signed(one)) {
            Some((position, certificate)) => Refusal::Signature {
                certificate: RefusedCertificate::of(position, certificate),
            },
            None => self
                .invalid_time()
                .or_else(|| self.too_long())
                .unwrap_or(Refusal::PathInvalid),
        }
    }

    /// Returns whether there are keys of the issuer that a certificate names, and none of them has signed it.
    fn is_wrongly_signed(&self, certificate: &Certificate<'_>) -> bool {
        let above = self.chain.iter().skip(1);
        let above = above.filter(|(_, ca)| ca.subject == certificate.issuer);
        let anchors = self.verifier.anchors.iter();
        let anchors = anchors.filter(|anchor| anchor.issuer.name() == certificate.issuer.encoded());
        let mut keys = above
            .map(|(_, ca)| ca.key)
            .chain(anchors.filter_map(|anchor| PublicKey::read(anchor.issuer.spki()).ok()))
            .peekable();
        keys.peek().is_some() && !keys.any(|key| signature::is_made_by(&certificate.signed, &key))
    }

    /// Returns the refusal of the first CA on the way up that has more CAs below it than it allows.
    fn too_long(&self) -> Option<Refusal> {
        let path = self.climb();
        let mut cas = path.iter().skip(1).zip(0..);
        cas.find_map(|((position, ca), below)| match ca.basic_constraints.path_len {
            Some(allowed) if below > allowed => Some(Refusal::PathLength {
                certificate: RefusedCertificate::of(*position, ca),
                allowed,
            }),
            _ => None,
        })
    }

    fn unknown_extension(&self) -> Refusal {
        let found = self.find(|(_, one)| one.unknown_critical.is_some());
        match found.and_then(|(position, one)| Some((position, one, one.unknown_critical?))) {
            Some((position, certificate, id)) => Refusal::CriticalExtension {
                certificate: RefusedCertificate::of(position, certificate),
                extension: id.to_string(),
            },
            None => Refusal::PathInvalid,
        }
    }

    /// Returns the refusal of an anchor that the chain names and whose RSA key is so small that the provider takes no
    /// signature by it.
    fn small_anchor(&self) -> Option<Refusal> {
        let is_named = |name: &[u8]| self.chain.iter().any(|(_, one)| one.issuer.encoded() == name);
        let anchors = self.verifier.anchors.iter();
        let mut named = anchors.filter(|anchor| is_named(anchor.issuer.name()));
        named.find_map(|anchor| {
            let certificate = Certificate::read(&anchor.der).ok()?;
            rules::check_rsa_key(&certificate, Position::Anchor).err()
        })
    }
}
