//! Whether a client would accept a broker's certificate.

use amqtt_x509::{
    extension::{GeneralName, ip_address},
    time::UnixTime,
};
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor};
use time::OffsetDateTime;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::{certificate::Certificate, time::unix_time};

/// Why a client would turn a broker away.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ServerRefusal {
    #[error("the CA certificate is not valid now (it is from {0} to {1})")]
    AnchorNotValid(UnixTime, UnixTime),
    #[error("the certificate is not valid yet: it begins on {0}")]
    NotYetValid(UnixTime),
    #[error("the certificate expired on {0}")]
    Expired(UnixTime),
    #[error("the certificate is not signed by the CA")]
    UnknownIssuer,
    #[error("the certificate is for {names}, not for the host that was asked for")]
    OtherName { names: String },
    #[error("the certificate is not for servers: its ExtendedKeyUsage lacks serverAuth")]
    NotForServers,
    #[error("the certificate may not sign a TLS handshake: its KeyUsage lacks digitalSignature")]
    NoDigitalSignature,
    #[error("the certificate is a CA's, not a server's")]
    Ca,
    #[error("the certificate does not verify: {0}")]
    Other(String),
}

/// Checks that a client which trusts `anchors` would accept `chain` (the leaf first) for `host`, at `now`. An anchor that
/// is not valid then is no anchor.
///
/// # Errors
/// [`ServerRefusal`], the most specific one that applies.
pub(crate) fn verify_server(
    chain: &[Certificate],
    anchors: &[Certificate],
    host: &ServerName<'_>,
    now: OffsetDateTime,
) -> Result<(), ServerRefusal> {
    let Some((leaf, intermediates)) = chain.split_first() else {
        return Err(ServerRefusal::Other("there is no certificate".to_owned()));
    };
    let now = unix_time(now);
    // webpki looks neither at the validity of an anchor nor at the KeyUsage of a leaf.
    let (trusted, outdated): (Vec<_>, Vec<_>) =
        anchors.iter().partition(|anchor| anchor.get().is_valid_at(now));
    if let ([], [anchor, ..]) = (&*trusted, &*outdated) {
        let anchor = anchor.get();
        return Err(ServerRefusal::AnchorNotValid(anchor.not_before, anchor.not_after));
    }
    if leaf.get().basic_constraints.ca {
        return Err(ServerRefusal::Ca);
    }
    if leaf
        .get()
        .key_usage
        .is_some_and(|usage| !usage.digital_signature())
    {
        return Err(ServerRefusal::NoDigitalSignature);
    }
    let other = |error: webpki::Error| ServerRefusal::Other(error.to_string());
    let anchors: Vec<TrustAnchor<'_>> = trusted
        .iter()
        .map(|anchor| anchor_from_trusted_cert(anchor.der()))
        .collect::<Result<_, _>>()
        .map_err(other)?;
    let intermediates: Vec<CertificateDer<'_>> = intermediates
        .iter()
        .map(|certificate| certificate.der().clone())
        .collect();
    let entity = EndEntityCert::try_from(leaf.der()).map_err(other)?;
    let usage = KeyUsage::server_auth();
    entity
        .verify_for_usage(
            ALL_VERIFICATION_ALGS,
            &anchors,
            &intermediates,
            now.into(),
            usage,
            None,
            None,
        )
        .map_err(|error| refusal(error, leaf))?;
    entity
        .verify_is_valid_for_subject_name(host)
        .map_err(|error| refusal(error, leaf))
}

fn refusal(error: webpki::Error, leaf: &Certificate) -> ServerRefusal {
    match error {
        webpki::Error::CertNotValidYet { .. } => ServerRefusal::NotYetValid(leaf.get().not_before),
        webpki::Error::CertExpired { .. } => ServerRefusal::Expired(leaf.get().not_after),
        webpki::Error::UnknownIssuer | webpki::Error::InvalidSignatureForPublicKey => {
            ServerRefusal::UnknownIssuer
        }
        webpki::Error::RequiredEkuNotFoundContext(_) => ServerRefusal::NotForServers,
        webpki::Error::CertNotValidForName(_) => {
            let names = leaf.get().alt_names;
            let names = names.into_iter().flat_map(|names| names.iter());
            let names: Vec<String> = names
                .filter_map(|name| match name {
                    GeneralName::Dns(name) => Some(String::from_utf8_lossy(name).into_owned()),
                    GeneralName::Ip(octets) => ip_address(octets).map(|address| address.to_string()),
                    _ => None,
                })
                .collect();
            let names = if names.is_empty() {
                "no host at all".to_owned()
            } else {
                names.join(", ")
            };
            ServerRefusal::OtherName { names }
        }
        error => ServerRefusal::Other(error.to_string()),
    }
}
