//! Requirements of X509-SVID beyond what aMQTT's scripts make.

use super::*;

pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            Rule::LeafKeyUsageMissing,
            BySvid,
            |w| w.device.0.remove(KEY_USAGE),
            nothing,
        ),
        (
            Rule::LeafKeyUsageNotCritical,
            BySvid,
            |w| w.device.0.set(KEY_USAGE, false, key_usage(DIGITAL_SIGNATURE)),
            nothing,
        ),
        (
            Rule::IssuerKeyUsageMissing,
            BySvid,
            |w| w.issuer.0.remove(KEY_USAGE),
            nothing,
        ),
        (
            Rule::IssuerKeyUsageMissing,
            BySvid,
            |w| w.root.0.remove(KEY_USAGE),
            nothing,
        ),
        (
            Rule::IssuerKeyUsageNotCritical,
            BySvid,
            |w| {
                w.issuer
                    .0
                    .set(KEY_USAGE, false, key_usage(KEY_CERT_SIGN | CRL_SIGN));
            },
            nothing,
        ),
        (
            Rule::IssuerKeyUsageNotCritical,
            BySvid,
            |w| {
                w.root
                    .0
                    .set(KEY_USAGE, false, key_usage(KEY_CERT_SIGN | CRL_SIGN));
            },
            nothing,
        ),
        (
            Rule::SvidExtendedKeyUsage,
            BySvid,
            |w| {
                w.device
                    .0
                    .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[2]));
            },
            |w| w.device.0.remove(EXTENDED_KEY_USAGE),
        ),
        (
            Rule::IssuerSpiffeId,
            BySvid,
            |w| {
                w.issuer
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[uri("spiffe://d.example/ca")]));
            },
            |w| {
                w.issuer
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[uri("spiffe://d.example")]));
            },
        ),
        (
            Rule::IssuerSpiffeId,
            BySvid,
            |w| {
                let two = names(&[uri("spiffe://d.example"), uri("https://ca.example")]);
                w.root.0.set(SUBJECT_ALT_NAME, false, two);
            },
            // A CA of another domain is not recommended, and one without a SPIFFE ID is not an SVID.
            |w| {
                w.root
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[uri("spiffe://e.example")]));
                w.issuer
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[uri("https://ca.example")]));
            },
        ),
        (
            Rule::IssuerSpiffeId,
            BySvid,
            |w| {
                w.root
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[uri("Spiffe://d.example")]));
            },
            nothing,
        ),
    ]
}
