//! Certificates of every key type, by the judgment of others.

use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::{der, issued};
use crate::support::{Sandbox, python_program, tests};

tests![
    every_key_type_passes_rustls,
    every_key_type_passes_openssl[OpenSsl],
    every_key_type_passes_gnutls[CertTool],
    every_key_type_passes_a_strict_python_handshake[Python],
    every_key_type_passes_pkilint[Python],
    every_key_type_passes_every_ca_key_type[OpenSsl],
];

const KEY_TYPES: [&str; 6] = [
    "ecdsa-p256",
    "ecdsa-p384",
    "ed25519",
    "rsa-2048",
    "rsa-3072",
    "rsa-4096",
];

fn every_key_type_passes_rustls() {
    for key_type in KEY_TYPES {
        let sandbox = issued(key_type);
        let ca = der(&sandbox, "ca.crt");
        let anchors = [webpki::anchor_from_trusted_cert(&ca).unwrap()];
        for (file, usage) in [
            ("dev1.crt", webpki::KeyUsage::client_auth()),
            ("server.crt", webpki::KeyUsage::server_auth()),
        ] {
            let leaf = der(&sandbox, file);
            let leaf = webpki::EndEntityCert::try_from(&leaf).unwrap();
            let algorithms = webpki::ALL_VERIFICATION_ALGS;
            let verified =
                leaf.verify_for_usage(algorithms, &anchors, &[], UnixTime::now(), usage, None, None);
            assert!(verified.is_ok(), "{key_type} {file}: {:?}", verified.err());
            let wrong = webpki::KeyUsage::required(&[0x2a, 0x03]);
            assert!(
                leaf.verify_for_usage(algorithms, &anchors, &[], UnixTime::now(), wrong, None, None)
                    .is_err()
            );
            let later =
                UnixTime::since_unix_epoch(Duration::from_secs(UnixTime::now().as_secs() + 398 * 86_400));
            let usage = webpki::KeyUsage::client_auth();
            assert!(
                leaf.verify_for_usage(algorithms, &anchors, &[], later, usage, None, None)
                    .is_err()
            );
        }
    }
}

fn every_key_type_passes_openssl() {
    for key_type in KEY_TYPES {
        let sandbox = issued(key_type);
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
        // A device cannot pose as the broker, nor the broker as a device.
        for (purpose, certificate) in [("sslserver", "dev1.crt"), ("sslclient", "server.crt")] {
            sandbox
                .run(
                    "openssl",
                    &["verify", "-purpose", purpose, "-CAfile", "ca.crt", certificate],
                )
                .expect(2);
        }
        for key in ["ca.key", "server.key", "dev1.key"] {
            sandbox
                .run("openssl", &["pkey", "-in", key, "-noout", "-check"])
                .expect(0);
            assert!(
                sandbox.read(key).starts_with(b"-----BEGIN PRIVATE KEY-----\n"),
                "PKCS#8"
            );
        }
    }
}

fn every_key_type_passes_gnutls() {
    for key_type in KEY_TYPES {
        let sandbox = issued(key_type);
        for (purpose, certificate) in [
            ("1.3.6.1.5.5.7.3.2", "dev1.crt"),
            ("1.3.6.1.5.5.7.3.1", "server.crt"),
        ] {
            let verify = [
                "--verify",
                "--verify-purpose",
                purpose,
                "--load-ca-certificate",
                "ca.crt",
                "--infile",
                certificate,
            ];
            let run = sandbox.run("certtool", &verify).expect(0);
            assert!(run.stdout.contains("The certificate is trusted"), "{run:#?}");
        }
        for key in ["ca.key", "server.key", "dev1.key"] {
            sandbox.run("certtool", &["-k", "--infile", key]).expect(0);
        }
    }
}

fn every_key_type_passes_a_strict_python_handshake() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/handshake.py");
    for key_type in KEY_TYPES {
        let sandbox = issued(key_type);
        let files = [
            "ca.crt",
            "server.crt",
            "server.key",
            "dev1.crt",
            "dev1.key",
            "broker.example",
        ];
        let run = sandbox
            .run(python_program("python"), &[&[script], &files[..]].concat())
            .expect(0);
        assert!(
            run.stdout.contains("('URI', 'spiffe://d.example/device/dev1')"),
            "{run:#?}"
        );
    }
}

fn every_key_type_passes_pkilint() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/lint.py");
    for key_type in KEY_TYPES {
        let sandbox = issued(key_type);
        let run = sandbox
            .run(
                python_program("python"),
                &[script, "ca.crt", "server.crt", "dev1.crt"],
            )
            .expect(0);
        assert_eq!(
            run.stdout, "ca.crt: linted\nserver.crt: linted\ndev1.crt: linted\n",
            "{key_type}"
        );
    }
}

fn every_key_type_passes_every_ca_key_type() {
    for ca_type in KEY_TYPES {
        let sandbox = Sandbox::new();
        sandbox
            .admin(&[
                "ca",
                "create",
                "--cn",
                "Test CA",
                "--uri",
                "d.example",
                "--key-type",
                ca_type,
            ])
            .expect(0);
        for key_type in ["ecdsa-p256", "ecdsa-p384", "ed25519", "rsa-2048"] {
            sandbox
                .admin(&[
                    "device",
                    "create",
                    "--device-id",
                    key_type,
                    "--key-type",
                    key_type,
                ])
                .expect(0);
            let certificate = format!("{key_type}.crt");
            let verify = [
                "verify",
                "-x509_strict",
                "-purpose",
                "sslclient",
                "-CAfile",
                "ca.crt",
                &certificate,
            ];
            sandbox.run("openssl", &verify).expect(0);
        }
    }
}
