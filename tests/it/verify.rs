//! `device verify`: what a broker would say.

use crate::support::{Run, Sandbox, tests};

tests![
    a_device_of_ours_is_admitted,
    every_refusal_names_its_rule,
    what_cannot_be_read_is_refused_or_an_error,
    revocation_lists_of_openssl_count[OpenSsl],
    a_chain_in_one_file_or_two[OpenSsl],
];

/// Runs `device verify` for client dev1, with further arguments, for JSON.
fn verify(sandbox: &Sandbox, certificate: &str, more: &[&str]) -> Run {
    verify_as("dev1", sandbox, certificate, more)
}

fn verify_as(client_id: &str, sandbox: &Sandbox, certificate: &str, more: &[&str]) -> Run {
    let mut arguments = vec![
        "device",
        "verify",
        certificate,
        "--client-id",
        client_id,
        "--format",
        "json",
    ];
    if !more.contains(&"--uri") {
        arguments.extend(["--uri", "d.example"]);
    }
    arguments.extend(more);
    sandbox.admin(&arguments)
}

/// Checks that a certificate is refused by a rule, and that the checks before it were passed.
#[track_caller]
fn refused(run: Run, rule: &str, check: &str) -> String {
    let json = run.expect(1).json();
    assert_eq!(
        (&json["admitted"], &json["rule"], &json["check_failed"]),
        (&false.into(), &rule.into(), &check.into())
    );
    let order = [
        "size",
        "encoding",
        "leaf",
        "identity",
        "path",
        "revocation",
        "client_id",
    ];
    let passed: Vec<&str> = json["checks_passed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    let before: Vec<&str> = order.into_iter().take_while(|name| *name != check).collect();
    assert!(
        passed == before
            || passed
                == before
                    .into_iter()
                    .filter(|name| *name != "revocation")
                    .collect::<Vec<_>>()
    );
    json["reason"].as_str().unwrap().to_owned()
}

#[track_caller]
fn admitted(run: Run) {
    let json = run.expect(0).json();
    assert_eq!(json["admitted"], true);
    assert!(json["rule"].is_null() && json["reason"].is_null() && json["check_failed"].is_null());
}

fn fleet() -> Sandbox {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["device", "create", "--device-id", "dev1"])
        .expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "dev2", "--svid"])
        .expect(0);
    sandbox
}

fn a_device_of_ours_is_admitted() {
    for key_type in ["ecdsa-p256", "ecdsa-p384", "ed25519", "rsa-2048"] {
        let sandbox = Sandbox::new();
        for arguments in [
            &["ca", "create", "--cn", "CA", "--uri", "d.example"][..],
            &["device", "create", "--device-id", "dev1", "--svid"],
        ] {
            sandbox
                .admin(&[arguments, &["--key-type", key_type]].concat())
                .expect(0);
        }
        for profile in ["device", "svid"] {
            admitted(verify(&sandbox, "dev1.crt", &["--profile", profile]));
        }
        assert!(sandbox.verify("dev1").expect(0).stdout.starts_with("admitted"));
    }
}

fn every_refusal_names_its_rule() {
    let sandbox = fleet();
    admitted(verify(&sandbox, "dev1.crt", &[]));
    let reason = refused(verify(&sandbox, "dev2.crt", &[]), "client_id", "client_id");
    assert!(reason.contains("dev2") && reason.contains("dev1"), "{reason}");
    for id in ["", "Dev1", "dev1 ", "a/+/#", "\u{202e}", &"x".repeat(70_000)] {
        refused(verify_as(id, &sandbox, "dev2.crt", &[]), "client_id", "client_id");
    }
    refused(
        verify(&sandbox, "dev1.crt", &["--profile", "svid"]),
        "svid_extended_key_usage",
        "leaf",
    );
    refused(verify(&sandbox, "ca.crt", &[]), "leaf_is_ca", "leaf");
    refused(
        verify(&sandbox, "dev1.crt", &["--uri", "e.example"]),
        "trust_domain",
        "identity",
    );
    refused(
        verify(&sandbox, "dev1.crt", &["--at", "2199-01-01T00:00:00Z"]),
        "expired",
        "path",
    );
    refused(
        verify(&sandbox, "dev1.crt", &["--at", "2001-01-01T00:00:00+02:00"]),
        "not_yet_valid",
        "path",
    );
    let stranger = fleet();
    let other = stranger.path("ca.crt");
    let other = other.to_str().unwrap();
    // Of the same name, with another key.
    refused(
        verify(&sandbox, "dev1.crt", &["--ca-crt", other]),
        "signature",
        "path",
    );
    admitted(verify(
        &sandbox,
        "dev1.crt",
        &["--ca-crt", other, "--ca-crt", "ca.crt"],
    ));
    sandbox
        .admin(&["server", "create", "--cn", "b.example"])
        .expect(0);
    refused(verify(&sandbox, "server.crt", &[]), "uri_san_count", "leaf");
    let many = sandbox.read("ca.crt").repeat(5);
    sandbox.write("many.crt", many);
    refused(
        verify(&sandbox, "dev1.crt", &["--chain", "many.crt"]),
        "chain_too_large",
        "size",
    );
}

fn what_cannot_be_read_is_refused_or_an_error() {
    let sandbox = fleet();
    sandbox.write("noise", "noise");
    sandbox.write("empty", "");
    let pem = String::from_utf8(sandbox.read("dev1.crt")).unwrap();
    sandbox.write("cut.crt", &pem[..pem.len() / 2]);
    sandbox.write("changed.crt", pem.replacen("MII", "MIJ", 1));
    for name in ["noise", "empty", "cut.crt", "changed.crt", "dev1.key"] {
        refused(verify(&sandbox, name, &[]), "malformed", "encoding");
        refused(
            verify(&sandbox, "dev1.crt", &["--chain", name]),
            "malformed",
            "encoding",
        );
        verify(&sandbox, "dev1.crt", &["--ca-crt", name])
            .expect(3)
            .says(name);
        verify(&sandbox, "dev1.crt", &["--crl", name])
            .expect(3)
            .says(name);
    }
    for option in ["--chain", "--ca-crt", "--crl"] {
        verify(&sandbox, "dev1.crt", &[option, "none"])
            .expect(3)
            .says("none");
    }
    verify(&sandbox, "none", &[]).expect(3).says("none");
    for bad in [["--at", "yesterday"], ["--profile", "x"], ["--uri", "D"]] {
        verify(&sandbox, "dev1.crt", &bad).expect(2);
    }
}

/// A CA's database for `openssl ca`.
fn openssl_database(sandbox: &Sandbox) {
    sandbox.write("index.txt", "");
    sandbox.write("number", "01\n");
    sandbox.write(
        "ca.cnf",
        "[ca]\ndefault_ca = d\n[d]\ndatabase = index.txt\ncrlnumber = number\ndefault_md = sha256\n\
         crl_extensions = x\ndefault_crl_days = 30\n[x]\nauthorityKeyIdentifier = keyid\n",
    );
}

fn openssl_ca(sandbox: &Sandbox, arguments: &[&str]) {
    let common = ["ca", "-config", "ca.cnf", "-keyfile", "ca.key", "-cert", "ca.crt"];
    sandbox.run("openssl", &[&common, arguments].concat()).expect(0);
}

fn revocation_lists_of_openssl_count() {
    let sandbox = fleet();
    openssl_database(&sandbox);
    openssl_ca(&sandbox, &["-gencrl", "-out", "1.crl"]);
    openssl_ca(&sandbox, &["-revoke", "dev1.crt", "-crl_reason", "keyCompromise"]);
    openssl_ca(&sandbox, &["-gencrl", "-out", "2.crl"]);
    sandbox
        .run(
            "openssl",
            &["crl", "-in", "2.crl", "-outform", "DER", "-out", "2.der"],
        )
        .expect(0);
    sandbox.write(
        "both.crl",
        [sandbox.read("2.crl"), sandbox.read("1.crl")].concat(),
    );
    admitted(verify(&sandbox, "dev1.crt", &["--crl", "1.crl"]));
    for lists in [
        &["--crl", "1.crl", "--crl", "2.der"][..],
        &["--crl", "2.crl", "--crl", "1.crl"],
        &["--crl", "both.crl"],
    ] {
        let reason = refused(verify(&sandbox, "dev1.crt", lists), "revoked", "revocation");
        assert!(reason.contains("keyCompromise"), "{reason}");
        admitted(verify_as("dev2", &sandbox, "dev2.crt", lists));
    }
    // A list of a stranger does not count, and that is reported.
    let stranger = fleet();
    openssl_database(&stranger);
    openssl_ca(&stranger, &["-gencrl", "-out", "x.crl"]);
    let path = stranger.path("x.crl");
    let run = verify(&sandbox, "dev1.crt", &["--crl", path.to_str().unwrap()]).says("ignoring");
    refused(run, "no_crl", "revocation");
}

fn a_chain_in_one_file_or_two() {
    let sandbox = Sandbox::new();
    sandbox
        .admin(&[
            "ca",
            "create",
            "--cn",
            "Root",
            "--uri",
            "d.example",
            "--path-len",
            "1",
        ])
        .expect(0);
    // A CA below the root, made by OpenSSL, signs the device.
    sandbox.write(
        "x.cnf",
        "basicConstraints = critical, CA:TRUE, pathlen:0\nkeyUsage = critical, keyCertSign, cRLSign\n\
         subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n",
    );
    let new_key = [
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ];
    let request = ["-keyout", "sub.key", "-subj", "/CN=Sub", "-out", "sub.csr"];
    sandbox
        .run("openssl", &[&new_key[..], &request].concat())
        .expect(0);
    let sign = [
        "x509",
        "-req",
        "-in",
        "sub.csr",
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
    ];
    sandbox
        .run(
            "openssl",
            &[&sign[..], &["-extfile", "x.cnf", "-out", "sub.crt"]].concat(),
        )
        .expect(0);
    let create = ["device", "create", "--device-id", "dev1", "--uri", "d.example"];
    sandbox
        .admin(&[&create[..], &["--ca-crt", "sub.crt", "--ca-key", "sub.key"]].concat())
        .expect(0);
    // The leaf's file carries the chain; a device may also have it in a file of its own.
    admitted(verify(&sandbox, "dev1.crt", &[]));
    let end = "-----END CERTIFICATE-----\n";
    let whole = String::from_utf8(sandbox.read("dev1.crt")).unwrap();
    let leaf = whole.split_inclusive(end).next().unwrap();
    sandbox.write("dev1.crt", leaf);
    refused(verify(&sandbox, "dev1.crt", &[]), "unknown_issuer", "path");
    admitted(verify(&sandbox, "dev1.crt", &["--chain", "sub.crt"]));
    sandbox.write(
        "whole.crt",
        [sandbox.read("dev1.crt"), sandbox.read("sub.crt")].concat(),
    );
    admitted(verify(&sandbox, "whole.crt", &[]));
    // Every CA has to have a list.
    openssl_database(&sandbox);
    openssl_ca(&sandbox, &["-gencrl", "-out", "root.crl"]);
    refused(
        verify(&sandbox, "whole.crt", &["--crl", "root.crl"]),
        "no_crl",
        "revocation",
    );
    let by_sub = [
        "ca", "-config", "ca.cnf", "-keyfile", "sub.key", "-cert", "sub.crt", "-gencrl", "-out", "sub.crl",
    ];
    sandbox.run("openssl", &by_sub).expect(0);
    admitted(verify(
        &sandbox,
        "whole.crt",
        &["--crl", "root.crl", "--crl", "sub.crl"],
    ));
    openssl_ca(&sandbox, &["-revoke", "sub.crt"]);
    openssl_ca(&sandbox, &["-gencrl", "-out", "root2.crl"]);
    let all = ["--crl", "root.crl", "--crl", "sub.crl", "--crl", "root2.crl"];
    let reason = refused(verify(&sandbox, "whole.crt", &all), "revoked", "revocation");
    assert!(reason.contains("intermediate certificate 1"), "{reason}");
}
