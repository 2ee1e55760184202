//! Name constraints (RFC 5280 4.2.1.10): names below a CA that it does not allow.
//!
//! webpki knows constraints on DNS names and addresses, and refuses those on URIs and directory names whatever they say. So
//! all of them are checked here, and webpki is not shown any: anchors are handed to it without theirs, intermediates with
//! the extension masked (see the module `mask`), while signatures are verified over the certificates as they came.
//!
//! They apply to every certificate below the CA, to self-issued ones as well. What cannot be decided is refused: a form that
//! is not known here and that a certificate has a name of, a constraint that is malformed, text that cannot be compared.

use std::net::IpAddr;

use amqtt_x509::{
    certificate::Certificate,
    der::{self, Malformed, Reader, constructed},
    extension::{GeneralName, ip_address},
    name::{Attribute, Name},
};

const WHAT: &str = "nameConstraints";
/// The most names that are compared with constraints for one path, as in webpki.
const MOST_COMPARISONS: usize = 250_000;
const EMAIL_ADDRESS: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01];

/// The ways in which a certificate breaks the constraints of a CA above it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// This name is not allowed.
    Name(String),
    /// The constraints cannot be read.
    Malformed,
    /// More names and constraints than are compared.
    TooMany,
}

impl From<Malformed> for Broken {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// Counts comparisons down.
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MOST_COMPARISONS)
    }
}

/// Checks that the names of a certificate are within the constraints of a CA above it.
pub(super) fn check(
    constraints: &[u8],
    certificate: &Certificate<'_>,
    budget: &mut Budget,
) -> Result<(), Broken> {
    let mut fields = Reader::sequence_alone(constraints, WHAT)?;
    let permitted = subtrees(&mut fields, 0)?;
    let excluded = subtrees(&mut fields, 1)?;
    fields.finish(WHAT)?;
    if permitted.is_empty() && excluded.is_empty() {
        return Err(Broken::Malformed);
    }
    for name in names(certificate) {
        let mut limited = false;
        let mut within = false;
        for base in &permitted {
            budget.0 = budget.0.checked_sub(1).ok_or(Broken::TooMany)?;
            if let Some(verdict) = compare(name, *base) {
                limited = true;
                within |= verdict == Verdict::Within;
            }
        }
        if limited && !within {
            return Err(Broken::Name(show(name)));
        }
        for base in &excluded {
            budget.0 = budget.0.checked_sub(1).ok_or(Broken::TooMany)?;
            if compare(name, *base).is_some_and(|verdict| verdict != Verdict::Outside) {
                return Err(Broken::Name(show(name)));
            }
        }
    }
    Ok(())
}

/// Reads permittedSubtrees (0) or excludedSubtrees (1). Neither minimum nor maximum may be there.
fn subtrees<'a>(fields: &mut Reader<'a>, number: u8) -> Result<Vec<GeneralName<'a>>, Malformed> {
    let Some(all) = fields.optional(constructed(number), WHAT)? else {
        return Ok(Vec::new());
    };
    let mut all = Reader::new(all.contents);
    let mut bases = Vec::new();
    while !all.is_empty() {
        let mut subtree = all.sequence(WHAT)?;
        let base = subtree.element(WHAT)?;
        subtree.finish(WHAT)?;
        bases.push(GeneralName::of(base.tag, base.contents));
    }
    match bases.is_empty() {
        true => Err(Malformed(WHAT)),
        false => Ok(bases),
    }
}

/// Returns all names of a certificate: its subject, the addresses in it, and SubjectAltName.
fn names<'a>(certificate: &Certificate<'a>) -> impl Iterator<Item = GeneralName<'a>> {
    let subject = certificate.subject;
    let directory = (!subject.is_empty()).then_some(GeneralName::Directory(subject));
    let emails = subject
        .attributes()
        .filter(|attribute| attribute.id.0 == EMAIL_ADDRESS);
    let emails = emails.map(|attribute| GeneralName::Email(attribute.value));
    let alternatives = certificate.alt_names.into_iter().flat_map(|names| names.iter());
    directory.into_iter().chain(emails).chain(alternatives)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Within,
    Outside,
    /// Refused by a permitted base and by an excluded one alike.
    Undecided,
}

impl From<bool> for Verdict {
    fn from(within: bool) -> Self {
        match within {
            true => Self::Within,
            false => Self::Outside,
        }
    }
}

/// Compares a name with a base; `None` where they are of different forms, so that the base says nothing of the name.
fn compare(name: GeneralName<'_>, base: GeneralName<'_>) -> Option<Verdict> {
    use GeneralName::{Directory, Dns, Email, Ip, Other, Uri};
    Some(match (name, base) {
        (Dns(name), Dns(base)) => dns(name, base),
        (Ip(name), Ip(base)) => ip(name, base),
        (Uri(name), Uri(base)) => uri(name, base),
        (Email(name), Email(base)) => email(name, base),
        (Directory(name), Directory(base)) => directory(name, base),
        (Other(name, _), Other(base, _)) if name == base => Verdict::Undecided,
        // Forms that a later version of the reader may tell apart.
        (Dns(_) | Ip(_) | Uri(_) | Email(_) | Directory(_) | Other(..), _) => return None,
        _ => Verdict::Undecided,
    })
}

/// Returns whether a text is a host name as constraints compare it.
fn is_host(text: &[u8]) -> bool {
    let label = |label: &[u8]| {
        !label.is_empty()
            && label
                .iter()
                .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
    };
    text.len() <= 253 && text.split(|octet| *octet == b'.').all(label)
}

/// Returns whether a host is below a domain, or is it.
fn is_in_domain(host: &[u8], domain: &[u8]) -> bool {
    match host.len().checked_sub(domain.len()) {
        None => false,
        Some(start) => host[start..].eq_ignore_ascii_case(domain) && (start == 0 || host[start - 1] == b'.'),
    }
}

/// A DNS name is within a base that it ends in, label by label. A dot before the base takes the base itself out; an empty
/// base holds all names.
fn dns(name: &[u8], base: &[u8]) -> Verdict {
    let (wildcard, host) = match name.strip_prefix(b"*.") {
        Some(parent) => (true, parent),
        None => (false, name),
    };
    let (proper, domain) = match base.strip_prefix(b".") {
        Some(domain) => (true, domain),
        None => (false, base),
    };
    if !is_host(host) || !(is_host(domain) || base.is_empty()) {
        return Verdict::Undecided;
    }
    if base.is_empty() {
        return Verdict::Within;
    }
    let is_base = host.eq_ignore_ascii_case(domain);
    if is_in_domain(host, domain) && (wildcard || !(proper && is_base)) {
        return Verdict::Within;
    }
    // `*.a` stands for `b.a` too: some of its names are within, and others are not.
    match wildcard && is_in_domain(domain, host) {
        true => Verdict::Undecided,
        false => Verdict::Outside,
    }
}

/// Returns whether an address is within a network; the mask must be ones, then zeros.
fn ip(name: &[u8], base: &[u8]) -> Verdict {
    let (network, mask) = base.split_at(base.len() / 2);
    let bits = |octets: &[u8]| match ip_address(octets) {
        Some(IpAddr::V4(address)) => Some(u128::from(u32::from(address)) << 96),
        Some(IpAddr::V6(address)) => Some(u128::from(address)),
        None => None,
    };
    let (Some(address), Some(network_bits), Some(mask_bits)) = (bits(name), bits(network), bits(mask)) else {
        return Verdict::Undecided;
    };
    if mask_bits.leading_ones() + mask_bits.trailing_zeros() < 128 {
        return Verdict::Undecided;
    }
    // An address of the other version is outside.
    (name.len() == network.len() && address & mask_bits == network_bits & mask_bits).into()
}

/// A URI is within by its host: a base with a dot in front holds the hosts below it, any other base that host alone. A URI
/// without a host name cannot be decided, as RFC 5280 demands.
fn uri(name: &[u8], base: &[u8]) -> Verdict {
    let Some(host) = host_of(name) else {
        return Verdict::Undecided;
    };
    match base.strip_prefix(b".") {
        Some(domain) if is_host(domain) => (is_in_domain(host, domain) && host.len() > domain.len()).into(),
        None if is_host(base) => host.eq_ignore_ascii_case(base).into(),
        _ => Verdict::Undecided,
    }
}

/// Returns the host name in a URI (RFC 3986 3.2.2); an address is not one.
fn host_of(uri: &[u8]) -> Option<&[u8]> {
    let colon = uri.iter().position(|octet| *octet == b':')?;
    let rest = uri[colon + 1..].strip_prefix(b"//")?;
    let authority = rest.split(|octet| matches!(octet, b'/' | b'?' | b'#')).next()?;
    let host = authority.rsplit(|octet| *octet == b'@').next()?;
    let host = host.split(|octet| *octet == b':').next()?;
    let last = host.rsplit(|octet| *octet == b'.').next()?;
    let is_address = last.iter().all(u8::is_ascii_digit);
    (is_host(host) && !is_address).then_some(host)
}

/// Returns whether a mailbox is within a base that is itself, its host, or with a dot in front a domain above its host.
fn email(name: &[u8], base: &[u8]) -> Verdict {
    let split = |text: &[u8]| text.iter().rposition(|octet| *octet == b'@');
    let Some(at) = split(name) else {
        return Verdict::Undecided;
    };
    let (mailbox, host) = (&name[..at], &name[at + 1..]);
    if mailbox.is_empty() || !is_host(host) {
        return Verdict::Undecided;
    }
    if let Some(at) = split(base) {
        return (base[..at] == *mailbox && base[at + 1..].eq_ignore_ascii_case(host)).into();
    }
    match base.strip_prefix(b".") {
        Some(domain) if is_host(domain) => (is_in_domain(host, domain) && host.len() > domain.len()).into(),
        None if is_host(base) => host.eq_ignore_ascii_case(base).into(),
        _ => Verdict::Undecided,
    }
}

/// Returns whether a directory name is within a base that it begins with, set by set (RFC 5280 7.1).
fn directory(name: Name<'_>, base: Name<'_>) -> Verdict {
    let (Some(name), Some(base)) = (sets(name), sets(base)) else {
        return Verdict::Undecided;
    };
    let Some(beginning) = name.get(..base.len()) else {
        return Verdict::Outside;
    };
    let mut verdict = Verdict::Within;
    for (found, wanted) in beginning.iter().zip(&base) {
        match same_set(found, wanted) {
            Verdict::Within => {}
            Verdict::Outside => return Verdict::Outside,
            Verdict::Undecided => verdict = Verdict::Undecided,
        }
    }
    verdict
}

/// Returns the sets (RelativeDistinguishedName) of a name; `None` where it is malformed.
fn sets(name: Name<'_>) -> Option<Vec<Vec<Attribute<'_>>>> {
    let mut encoded = Reader::sequence_alone(name.encoded(), WHAT).ok()?;
    let mut count = 0;
    while !encoded.is_empty() {
        let mut set = Reader::new(encoded.expect(der::SET, WHAT).ok()?.contents);
        while !set.is_empty() {
            set.sequence(WHAT).ok()?;
            count += 1;
        }
    }
    let mut sets: Vec<Vec<Attribute<'_>>> = Vec::new();
    for attribute in name.attributes() {
        count -= 1;
        match sets.last_mut().filter(|_| attribute.joined) {
            Some(set) => set.push(attribute),
            None => sets.push(vec![attribute]),
        }
    }
    (count == 0).then_some(sets)
}

/// Compares two sets, whatever the order of their attributes.
fn same_set(found: &[Attribute<'_>], wanted: &[Attribute<'_>]) -> Verdict {
    if found.len() != wanted.len() {
        return Verdict::Outside;
    }
    let mut verdict = Verdict::Within;
    for attribute in wanted {
        let of_type = found.iter().filter(|other| other.id == attribute.id);
        let verdicts: Vec<Verdict> = of_type.map(|other| same_value(other, attribute)).collect();
        if verdicts.contains(&Verdict::Within) {
            continue;
        }
        match verdicts.contains(&Verdict::Undecided) {
            true => verdict = Verdict::Undecided,
            false => return Verdict::Outside,
        }
    }
    verdict
}

/// Compares two values: text without regard to case and to the number of blanks, anything else octet for octet.
fn same_value(a: &Attribute<'_>, b: &Attribute<'_>) -> Verdict {
    if a.tag == b.tag && a.value == b.value {
        return Verdict::Within;
    }
    match (a.text(), b.text()) {
        (Some(a), Some(b)) => {
            let fold = |text: &str| {
                let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
                words.join(" ")
            };
            match fold(&a) == fold(&b) {
                true => Verdict::Within,
                // Letters beyond ASCII have several spellings.
                false if a.is_ascii() && b.is_ascii() => Verdict::Outside,
                false => Verdict::Undecided,
            }
        }
        (None, None) if a.tag == b.tag => Verdict::Outside,
        _ => Verdict::Undecided,
    }
}

/// Returns a name as text, for the refusal.
fn show(name: GeneralName<'_>) -> String {
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    match name {
        GeneralName::Dns(octets) => format!("DNS:{}", text(octets)),
        GeneralName::Uri(octets) => format!("URI:{}", text(octets)),
        GeneralName::Email(octets) => format!("email:{}", text(octets)),
        GeneralName::Directory(name) => name.to_string(),
        GeneralName::Ip(octets) => match ip_address(octets) {
            Some(address) => format!("IP:{address}"),
            None => "IP: malformed".to_owned(),
        },
        _ => "a name of a form that is not supported".to_owned(),
    }
}
