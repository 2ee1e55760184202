//! The name constraints of CAs (RFC 5280 4.2.1.10): which names they let a certificate carry.

use std::{fmt, net::IpAddr};

use amqtt_x509::{
    certificate::Certificate,
    extension::{GeneralName, NameConstraints},
};

/// The constraints of all CAs of a path.
#[derive(Debug, Default)]
pub(crate) struct Constraints(Vec<Constraint>);

/// The constraints of one CA.
#[derive(Debug, Default)]
struct Constraint {
    permitted: Vec<Subtree>,
    excluded: Vec<Subtree>,
}

/// A part of the name space. Forms of names that we do not issue are for path validation to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Subtree {
    Dns(String),
    /// An address and its mask, 4 or 16 octets each.
    Ip(Vec<u8>, Vec<u8>),
    Uri(String),
}

/// A name that a certificate is to carry.
#[derive(Debug, Clone, Copy)]
pub(super) enum Name<'a> {
    Dns(&'a str),
    Ip(IpAddr),
    /// A URI, by its host.
    UriHost(&'a str),
}

/// Error from a name that the CA's name constraints do not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the CA's name constraints forbid {name} ({rule})")]
pub(crate) struct NameForbidden {
    name: String,
    rule: String,
}

impl Constraints {
    /// Collects the constraints of CA certificates.
    pub(super) fn of<'a>(path: impl IntoIterator<Item = Certificate<'a>>) -> Self {
        Self(path.into_iter().filter_map(|ca| Constraint::of(&ca)).collect())
    }

    /// Checks that every CA of the path allows the name.
    ///
    /// # Errors
    /// [`NameForbidden`] with the rule that excludes it.
    pub(super) fn check(&self, name: Name<'_>) -> Result<(), NameForbidden> {
        self.0.iter().try_for_each(|constraint| constraint.check(name))
    }

    /// Returns whether every CA of the path allows the name.
    pub(super) fn allow(&self, name: Name<'_>) -> bool {
        self.check(name).is_ok()
    }
}

impl Constraint {
    fn of(ca: &Certificate<'_>) -> Option<Self> {
        // Those that cannot be read are for path validation to refuse.
        let constraints = NameConstraints::read(ca.name_constraints?).ok()?;
        let read = |bases: &[GeneralName<'_>]| bases.iter().filter_map(Subtree::of).collect();
        Some(Self {
            permitted: read(&constraints.permitted),
            excluded: read(&constraints.excluded),
        })
    }

    fn check(&self, name: Name<'_>) -> Result<(), NameForbidden> {
        let forbidden = |rule: String| NameForbidden {
            name: name.to_string(),
            rule,
        };
        if let Some(excluded) = self.excluded.iter().find(|subtree| subtree.holds(name)) {
            return Err(forbidden(format!("excluded: {excluded}")));
        }
        // Only the subtrees of the same form count, and without any all names of the form are permitted.
        let same: Vec<&Subtree> = self
            .permitted
            .iter()
            .filter(|subtree| subtree.is_of_form(name))
            .collect();
        if same.is_empty() || same.iter().any(|subtree| subtree.holds(name)) {
            return Ok(());
        }
        let permitted: Vec<String> = same.iter().map(ToString::to_string).collect();
        Err(forbidden(format!("permitted: {}", permitted.join(", "))))
    }
}

impl Subtree {
    fn of(base: &GeneralName<'_>) -> Option<Self> {
        let lower = |octets: &[u8]| String::from_utf8_lossy(octets).to_ascii_lowercase();
        match base {
            GeneralName::Dns(name) => Some(Self::Dns(lower(name))),
            GeneralName::Uri(host) => Some(Self::Uri(lower(host))),
            GeneralName::Ip(octets) if matches!(octets.len(), 8 | 32) => {
                let (address, mask) = octets.split_at(octets.len() / 2);
                Some(Self::Ip(address.to_vec(), mask.to_vec()))
            }
            _ => None,
        }
    }

    fn is_of_form(&self, name: Name<'_>) -> bool {
        matches!(
            (self, name),
            (Self::Dns(_), Name::Dns(_)) | (Self::Ip(..), Name::Ip(_)) | (Self::Uri(_), Name::UriHost(_))
        )
    }

    fn holds(&self, name: Name<'_>) -> bool {
        match (self, name) {
            (Self::Dns(base), Name::Dns(name)) => {
                // Everything below the base, and the base itself where it does not begin with a dot.
                let name = name.to_ascii_lowercase();
                base.is_empty() || name == *base || is_below(&name, base)
            }
            (Self::Uri(base), Name::UriHost(host)) => {
                // A host means itself; with a dot before it, all hosts below.
                let host = host.to_ascii_lowercase();
                if base.starts_with('.') {
                    is_below(&host, base)
                } else {
                    host == *base
                }
            }
            (Self::Ip(address, mask), Name::Ip(ip)) => {
                let octets = match ip {
                    IpAddr::V4(ip) => ip.octets().to_vec(),
                    IpAddr::V6(ip) => ip.octets().to_vec(),
                };
                octets.len() == address.len()
                    && octets
                        .iter()
                        .zip(address)
                        .zip(mask)
                        .all(|((octet, address), mask)| octet & mask == address & mask)
            }
            _ => false,
        }
    }
}

fn is_below(name: &str, base: &str) -> bool {
    let base = base.strip_prefix('.').unwrap_or(base);
    name.strip_suffix(base)
        .is_some_and(|labels| labels.len() > 1 && labels.ends_with('.'))
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) => write!(f, "the DNS name {name}"),
            Self::Ip(address) => write!(f, "the address {address}"),
            Self::UriHost(host) => write!(f, "URIs of {host}"),
        }
    }
}

impl fmt::Display for Subtree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(base) => write!(f, "DNS names under {base}"),
            Self::Uri(host) => write!(f, "URIs of {host}"),
            Self::Ip(address, mask) => {
                let prefix: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
                let address = <[u8; 4]>::try_from(&address[..])
                    .map(IpAddr::from)
                    .or_else(|_| <[u8; 16]>::try_from(&address[..]).map(IpAddr::from));
                match address {
                    Ok(address) => write!(f, "addresses in {address}/{prefix}"),
                    Err(_) => f.write_str("addresses"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constraint(permitted: &[Subtree], excluded: &[Subtree]) -> Constraints {
        Constraints(vec![Constraint {
            permitted: permitted.to_vec(),
            excluded: excluded.to_vec(),
        }])
    }

    #[test]
    fn dns_names_below_a_base_are_held_by_it() {
        let only = constraint(&[Subtree::Dns("acme.example".into())], &[]);
        for name in [
            "acme.example",
            "a.acme.example",
            "B.A.Acme.Example",
            "*.acme.example",
        ] {
            assert!(only.allow(Name::Dns(name)), "{name}");
        }
        for name in ["xacme.example", "example", "dev1.local", "acme.example.org"] {
            assert!(!only.allow(Name::Dns(name)), "{name}");
        }
        assert!(
            only.allow(Name::Ip([127, 0, 0, 1].into())),
            "another form of name"
        );
        let below = constraint(&[Subtree::Dns(".acme.example".into())], &[]);
        assert!(below.allow(Name::Dns("a.acme.example")));
        assert!(!below.allow(Name::Dns("acme.example")));
    }

    #[test]
    fn a_uri_host_means_itself_and_a_dot_means_all_below() {
        let one = constraint(&[Subtree::Uri("plant.example".into())], &[]);
        assert!(one.allow(Name::UriHost("plant.example")));
        assert!(!one.allow(Name::UriHost("a.plant.example")));
        let below = constraint(&[Subtree::Uri(".plant.example".into())], &[]);
        assert!(below.allow(Name::UriHost("a.plant.example")));
        assert!(!below.allow(Name::UriHost("plant.example")));
    }

    #[test]
    fn what_is_excluded_is_not_permitted() {
        let net = Subtree::Ip(vec![10, 0, 0, 0], vec![255, 0, 0, 0]);
        let all = Subtree::Ip(vec![0; 4], vec![0; 4]);
        let only = constraint(&[all], std::slice::from_ref(&net));
        assert!(only.allow(Name::Ip([127, 0, 0, 1].into())));
        assert_eq!(
            only.check(Name::Ip([10, 1, 2, 3].into()))
                .unwrap_err()
                .to_string(),
            "the CA's name constraints forbid the address 10.1.2.3 (excluded: addresses in 10.0.0.0/8)"
        );
        assert!(
            !only.allow(Name::Ip([0; 16].into())),
            "no address of that size is permitted"
        );
    }
}
