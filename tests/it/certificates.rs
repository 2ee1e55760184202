//! The certificates, field by field and by the judgement of others.

use crate::support::{Run, Sandbox, python_program, tests};

tests![every_key_type_passes_openssl[OpenSsl],];

const KEY_TYPES: [&str; 6] = [
    "ecdsa-p256",
    "ecdsa-p384",
    "ed25519",
    "rsa-2048",
    "rsa-3072",
    "rsa-4096",
];

/// A CA, a broker and a device, all with keys of one type.
fn fleet(key_type: &str) -> Sandbox {
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
    for arguments in [
        &ca[..],
        &["server", "create", "--cn", "broker.example"],
        &["device", "create", "--device-id", "dev1"],
    ] {
        sandbox
            .admin(&[arguments, &["--key-type", key_type]].concat())
            .expect(0);
    }
    sandbox
}

fn every_key_type_passes_openssl() {
    for key_type in KEY_TYPES {
        let sandbox = fleet(key_type);
        for (purpose, certificate) in [("sslclient", "dev1.crt"), ("sslserver", "server.crt")] {
            let verify = [
                "verify",
                "-x509_strict",
                "-purpose",
                purpose,
                "-CAfile",
                "ca.crt",
                certificate,
            ];
            assert_eq!(
                sandbox.run("openssl", &verify).expect(0).stdout,
                format!("{certificate}: OK\n")
            );
        }
        for key in ["ca.key", "server.key", "dev1.key"] {
            sandbox
                .run("openssl", &["pkey", "-in", key, "-noout", "-check"])
                .expect(0);
        }
    }
}
