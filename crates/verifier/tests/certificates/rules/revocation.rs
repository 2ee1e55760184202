//! Revocation; how lists go together is the matter of `crls.rs`.

use super::*;

pub(super) fn cases() -> Vec<Case> {
    fn crls(world: &mut World) {
        *world = World::with_crls();
    }
    vec![
        (
            Rule::NoCrl,
            ByBoth,
            |w| {
                crls(w);
                w.crls.as_mut().unwrap().remove(1);
            },
            crls,
        ),
        (
            Rule::NoCrl,
            ByBoth,
            |w| {
                crls(w);
                w.crls.as_mut().unwrap().remove(0);
            },
            crls,
        ),
        (
            Rule::NoCrl,
            ByBoth,
            |w| w.crls = Some(Vec::new()),
            |w| w.crls = None,
        ),
        (
            Rule::CrlNotYetValid,
            ByBoth,
            |w| {
                crls(w);
                w.issuer_crl().0.this_update = "20260101000001Z".to_owned();
            },
            |w| {
                crls(w);
                w.issuer_crl().0.this_update = "20260101000000Z".to_owned();
            },
        ),
        (
            Rule::CrlExpired,
            ByBoth,
            |w| {
                crls(w);
                w.issuer_crl().0.next_update = Some("20251231235959Z".to_owned());
            },
            |w| {
                crls(w);
                w.issuer_crl().0.next_update = Some("20260101000000Z".to_owned());
            },
        ),
        (
            Rule::CrlSign,
            ByBoth,
            |w| {
                // The list is of the same name and key, which another certificate of it allows.
                crls(w);
                let chain = w.chain();
                let mut issuer = w.issuer.0.clone();
                issuer.set(KEY_USAGE, true, key_usage(KEY_CERT_SIGN));
                w.chain = Some(vec![chain[0].to_vec(), issuer.sign(By::Root.key())]);
            },
            crls,
        ),
        (
            Rule::Revoked,
            ByBoth,
            |w| {
                crls(w);
                w.issuer_crl().0.entries.push(Entry::new(&[3]));
            },
            |w| {
                crls(w);
                w.issuer_crl().0.entries.push(Entry::new(&[4]));
            },
        ),
        (
            Rule::Revoked,
            ByBoth,
            |w| {
                crls(w);
                w.crls.as_mut().unwrap()[0].0.entries.push(Entry::new(&[2]));
            },
            // The numbers are those of one issuer each.
            |w| {
                crls(w);
                w.issuer_crl().0.entries.push(Entry::new(&[2]));
            },
        ),
        // An anchor needs no list, but one that has revoked itself is none.
        (
            Rule::Revoked,
            ByBoth,
            |w| {
                crls(w);
                w.crls.as_mut().unwrap()[0].0.entries.push(Entry::new(&[1]));
            },
            crls,
        ),
    ]
}
