//! Certificates below an intermediate CA, and the chains that come with them.

use super::{accepted, create};
use crate::support::{Sandbox, tests};

tests![
    a_chain_is_written_and_verifies[OpenSsl, CertTool],
    a_chain_may_come_in_any_order[OpenSsl],
];

/// A root, an issuing CA below it, a device and a broker of that.
fn two_tiers() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .admin(&[
            "ca",
            "create",
            "--cn",
            "Root",
            "--path-len",
            "1",
            "--uri",
            "d.example",
            "--org-name",
            "Acme",
        ])
        .expect(0)
        .says("ca intermediate");
    let made = sandbox
        .admin(&["ca", "intermediate", "--cn", "Issuing", "--format", "json"])
        .expect(0);
    assert_eq!(made.json()["uri"], "spiffe://d.example");
    assert_eq!(made.json()["subject"], "O=Acme, CN=Issuing");
    sandbox
}

const ISSUING: [&str; 4] = ["--ca-key", "intermediate.key", "--ca-crt", "intermediate.crt"];

fn a_chain_is_written_and_verifies() {
    let sandbox = two_tiers();
    accepted(&sandbox, "ca.crt", "any", "intermediate.crt");
    create(
        &sandbox,
        "device",
        &[&["--device-id", "dev1"], &ISSUING[..]].concat(),
    )
    .expect(0);
    create(
        &sandbox,
        "server",
        &[&["--cn", "b.example"], &ISSUING[..]].concat(),
    )
    .expect(0);
    let blocks = |file: &str| {
        let text = String::from_utf8(sandbox.read(file)).unwrap();
        text.matches("BEGIN CERTIFICATE").count()
    };
    assert_eq!(
        (blocks("dev1.crt"), blocks("server.crt")),
        (2, 2),
        "the leaf and the issuing CA, without the root"
    );
    assert_eq!(blocks("intermediate.crt"), 1);
    accepted(&sandbox, "ca.crt", "sslclient", "dev1.crt");
    accepted(&sandbox, "ca.crt", "sslserver", "server.crt");
    sandbox
        .admin(&[
            "device",
            "verify",
            "dev1.crt",
            "--uri",
            "d.example",
            "--client-id",
            "dev1",
        ])
        .expect(0);

    // Neither a CA below one that allows none, nor a leaf of a name that is not a file's.
    let before = sandbox.snapshot();
    sandbox
        .admin(
            &[
                &["ca", "intermediate", "--cn", "Third", "--name", "third"],
                &ISSUING[..],
            ]
            .concat(),
        )
        .expect(1)
        .says("path length 0");
    sandbox
        .admin(&["ca", "intermediate", "--cn", "Again"])
        .expect(1)
        .says("intermediate.key already exists");
    sandbox
        .admin(&["ca", "intermediate", "--cn", "x", "--name", "../x"])
        .expect(2);
    sandbox
        .admin(&["ca", "intermediate", "--cn", "x", "--name", "ca"])
        .expect(2);
    assert_eq!(sandbox.snapshot(), before);
}

fn a_chain_may_come_in_any_order() {
    let sandbox = two_tiers();
    let (root, issuing) = (sandbox.read("ca.crt"), sandbox.read("intermediate.crt"));
    for (name, order) in [("up", [&issuing, &root]), ("down", [&root, &issuing])] {
        let bundle = format!("{name}.pem");
        sandbox.write(&bundle, order.map(|pem| pem.as_slice()).concat());
        create(
            &sandbox,
            "device",
            &[
                "--device-id",
                name,
                "--ca-crt",
                &bundle,
                "--ca-key",
                "intermediate.key",
            ],
        )
        .expect(0);
        let certificate = format!("{name}.crt");
        let verify = [
            "verify",
            "-x509_strict",
            "-CAfile",
            "ca.crt",
            "-untrusted",
            &certificate,
            &certificate,
        ];
        sandbox.run("openssl", &verify).expect(0);
        // The CA is the certificate of the key.
        create(
            &sandbox,
            "device",
            &[
                "--device-id",
                "of-root",
                "--ca-crt",
                &bundle,
                "--ca-key",
                "ca.key",
            ],
        )
        .expect(0);
        let shown = sandbox
            .admin(&["device", "show", "of-root.crt", "--format", "json"])
            .json();
        assert_eq!(shown["issuer"], "O=Acme, CN=Root");
    }
    sandbox
        .admin(&["ca", "create", "--cn", "Other", "--force-ca"])
        .expect(0);
    create(&sandbox, "device", &["--device-id", "x", "--ca-crt", "up.pem"])
        .expect(1)
        .says("none of the 2 certificates");
}
