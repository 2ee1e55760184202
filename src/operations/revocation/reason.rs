//! Reasons for a revocation (RFC 5280 5.3.1), in kebab case.

use amqtt_x509::crl::RevocationReason;

const WORDS: [(RevocationReason, &str); 10] = [
    (RevocationReason::Unspecified, "unspecified"),
    (RevocationReason::KeyCompromise, "key-compromise"),
    (RevocationReason::CaCompromise, "ca-compromise"),
    (RevocationReason::AffiliationChanged, "affiliation-changed"),
    (RevocationReason::Superseded, "superseded"),
    (RevocationReason::CessationOfOperation, "cessation-of-operation"),
    (RevocationReason::CertificateHold, "certificate-hold"),
    (RevocationReason::RemoveFromCrl, "remove-from-crl"),
    (RevocationReason::PrivilegeWithdrawn, "privilege-withdrawn"),
    (RevocationReason::AaCompromise, "aa-compromise"),
];

/// Returns the word of a reason.
pub(crate) fn word(reason: RevocationReason) -> &'static str {
    let known = WORDS.iter().find(|(known, _)| *known == reason);
    known.map_or("unspecified", |(_, word)| word)
}

/// Returns the reason of a word.
pub(crate) fn of_word(word: &str) -> Option<RevocationReason> {
    let known = WORDS.iter().find(|(_, known)| *known == word);
    known.map(|(reason, _)| *reason)
}
