//! Path validation: rustls-webpki finds and verifies paths (RFC 5280 6.1), and every path that it finds has to pass what
//! webpki does not look at: KeyUsage of CAs, everything about the anchor but its name and key, and revocation lists.

use std::{cell::RefCell, ptr, sync::Arc};

use amqtt_x509::{certificate::Certificate, time::UnixTime};
use rustls_pki_types::TrustAnchor;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, VerifiedPath};

use super::{Anchor, CertificateVerifier, Chain, Issuer, Link, Position, Purpose, Refusal, rules};
use crate::revocation::CurrentLists;

/// A path that was validated, as it is looked at again later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) leaf: Link,
    /// From the leaf's issuer up, without the anchor.
    intermediates: Vec<Link>,
    /// The anchor where it issued itself: it needs no list, but is refused if it is on its own.
    anchor: Option<Arc<Link>>,
    /// The end of the validity that ends first, and whose it is.
    pub(super) not_after: (UnixTime, Position),
}

impl Path {
    /// Refuses the path if a certificate of it is revoked, or no list tells.
    pub(super) fn check_revocation(&self, lists: &CurrentLists, now: UnixTime) -> Result<(), Refusal> {
        if let Some(anchor) = &self.anchor {
            lists.check_not_listed(anchor, now)?;
        }
        let mut from_the_top = self.intermediates.iter().rev().chain([&self.leaf]);
        from_the_top.try_for_each(|link| lists.check(link, now))
    }
}

/// Finds a path from an anchor to the leaf that passes all rules.
///
/// Of several paths, one that passes is enough. If none does, the refusal is that of the path that came furthest.
pub(super) fn validate(
    verifier: &CertificateVerifier,
    purpose: Purpose,
    chain: &Chain<'_>,
    now: UnixTime,
) -> Result<Path, Refusal> {
    let (leaf, intermediates) = chain.der.split_first().ok_or(Refusal::NoCertificate)?;
    for (position, certificate) in chain.iter() {
        rules::check_rsa_key(certificate, position)?;
    }
    let lists = verifier.revocation.as_ref().map(|lists| lists.current());
    let judged: RefCell<Option<Result<Path, Refusal>>> = RefCell::new(None);
    let judge = |path: &VerifiedPath<'_>| {
        let verdict = judge(verifier, purpose, chain, path, lists.as_deref(), now);
        // Any objection makes webpki go on; its own words for it are not used.
        let answer = verdict
            .as_ref()
            .map(|_| ())
            .map_err(|_| webpki::Error::UnknownIssuer);
        let mut judged = judged.borrow_mut();
        let came_further = match (&*judged, &verdict) {
            (Some(Err(before)), Err(refusal)) => before.rule().check() < refusal.rule().check(),
            _ => true,
        };
        if came_further {
            *judged = Some(verdict);
        }
        answer
    };
    let validated = EndEntityCert::try_from(leaf).and_then(|leaf| {
        let usage = purpose.key_usage();
        let anchors = &verifier.trust_anchors;
        leaf.verify_for_usage(
            ALL_VERIFICATION_ALGS,
            anchors,
            intermediates,
            now.into(),
            usage,
            None,
            Some(&judge),
        )
        .map(|_| ())
    });
    match (judged.into_inner(), validated) {
        (Some(Ok(path)), Ok(())) => Ok(path),
        (Some(Err(refusal)), _) => Err(refusal),
        (_, Err(error)) => Err(translate(&error, verifier, purpose, chain, now)),
        (None, Ok(())) => Err(Refusal::UnknownIssuer),
    }
}

/// A CA of a path.
struct Ca<'a> {
    position: Position,
    certificate: &'a Certificate<'a>,
    issuer: Arc<Issuer>,
}

/// Judges a path whose signatures verify, by the rules that webpki does not know.
fn judge(
    verifier: &CertificateVerifier,
    purpose: Purpose,
    chain: &Chain<'_>,
    path: &VerifiedPath<'_>,
    lists: Option<&CurrentLists>,
    now: UnixTime,
) -> Result<Path, Refusal> {
    let anchor = anchor_of(path, verifier).ok_or(Refusal::UnknownIssuer)?;
    let root = Certificate::read(&anchor.der).map_err(|malformed| Refusal::Malformed {
        certificate: Position::Anchor,
        part: malformed.0,
    })?;
    let mut cas = Vec::with_capacity(chain.der.len());
    for intermediate in path.intermediate_certificates() {
        let index = chain.der.iter().position(|der| *der == intermediate.der());
        let found = index.and_then(|index| chain.iter().nth(index));
        let (position, certificate) = found.ok_or(Refusal::UnknownIssuer)?;
        let issuer = Arc::new(Issuer::of(certificate));
        cas.push(Ca {
            position,
            certificate,
            issuer,
        });
    }
    check_anchor(&root, cas.len(), now)?;
    cas.push(Ca {
        position: Position::Anchor,
        certificate: &root,
        issuer: Arc::clone(&anchor.issuer),
    });
    for ca in &cas {
        rules::check_issuer(ca.certificate, ca.position, purpose, verifier.profile)?;
    }
    let path = assemble(&chain.leaf, &cas, anchor).ok_or(Refusal::UnknownIssuer)?;
    if let Some(lists) = lists {
        for ca in &cas {
            rules::check_crl_sign(ca.certificate, ca.position)?;
        }
        path.check_revocation(lists, now)?;
    }
    Ok(path)
}

/// What is kept of a path: each certificate with whoever issued it, the next one up.
fn assemble(leaf: &Certificate<'_>, cas: &[Ca<'_>], anchor: &Anchor) -> Option<Path> {
    let subjects = [(Position::Leaf, leaf)].into_iter();
    let subjects = subjects.chain(cas.iter().map(|ca| (ca.position, ca.certificate)));
    let ends = subjects
        .clone()
        .map(|(position, subject)| (subject.not_after, position));
    let mut links = subjects
        .zip(cas)
        .map(|((position, subject), ca)| Link::new(subject, position, Arc::clone(&ca.issuer)));
    Some(Path {
        not_after: ends.min_by_key(|(not_after, _)| *not_after)?,
        leaf: links.next()?,
        intermediates: links.collect(),
        anchor: anchor.own.clone(),
    })
}

/// The anchor that a path ends at.
fn anchor_of<'a>(path: &VerifiedPath<'_>, verifier: &'a CertificateVerifier) -> Option<&'a Anchor> {
    let is_it = |anchor: &TrustAnchor<'_>| ptr::eq(anchor, path.anchor());
    let place = verifier.trust_anchors.iter().position(is_it)?;
    verifier.anchors.get(place)
}

/// What webpki checks of an intermediate, but not of an anchor; `check_issuer` does the rest.
fn check_anchor(anchor: &Certificate<'_>, intermediates: usize, now: UnixTime) -> Result<(), Refusal> {
    rules::check_rsa_key(anchor, Position::Anchor)?;
    rules::check_validity(anchor, Position::Anchor, now)?;
    match anchor.basic_constraints.path_len {
        Some(most) if intermediates > most => Err(Refusal::PathLength),
        _ => Ok(()),
    }
}

/// webpki's objection in our words. It does not say which certificate it is about, so that is looked for.
fn translate(
    error: &webpki::Error,
    verifier: &CertificateVerifier,
    purpose: Purpose,
    chain: &Chain<'_>,
    now: UnixTime,
) -> Refusal {
    use webpki::Error;
    match error {
        Error::UnknownIssuer => Refusal::UnknownIssuer,
        Error::CertExpired { .. } | Error::CertNotValidYet { .. } => {
            let first = chain
                .iter()
                .find_map(|(position, certificate)| rules::check_validity(certificate, position, now).err());
            first.unwrap_or_else(|| other(error))
        }
        Error::InvalidSignatureForPublicKey => small_anchor(verifier, chain).unwrap_or(Refusal::Signature),
        Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Refusal::SignatureAlgorithm,
        Error::EndEntityUsedAsCa => {
            let is_it = |certificate: &Certificate<'_>| !certificate.basic_constraints.ca;
            let certificate = position_of(chain.iter().skip(1), is_it);
            Refusal::IssuerNotCa { certificate }
        }
        Error::RequiredEkuNotFoundContext(_) => {
            let is_it = |certificate: &Certificate<'_>| {
                certificate
                    .extended_key_usage
                    .is_some_and(|usage| !purpose.is_allowed_by(usage))
            };
            let certificate = position_of(chain.iter(), is_it);
            Refusal::ExtendedKeyUsage { certificate, purpose }
        }
        Error::PathLenConstraintViolated => Refusal::PathLength,
        Error::NameConstraintViolation
        | Error::MalformedNameConstraint
        | Error::InvalidNetworkMaskConstraint
        | Error::MalformedDnsIdentifier => Refusal::NameConstraints,
        Error::UnsupportedCriticalExtension => Refusal::CriticalExtension,
        Error::MaximumSignatureChecksExceeded
        | Error::MaximumPathBuildCallsExceeded
        | Error::MaximumPathDepthExceeded
        | Error::MaximumNameConstraintComparisonsExceeded => Refusal::PathTooCostly,
        error => other(error),
    }
}

fn other(error: &webpki::Error) -> Refusal {
    Refusal::PathInvalid {
        error: error.to_string(),
    }
}

fn position_of<'a>(
    mut certificates: impl Iterator<Item = (Position, &'a Certificate<'a>)>,
    is_it: impl Fn(&Certificate<'_>) -> bool,
) -> Position {
    let found = certificates.find(|(_, certificate)| is_it(certificate));
    found.map_or(Position::Leaf, |(position, _)| position)
}

/// An anchor that the chain names and whose RSA key is so small that the provider takes no signature by it.
fn small_anchor(verifier: &CertificateVerifier, chain: &Chain<'_>) -> Option<Refusal> {
    let is_named = |anchor: &&Anchor| {
        chain
            .iter()
            .any(|(_, certificate)| certificate.issuer.encoded() == anchor.issuer.name())
    };
    verifier.anchors.iter().filter(is_named).find_map(|anchor| {
        let certificate = Certificate::read(&anchor.der).ok()?;
        rules::check_rsa_key(&certificate, Position::Anchor).err()
    })
}
