//! The rules that look at one certificate alone.

use amqtt_rules::names::{InvalidName, SpiffeId, TrustDomain};
use amqtt_x509::certificate::Certificate;

use super::{
    CertificateDer, KeyUsageFault, MAX_CHAIN_BYTES, MAX_INTERMEDIATES, MAX_URI_BYTES, MIN_RSA_BITS, Position,
    Profile, Purpose, Refusal, RefusedCertificate, UnixTime,
};

/// Refuses a chain that is too large to look at.
pub(super) fn check_size(chain: &[CertificateDer<'_>]) -> Result<(), Refusal> {
    let Some(intermediates) = chain.len().checked_sub(1) else {
        return Err(Refusal::NoCertificate);
    };
    let bytes = chain.iter().map(|certificate| certificate.len()).sum();
    if bytes > MAX_CHAIN_BYTES || intermediates > MAX_INTERMEDIATES {
        return Err(Refusal::ChainTooLarge { bytes, intermediates });
    }
    Ok(())
}

/// The most octets of a serial number (RFC 5280 4.1.2.2).
const MOST_SERIAL_OCTETS: usize = 20;

/// Refuses a serial number that RFC 5280 forbids: a revocation list could not name it, or not without doubt.
pub(super) fn check_serial(certificate: &Certificate<'_>, position: Position) -> Result<(), Refusal> {
    let serial = certificate.serial;
    match serial.is_positive() && serial.magnitude().len() <= MOST_SERIAL_OCTETS {
        true => Ok(()),
        false => Err(Refusal::SerialNumber {
            certificate: RefusedCertificate::of(position, certificate),
            serial: serial.octets().iter().take(64).copied().collect(),
        }),
    }
}

/// Refuses a leaf that is not made for a device, or whose names have another form.
pub(super) fn check_leaf(leaf: &Certificate<'_>, profile: Profile) -> Result<(), Refusal> {
    check_leaf_use(leaf)?;
    let this = || RefusedCertificate::of(Position::Leaf, leaf);
    match leaf.uri_count() {
        1 => {}
        count => {
            return Err(Refusal::UriSanCount {
                certificate: this(),
                count,
            });
        }
    }
    if leaf.subject.is_empty() && leaf.alt_names.is_some_and(|names| !names.critical) {
        return Err(Refusal::SanNotCritical);
    }
    if profile == Profile::Svid {
        check_svid_key_usage(leaf, Position::Leaf)?;
        if leaf
            .extended_key_usage
            .is_some_and(|usage| !(usage.client_auth && usage.server_auth))
        {
            return Err(Refusal::SvidExtendedKeyUsage { certificate: this() });
        }
    }
    Ok(())
}

/// Refuses a leaf that may sign certificates, of a device or of a server.
pub(super) fn check_leaf_use(leaf: &Certificate<'_>) -> Result<(), Refusal> {
    let certificate = || RefusedCertificate::of(Position::Leaf, leaf);
    if leaf.basic_constraints.ca {
        return Err(Refusal::LeafIsCa {
            certificate: certificate(),
        });
    }
    match key_usage_fault(leaf) {
        Some(fault) => Err(Refusal::LeafKeyUsage {
            certificate: certificate(),
            fault,
        }),
        None => Ok(()),
    }
}

fn key_usage_fault(leaf: &Certificate<'_>) -> Option<KeyUsageFault> {
    let usage = leaf.key_usage?;
    match (usage.key_cert_sign(), usage.crl_sign(), usage.digital_signature()) {
        (true, _, _) => Some(KeyUsageFault::KeyCertSign),
        (_, true, _) => Some(KeyUsageFault::CrlSign),
        (_, _, false) => Some(KeyUsageFault::NoDigitalSignature),
        _ => None,
    }
}

fn check_svid_key_usage(certificate: &Certificate<'_>, position: Position) -> Result<(), Refusal> {
    match certificate.key_usage {
        None => Err(Refusal::KeyUsageMissing {
            certificate: RefusedCertificate::of(position, certificate),
        }),
        Some(usage) if !usage.critical => Err(Refusal::KeyUsageNotCritical {
            certificate: RefusedCertificate::of(position, certificate),
        }),
        Some(_) => Ok(()),
    }
}

/// Returns the device of the trust domain that a leaf with one URI names.
pub(super) fn device_id(leaf: &Certificate<'_>, trust_domain: &TrustDomain) -> Result<String, Refusal> {
    let uri = leaf
        .alt_names
        .and_then(|names| names.uris().next())
        .unwrap_or_default();
    let id = spiffe_id(uri)?;
    if id.trust_domain() != trust_domain.as_str() {
        return Err(Refusal::TrustDomain {
            found: id.trust_domain().to_owned(),
            expected: trust_domain.to_string(),
        });
    }
    match id.device() {
        Some(device) => Ok(device.to_owned()),
        None => Err(Refusal::NotADevice {
            path: id.path().to_owned(),
        }),
    }
}

fn spiffe_id(uri: &[u8]) -> Result<SpiffeId<'_>, Refusal> {
    if uri.len() > MAX_URI_BYTES {
        return Err(Refusal::UriTooLong { bytes: uri.len() });
    }
    let refusal = |fault| Refusal::UriNotCanonical {
        uri: String::from_utf8_lossy(uri).into_owned(),
        fault,
    };
    let text = std::str::from_utf8(uri).map_err(|_| refusal(InvalidName::NotCanonical("it is not UTF-8")))?;
    SpiffeId::parse(text).map_err(refusal)
}

/// Refuses an RSA key that is too small, in any certificate of the chain.
pub(super) fn check_rsa_key(certificate: &Certificate<'_>, position: Position) -> Result<(), Refusal> {
    match certificate.key.rsa_bits() {
        Some(bits) if bits < MIN_RSA_BITS => Err(Refusal::RsaKeySize {
            certificate: RefusedCertificate::of(position, certificate),
            bits,
        }),
        _ => Ok(()),
    }
}

/// Refuses a certificate outside its validity, which includes both ends (RFC 5280 4.1.2.5).
pub(super) fn check_validity(
    certificate: &Certificate<'_>,
    position: Position,
    now: UnixTime,
) -> Result<(), Refusal> {
    let (not_before, not_after) = (certificate.not_before, certificate.not_after);
    if now < not_before {
        return Err(Refusal::NotYetValid {
            certificate: RefusedCertificate::of(position, certificate),
            not_before,
            now,
        });
    }
    if now > not_after {
        return Err(Refusal::Expired {
            certificate: RefusedCertificate::of(position, certificate),
            not_after,
            now,
        });
    }
    Ok(())
}

/// Refuses an issuer, anchor or intermediate, that may not issue such certificates.
pub(super) fn check_issuer(
    certificate: &Certificate<'_>,
    position: Position,
    purpose: Purpose,
    profile: Profile,
) -> Result<(), Refusal> {
    if !certificate.basic_constraints.ca {
        return Err(Refusal::IssuerNotCa {
            certificate: RefusedCertificate::of(position, certificate),
        });
    }
    if certificate.key_usage.is_some_and(|usage| !usage.key_cert_sign()) {
        return Err(Refusal::IssuerKeyUsage {
            certificate: RefusedCertificate::of(position, certificate),
        });
    }
    if certificate
        .extended_key_usage
        .is_some_and(|usage| !purpose.is_allowed_by(usage))
    {
        return Err(Refusal::ExtendedKeyUsage {
            certificate: RefusedCertificate::of(position, certificate),
            purpose,
        });
    }
    if profile == Profile::Svid {
        check_svid_key_usage(certificate, position)?;
        if !has_proper_spiffe_id(certificate) {
            return Err(Refusal::IssuerSpiffeId {
                certificate: RefusedCertificate::of(position, certificate),
            });
        }
    }
    Ok(())
}

/// Refuses a CA that may not sign revocation lists.
pub(super) fn check_crl_sign(certificate: &Certificate<'_>, position: Position) -> Result<(), Refusal> {
    if certificate.key_usage.is_some_and(|usage| !usage.crl_sign()) {
        return Err(Refusal::CrlSign {
            certificate: RefusedCertificate::of(position, certificate),
        });
    }
    Ok(())
}

/// Returns whether a CA has no SPIFFE ID, or one as an SVID must have it: no other URI beside it (X509-SVID 2), and no
/// path in it (3.2). The leaf's trust domain is only recommended.
fn has_proper_spiffe_id(ca: &Certificate<'_>) -> bool {
    let uris = || ca.alt_names.into_iter().flat_map(|names| names.uris());
    let is_spiffe = |uri: &[u8]| {
        uri.get(..7)
            .is_some_and(|start| start.eq_ignore_ascii_case(b"spiffe:"))
    };
    if !uris().any(is_spiffe) {
        return true;
    }
    let is_trust_domain = |uri| spiffe_id(uri).is_ok_and(|id| id.path().is_empty());
    ca.uri_count() == 1 && uris().all(is_trust_domain)
}
