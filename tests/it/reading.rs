//! Files of certificates and keys as other programs write them, what the verbs say of them, and what they print to go on.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use time::{Duration, OffsetDateTime};

use crate::support::{Run, Sandbox, tests};

tests![
    files_of_every_spelling_are_read,
    files_that_cannot_be_read_are_named_as_what_they_are[OpenSsl],
    keys_of_every_spelling_are_read,
    keys_that_cannot_sign_are_named[OpenSsl],
    a_refusal_names_the_certificate_at_fault,
    a_ca_without_its_root_is_warned_of,
    a_foreign_key_is_noticed,
    the_key_may_be_elsewhere,
    a_device_is_checked_for_what_it_says,
    a_verdict_comes_first,
    a_device_is_not_shown_without_an_inventory,
    localhost_is_hinted_at,
];

const BOM: &[u8] = include_bytes!("../../testkit/data/files/bom.crt");
const DER: &[u8] = include_bytes!("../../testkit/data/files/der.crt");
const ESCAPED: &[u8] = include_bytes!("../../testkit/data/files/escaped.crt");
const GLUED: &[u8] = include_bytes!("../../testkit/data/files/bundle-glued.crt");
const ROOT: &[u8] = include_bytes!("../../testkit/data/files/root.crt");
const INTERMEDIATE: &[u8] = include_bytes!("../../testkit/data/files/inter.crt");
const DEVICE: &[u8] = include_bytes!("../../testkit/data/files/dev.crt");
/// A time at which those three are valid.
const THEN: &str = "2026-12-01T00:00:00Z";

fn json(run: &Run, key: &str) -> String {
    run.json()[key].as_str().unwrap_or_default().to_owned()
}

fn files_of_every_spelling_are_read() {
    let sandbox = Sandbox::with_ca();
    for (name, contents) in [("bom.crt", BOM), ("der.crt", DER)] {
        sandbox.write(name, contents);
        let run = sandbox
            .admin(&["device", "show", name, "--format", "json"])
            .expect(0);
        assert_eq!(json(&run, "subject"), "C=FR, O=Acme, CN=Plant Root");
    }
    // Both verify verbs read the same file, of the same spelling.
    sandbox
        .admin(&["server", "create", "--cn", "b.example"])
        .expect(0);
    let text = String::from_utf8(sandbox.read("server.crt")).unwrap();
    sandbox.write("crlf.crt", text.replace('\n', " \r\n"));
    let verify = ["server", "verify", "crlf.crt", "--hostname", "b.example"];
    sandbox.admin(&verify).expect(0);
}

fn files_that_cannot_be_read_are_named_as_what_they_are() {
    let sandbox = Sandbox::with_ca();
    let utf16: Vec<u8> = String::from_utf8(sandbox.read("ca.crt"))
        .unwrap()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let bundle = ["crl2pkcs7", "-nocrl", "-certfile", "ca.crt", "-out"];
    sandbox
        .run("openssl", &[&bundle[..], &["ca.p7b"]].concat())
        .expect(0);
    sandbox
        .run("openssl", &[&bundle[..], &["ca.p7c", "-outform", "DER"]].concat())
        .expect(0);
    let export = [
        "pkcs12", "-export", "-in", "ca.crt", "-inkey", "ca.key", "-passout", "pass:x", "-out", "ca.p12",
    ];
    sandbox.run("openssl", &export).expect(0);
    sandbox.write("utf16.crt", utf16);
    sandbox.write("escaped.crt", ESCAPED);
    sandbox.write("glued.crt", GLUED);
    for (name, says) in [
        ("utf16.crt", "UTF-16"),
        ("escaped.crt", "written out as \\n"),
        ("glued.crt", "broken at line 11"),
        ("ca.p7b", "a PKCS#7 bundle"),
        ("ca.p7c", "a PKCS#7 bundle"),
        ("ca.p12", "a PKCS#12 bundle"),
        ("ca.key", "a private key, not a certificate"),
    ] {
        for command in [
            &["server", "show", name][..],
            &["device", "show", name],
            &["ca", "show", "--ca-crt", name],
            &["server", "verify", name, "--hostname", "b.example"],
        ] {
            sandbox.admin(command).expect(3).says(says).says(name);
        }
        // A device that sends such a thing is refused.
        let run = sandbox
            .admin(&["device", "verify", name, "--format", "json"])
            .expect(1);
        assert!(json(&run, "reason").contains(says), "{run:#?}");
    }
}

fn keys_of_every_spelling_are_read() {
    let sandbox = Sandbox::new();
    sandbox.write("ca.crt", include_bytes!("../../testkit/data/files/ca.crt"));
    sandbox.write("pass", include_bytes!("../../testkit/data/files/pass"));
    sandbox.write("one.key", include_bytes!("../../testkit/data/files/e-one.key"));
    sandbox.write(
        "latin1.key",
        include_bytes!("../../testkit/data/files/e-bag-latin1.key"),
    );
    sandbox.write(
        "pbes1.key",
        include_bytes!("../../testkit/data/files/e-pbes1.key"),
    );
    let show = |key| {
        let command = ["ca", "show", "--passphrase-file", "pass", "--ca-key", key];
        sandbox.admin(&[&command[..], &["--format", "json"]].concat())
    };
    for key in ["one.key", "latin1.key", "pbes1.key"] {
        assert_eq!(show(key).expect(0).json()["key_matches"], true, "{key}");
    }
}

fn keys_that_cannot_sign_are_named() {
    let sandbox = Sandbox::with_ca();
    let curve = |name: &str| {
        ["EC", "-pkeyopt", &format!("ec_paramgen_curve:{name}")]
            .map(str::to_owned)
            .to_vec()
    };
    let words = |words: &str| words.split(' ').map(str::to_owned).collect();
    for (arguments, kind) in [
        (words("RSA -pkeyopt rsa_keygen_bits:1024"), "rsa-1024"),
        (words("RSA-PSS -pkeyopt rsa_keygen_bits:2048"), "rsa-pss-2048"),
        (curve("secp256k1"), "secp256k1"),
        (curve("brainpoolP256r1"), "brainpoolP256r1"),
        (words("ED448"), "ed448"),
    ] {
        let mut command = vec!["genpkey", "-out", "k.key", "-algorithm"];
        command.extend(arguments.iter().map(String::as_str));
        sandbox.run("openssl", &command).expect(0);
        let run = sandbox.admin(&["ca", "show", "--ca-key", "k.key"]).expect(1);
        run.says(kind).says("ecdsa-p256, ecdsa-p384, ed25519");
    }
    // Keys in DER are read like those in PEM.
    let der = ["pkey", "-in", "ca.key", "-outform", "DER", "-out", "ca.der"];
    sandbox.run("openssl", &der).expect(0);
    sandbox.admin(&["ca", "show", "--ca-key", "ca.der"]).expect(0);
}

/// A chain of a root, an intermediate that expired ten days ago, and a broker.
fn expired_intermediate(sandbox: &Sandbox) {
    #[allow(clippy::disallowed_methods, reason = "a test's own clock")]
    let now = OffsetDateTime::now_utc();
    let params = |name: &str, days: i64| {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_before = now - Duration::days(100);
        params.not_after = now + Duration::days(days);
        params
    };
    let ca = |name, days| {
        let mut params = params(name, days);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params
    };
    let [root_key, middle_key, leaf_key] = [(); 3].map(|()| KeyPair::generate().unwrap());
    let root = ca("Root", 1000);
    sandbox.write("root.crt", root.self_signed(&root_key).unwrap().pem());
    let middle = ca("Middle", -10);
    let middle_crt = middle
        .signed_by(&middle_key, &Issuer::from_params(&root, &root_key))
        .unwrap();
    let mut leaf = params("b.example", 300);
    leaf.subject_alt_names = vec![rcgen::SanType::DnsName("b.example".try_into().unwrap())];
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let leaf_crt = leaf
        .signed_by(&leaf_key, &Issuer::from_params(&middle, &middle_key))
        .unwrap();
    sandbox.write("full.crt", format!("{}{}", leaf_crt.pem(), middle_crt.pem()));
}

fn a_refusal_names_the_certificate_at_fault() {
    let sandbox = Sandbox::new();
    expired_intermediate(&sandbox);
    let command = [
        "server",
        "verify",
        "full.crt",
        "--ca-crt",
        "root.crt",
        "--hostname",
        "b.example",
        "--format",
        "json",
    ];
    let run = sandbox.admin(&command).expect(1);
    assert_eq!(json(&run, "rule"), "expired");
    assert!(
        json(&run, "reason").starts_with("intermediate certificate 1 \"CN="),
        "{run:#?}"
    );
    assert!(
        run.json()["days_left"].as_i64().unwrap() > 298,
        "the leaf has long to live: {run:#?}"
    );
}

fn a_ca_without_its_root_is_warned_of() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["server", "create", "--cn", "localhost"])
        .expect(0);
    sandbox.write("inter.crt", INTERMEDIATE);
    sandbox.write("dev.crt", DEVICE);
    let verify = |ca| {
        let command = ["device", "verify", "dev.crt", "--at", THEN, "--ca-crt", ca];
        sandbox.admin(&command).expect(0)
    };
    let warning = "inter.crt does not reach a self-signed root";
    verify("inter.crt").says(warning).says("CN=Root R1");
    sandbox.write("root.crt", ROOT);
    verify("inter.crt")
        .says(warning)
        .says("root.crt as their CA file");
    sandbox.write("both.crt", [ROOT, INTERMEDIATE].concat());
    let whole = verify("both.crt");
    assert!(!whole.stderr.contains("self-signed"), "{whole:#?}");
    sandbox
        .admin(&[
            "server",
            "show",
            "server.crt",
            "--ca-crt",
            "inter.crt",
            "--config",
            "mosquitto",
        ])
        .expect(0)
        .says(warning);
}

fn a_foreign_key_is_noticed() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["server", "create", "--cn", "b.example"])
        .expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "dev1"])
        .expect(0);
    let checks: [&[&str]; 3] = [
        &["server", "show", "server.crt"],
        &["server", "verify", "server.crt", "--hostname", "b.example"],
        &["device", "verify", "dev1.crt"],
    ];
    for (check, own) in checks.into_iter().zip(["server.key", "server.key", "dev1.key"]) {
        let with = |key| [check, &["--format", "json", "--key", key]].concat();
        assert_eq!(sandbox.admin(&with(own)).expect(0).json()["key_matches"], true);
        let foreign = sandbox.admin(&with("ca.key")).expect(1);
        assert_eq!(foreign.json()["key_matches"], false, "{foreign:#?}");
    }
    let config = ["server", "show", "server.crt", "--config", "mosquitto"];
    let printed = sandbox.admin(&config).expect(0).stdout;
    assert!(printed.contains("sudo install -o mosquitto -m 400 "), "{printed}");
    let foreign = sandbox
        .admin(&[&config[..], &["--key", "ca.key"]].concat())
        .expect(1);
    assert_eq!(foreign.stdout, "");
    foreign.says("ca.key does not belong to server.crt");
    let amqtt = sandbox
        .admin(&["server", "show", "server.crt", "--config", "amqtt"])
        .expect(0);
    assert!(amqtt.stdout.contains("UserAuthDBPlugin"), "{amqtt:#?}");
    for (other, says) in [
        ("ca.crt", "a CA's certificate"),
        ("dev1.crt", "the certificate of the device dev1"),
    ] {
        let run = sandbox
            .admin(&["server", "show", other, "--config", "mosquitto"])
            .expect(1);
        assert_eq!(run.stdout, "", "no configuration uses its key");
        run.says(&format!("{other} is {says}, not a broker's"));
    }
}

fn the_key_may_be_elsewhere() {
    let sandbox = Sandbox::with_ca();
    std::fs::remove_file(sandbox.path("ca.key")).unwrap();
    let run = sandbox.admin(&["ca", "show", "--format", "json"]).expect(0);
    assert!(run.json()["key_matches"].is_null(), "{run:#?}");
}

fn a_device_is_checked_for_what_it_says() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["device", "create", "--device-id", "dev1"])
        .expect(0);
    let run = sandbox
        .admin(&["device", "verify", "dev1.crt", "--format", "json"])
        .expect(0);
    assert_eq!(
        (json(&run, "client_id"), json(&run, "trust_domain")),
        ("dev1".into(), "d.example".into())
    );
    assert_eq!(run.json()["revocation_checked"], false);
    run.says("trust domain of the CA: d.example")
        .says("client id in the certificate: dev1")
        .says("revocation was not checked");
    // Of a CA without a trust domain, the certificate's own counts.
    let other = Sandbox::new();
    other.admin(&["ca", "create", "--cn", "Plain"]).expect(0);
    other
        .admin(&["device", "create", "--device-id", "dev1", "--uri", "e.example"])
        .expect(0);
    other
        .admin(&["device", "verify", "dev1.crt"])
        .expect(0)
        .says("trust domain of the certificate: e.example");
}

fn a_verdict_comes_first() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["device", "create", "--device-id", "dev1"])
        .expect(0);
    let verify = |more: &[&str]| sandbox.admin(&[&["device", "verify", "dev1.crt"], more].concat());
    let admitted = verify(&[]).expect(0).stdout;
    assert!(
        admitted.starts_with("admitted as dev1 (revocation was not checked)\n"),
        "{admitted}"
    );
    assert!(
        !admitted.contains("reason"),
        "rows without a value are left out: {admitted}"
    );
    let refused = verify(&["--client-id", "dev2", "--color", "always"])
        .expect(1)
        .stdout;
    assert!(refused.starts_with("\x1b[1;31mrefused: "), "{refused}");
}

fn localhost_is_hinted_at() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["server", "create", "--cn", "b.example"])
        .expect(0)
        .says("such as b.example; for the name localhost, create it with `--dns localhost`")
        .says("amqtt-admin server verify server.crt --hostname b.example");
    let verify = ["server", "verify", "server.crt", "--hostname", "localhost"];
    sandbox.admin(&verify).expect(1).says("`--dns localhost`");
    sandbox
        .admin(&[
            "server",
            "create",
            "--force",
            "--cn",
            "b.example",
            "--dns",
            "localhost",
        ])
        .expect(0);
    sandbox.admin(&verify).expect(0);
}

fn a_device_is_not_shown_without_an_inventory() {
    let sandbox = Sandbox::new();
    sandbox
        .admin(&["device", "show", "pump-7"])
        .expect(3)
        .says("pump-7 is not a file, and no inventory can be asked: the inventory ca.db does not exist")
        .says("--inventory");
    sandbox
        .admin(&["device", "show", "pump-7.crt"])
        .expect(3)
        .says("cannot read pump-7.crt");
}
