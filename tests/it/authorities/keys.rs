//! Keys of every form, encrypted or not.

use super::{DEVICE, assert_device_verifies};
use crate::support::{Sandbox, tests};

tests![
    keys_of_every_form_sign[OpenSsl],
    encrypted_keys_of_every_form_sign[OpenSsl, CertTool],
    keys_in_the_encryptions_of_old_programs_sign[OpenSsl],
    an_encryption_that_is_not_supported_is_named[OpenSsl],
    an_encrypted_ca_key_is_pkcs8_that_openssl_reads[OpenSsl],
    a_passphrase_is_needed_and_must_be_right,
    a_passphrase_is_byte_exact_but_for_one_line_end,
    a_key_encrypted_in_the_old_way_is_named_as_such[OpenSsl],
    an_existing_key_is_certified[OpenSsl],
];

/// Makes `ca.key` with OpenSSL, and a CA certificate for it.
fn openssl_ca(key_arguments: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run("openssl", key_arguments).expect(0);
    let config = "[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=v3\n[dn]\nC=US\nO=Elsewhere\nCN=CA\n\
                  [v3]\nbasicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\nkeyUsage=critical,keyCertSign\n";
    sandbox.write("ca.cnf", config);
    sandbox
        .run(
            "openssl",
            &[
                "req", "-x509", "-key", "ca.key", "-config", "ca.cnf", "-days", "30", "-out", "ca.crt",
            ],
        )
        .expect(0);
    sandbox
}

fn keys_of_every_form_sign() {
    let forms: [&[&str]; 8] = [
        &["genrsa", "-traditional", "-out", "ca.key", "4096"],
        &["genrsa", "-out", "ca.key", "2048"],
        &["ecparam", "-name", "prime256v1", "-genkey", "-out", "ca.key"],
        &[
            "ecparam",
            "-name",
            "secp384r1",
            "-genkey",
            "-noout",
            "-out",
            "ca.key",
        ],
        &["ecparam", "-name", "secp521r1", "-genkey", "-out", "ca.key"],
        &[
            "genpkey",
            "-algorithm",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-out",
            "ca.key",
        ],
        &["genpkey", "-algorithm", "ed25519", "-out", "ca.key"],
        &[
            "genpkey",
            "-algorithm",
            "rsa",
            "-pkeyopt",
            "rsa_keygen_bits:3072",
            "-out",
            "ca.key",
        ],
    ];
    for form in forms {
        let sandbox = openssl_ca(form);
        sandbox.admin(&DEVICE).expect(0);
        sandbox
            .admin(&["server", "create", "--cn", "broker.example"])
            .expect(0);
        assert_device_verifies(&sandbox);
        let show = sandbox
            .admin(&["ca", "show", "--format", "json"])
            .expect(0)
            .json();
        assert_eq!(show["key_matches"], true, "{form:?}");
    }
}

fn encrypted_keys_of_every_form_sign() {
    let pkcs8 = [
        "pkcs8",
        "-topk8",
        "-in",
        "ca.key",
        "-out",
        "enc.key",
        "-passout",
        "file:pass",
    ];
    let forms: [&[&str]; 5] = [
        &["-v2", "aes-256-cbc"],
        &["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1"],
        &["-v2", "des3"],
        &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512"],
        &["-scrypt"],
    ];
    let signs = |sandbox: &Sandbox| {
        sandbox
            .admin(
                &[
                    &DEVICE[..],
                    &["--ca-key", "enc.key", "--passphrase-file", "pass", "--force"],
                ]
                .concat(),
            )
            .expect(0);
        assert_device_verifies(sandbox);
    };
    let sandbox = openssl_ca(&[
        "genpkey",
        "-algorithm",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-out",
        "ca.key",
    ]);
    sandbox.write("pass", "correct horse\n");
    for form in forms {
        sandbox.run("openssl", &[&pkcs8[..], form].concat()).expect(0);
        signs(&sandbox);
    }
    let certtool = [
        "-k",
        "--pkcs8",
        "--password",
        "correct horse",
        "--infile",
        "ca.key",
        "--outfile",
        "enc.key",
    ];
    sandbox.run("certtool", &certtool).expect(0);
    signs(&sandbox);
}

/// Encrypts `ca.key` into `enc.key` in a way of PKCS#5 1.5 or PKCS#12, some of which need OpenSSL's legacy provider.
fn encrypt_in_the_old_way(sandbox: &Sandbox, scheme: &str) {
    let providers = ["-provider", "legacy", "-provider", "default"];
    let files = ["-in", "ca.key", "-out", "enc.key", "-passout", "file:pass"];
    let command = ["pkcs8", "-topk8", "-v1", scheme];
    let command = [&command[..], &files, &providers].concat();
    sandbox.run("openssl", &command).expect(0);
}

fn keys_in_the_encryptions_of_old_programs_sign() {
    let schemes = [
        "PBE-MD5-DES",
        "PBE-MD5-RC2-64",
        "PBE-SHA1-DES",
        "PBE-SHA1-RC2-64",
        "PBE-SHA1-3DES",
        "PBE-SHA1-2DES",
        "PBE-SHA1-RC2-128",
        "PBE-SHA1-RC2-40",
    ];
    let sandbox = openssl_ca(&["ecparam", "-name", "prime256v1", "-genkey", "-out", "ca.key"]);
    sandbox.write("wrong", "battery staple");
    // A passphrase of PKCS#12 is text: here with an accent, beyond U+FFFF, and not UTF-8.
    let passphrases = [
        "correct horse".as_bytes(),
        "chevàl \u{1f40e}".as_bytes(),
        b"chev\xe0l",
    ];
    for (passphrase, scheme) in passphrases.iter().cycle().zip(schemes.iter().cycle()).take(24) {
        sandbox.write("pass", passphrase);
        encrypt_in_the_old_way(&sandbox, scheme);
        let show = |file| ["ca", "show", "--ca-key", "enc.key", "--passphrase-file", file];
        sandbox.admin(&show("pass")).expect(0);
        sandbox.admin(&show("wrong")).expect(3).says("wrong passphrase");
    }
    let sign = ["--ca-key", "enc.key", "--passphrase-file", "pass"];
    sandbox.admin(&[&DEVICE[..], &sign].concat()).expect(0);
    assert_device_verifies(&sandbox);
}

fn an_encryption_that_is_not_supported_is_named() {
    let sandbox = openssl_ca(&["ecparam", "-name", "prime256v1", "-genkey", "-out", "ca.key"]);
    sandbox.write("pass", "correct horse");
    for (scheme, name) in [
        ("PBE-SHA1-RC4-128", "pbeWithSHA1And128BitRC4"),
        ("PBE-SHA1-RC4-40", "pbeWithSHA1And40BitRC4"),
    ] {
        encrypt_in_the_old_way(&sandbox, scheme);
        // No passphrase is asked for, as none would help.
        for passphrase in [&[][..], &["--passphrase-file", "pass"]] {
            let show = ["ca", "show", "--ca-key", "enc.key"];
            let run = sandbox.admin(&[&show, passphrase].concat()).expect(3);
            let run = run.says(name).says("openssl pkcs8 -topk8");
            assert!(!run.stderr.contains("wrong passphrase"), "{run:#?}");
        }
    }
}

fn an_encrypted_ca_key_is_pkcs8_that_openssl_reads() {
    let sandbox = Sandbox::new();
    sandbox.write("pass", "correct horse\n");
    sandbox
        .admin(&["ca", "create", "--cn", "CA", "--passphrase-file", "pass"])
        .expect(0);
    assert!(
        sandbox
            .read("ca.key")
            .starts_with(b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
    );
    assert_eq!(sandbox.mode("ca.key"), 0o600);
    let public = |arguments: &[&str]| sandbox.run("openssl", arguments).expect(0).stdout;
    let of_key = public(&["pkey", "-in", "ca.key", "-passin", "file:pass", "-pubout"]);
    assert_eq!(of_key, public(&["x509", "-in", "ca.crt", "-noout", "-pubkey"]));
    sandbox
        .admin(&[&DEVICE[..], &["--passphrase-file", "pass"]].concat())
        .expect(0);
    assert_device_verifies(&sandbox);
    // Asked for again, it is opened by the same option, and never decrypted over itself.
    let again = ["ca", "create", "--cn", "CA", "--if-exists", "skip"];
    let refused = sandbox.admin(&again).expect(2).says("--passphrase-file");
    assert!(!refused.stderr.contains("openssl"), "{refused:#?}");
}

fn a_passphrase_is_needed_and_must_be_right() {
    let sandbox = Sandbox::new();
    sandbox.write("pass", "correct horse");
    sandbox.write("wrong", "battery staple");
    sandbox.write("empty", "\n");
    sandbox
        .admin(&["ca", "create", "--cn", "CA", "--passphrase-file", "pass"])
        .expect(0);
    let before = sandbox.snapshot();
    let commands: [&[&str]; 3] = [
        &DEVICE,
        &["server", "create", "--cn", "b.example"],
        &["ca", "show"],
    ];
    for command in commands {
        sandbox.admin(command).expect(2).says("--passphrase-file");
        for (file, code) in [("wrong", 3), ("missing", 3), ("empty", 3)] {
            let run = sandbox
                .admin(&[command, &["--passphrase-file", file]].concat())
                .expect(code);
            assert!(!run.stderr.contains("battery"), "{run:#?}");
        }
    }
    assert_eq!(sandbox.snapshot(), before);
    sandbox
        .admin(&["ca", "show", "--passphrase-file", "pass"])
        .expect(0);
}

fn a_passphrase_is_byte_exact_but_for_one_line_end() {
    let sandbox = Sandbox::new();
    for (name, bytes) in [
        ("lf", &b" p\xff \n"[..]),
        ("crlf", b" p\xff \r\n"),
        ("none", b" p\xff "),
    ] {
        sandbox.write(name, bytes);
    }
    sandbox.write("two", b" p\xff \n\n");
    sandbox.write("trimmed", b"p\xff\n");
    sandbox
        .admin(&["ca", "create", "--cn", "CA", "--passphrase-file", "lf"])
        .expect(0);
    for (file, code) in [("lf", 0), ("crlf", 0), ("none", 0), ("two", 3), ("trimmed", 3)] {
        sandbox
            .admin(&["ca", "show", "--passphrase-file", file])
            .expect(code);
    }
}

fn a_key_encrypted_in_the_old_way_is_named_as_such() {
    let sandbox = openssl_ca(&["genrsa", "-traditional", "-out", "ca.key", "2048"]);
    let old = [
        "rsa",
        "-traditional",
        "-aes256",
        "-in",
        "ca.key",
        "-out",
        "old.key",
        "-passout",
        "pass:x",
    ];
    sandbox.run("openssl", &old).expect(0);
    let run = sandbox
        .admin(&[&DEVICE[..], &["--ca-key", "old.key"]].concat())
        .expect(3);
    run.says("AES-256-CBC").says("openssl pkcs8 -topk8");
}

fn an_existing_key_is_certified() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .run("openssl", &["genrsa", "-traditional", "-out", "mine.key", "2048"])
        .expect(0);
    let before = sandbox.read("mine.key");
    sandbox
        .admin(&["server", "create", "--cn", "b.example", "--key", "mine.key"])
        .expect(0);
    assert_eq!(sandbox.read("mine.key"), before);
    assert!(!sandbox.names().contains(&"server.key".to_owned()));
    let public = |arguments: &[&str]| sandbox.run("openssl", arguments).expect(0).stdout;
    let of_key = public(&["pkey", "-in", "mine.key", "-pubout"]);
    assert_eq!(
        of_key,
        public(&["x509", "-in", "server.crt", "-noout", "-pubkey"])
    );
    let shown = sandbox
        .admin(&["server", "show", "server.crt", "--format", "json"])
        .json();
    assert_eq!(
        shown["key_usage"],
        serde_json::json!(["digitalSignature", "keyEncipherment"])
    );

    // An encrypted one is opened at the prompt alone: --passphrase-file is the CA's.
    let encrypt = [
        "pkcs8", "-topk8", "-in", "mine.key", "-out", "enc.key", "-passout", "pass:x",
    ];
    sandbox.run("openssl", &encrypt).expect(0);
    let encrypted = [
        "server",
        "create",
        "--force",
        "--cn",
        "b.example",
        "--key",
        "enc.key",
    ];
    sandbox
        .admin(&encrypted)
        .expect(2)
        .says("enc.key is encrypted")
        .says("`openssl pkey -in KEY -out COPY`");

    // A certificate is not put beside a key that is not its own, with --force either.
    std::fs::remove_file(sandbox.path("server.crt")).unwrap();
    sandbox
        .run("openssl", &["genrsa", "-out", "server.key", "2048"])
        .expect(0);
    let before = sandbox.snapshot();
    for force in [&[][..], &["--force"]] {
        let arguments = ["server", "create", "--cn", "b.example", "--key", "mine.key"];
        sandbox
            .admin(&[&arguments, force].concat())
            .expect(1)
            .says("a different key");
    }
    assert_eq!(sandbox.snapshot(), before);
    sandbox
        .admin(&["server", "create", "--cn", "b.example", "--key", "server.key"])
        .expect(0);
}
