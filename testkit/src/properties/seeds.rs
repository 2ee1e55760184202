//! The inputs that fuzzing starts from: made from the data of the other tests, some right, some wrong.

use serde_json::Value;

use super::{
    certificates::to_pem,
    fleet::{FLEET, SERIAL, key},
};
use crate::{data, forge::*, keys, oracle::acl as oracle};

/// The seeds of a target.
#[must_use]
pub fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "certificate" => certificates(),
        "chain" => chains(),
        "coverage" => topic_cases()
            .filter_map(|[_, stored, topic, _]| small(topic, stored))
            .collect(),
        "crl" => crls(),
        "http_answer" => HTTP_ANSWERS.iter().map(|text| text.as_bytes().to_vec()).collect(),
        "pem" => files(),
        "phc" => hashes(),
        "spiffe_id" => texts_in(data::SPIFFE_IDS, Some("ids"), "id"),
        "topic_filter" => {
            let lines =
                topic_cases().map(|[_, stored, topic, _]| format!("{topic}\n{}", stored.replace(' ', "\n")));
            lines.map(String::into_bytes).collect()
        }
        other => panic!("there are no seeds for {other}"),
    }
}

fn certificates() -> Vec<Vec<u8>> {
    let issuer = &FLEET.issuer_key;
    let good = &FLEET.device;
    let with = |number, critical, value| {
        let mut certificate = good.clone();
        certificate.set(number, critical, value);
        certificate
    };
    let without = |number| {
        let mut certificate = good.clone();
        certificate.remove(number);
        certificate
    };
    let uris = |uris: &[&str]| names(&uris.iter().map(uri).collect::<Vec<_>>());
    let named = |texts: &[&str]| with(SUBJECT_ALT_NAME, false, uris(texts));
    let device = "spiffe://d.example/device/dev1";
    let [mut nameless, mut expired, mut rsa, mut weak] = [0; 4].map(|_| good.clone());
    nameless.subject = name("");
    nameless.set(SUBJECT_ALT_NAME, true, uris(&[device]));
    expired.not_after = "20250601000000Z".to_owned();
    rsa.spki = keys::rsa_spki_of(2048);
    weak.spki = keys::rsa_spki_of(1024);
    let all = [
        good.clone(),
        nameless,
        expired,
        rsa,
        weak,
        without(KEY_USAGE),
        without(EXTENDED_KEY_USAGE),
        without(SUBJECT_ALT_NAME),
        with(EXTENDED_KEY_USAGE, false, extended_key_usage(&[2])),
        with(EXTENDED_KEY_USAGE, false, extended_key_usage(&[1])),
        with(KEY_USAGE, true, key_usage(KEY_CERT_SIGN)),
        with(KEY_USAGE, false, key_usage(DIGITAL_SIGNATURE | KEY_ENCIPHERMENT)),
        with(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(0))),
        named(&[device, device]),
        named(&["spiffe://D.example/device/dev1"]),
        named(&["spiffe://d.example/other/dev1"]),
        named(&["spiffe://other.example/device/dev1"]),
        with(
            DISTRIBUTION_POINTS,
            false,
            sequence(&[&at_place("http://d.example/crl", &[])]),
        ),
        with(NAME_CONSTRAINTS, true, sequence(&[])),
    ];
    all.iter().map(|certificate| certificate.body(issuer)).collect()
}

fn chains() -> Vec<Vec<u8>> {
    let [device, issuer] = FLEET.chain();
    let other_device = FLEET.other_device.sign(&FLEET.root_key);
    let stranger = key(4);
    let strange_issuer = Certificate::ca("Issuer", &stranger, "Root", &stranger, &[2]).sign(&stranger);
    let strange_device = Certificate::device("dev9", &stranger, "Issuer", &stranger, SERIAL).sign(&stranger);
    let root = &FLEET.root[..];
    let chains: [&[&[u8]]; 10] = [
        &[&device, &issuer],
        &[&other_device],
        &[&device, root, &issuer],
        &[&other_device, &device, &issuer],
        &[&device],
        &[&issuer, &device],
        &[root],
        &[&strange_device, &strange_issuer],
        &[&strange_device, &issuer, &strange_issuer],
        &[
            &device,
            &strange_issuer,
            &strange_issuer,
            &strange_issuer,
            &issuer,
        ],
    ];
    chains.map(<[_]>::concat).into()
}

fn crls() -> Vec<Vec<u8>> {
    let issuer = &FLEET.issuer_key;
    let list = |number| Crl::new("Issuer", issuer, number);
    let place = at_place("http://d.example/crl", &[]);
    let users_alone = sequence(&[&[0x81, 1, 0xff]]);
    let [mut unnumbered, mut endless] = [0; 2].map(|_| list(1));
    unnumbered.extensions.pop();
    endless.next_update = None;
    let all = [
        list(1),
        list(1).revoke(Entry::new(b"another")),
        list(2).revoke(Entry::new(SERIAL)),
        list(2)
            .revoke(Entry::because(SERIAL, 1))
            .revoke(Entry::because(SERIAL, 8)),
        list(3)
            .with(DELTA, true, vec![0x02, 1, 1])
            .revoke(Entry::because(SERIAL, 8)),
        list(3)
            .with(DELTA, true, vec![0x02, 1, 1])
            .revoke(Entry::because(SERIAL, 6)),
        list(4).with(ISSUING_DISTRIBUTION_POINT, true, place),
        list(4).with(ISSUING_DISTRIBUTION_POINT, true, users_alone),
        list(5).between("20240101000000Z", "20250101000000Z"),
        list(5).between("20270101000000Z", "20280101000000Z"),
        Crl::new("Root", issuer, 1),
        unnumbered,
        endless,
    ];
    all.iter().map(|list| list.body(issuer)).collect()
}

fn files() -> Vec<Vec<u8>> {
    let [root, issuer] = [&FLEET.root[..], &FLEET.issuer].map(|der| to_pem("CERTIFICATE", der));
    let crl = to_pem("X509 CRL", &FLEET.root_crl);
    let texts = [
        root.clone(),
        crl.clone(),
        crl.replace('\n', "\r\n"),
        format!("{root}{issuer}{crl}"),
        format!("a comment\n{issuer}\n{}", to_pem("PRIVATE KEY", b"none")),
        to_pem("CERTIFICATE", b"nothing of the kind"),
        root.replace("-----END", "-----"),
        root.replace('M', "*"),
        data::EXAMPLE_CA.to_owned(),
    ];
    let binary = [FLEET.root.clone(), FLEET.root_crl.clone()];
    texts.map(String::into_bytes).into_iter().chain(binary).collect()
}

/// Stored hashes: whole, cut off, and with costs that are too high.
fn hashes() -> Vec<Vec<u8>> {
    let whole = texts_in(data::PASSWORD_HASHES, None, "hash");
    let cut_off = whole.iter().map(|text| text[..text.len() - 1].to_vec());
    let costs = [
        ("$m=64,t=1,p=1$", "$m=1024,t=1,p=65$"),
        ("$m=64,t=1,p=1$", "$m=1048577,t=1,p=1$"),
        ("$m=64,t=1,p=1$", "$m=64,t=257,p=1$"),
        ("$m=64,t=1,p=1$", "$m=1048576,t=5,p=1$"),
        ("$2b$04$", "$2b$17$"),
        ("$pbkdf2-sha256$2$", "$pbkdf2-sha256$4000001$"),
        ("$ln=4,r=8,p=1$", "$ln=21,r=8,p=1$"),
        ("$ln=4,r=8,p=1$", "$ln=4,r=65,p=1$"),
        ("$ln=4,r=8,p=1$", "$ln=4,r=8,p=65$"),
    ];
    let with = |(modest, high)| {
        let mut texts = whole.iter().map(|text| str::from_utf8(text).unwrap());
        let text = texts.find(|text| text.contains(modest)).unwrap();
        text.replace(modest, high).into_bytes()
    };
    whole
        .iter()
        .cloned()
        .chain(cut_off)
        .chain(costs.map(with))
        .collect()
}

const HTTP_ANSWERS: &[&str] = &[
    "200 application/json\n{\"ok\": true}",
    "204 application/json; charset=utf-8\n{\"ok\":true,\"error\":null}",
    "200 application/vnd.x+json\n{\"OK\": true, \"error\": {\"a\": [1, -2.5e3, \"b\"]}}",
    "200 application/json\n{\"ok\": true, \"Ok\": true}",
    "200 application/json\n{\"ok\": \"true\"}",
    "200 application/json\n{\"ok\": false, \"error\": \"no\"}",
    "200 application/json\n{\"ok\": null}",
    "200 application/json\n{\"o\\u006b\": true}",
    "200 application/json\n[{\"ok\": true}]",
    "200 text/plain\nok",
    "200 text/plain\nOK ",
    "200\n{\"ok\": true}",
    "302 application/json\n{\"ok\": true}",
    "404 application/json\n{\"ok\": true}",
    "500 text/plain\nok",
];

/// Action, stored filters, topic, verdict.
fn topic_cases() -> impl Iterator<Item = [&'static str; 4]> {
    let lines = data::TOPIC_CASES.lines().skip(1);
    lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap())
}

/// The bytes that stand for small filters, if these are some.
fn small(topic: &str, stored: &str) -> Option<Vec<u8>> {
    let level = |level: &str| {
        let mut known = oracle::LITERALS.iter().chain(&["+", "#"]);
        known.position(|known| *known == level).map(|at| at as u8)
    };
    let filter = |filter: &str| filter.split('/').map(level).collect::<Option<Vec<u8>>>();
    let filters: Option<Vec<Vec<u8>>> = [topic].into_iter().chain(stored.split(' ')).map(filter).collect();
    Some(filters?.join(&6))
}

fn texts_in(json: &str, list: Option<&str>, field: &str) -> Vec<Vec<u8>> {
    let data: Value = serde_json::from_str(json).unwrap();
    let cases = list.map_or(&data, |list| &data[list]).as_array().unwrap();
    let texts = cases
        .iter()
        .map(|case| case[field].as_str().unwrap().as_bytes().to_vec());
    texts.collect()
}
