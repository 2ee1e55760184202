//! Random chains and revocation lists, judged by the verifier and by OpenSSL: whom we admit, OpenSSL admits, but for
//! what is explained here.
//!
//! `AMQTT_ADMIN_TEST_CHAINS` says how many chains (1,000 unless given), `AMQTT_ADMIN_TEST_SEED` which ones.

mod generate;

use std::collections::BTreeMap;

use amqtt_verifier::certificate::{CertificateVerifier, Check, Profile, Rule, UnixTime};

use self::generate::{Chain, NOW, Trait};
use crate::support::{Sandbox, tests};

tests![whom_we_admit_openssl_admits[OpenSsl]];

/// Number of chains that one run of OpenSSL judges.
const BATCH: usize = 250;

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Our verdict: the rule that refuses.
fn our_verdict(chain: &Chain, profile: Profile) -> Option<Rule> {
    let mut builder = CertificateVerifier::builder("d.example".parse().unwrap()).profile(profile);
    match builder.clone().anchors(&chain.root) {
        Ok(with_anchor) => builder = with_anchor,
        // An anchor that cannot be read, or that is critical in what nobody understands.
        Err(_) => return Some(Rule::CriticalExtension),
    }
    for intermediate in &chain.intermediates {
        builder = builder.clone().intermediates(intermediate).unwrap_or(builder);
    }
    let verifier = builder.require_crls().build().unwrap();
    for crl in &chain.crls {
        // A list that does not count is as good as none.
        let _ = verifier.revocation().unwrap().load(crl);
    }
    let sent = [&chain.leaf].into_iter().chain(&chain.intermediates);
    let sent: Vec<_> = sent.map(|der| der.clone().into()).collect();
    let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(NOW));
    verifier
        .admit(&sent, &"dev1".parse().unwrap(), now)
        .err()
        .map(|refusal| refusal.rule())
}

/// OpenSSL's verdicts on a batch of chains: the errors of each, none where it is admitted. The names of CAs are their
/// own in each chain, so that all can be judged at once.
fn openssl_verdicts(chains: &[&Chain]) -> Vec<Vec<u32>> {
    let sandbox = Sandbox::new();
    let collect = |label: &'static str, parts: fn(&Chain) -> &[Vec<u8>]| -> String {
        chains
            .iter()
            .flat_map(|chain| parts(chain))
            .map(|der| pem(label, der))
            .collect()
    };
    sandbox.write(
        "roots.pem",
        collect("CERTIFICATE", |chain| std::slice::from_ref(&chain.root)),
    );
    sandbox.write(
        "untrusted.pem",
        collect("CERTIFICATE", |chain| &chain.intermediates),
    );
    sandbox.write("crls.pem", collect("X509 CRL", |chain| &chain.crls));
    let names: Vec<String> = (0..chains.len())
        .map(|place| format!("leaf-{place}.pem"))
        .collect();
    for (chain, name) in chains.iter().zip(&names) {
        sandbox.write(name, pem("CERTIFICATE", &chain.leaf));
    }
    let at = NOW.to_string();
    let options = [
        "verify",
        "-purpose",
        "sslclient",
        "-x509_strict",
        "-crl_check_all",
        "-attime",
        &at,
        "-no-CApath",
        "-no-CAstore",
        "-CAfile",
        "roots.pem",
        "-untrusted",
        "untrusted.pem",
        "-CRLfile",
        "crls.pem",
    ];
    let arguments: Vec<&str> = options
        .into_iter()
        .chain(names.iter().map(String::as_str))
        .collect();
    let run = sandbox.run("openssl", &arguments);
    let admitted = |name: &String| run.stdout.lines().any(|line| *line == format!("{name}: OK"));
    // The errors of a certificate come before the line that says that it failed.
    let mut failed: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut errors = Vec::new();
    for line in run.stderr.lines().filter_map(|line| line.strip_prefix("error ")) {
        match line.split_once(": verification failed") {
            Some((name, _)) => _ = failed.insert(name.to_owned(), std::mem::take(&mut errors)),
            None => errors.extend(line.split(' ').next().and_then(|code| code.parse::<u32>().ok())),
        }
    }
    let verdict = |name: &String| match (admitted(name), failed.get(name)) {
        (true, None) => Vec::new(),
        (false, Some(errors)) => errors.clone(),
        both => panic!("no clear verdict on {name}: {both:?} in {run:#?}"),
    };
    names.iter().map(verdict).collect()
}

fn pem(label: &'static str, der: &[u8]) -> String {
    let document = pkcs8::Document::try_from(der).unwrap();
    document.to_pem(label, pkcs8::LineEnding::LF).unwrap()
}

/// Differences in which OpenSSL may refuse what we admit: its error, what a chain must have for it, and the reason.
#[rustfmt::skip]
const EXCEPTIONS: [(u32, Trait, &str); 13] = [
    // Both ends of a validity belong to it (RFC 5280 4.1.2.5); for OpenSSL the last second is over.
    (10, Trait::EndsThisSecond, "a certificate in its last second"),
    (12, Trait::ListEndsThisSecond, "a list in its last second"),
    // -x509_strict holds verifiers to what RFC 5280 demands of CAs alone (4.2.1.1, 4.2.1.2, 4.2.1.3, 4.2.1.9). aMQTT's
    // scripts leave such things out, and with Profile::Svid, KeyUsage is a condition for us too.
    (85, Trait::NoAuthorityKeyId, "no authorityKeyIdentifier"),
    (86, Trait::NoSubjectKeyId, "a CA without subjectKeyIdentifier"),
    (92, Trait::CaWithoutKeyUsage, "a CA without KeyUsage"),
    (89, Trait::CaConstraintsNotCritical, "a CA whose BasicConstraints are not critical"),
    // Key identifiers are hints to find an issuer (4.2.1.1). Who signed is known by the signature.
    (20, Trait::OtherAuthorityKeyId, "an authorityKeyIdentifier of another key"),
    (2, Trait::OtherAuthorityKeyId, "an authorityKeyIdentifier of another key"),
    // Nobody signs for a trust anchor (6.1); OpenSSL looks for an issuer where it sees that it was not signed by itself.
    (2, Trait::RootOfAnother, "a root that another key has signed"),
    // -crl_check_all wants a list for the root too, which is trusted for what it is. That it is on none, we check as well.
    (44, Trait::ListOfUsersAlone, "a root whose own list is about users alone"),
    // The highest CRLNumber counts (5.2.3); for OpenSSL it is the latest thisUpdate.
    (23, Trait::ListsOfTwoOrders, "lists whose numbers and dates contradict each other"),
    // OpenSSL combines lists where it is asked to (-use_deltas).
    (23, Trait::DeltaThatRemoves, "a delta list that takes a certificate off"),
    // A list that its issuer did not sign, or that is not understood, does not count; OpenSSL takes it for the newest.
    (8, Trait::ListThatDoesNotCount, "a list of a stranger beside a good one"),
];

#[allow(
    clippy::print_stdout,
    reason = "what differs, and how often, is worth knowing"
)]
fn whom_we_admit_openssl_admits() {
    let count = from_environment("AMQTT_ADMIN_TEST_CHAINS", 1_000);
    let seed = from_environment("AMQTT_ADMIN_TEST_SEED", 1);
    let chains: Vec<Chain> = (0..count).map(|number| Chain::random(seed, number)).collect();
    let (mut admitted, mut refused) = (Vec::new(), Vec::new());
    for chain in &chains {
        let device = our_verdict(chain, Profile::Device);
        let svid = our_verdict(chain, Profile::Svid);
        assert!(
            device.is_none() || svid.is_some(),
            "Svid admits what Device does not: {chain:#?}"
        );
        match device {
            None => admitted.push(chain),
            Some(rule) => refused.push((chain, rule)),
        }
    }
    // Both kinds are common, so that the comparison means something.
    assert!(
        admitted.len() as u64 > count / 5 && refused.len() as u64 > count / 5,
        "{}",
        admitted.len()
    );

    let mut unexplained = Vec::new();
    let mut explained: BTreeMap<&str, u32> = BTreeMap::new();
    for batch in admitted.chunks(BATCH) {
        for (chain, errors) in batch.iter().zip(openssl_verdicts(batch)) {
            for error in errors {
                let known = EXCEPTIONS
                    .iter()
                    .find(|(code, has, _)| *code == error && chain.traits.contains(has));
                match known {
                    Some((_, _, reason)) => *explained.entry(reason).or_default() += 1,
                    None => unexplained.push((error, &chain.traits, chain.number)),
                }
            }
        }
    }
    assert!(unexplained.is_empty(), "seed {seed}: {unexplained:?}");

    // OpenSSL has to see what it is shown: nearly all that path and lists make us refuse, it refuses too.
    let path_rules = |rule: &Rule| matches!(rule.check(), Check::Path | Check::Revocation);
    let refused: Vec<&Chain> = refused
        .into_iter()
        .filter(|(_, rule)| path_rules(rule))
        .map(|(chain, _)| chain)
        .collect();
    let agreed: usize = refused
        .chunks(BATCH)
        .map(|batch| {
            openssl_verdicts(batch)
                .iter()
                .filter(|errors| !errors.is_empty())
                .count()
        })
        .sum();
    println!(
        "{count} chains of seed {seed}: {} admitted; of {} refused for path or lists, OpenSSL refuses {agreed}; \
         explained differences: {explained:#?}",
        admitted.len(),
        refused.len()
    );
    assert!(
        agreed * 10 > refused.len() * 8,
        "OpenSSL refuses only {agreed} of {}",
        refused.len()
    );
}
