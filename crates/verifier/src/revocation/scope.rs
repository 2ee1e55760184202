//! The certificates that a list covers (RFC 5280 5.2.5).

use amqtt_x509::der::{self, Element, Malformed, Reader, constructed, primitive};

use super::CrlError;
use crate::certificate::link::Link;

const WHAT: &str = "issuingDistributionPoint";

/// The certificates of its issuer that a list is about: all of them, unless it says otherwise.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    kind: Kind,
    /// It covers some reasons only: it can revoke a certificate, but never clear one.
    pub(crate) some_reasons: bool,
    /// Only certificates that name one of these places as where their list is; each the whole of a GeneralName.
    places: Option<Vec<Box<[u8]>>>,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    All,
    Users,
    Cas,
    /// Attribute certificates, which are never in a chain.
    Attributes,
}

impl Scope {
    /// Reads an IssuingDistributionPoint.
    pub(super) fn read(value: &[u8]) -> Result<Self, CrlError> {
        let mut fields = Reader::sequence_alone(value, WHAT)?;
        let places = fields
            .optional(constructed(0), WHAT)?
            .map(full_name)
            .transpose()?;
        let users = flag(&mut fields, 1)?;
        let cas = flag(&mut fields, 2)?;
        let some_reasons = fields.optional(primitive(3), WHAT)?.is_some();
        let indirect = flag(&mut fields, 4)?;
        let attributes = flag(&mut fields, 5)?;
        fields.finish(WHAT)?;
        if indirect {
            return Err(CrlError::Indirect);
        }
        let kind = match (users, cas, attributes) {
            (false, false, false) => Kind::All,
            (true, false, false) => Kind::Users,
            (false, true, false) => Kind::Cas,
            (false, false, true) => Kind::Attributes,
            _ => return Err(Malformed(WHAT).into()),
        };
        Ok(Self {
            kind,
            some_reasons,
            places,
        })
    }

    /// Returns whether it covers a certificate of its issuer.
    pub(crate) fn covers(&self, link: &Link) -> bool {
        let of_this_kind = match self.kind {
            Kind::All => true,
            Kind::Users => !link.ca,
            Kind::Cas => link.ca,
            Kind::Attributes => false,
        };
        let in_this_place = self.places.as_ref().is_none_or(|places| {
            let named = link
                .distribution_points
                .as_deref()
                .and_then(|points| places_of(points).ok());
            named.is_some_and(|named| named.iter().any(|name| places.contains(name)))
        });
        of_this_kind && in_this_place
    }
}

/// Reads a flag of an IssuingDistributionPoint, which is unset where it is absent.
fn flag(fields: &mut Reader<'_>, number: u8) -> Result<bool, Malformed> {
    match fields.optional(primitive(number), WHAT)? {
        Some(flag) => der::boolean(flag.contents, WHAT),
        None => Ok(false),
    }
}

/// Returns the names of a DistributionPointName (RFC 5280 4.2.1.13). One that is relative to the issuer yields none, as
/// no certificate can be compared with it.
fn full_name(name: Element<'_>) -> Result<Vec<Box<[u8]>>, Malformed> {
    let mut name = Reader::new(name.contents);
    let choice = name.element(WHAT)?;
    name.finish(WHAT)?;
    let mut names = Vec::new();
    if choice.tag == constructed(0) {
        let mut all = Reader::new(choice.contents);
        while !all.is_empty() {
            names.push(all.element(WHAT)?.encoded.into());
        }
    }
    Ok(names)
}

/// Returns the places that a certificate's cRLDistributionPoints name for all reasons, and for lists by its own issuer.
fn places_of(points: &[u8]) -> Result<Vec<Box<[u8]>>, Malformed> {
    let mut points = Reader::sequence_alone(points, "cRLDistributionPoints")?;
    let mut places = Vec::new();
    while !points.is_empty() {
        let mut point = points.sequence("cRLDistributionPoints")?;
        if let Some(name) = point.optional(constructed(0), "cRLDistributionPoints")?
            && point.is_empty()
        {
            places.extend(full_name(name)?);
        }
    }
    Ok(places)
}
