//! The broker's own certificate, judged as its clients judge it, by the same path validation as that of devices.

use amqtt_x509::extension::{GeneralName, ip_address};
use rustls_pki_types::ServerName;
use webpki::EndEntityCert;

use super::{
    CertificateDer, CertificateVerifier, Chain, Position, Purpose, Refusal, RefusedCertificate, UnixTime,
    path, rules,
};

impl CertificateVerifier {
    /// Judges a broker's chain (the leaf first) as a client does that trusts these anchors and connects to `host`. It is
    /// not for a CONNECT: it reports to an operator whether clients will accept the broker. The trust domain does not
    /// matter; revocation lists count, where any are loaded.
    ///
    /// # Errors
    /// The [`Refusal`] by the first check that fails.
    pub fn check_server(
        &self,
        chain: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Refusal> {
        rules::check_size(chain)?;
        let chain = Chain::read(chain)?;
        rules::check_leaf_use(&chain.leaf)?;
        path::validate(self, Purpose::Server, &chain, now)?;
        let malformed = |_| Refusal::Malformed {
            certificate: RefusedCertificate::of(Position::Leaf, &chain.leaf),
            part: "subjectAltName",
        };
        let leaf = CertificateDer::from(chain.leaf.der);
        let leaf = EndEntityCert::try_from(&leaf).map_err(malformed)?;
        leaf.verify_is_valid_for_subject_name(host)
            .map_err(|_| Refusal::ServerName {
                host: host.to_str().into_owned(),
                names: names(&chain),
            })
    }
}

/// Returns the hosts that a leaf is for, as text.
fn names(chain: &Chain<'_>) -> String {
    let names = chain.leaf.alt_names.into_iter().flat_map(|names| names.iter());
    let names: Vec<String> = names
        .filter_map(|name| match name {
            GeneralName::Dns(name) => Some(String::from_utf8_lossy(name).into_owned()),
            GeneralName::Ip(octets) => ip_address(octets).map(|address| address.to_string()),
            _ => None,
        })
        .collect();
    match names.is_empty() {
        true => "no host".to_owned(),
        false => names.join(", "),
    }
}
