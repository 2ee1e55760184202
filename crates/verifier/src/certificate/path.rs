//! Path validation: rustls-webpki finds and verifies paths (RFC 5280 6.1), and every path that it finds has to pass what
//! webpki does not check, or not all of: KeyUsage of CAs, everything about the anchor but its name and key, name constraints,
//! and revocation lists.

use std::{cell::RefCell, ptr, sync::Arc};

use amqtt_x509::{certificate::Certificate, time::UnixTime};
use rustls_pki_types::{SignatureVerificationAlgorithm, TrustAnchor};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, VerifiedPath};

use super::{
    Anchor, CertificateDer, CertificateVerifier, Chain, Position, Profile, RefusedCertificate,
    blame::Failed,
    constraints::{self, Broken, Budget},
    link::{Issuer, Link},
    mask::{Masked, Unmasking},
    purpose::Purpose,
    refusal::Refusal,
    rules,
};
use crate::revocation::CurrentLists;

/// A validated path, kept to be checked again later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) leaf: Link,
    /// The name and the key of the leaf.
    holder: Issuer,
    /// From the leaf's issuer up, without the anchor.
    intermediates: Vec<Link>,
    anchor: Arc<Anchor>,
    /// The time in which all of it is valid, both ends included.
    not_before: UnixTime,
    pub(super) not_after: UnixTime,
    /// Set if all of its CAs may sign lists.
    pub(super) signs_lists: bool,
}

impl Path {
    /// Returns whether all certificates are within their validity.
    pub(super) fn is_valid_at(&self, now: UnixTime) -> bool {
        self.not_before <= now && now <= self.not_after
    }

    /// Returns whether this is the anchor of the path.
    pub(super) fn ends_at(&self, anchor: &Arc<Anchor>) -> bool {
        Arc::ptr_eq(&self.anchor, anchor) || self.anchor.der == anchor.der
    }

    /// Returns whether this anchor is the leaf.
    pub(super) fn begins_with(&self, anchor: &Anchor) -> bool {
        anchor.issuer == self.holder
    }

    /// Refuses the path if a certificate of it is revoked, or no list covers one. The anchor, where it issued itself, needs
    /// no list, but is refused if it is on its own.
    pub(super) fn check_revocation(&self, lists: &CurrentLists, now: UnixTime) -> Result<(), Refusal> {
        if let Some(anchor) = &self.anchor.own {
            lists.check_not_listed(anchor, &self.anchor.issuer, now)?;
        }
        for (link, holder) in self.links() {
            lists.check(link, holder, now)?;
        }
        Ok(())
    }

    /// Returns the certificates of the path from the one below the anchor down to the leaf, each with its holder.
    pub(super) fn links(&self) -> impl Iterator<Item = (&Link, &Issuer)> {
        // The holder of a certificate is the issuer of the one below it.
        let below = |index: usize| {
            index
                .checked_sub(1)
                .map_or(&self.leaf, |below| &self.intermediates[below])
        };
        let cas = self.intermediates.iter().enumerate().rev();
        cas.map(move |(index, link)| (link, &below(index).issuer))
            .chain(std::iter::once((&self.leaf, &self.holder)))
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
    for (position, certificate) in chain.iter() {
        rules::check_rsa_key(certificate, position)?;
    }
    let shown = Shown::new(chain);
    let lists = verifier.revocation.as_ref().map(|lists| lists.current());
    let judged: RefCell<Option<Result<Path, Refusal>>> = RefCell::new(None);
    let judge = |path: &VerifiedPath<'_>| {
        let verdict = judge(verifier, purpose, chain, &shown, path, lists.as_deref(), now);
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
    let searched = search(verifier, purpose, &chain.leaf, &shown, now, &judge);
    match (judged.into_inner(), searched) {
        (Some(Ok(path)), Ok(())) => Ok(path),
        (Some(Err(refusal)), _) => Err(refusal),
        (_, Err(error)) => {
            let failed = Failed {
                verifier,
                purpose,
                chain,
                now,
            };
            Err(failed.refusal(&error))
        }
        (None, Ok(())) => Err(Refusal::PathInvalid),
    }
}

/// Has webpki search for a path that `judge` accepts.
fn search(
    verifier: &CertificateVerifier,
    purpose: Purpose,
    leaf: &Certificate<'_>,
    shown: &Shown<'_>,
    now: UnixTime,
    judge: &dyn Fn(&VerifiedPath<'_>) -> Result<(), webpki::Error>,
) -> Result<(), webpki::Error> {
    let leaf = CertificateDer::from(leaf.der);
    let leaf = EndEntityCert::try_from(&leaf)?;
    let verify = |algorithms: &[&dyn SignatureVerificationAlgorithm]| {
        let path = leaf.verify_for_usage(
            algorithms,
            &verifier.trust_anchors,
            &shown.certificates,
            now.into(),
            purpose.key_usage(),
            None,
            Some(judge),
        );
        path.map(|_| ())
    };
    if shown.masked.is_empty() {
        return verify(ALL_VERIFICATION_ALGS);
    }
    let unmasking = Unmasking::all(&shown.masked);
    let algorithms: Vec<&dyn SignatureVerificationAlgorithm> =
        unmasking.iter().map(|algorithm| algorithm as _).collect();
    verify(&algorithms)
}

/// A CA of a path.
type Ca<'a> = (Position, &'a Certificate<'a>);

/// The certificates above the leaf as webpki is shown them, in the order of the chain: without name constraints.
struct Shown<'a> {
    certificates: Vec<CertificateDer<'a>>,
    masked: Vec<Masked<'a>>,
}

impl<'a> Shown<'a> {
    fn new(chain: &Chain<'a>) -> Self {
        let mut masked = Vec::new();
        let mut show = |certificate: &Certificate<'a>| match Masked::of(certificate) {
            None => CertificateDer::from(certificate.der),
            Some(one) => {
                let der = one.der.clone();
                masked.push(one);
                der
            }
        };
        Self {
            certificates: chain
                .above
                .iter()
                .map(|(_, certificate)| show(certificate))
                .collect(),
            masked,
        }
    }

    /// Finds a certificate of a path in its chain. If the peer has also sent a CA in its masked form, it is the one with
    /// the constraints, as only that one is signed.
    fn find<'c>(&self, der: &[u8], chain: &'c Chain<'a>) -> Option<&'c (Position, Certificate<'a>)> {
        let mut same = self
            .certificates
            .iter()
            .zip(&chain.above)
            .filter(|(shown, _)| shown.as_ref() == der)
            .map(|(_, certificate)| certificate);
        let first = same.clone().next();
        same.find(|(_, certificate)| certificate.name_constraints.is_some())
            .or(first)
    }
}

/// Checks a path whose signatures verify by the rules that webpki lacks.
fn judge(
    verifier: &CertificateVerifier,
    purpose: Purpose,
    chain: &Chain<'_>,
    shown: &Shown<'_>,
    path: &VerifiedPath<'_>,
    lists: Option<&CurrentLists>,
    now: UnixTime,
) -> Result<Path, Refusal> {
    let anchor = anchor_of(path, verifier).ok_or(Refusal::PathInvalid)?;
    let intermediates: Vec<Ca<'_>> = path
        .intermediate_certificates()
        .map(|intermediate| {
            let found = shown.find(&intermediate.der(), chain);
            found.map(|(position, certificate)| (*position, certificate))
        })
        .collect::<Option<_>>()
        .ok_or(Refusal::PathInvalid)?;
    let mut cas = intermediates.clone();
    let root;
    if !anchor.is_sound(purpose, intermediates.len(), now) {
        root = Certificate::read(&anchor.der).map_err(|malformed| Refusal::Malformed {
            certificate: RefusedCertificate::unreadable(Position::Anchor),
            part: malformed.0,
        })?;
        check_anchor(&root, intermediates.len(), now)?;
        cas.push((Position::Anchor, &root));
    }
    for (position, ca) in &cas {
        rules::check_issuer(ca, *position, purpose, verifier.profile)?;
    }
    check_names(&chain.leaf, &cas)?;
    let signs_lists = || {
        let mut cas = cas.iter();
        cas.try_for_each(|(position, ca)| rules::check_crl_sign(ca, *position))
    };
    let path = assemble(&chain.leaf, &intermediates, anchor, signs_lists().is_ok());
    if let Some(lists) = lists {
        signs_lists()?;
        path.check_revocation(lists, now)?;
    }
    Ok(path)
}

/// Refuses a path with a name outside the constraints of a CA above it.
fn check_names(leaf: &Certificate<'_>, cas: &[Ca<'_>]) -> Result<(), Refusal> {
    let mut budget = Budget::default();
    for (index, (ca_position, ca)) in cas.iter().enumerate() {
        let Some(constraints) = ca.name_constraints else {
            continue;
        };
        let below = cas[..index].iter().copied();
        for (position, certificate) in [(Position::Leaf, leaf)].into_iter().chain(below) {
            let checked = constraints::check(constraints, certificate, &mut budget);
            checked.map_err(|broken| match broken {
                Broken::Name(name) => Refusal::NameConstraints {
                    certificate: RefusedCertificate::of(position, certificate),
                    ca: RefusedCertificate::of(*ca_position, ca),
                    name,
                },
                Broken::Malformed => Refusal::Malformed {
                    certificate: RefusedCertificate::of(*ca_position, ca),
                    part: "nameConstraints",
                },
                Broken::TooMany => Refusal::PathTooCostly,
            })?;
        }
    }
    Ok(())
}

/// Assembles a path to be kept: each certificate with its issuer, the next one up.
fn assemble(
    leaf: &Certificate<'_>,
    intermediates: &[Ca<'_>],
    anchor: &Arc<Anchor>,
    signs_lists: bool,
) -> Path {
    let below = || intermediates.iter().map(|(_, ca)| *ca).chain([leaf]);
    let mut issuers = intermediates.iter().map(|(_, ca)| Issuer::of(ca));
    let mut issuer = || issuers.next().unwrap_or_else(|| anchor.issuer.clone());
    Path {
        not_before: below()
            .map(|one| one.not_before)
            .fold(anchor.not_before, Ord::max),
        not_after: below().map(|one| one.not_after).fold(anchor.not_after, Ord::min),
        leaf: Link::new(leaf, Position::Leaf, issuer()),
        holder: Issuer::of(leaf),
        intermediates: intermediates
            .iter()
            .map(|(position, ca)| Link::new(ca, *position, issuer()))
            .collect(),
        anchor: Arc::clone(anchor),
        signs_lists,
    }
}

/// Returns the anchor that a path ends at.
fn anchor_of<'a>(path: &VerifiedPath<'_>, verifier: &'a CertificateVerifier) -> Option<&'a Arc<Anchor>> {
    let is_it = |anchor: &TrustAnchor<'_>| ptr::eq(anchor, path.anchor());
    let place = verifier.trust_anchors.iter().position(is_it)?;
    verifier.anchors.get(place)
}

impl Anchor {
    /// Returns whether nothing speaks against it above so many intermediates, so that it need not be read again.
    fn is_sound(&self, purpose: Purpose, intermediates: usize, now: UnixTime) -> bool {
        self.sound_for.contains(&purpose)
            && (self.not_before..=self.not_after).contains(&now)
            && self.path_len.is_none_or(|most| intermediates <= most)
    }
}

/// Returns whether an anchor passes all rules but those of time and of the path's length, and constrains no names.
pub(super) fn is_sound_anchor(anchor: &Certificate<'_>, purpose: Purpose, profile: Profile) -> bool {
    anchor.name_constraints.is_none()
        && rules::check_rsa_key(anchor, Position::Anchor).is_ok()
        && rules::check_issuer(anchor, Position::Anchor, purpose, profile).is_ok()
        && rules::check_crl_sign(anchor, Position::Anchor).is_ok()
}

/// Checks what webpki checks of an intermediate, but not of an anchor; `check_issuer` does the rest.
fn check_anchor(anchor: &Certificate<'_>, intermediates: usize, now: UnixTime) -> Result<(), Refusal> {
    rules::check_rsa_key(anchor, Position::Anchor)?;
    rules::check_validity(anchor, Position::Anchor, now)?;
    match anchor.basic_constraints.path_len {
        Some(most) if intermediates > most => Err(Refusal::PathLength {
            certificate: RefusedCertificate::of(Position::Anchor, anchor),
            allowed: most,
        }),
        _ => Ok(()),
    }
}
