//! Everything that a fleet issues in its life, by the judgment of those who will read it, with revocation checked.

use crate::support::{ISSUING, Run, Sandbox, python_program, tests};

tests![everything_that_a_fleet_issues_passes_its_peers[OpenSsl, CertTool, Python]];

/// Devices in force; the last three were renewed, one of them with its own key, one below the root itself.
const GOOD: [&str; 7] = [
    "dev1", "svid", "signed", "resumed", "renewed", "kept-key", "of-root",
];
const BAD: [&str; 2] = ["revoked", "held"];

/// Brokers, without the endings of their files; all were renewed.
const BROKERS: [(&str, &str); 2] = [("server", "broker.example"), ("root/server", "of-root.example")];

/// The lists of the root and of the issuing CA, one after the other.
const BUNDLE: &str = "intermediate.crl";

/// A root, an issuing CA, brokers and devices of both, made and renewed in every way, and the lists of both CAs.
fn fleet(key_type: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let admin = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        sandbox.admin(&words).expect(0);
    };
    let issuing = |line: &str| admin(&format!("{line} {}", ISSUING.join(" ")));
    admin(&format!(
        "ca create --cn Root --uri d.example --country FR --path-len 1 --key-type {key_type}"
    ));
    admin(&format!("ca intermediate --cn Issuing --key-type {key_type}"));
    issuing(&format!(
        "server create --cn broker.example --key-type {key_type}"
    ));
    issuing("server renew broker.example");
    for id in ["dev1", "resumed", "revoked", "held", "renewed", "kept-key"] {
        issuing(&format!("device create --device-id {id} --key-type {key_type}"));
    }
    issuing("device renew renewed");
    issuing("device renew kept-key --reuse-key --revoke-old");
    std::fs::create_dir(sandbox.path("root")).unwrap();
    for line in [
        "device create --device-id of-root",
        "server create --cn of-root.example --output-dir root",
    ] {
        admin(&format!("{line} --key-type {key_type}"));
    }
    admin("device renew of-root");
    admin("server renew of-root.example --output-dir root");
    issuing("device create --device-id svid --svid");
    let request = [
        "req",
        "-new",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "signed.key",
        "-out",
        "signed.csr",
        "-subj",
        "/CN=asked",
    ];
    sandbox.run("openssl", &request).expect(0);
    issuing("device sign --csr signed.csr --device-id signed");
    issuing("device suspend held resumed");
    issuing("device resume resumed");
    issuing("device revoke revoked --reason key-compromise --yes");
    admin("ca crl --der");
    issuing("ca crl --with ca.crl --der");
    sandbox
}

fn everything_that_a_fleet_issues_passes_its_peers() {
    for key_type in ["ecdsa-p256", "ed25519", "rsa-2048"] {
        let sandbox = fleet(key_type);
        by_openssl(&sandbox);
        by_gnutls(&sandbox);
        by_python(&sandbox);
        by_pkilint(&sandbox);
        by_our_verifier(&sandbox);
    }
}

/// Insists that a judge accepts all that are good, and says of the others that they are revoked.
#[track_caller]
fn judged(judge: impl Fn(&str) -> Run, says: &str) {
    for id in GOOD {
        judge(id).expect(0);
    }
    for id in BAD {
        let run = judge(id);
        assert_ne!(run.code, Some(0), "{run:#?}");
        assert!(
            run.stdout.contains(says) || run.stderr.contains(says),
            "{says:?} is not in {run:#?}"
        );
    }
}

fn by_openssl(sandbox: &Sandbox) {
    let verify = |purpose: &str, certificate: &str| {
        let verify = ["verify", "-x509_strict", "-crl_check_all", "-purpose", purpose];
        let files = [
            "-CAfile",
            "ca.crt",
            "-untrusted",
            "intermediate.crt",
            "-CRLfile",
            BUNDLE,
            certificate,
        ];
        sandbox.run("openssl", &[&verify[..], &files].concat())
    };
    judged(
        |id| verify("sslclient", &format!("{id}.crt")),
        "certificate revoked",
    );
    for certificate in ["server", "root/server", "svid"] {
        verify("sslserver", &format!("{certificate}.crt")).expect(0);
    }
    let old = verify("sslclient", "kept-key.crt.old");
    assert!(old.stderr.contains("certificate revoked"), "{old:#?}");
    verify("any", "intermediate.crt").expect(0);
    verify("any", "ca.crt").expect(0);
    for (list, form, ca) in [
        ("ca.crl", "PEM", "ca.crt"),
        ("ca.crl.der", "DER", "ca.crt"),
        ("intermediate.crl", "PEM", "intermediate.crt"),
        ("intermediate.crl.der", "DER", "intermediate.crt"),
    ] {
        let verify = ["crl", "-in", list, "-inform", form, "-CAfile", ca, "-noout"];
        sandbox.run("openssl", &verify).expect(0).says("verify OK");
    }
}

fn by_gnutls(sandbox: &Sandbox) {
    let verify = |certificate: &str| {
        let verify = [
            "--verify",
            "--load-ca-certificate",
            "ca.crt",
            "--load-crl",
            BUNDLE,
        ];
        sandbox.run("certtool", &[&verify[..], &["--infile", certificate]].concat())
    };
    judged(|id| verify(&format!("{id}.crt")), "revoked");
    for certificate in ["server", "root/server", "intermediate"] {
        verify(&format!("{certificate}.crt")).expect(0);
    }
    for (list, ca) in [("ca.crl", "ca.crt"), (BUNDLE, "intermediate.crt")] {
        let verify = ["--verify-crl", "--load-ca-certificate", ca, "--infile", list];
        let run = sandbox.run("certtool", &verify).expect(0);
        assert!(run.stdout.contains("Verified"), "{run:#?}");
    }
}

/// A handshake in which both sides check, by Python's strict rules.
fn by_python(sandbox: &Sandbox) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/handshake.py");
    for (server, name) in BROKERS {
        let [server, server_key] = ["crt", "key"].map(|end| format!("{server}.{end}"));
        let shake = |id: &str| {
            let (certificate, key) = (format!("{id}.crt"), format!("{id}.key"));
            let files = ["ca.crt", &server, &server_key, &certificate, &key];
            let more = [name, BUNDLE];
            sandbox.run(python_program("python"), &[&[script], &files[..], &more].concat())
        };
        judged(shake, "certificate revoked");
    }
}

fn by_pkilint(sandbox: &Sandbox) {
    let lint = |script: &str, files: &[&str]| {
        let script = format!("{}/tests/it/python/{script}", env!("CARGO_MANIFEST_DIR"));
        let run = sandbox.run(python_program("python"), &[&[&*script], files].concat());
        let linted: String = files.iter().map(|file| format!("{file}: linted\n")).collect();
        assert_eq!(run.expect(0).stdout, linted);
    };
    // The linters read one certificate and one list a file.
    let leaves: Vec<String> = BROKERS
        .iter()
        .map(|(server, _)| server)
        .chain(&GOOD)
        .map(|id| {
            let leaf = format!("{id}.leaf");
            let alone = ["x509", "-in", &format!("{id}.crt"), "-out", &leaf];
            sandbox.run("openssl", &alone).expect(0);
            leaf
        })
        .collect();
    let mut certificates = vec!["ca.crt", "intermediate.crt"];
    certificates.extend(leaves.iter().map(String::as_str));
    lint("lint.py", &certificates);
    let pem = [
        "crl",
        "-inform",
        "DER",
        "-in",
        "intermediate.crl.der",
        "-out",
        "one.crl",
    ];
    sandbox.run("openssl", &pem).expect(0);
    lint("lint_crl.py", &["ca.crl", "one.crl"]);
}

fn by_our_verifier(sandbox: &Sandbox) {
    for lists in [&[BUNDLE][..], &["ca.crl.der", "intermediate.crl.der"]] {
        let verify = |id: &str| {
            let certificate = format!("{id}.crt");
            let mut arguments = vec!["device", "verify", &certificate, "--client-id", id];
            arguments.extend(lists.iter().flat_map(|list| ["--crl", list]));
            sandbox.admin(&arguments)
        };
        judged(verify, "revoked");
    }
    for (server, name) in BROKERS {
        let server = format!("{server}.crt");
        sandbox
            .admin(&["server", "verify", &server, "--hostname", name])
            .expect(0);
    }
    for (list, ca) in [("ca.crl", "ca.crt"), (BUNDLE, "intermediate.crt")] {
        sandbox
            .admin(&["ca", "crl", "--check", list, "--ca-crt", ca])
            .expect(0);
    }
}
