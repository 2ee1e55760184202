//! The certificates, field by field; and by the judgment of [`peers`].

pub(crate) mod fleet;
pub(crate) mod peers;

use std::time::SystemTime;

use rustls_pki_types::{CertificateDer, pem::PemObject as _};
use x509_parser::{certificate::X509Certificate, extensions::GeneralName};

use crate::support::{Sandbox, tests};

tests![
    the_ca_profile_field_by_field,
    the_server_profile_field_by_field,
    the_device_profile_field_by_field,
    an_svid_is_for_clients_and_servers,
    a_device_id_that_is_no_host_name_gets_no_dns_name,
    server_names_are_the_common_name_the_local_host_and_those_given,
    subject_values_come_from_the_ca_unless_given,
    serials_are_random_and_twenty_octets_long,
    a_leaf_never_outlives_its_ca,
];

/// A CA, a broker and a device, all with keys of one type.
fn issued(key_type: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let ca = [
        "ca",
        "create",
        "--cn",
        "Test CA",
        "--country",
        "US",
        "--org-name",
        "Été & Co",
        "--uri",
        "d.example",
    ];
    let server = ["server", "create", "--cn", "broker.example"];
    let device = ["device", "create", "--device-id", "dev1"];
    for arguments in [&ca[..], &server, &device] {
        sandbox
            .admin(&[arguments, &["--key-type", key_type]].concat())
            .expect(0);
    }
    sandbox
}

/// The DER of a certificate file.
fn der(sandbox: &Sandbox, name: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(&sandbox.read(name)).unwrap()
}

fn parse<'a>(der: &'a CertificateDer<'_>) -> X509Certificate<'a> {
    let (rest, certificate) = x509_parser::parse_x509_certificate(der).unwrap();
    assert!(rest.is_empty());
    certificate
}

/// The subject as (attribute OID, ASN.1 tag, text).
fn subject(certificate: &X509Certificate<'_>) -> Vec<(String, u32, String)> {
    let attributes = certificate.subject().iter_attributes();
    attributes
        .map(|a| {
            (
                a.attr_type().to_id_string(),
                a.attr_value().tag().0,
                a.as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

const PRINTABLE: u32 = 19;
const UTF8: u32 = 12;

fn attribute(oid: &str, tag: u32, text: &str) -> (String, u32, String) {
    (oid.to_owned(), tag, text.to_owned())
}

/// Every extension as (OID, critical, the value's DER in hex).
fn extensions(certificate: &X509Certificate<'_>) -> Vec<(String, bool, String)> {
    let mut all: Vec<_> = certificate
        .extensions()
        .iter()
        .map(|extension| {
            (
                extension.oid.to_id_string(),
                extension.critical,
                hex(extension.value),
            )
        })
        .collect();
    all.sort();
    all
}

fn extension(oid: &str, critical: bool, value: impl Into<String>) -> (String, bool, String) {
    (oid.to_owned(), critical, value.into())
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// SHA-1 over the bits of the public key, by another implementation than the one under test.
fn key_id(certificate: &X509Certificate<'_>) -> String {
    use sha1::{Digest as _, Sha1};
    hex(&Sha1::digest(&certificate.public_key().subject_public_key.data))
}

/// SAN as DER in hex: each name is its context tag, its length and its octets.
fn sans(names: &[(u8, &[u8])]) -> String {
    let content: Vec<u8> = names
        .iter()
        .flat_map(|(tag, text)| [&[0x80 | tag, u8::try_from(text.len()).unwrap()], *text].concat())
        .collect();
    hex(&[&[0x30, u8::try_from(content.len()).unwrap()], &content[..]].concat())
}

const DNS: u8 = 2;
const URI: u8 = 6;
const IP: u8 = 7;

/// Checks that a certificate is valid from an hour ago for this number of days from now.
#[track_caller]
fn assert_validity(certificate: &X509Certificate<'_>, days: i64) {
    #[allow(
        clippy::disallowed_methods,
        reason = "what was issued just now is compared with now"
    )]
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_secs()
        .cast_signed();
    let validity = certificate.validity();
    assert!((validity.not_before.timestamp() + 3600 - now).abs() < 60);
    assert!((validity.not_after.timestamp() - days * 86_400 - now).abs() < 60);
}

fn the_ca_profile_field_by_field() {
    let sandbox = Sandbox::new();
    let subject_options = [
        "--country",
        "US",
        "--state",
        "NY",
        "--locality",
        "Nyack",
        "--org-name",
        "Été & Co",
    ];
    sandbox
        .admin(&[&["ca", "create", "--cn", "my.domain.name"], &subject_options[..]].concat())
        .expect(0);
    let der = der(&sandbox, "ca.crt");
    let ca = parse(&der);
    let expected = [
        attribute("2.5.4.6", PRINTABLE, "US"),
        attribute("2.5.4.8", UTF8, "NY"),
        attribute("2.5.4.7", UTF8, "Nyack"),
        attribute("2.5.4.10", UTF8, "Été & Co"),
        attribute("2.5.4.3", UTF8, "my.domain.name"),
    ];
    assert_eq!(subject(&ca), expected);
    assert_eq!(ca.issuer(), ca.subject());
    assert_eq!(ca.version().0, 2, "X.509 version 3");
    assert_validity(&ca, 3650);
    let id = key_id(&ca);
    assert_eq!(
        extensions(&ca),
        [
            extension("2.5.29.14", false, format!("0414{id}")),
            extension("2.5.29.15", true, "03020106"),
            extension("2.5.29.19", true, "30060101ff020100"),
            extension("2.5.29.35", false, format!("30168014{id}")),
        ]
    );

    let options = ["--force-ca", "--uri", "d.example", "--path-len", "1"];
    sandbox
        .admin(&[&["ca", "create", "--cn", "x"], &options[..]].concat())
        .expect(0);
    let der = self::der(&sandbox, "ca.crt");
    let found = extensions(&parse(&der));
    assert!(found.contains(&extension(
        "2.5.29.17",
        false,
        sans(&[(URI, b"spiffe://d.example")])
    )));
    assert!(found.contains(&extension("2.5.29.19", true, "30060101ff020101")));
    assert_eq!(found.len(), 5);
}

fn the_server_profile_field_by_field() {
    for (key_type, key_usage) in [("ecdsa-p256", "03020780"), ("rsa-2048", "030205a0")] {
        let sandbox = issued(key_type);
        let (der, ca) = (der(&sandbox, "server.crt"), der(&sandbox, "ca.crt"));
        let (server, ca) = (parse(&der), parse(&ca));
        let expected = [
            attribute("2.5.4.6", PRINTABLE, "US"),
            attribute("2.5.4.10", UTF8, "Été & Co"),
            attribute("2.5.4.3", UTF8, "broker.example"),
        ];
        assert_eq!(subject(&server), expected);
        assert_eq!(server.issuer().as_raw(), ca.subject().as_raw());
        assert_validity(&server, 397);
        assert_eq!(
            extensions(&server),
            [
                extension("2.5.29.14", false, format!("0414{}", key_id(&server))),
                extension("2.5.29.15", true, key_usage),
                extension(
                    "2.5.29.17",
                    false,
                    sans(&[(DNS, b"broker.example"), (IP, &[127, 0, 0, 1])])
                ),
                extension("2.5.29.19", true, "3000"),
                extension("2.5.29.35", false, format!("30168014{}", key_id(&ca))),
                extension("2.5.29.37", false, "300a06082b06010505070301"),
            ]
        );
    }
}

fn the_device_profile_field_by_field() {
    for key_type in ["ecdsa-p256", "rsa-2048"] {
        let sandbox = issued(key_type);
        let (der, ca) = (der(&sandbox, "dev1.crt"), der(&sandbox, "ca.crt"));
        let (device, ca) = (parse(&der), parse(&ca));
        let expected = [
            attribute("2.5.4.6", PRINTABLE, "US"),
            attribute("2.5.4.10", UTF8, "Été & Co"),
            attribute("2.5.4.3", UTF8, "dev1"),
        ];
        assert_eq!(subject(&device), expected);
        assert_validity(&device, 365);
        let names = sans(&[(URI, b"spiffe://d.example/device/dev1"), (DNS, b"dev1.local")]);
        assert_eq!(
            extensions(&device),
            [
                extension("2.5.29.14", false, format!("0414{}", key_id(&device))),
                extension("2.5.29.15", true, "03020780"),
                extension("2.5.29.17", false, names),
                extension("2.5.29.19", true, "3000"),
                extension("2.5.29.35", false, format!("30168014{}", key_id(&ca))),
                extension("2.5.29.37", false, "300a06082b06010505070302"),
            ]
        );
    }
}

fn an_svid_is_for_clients_and_servers() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["device", "create", "--device-id", "dev1", "--svid"])
        .expect(0);
    let shown = sandbox
        .admin(&["device", "show", "dev1.crt", "--format", "json"])
        .expect(0)
        .json();
    let mut usages: Vec<&str> = shown["extended_key_usage"]
        .as_array()
        .unwrap()
        .iter()
        .map(|usage| usage.as_str().unwrap())
        .collect();
    usages.sort_unstable();
    assert_eq!(usages, ["clientAuth", "serverAuth"]);
}

fn a_device_id_that_is_no_host_name_gets_no_dns_name() {
    let sandbox = Sandbox::with_ca();
    let (label63, sha256) = ("a".repeat(63), "0123456789abcdef".repeat(4));
    let local63 = format!("{label63}.local");
    for (id, dns) in [
        ("a_b", None),
        ("a-.b", None),
        // A label of the DNS holds 63 octets (RFC 1035 2.3.4); a SHA-256 in hex has 64.
        (&label63, Some(local63.as_str())),
        (&sha256, None),
        ("Pump.7", Some("Pump.7.local")),
        ("7", Some("7.local")),
    ] {
        sandbox.admin(&["device", "create", "--device-id", id]).expect(0);
        let file = format!("{id}.crt");
        let shown = sandbox
            .admin(&["device", "show", &file, "--format", "json"])
            .expect(0)
            .json();
        assert_eq!(shown["device_id"], id);
        assert_eq!(
            shown["uri"],
            serde_json::json!([format!("spiffe://d.example/device/{id}")])
        );
        assert_eq!(
            shown["dns"],
            serde_json::json!(dns.into_iter().collect::<Vec<_>>()),
            "{id}"
        );
    }
}

fn server_names_are_the_common_name_the_local_host_and_those_given() {
    let names = |arguments: &[&str]| {
        let sandbox = Sandbox::with_ca();
        sandbox
            .admin(&[&["server", "create", "--cn"], arguments].concat())
            .expect(0);
        let der = der(&sandbox, "server.crt");
        let certificate = parse(&der);
        let names = certificate.subject_alternative_name().unwrap().unwrap();
        let text = names.value.general_names.iter().map(|name| match name {
            GeneralName::DNSName(name) => (*name).to_owned(),
            GeneralName::IPAddress(octets) => hex(octets),
            other => panic!("{other:?}"),
        });
        text.collect::<Vec<_>>()
    };
    assert_eq!(names(&["10.0.0.1"]), ["0a000001", "7f000001"]);
    assert_eq!(names(&["127.0.0.1"]), ["7f000001"]);
    assert_eq!(names(&["::1"]), ["00000000000000000000000000000001", "7f000001"]);
    assert_eq!(
        names(&["My Broker", "--dns", "*.b.example"]),
        ["7f000001", "*.b.example"]
    );
    let all = [
        "b.example",
        "--dns",
        "B.example",
        "c.example",
        "--dns",
        "d.example",
        "c.example",
        "--ip",
        "::1",
        "127.0.0.1",
    ];
    let expected = [
        "b.example",
        "7f000001",
        "c.example",
        "d.example",
        "00000000000000000000000000000001",
    ];
    assert_eq!(names(&all), expected);
}

fn subject_values_come_from_the_ca_unless_given() {
    let sandbox = Sandbox::new();
    let ca = [
        "ca",
        "create",
        "--cn",
        "Test CA",
        "--country",
        "FR",
        "--org-name",
        "Théâtre",
        "--uri",
        "d.example",
    ];
    sandbox.admin(&ca).expect(0);
    let subject = |id: &str, more: &[&str], environment: Option<&str>| {
        let mut command = sandbox.admin_command(&["device", "create", "--device-id", id]);
        command
            .args(more)
            .envs(environment.map(|value| ("AMQTT_ADMIN_ORG_NAME", value)));
        crate::support::Run::of(&mut command).expect(0);
        let file = format!("{id}.crt");
        sandbox
            .admin(&["device", "show", &file, "--format", "json"])
            .json()["subject"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(subject("a", &[], None), "C=FR, O=Théâtre, CN=a");
    assert_eq!(
        subject("b", &[], Some("Environment")),
        "C=FR, O=Environment, CN=b"
    );
    let given = ["--org-name", "Option", "--country", "DE"];
    assert_eq!(subject("c", &given, Some("Environment")), "C=DE, O=Option, CN=c");
}

fn serials_are_random_and_twenty_octets_long() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["server", "create", "--cn", "broker.example"])
        .expect(0);
    let key = [
        "server",
        "create",
        "--cn",
        "broker.example",
        "--force",
        "--key",
        "server.key",
        "--format",
        "json",
    ];
    let serial = || {
        sandbox.admin(&key).expect(0).json()["serial"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let serials: std::collections::BTreeSet<String> = (0..40).map(|_| serial()).collect();
    assert_eq!(serials.len(), 40, "one key, forty serials");
    for serial in serials {
        assert_eq!(serial.len(), 40, "{serial}");
        assert!(
            ('0'..='7').contains(&serial.chars().next().unwrap()),
            "{serial} is negative"
        );
        assert!(!serial.starts_with("00"), "{serial}");
    }
}

fn a_leaf_never_outlives_its_ca() {
    let sandbox = Sandbox::new();
    sandbox
        .admin(&[
            "ca",
            "create",
            "--cn",
            "Short",
            "--days",
            "30",
            "--uri",
            "d.example",
        ])
        .expect(0);
    let run = sandbox
        .admin(&["device", "create", "--device-id", "dev1", "--format", "json"])
        .expect(0);
    let ca = sandbox
        .admin(&["ca", "show", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(run.json()["not_after"], ca["not_after"]);
    assert!(ca["days_left"] == 29 || ca["days_left"] == 30, "{ca}");
    run.says("warning: --days exceeds the CA's lifetime");
    let within = sandbox
        .admin(&["device", "create", "--device-id", "dev2", "--days", "29"])
        .expect(0);
    assert!(!within.stderr.contains("warning"));
}
