//! Cost of admission, beside bare webpki and aMQTT's plugin in the same run:
//! `cargo bench --profile broker -p amqtt-verifier --bench certificates`.
//!
//! aMQTT's plugin reads the leaf and compares names; path validation is left to OpenSSL, in the handshake.
//!
//! Each figure is the fastest of many blocks, which take turns with those of what it is compared with: a busy machine
//! makes a block slower, and never faster.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails should stop there")]
#![allow(clippy::print_stdout, reason = "figures are what a benchmark is for")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use amqtt_verifier::certificate::{CertificateDer, CertificateVerifier, UnixTime};
use rustls_pki_types::TrustAnchor;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

mod peers;

use amqtt_testkit::{forge::*, keys};
use peers::{ABSENT, Peer};

const ROOT: &str = "Root";
const BLOCKS: usize = 101;

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_767_225_600))
}

/// Measures blocks of the given number of calls: the time of one call in microseconds.
fn block(mut call: impl FnMut()) -> impl FnMut(u32) -> f64 {
    move |calls| {
        let start = Instant::now();
        (0..calls).for_each(|_| call());
        start.elapsed().as_secs_f64() * 1e6 / f64::from(calls)
    }
}

/// The time of one call of each, in microseconds; their blocks take turns.
fn compare<const N: usize>(calls: u32, mut what: [&mut dyn FnMut(u32) -> f64; N]) -> [f64; N] {
    let mut least = [f64::INFINITY; N];
    for _ in 0..BLOCKS {
        for (block, least) in what.iter_mut().zip(&mut least) {
            *least = least.min(block(calls));
        }
    }
    least
}

/// A root, a device below it, and a verifier of that trust domain.
struct Fleet {
    issuer: Key,
    root: CertificateDer<'static>,
    chain: Vec<CertificateDer<'static>>,
}

impl Fleet {
    fn new(issuer: Key, device: &Key) -> Self {
        let root = Certificate::ca(ROOT, &issuer, ROOT, &issuer, &[1])
            .sign(&issuer)
            .into();
        let leaf = Certificate::device("dev1", device, ROOT, &issuer, &serial(0)).sign(&issuer);
        Self {
            root,
            chain: vec![leaf.into()],
            issuer,
        }
    }

    fn verifier(&self, domain: &str, crl: Option<&[u8]>) -> CertificateVerifier {
        let builder = CertificateVerifier::builder(domain.parse().unwrap());
        let builder = builder.anchors(&self.root).unwrap();
        match crl {
            Some(crl) => builder.crls(crl).unwrap(),
            None => builder,
        }
        .build()
        .unwrap()
    }

    /// A list of the given number of certificates, without the device's.
    fn crl(&self, entries: u32) -> Vec<u8> {
        let mut list = Crl::new(ROOT, &self.issuer, 1);
        list.entries = (1..=entries)
            .map(|number| Entry::because(&serial(number), 1))
            .collect();
        list.sign(&self.issuer)
    }
}

/// A serial number of 20 octets, well spread.
fn serial(number: u32) -> Vec<u8> {
    let spread = u64::from(number)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .to_be_bytes();
    [&[0x55], &spread[..], &[7; 7], &number.to_be_bytes()].concat()
}

fn admit(verifier: &CertificateVerifier, chain: &[CertificateDer<'_>]) {
    let client_id = "dev1".parse().unwrap();
    black_box(verifier.admit(black_box(chain), &client_id, now())).unwrap();
}

fn bare(anchors: &[TrustAnchor<'_>], chain: &[CertificateDer<'_>]) {
    let leaf = EndEntityCert::try_from(&chain[0]).unwrap();
    let usage = KeyUsage::client_auth();
    let path = leaf.verify_for_usage(
        ALL_VERIFICATION_ALGS,
        anchors,
        &[],
        now().into(),
        usage,
        None,
        None,
    );
    black_box(path).map(|_| ()).unwrap();
}

fn beside_others(name: &str, fleet: &Fleet) {
    let verifier = fleet.verifier("d.example", None);
    let anchors = [anchor_from_trusted_cert(&fleet.root).unwrap()];
    let leaf: String = fleet.chain[0]
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    let mut plugin = Peer::start("certificate", &["d.example", "dev1", &leaf]);
    let [ours, webpki, amqtt] = compare(
        200,
        [
            &mut block(|| admit(&verifier, &fleet.chain)),
            &mut block(|| bare(&anchors, &fleet.chain)),
            &mut |calls| match &mut plugin {
                Some(plugin) => plugin.calls(calls).elapsed.as_secs_f64() * 1e6,
                None => f64::NAN,
            },
        ],
    );
    println!(
        "{name:32} {ours:9.1} us, bare webpki {webpki:.1} us: {:+.1} %",
        (ours / webpki - 1.0) * 100.0
    );
    let what = "  aMQTT's plugin, names alone";
    match plugin {
        Some(_) => println!("{what:32} {amqtt:9.1} us"),
        None => println!("{what:32} {ABSENT}"),
    }
}

fn main() {
    let device = keys::p256();
    let p256 = Fleet::new(keys::p256(), &device);
    beside_others("P-256 leaf under P-256 root", &p256);
    beside_others(
        "P-256 leaf under RSA-2048 root",
        &Fleet::new(keys::rsa(), &device),
    );

    // The checks that come before path validation: reading the leaf, and the rules of its identity.
    let elsewhere = p256.verifier("e.example", None);
    let [identity] = compare(
        2_000,
        [&mut block(|| {
            black_box(elsewhere.identify(black_box(&p256.chain), now()))
                .map(|_| ())
                .unwrap_err();
        })],
    );
    println!("{:32} {identity:9.2} us", "identity rule alone, refused");

    let list = p256.crl(100_000);
    let (with, without) = (
        p256.verifier("d.example", Some(&list)),
        p256.verifier("d.example", None),
    );
    let [with_list, without_list] = compare(
        200,
        [
            &mut block(|| admit(&with, &p256.chain)),
            &mut block(|| admit(&without, &p256.chain)),
        ],
    );
    println!(
        "{:32} {:9.2} us",
        "a list of 100,000 adds",
        with_list - without_list
    );
    let [loading] = compare(
        1,
        [&mut block(|| {
            black_box(p256.verifier("d.example", Some(&list)));
        })],
    );
    println!(
        "{:32} {:9.1} ms, {} bytes",
        "loading it",
        loading / 1e3,
        list.len()
    );
    let admitted = with.identify(&p256.chain, now()).unwrap();
    let [recheck] = compare(
        2_000,
        [&mut block(|| {
            assert!(with.recheck([&admitted], now()).is_empty());
        })],
    );
    println!("{:32} {recheck:9.2} us", "recheck of a live identity");

    let ca = Certificate::ca("CA", &device, "CA", &device, &[5]).sign(&device);
    let crowd: Vec<_> = p256
        .chain
        .iter()
        .cloned()
        .chain((0..100).map(|_| ca.clone().into()))
        .collect();
    let [crowded] = compare(
        2_000,
        [&mut block(|| {
            black_box(without.identify(black_box(&crowd), now()))
                .map(|_| ())
                .unwrap_err();
        })],
    );
    println!("{:32} {crowded:9.3} us", "100 intermediates, refused");

    // Four CAs of the root's name, none of which has signed anything: all paths through them are tried.
    let forged = |number| {
        Certificate::ca(ROOT, &keys::p256(), ROOT, &device, &[number])
            .sign(&device)
            .into()
    };
    let leaf = Certificate::device("dev1", &device, ROOT, &device, &[9])
        .sign(&device)
        .into();
    let forged: Vec<CertificateDer<'_>> = [leaf].into_iter().chain((0..4).map(forged)).collect();
    let [worst] = compare(
        2,
        [&mut block(|| {
            black_box(without.identify(black_box(&forged), now()))
                .map(|_| ())
                .unwrap_err();
        })],
    );
    println!("{:32} {worst:9.1} us", "the most costly refusal known");
}
