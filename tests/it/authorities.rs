//! Authorities from elsewhere, with [`keys`] of every form, and authorities that must not sign.

pub(crate) mod keys;

use std::path::PathBuf;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, KeyPair, KeyUsagePurpose,
    SignatureAlgorithm,
};
use time::{Duration, OffsetDateTime};

use crate::support::{Sandbox, tests};

tests![
    what_is_no_authority_does_not_sign,
    a_ca_without_a_key_identifier_still_gives_one[OpenSsl],
    a_ca_whose_country_breaks_the_rule_gives_a_warning,
    the_trust_domain_of_the_ca_is_the_default,
    ca_show_tells_whether_the_key_belongs,
    server_verify_says_what_a_client_would_say,
];

/// A CA certificate and its key, with whatever a test changes, as `ca.crt` and `ca.key`.
fn foreign_ca(
    sandbox: &Sandbox,
    algorithm: &'static SignatureAlgorithm,
    change: impl FnOnce(&mut CertificateParams),
) {
    #[allow(clippy::disallowed_methods, reason = "a test's own clock")]
    let now = OffsetDateTime::now_utc();
    let key = KeyPair::generate_for(algorithm).unwrap();
    let mut params = CertificateParams::default();
    params.not_before = now - Duration::days(10);
    params.not_after = now + Duration::days(10);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    change(&mut params);
    sandbox.write("ca.crt", params.self_signed(&key).unwrap().pem());
    sandbox.write("ca.key", key.serialize_pem());
}

const DEVICE: [&str; 6] = ["device", "create", "--device-id", "dev1", "--uri", "d.example"];

#[track_caller]
fn assert_device_verifies(sandbox: &Sandbox) {
    sandbox
        .run(
            "openssl",
            &["verify", "-purpose", "sslclient", "-CAfile", "ca.crt", "dev1.crt"],
        )
        .expect(0);
}

fn what_is_no_authority_does_not_sign() {
    let p256 = &rcgen::PKCS_ECDSA_P256_SHA256;
    type Change = fn(&mut CertificateParams);
    let cases: [(&str, Change); 6] = [
        ("CA:TRUE", |params| params.is_ca = IsCa::ExplicitNoCa),
        ("CA:TRUE", |params| params.is_ca = IsCa::NoCa),
        ("keyCertSign", |params| {
            params.key_usages = vec![KeyUsagePurpose::CrlSign];
        }),
        ("expired", |params| {
            params.not_after = params.not_before + Duration::days(1);
        }),
        ("not valid until", |params| {
            params.not_before = params.not_after - Duration::days(1);
        }),
        ("subject is empty", |params| {
            params.distinguished_name = DistinguishedName::new();
        }),
    ];
    for (message, change) in cases {
        let sandbox = Sandbox::new();
        foreign_ca(&sandbox, p256, change);
        let before = sandbox.snapshot();
        sandbox.admin(&DEVICE).expect(1).says(message);
        sandbox
            .admin(&["server", "create", "--cn", "b.example"])
            .expect(1)
            .says(message);
        assert_eq!(sandbox.snapshot(), before, "{message}");
    }
    let sandbox = Sandbox::new();
    foreign_ca(&sandbox, p256, |_| {});
    sandbox.write("ca.key", KeyPair::generate_for(p256).unwrap().serialize_pem());
    sandbox.admin(&DEVICE).expect(1).says("does not belong");
}

fn a_ca_without_a_key_identifier_still_gives_one() {
    let sandbox = Sandbox::new();
    sandbox.write("ca.cnf", "[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=v3\n[dn]\nCN=CA\n[v3]\nbasicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=none\n");
    let make = [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config", "ca.cnf", "-keyout", "ca.key", "-out",
        "ca.crt",
    ];
    sandbox.run("openssl", &make).expect(0);
    let ca = sandbox
        .admin(&["ca", "show", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(ca["subject_key_id"], serde_json::Value::Null, "the CA has none");
    sandbox.admin(&DEVICE).expect(0);
    assert_device_verifies(&sandbox);
    // Another CA's certificate of the same key names the same identifier.
    let other = Sandbox::with_ca();
    other.write("same.key", sandbox.read("ca.key"));
    let own = ["server", "create", "--cn=b.example", "--key=same.key"];
    other.admin(&own).expect(0);
    let own = other
        .admin(&["server", "show", "server.crt", "--format", "json"])
        .json();
    let device = sandbox
        .admin(&["device", "show", "dev1.crt", "--format", "json"])
        .json();
    assert_eq!(device["authority_key_id"], own["subject_key_id"]);
}

fn a_ca_whose_country_breaks_the_rule_gives_a_warning() {
    let sandbox = Sandbox::new();
    foreign_ca(&sandbox, &rcgen::PKCS_ECDSA_P256_SHA256, |params| {
        params.distinguished_name.push(DnType::CountryName, "u1");
        params
            .distinguished_name
            .push(DnType::OrganizationName, "x\u{1b}[31m");
    });
    let run = sandbox
        .admin(&DEVICE)
        .expect(0)
        .says("--country")
        .says("--org-name");
    assert!(!run.stderr.contains('\u{1b}'), "{run:#?}");
    let shown = sandbox
        .admin(&["device", "show", "dev1.crt", "--format", "json"])
        .json();
    assert_eq!(shown["subject"], "CN=dev1");
    let table = sandbox.admin(&["ca", "show"]).expect(0);
    assert!(!table.stdout.contains('\u{1b}'), "{table:#?}");
}

fn the_trust_domain_of_the_ca_is_the_default() {
    let sandbox = Sandbox::with_ca();
    let uri = |arguments: &[&str]| {
        let run = sandbox.admin(
            &[
                &[
                    "device",
                    "create",
                    "--force",
                    "--device-id",
                    "dev1",
                    "--format",
                    "json",
                ],
                arguments,
            ]
            .concat(),
        );
        run.expect(0).json()["uri"].as_str().unwrap().to_owned()
    };
    assert_eq!(uri(&[]), "spiffe://d.example/device/dev1");
    assert_eq!(
        uri(&["--uri", "other.example"]),
        "spiffe://other.example/device/dev1"
    );
    // A name that could be a domain is offered to those who are asked, and never assumed.
    let sandbox = Sandbox::new();
    sandbox.admin(&["ca", "create", "--cn", "d.example"]).expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "dev1"])
        .expect(2)
        .says("--uri is missing");
}

fn ca_show_tells_whether_the_key_belongs() {
    let (one, other) = (Sandbox::with_ca(), Sandbox::with_ca());
    let key: PathBuf = other.path("ca.key");
    assert_eq!(
        one.admin(&["ca", "show", "--format", "json"]).expect(0).json()["key_matches"],
        true
    );
    let run = one
        .admin(&[
            "ca",
            "show",
            "--format",
            "json",
            "--ca-key",
            key.to_str().unwrap(),
        ])
        .expect(1);
    assert_eq!(run.json()["key_matches"], false);
    let expired = Sandbox::new();
    foreign_ca(&expired, &rcgen::PKCS_ECDSA_P256_SHA256, |params| {
        params.not_after -= Duration::days(10) + Duration::hours(1);
    });
    let run = expired.admin(&["ca", "show", "--format", "json"]).expect(0);
    assert_eq!(run.json()["days_left"], -1, "it expired an hour ago");
    run.says("warning: the CA expired on");
    one.admin(&["ca", "show", "--ca-key", "none.key"])
        .expect(3)
        .says("none.key");
    one.admin(&["ca", "show", "--ca-crt", "none.crt"])
        .expect(3)
        .says("none.crt");
}

fn server_verify_says_what_a_client_would_say() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&[
            "server",
            "create",
            "--cn",
            "b.example",
            "--dns",
            "*.c.example",
            "--ip",
            "10.1.2.3",
        ])
        .expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "dev1"])
        .expect(0);
    let verify = |certificate: &str, ca: &str, host: &str| {
        sandbox.admin(&[
            "server",
            "verify",
            certificate,
            "--ca-crt",
            ca,
            "--hostname",
            host,
            "--format",
            "json",
        ])
    };
    for host in ["b.example", "B.EXAMPLE", "x.c.example", "10.1.2.3", "127.0.0.1"] {
        assert_eq!(
            verify("server.crt", "ca.crt", host).expect(0).json()["accepted"],
            true,
            "{host}"
        );
    }
    for host in ["c.example", "x.y.c.example", "10.1.2.4", "example"] {
        let run = verify("server.crt", "ca.crt", host).expect(1).json();
        assert!(run["reason"].as_str().unwrap().contains("b.example"), "{run}");
    }
    let reason = |certificate, ca, host| {
        verify(certificate, ca, host).expect(1).json()["reason"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(reason("dev1.crt", "ca.crt", "dev1.local").contains("serverAuth"));
    assert!(reason("ca.crt", "ca.crt", "b.example").contains("CA"));
    // An outdated CA is not a CA, and does not hide one that is valid.
    let outdated = Sandbox::new();
    foreign_ca(&outdated, &rcgen::PKCS_ECDSA_P256_SHA256, |params| {
        params.not_after = params.not_before + Duration::days(1);
    });
    let outdated = outdated.read("ca.crt");
    sandbox.write("outdated.crt", &outdated);
    assert!(reason("server.crt", "outdated.crt", "b.example").contains("neither a trust anchor"));
    sandbox.write("both.crt", [outdated, sandbox.read("ca.crt")].concat());
    verify("server.crt", "both.crt", "b.example").expect(0);
    let other = Sandbox::with_ca();
    assert!(
        reason("server.crt", other.path("ca.crt").to_str().unwrap(), "b.example")
            .contains("not signed by the issuer that it names"),
        "a CA of the same name"
    );
    verify("none.crt", "ca.crt", "b.example").expect(3);
    verify("ca.key", "ca.crt", "b.example").expect(3);
    verify("server.crt", "ca.crt", "not a host").expect(2);
    sandbox
        .admin(&["server", "verify", "server.crt"])
        .expect(2)
        .says("--hostname");
}
