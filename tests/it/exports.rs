//! Exported credentials, as those who take them see them.

use crate::support::{ISSUING, Run, Sandbox, python_program, tests};

tests![
    pkcs12_is_opened_by_openssl_and_python[OpenSsl, Python],
    pkcs12_is_opened_by_keytool[Keytool],
    a_key_in_an_old_form_is_exported_too[OpenSsl],
    a_header_compiles_and_holds_the_files[Gcc],
    nvs_is_read_by_its_generator[Python],
    an_archive_holds_what_a_client_needs[OpenSsl],
    a_chain_goes_along_in_every_form[OpenSsl],
    what_does_not_belong_together_is_not_exported,
    what_is_no_longer_in_force_is_exported_with_a_warning,
    another_ca_is_not_exported,
    files_are_found_in_both_layouts,
    a_link_is_not_replaced,
];

const PASSPHRASE: &str = "correct horse";

fn device() -> Sandbox {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["device", "create", "--device-id", "pump-7"])
        .expect(0);
    sandbox.write("passphrase", PASSPHRASE);
    sandbox
}

fn export(sandbox: &Sandbox, form: &str, more: &[&str]) -> Run {
    let arguments = ["device", "export", "pump-7", "--format", "json", "--to", form];
    sandbox.admin(&[&arguments, more].concat())
}

/// Insists that OpenSSL finds this key and these certificates in a PKCS#12 file.
#[track_caller]
fn opened(sandbox: &Sandbox, passphrase: &str, legacy: bool, certificates: usize) -> Run {
    let pass = format!("pass:{passphrase}");
    let mut arguments = vec!["pkcs12", "-in", "pump-7.p12", "-passin", &pass, "-nodes", "-info"];
    if legacy {
        arguments.push("-legacy");
    }
    let run = sandbox.run("openssl", &arguments).expect(0);
    assert_eq!(
        run.stdout.matches("BEGIN CERTIFICATE").count(),
        certificates,
        "{run:#?}"
    );
    sandbox.write("opened.pem", &run.stdout);
    let public = |file: &str| {
        sandbox
            .run("openssl", &["pkey", "-in", file, "-pubout"])
            .expect(0)
            .stdout
    };
    assert_eq!(public("opened.pem"), public("pump-7.key"));
    run
}

fn pkcs12_is_opened_by_openssl_and_python() {
    let sandbox = device();
    export(&sandbox, "p12", &["--passphrase-file", "passphrase"]).expect(0);
    assert_eq!(sandbox.mode("pump-7.p12"), 0o600);
    opened(&sandbox, PASSPHRASE, false, 2)
        .says("MAC: sha256, Iteration 10000")
        .says("Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256")
        .says("Encrypted data: PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256");
    let wrong = ["pkcs12", "-in", "pump-7.p12", "-passin", "pass:wrong", "-nodes"];
    sandbox.run("openssl", &wrong).expect(1);
    let program = "import sys\nfrom cryptography.hazmat.primitives.serialization import pkcs12\n\
        p = pkcs12.load_pkcs12(open('pump-7.p12','rb').read(), sys.argv[1].encode())\n\
        assert p.cert.friendly_name == b'pump-7' and len(p.additional_certs) == 1\n\
        assert p.key.public_key() == p.cert.certificate.public_key()";
    let python = python_program("python");
    sandbox.run(&python, &["-c", program, PASSPHRASE]).expect(0);

    let mut command = sandbox.admin_command(&["device", "export", "pump-7", "--to", "p12", "--force"]);
    command.env("AMQTT_ADMIN_PASSPHRASE_FILE", "passphrase");
    Run::of(&mut command)
        .expect(0)
        .says("is that of passphrase, which AMQTT_ADMIN_PASSPHRASE_FILE names");
    // A drawn passphrase differs each time, and so does all that is random.
    let draw = || {
        let run = export(&sandbox, "p12", &["--random-passphrase", "--legacy", "--force"]).expect(0);
        let passphrase = run.json()["passphrase"].as_str().unwrap().to_owned();
        assert_eq!(passphrase.len(), 23, "{passphrase}");
        opened(&sandbox, &passphrase, true, 2)
            .says("MAC: sha1, Iteration 10000")
            .says("pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 10000");
        sandbox.run(&python, &["-c", program, &passphrase]).expect(0);
        passphrase
    };
    assert_ne!(draw(), draw());
    // Long passphrases fill more than a block of the derivation.
    sandbox.write("passphrase", "ä".repeat(100));
    export(&sandbox, "p12", &["--passphrase-file", "passphrase", "--force"]).expect(0);
    opened(&sandbox, &"ä".repeat(100), false, 2);
    export(&sandbox, "p12", &["--force"])
        .expect(2)
        .says("--random-passphrase");
}

fn pkcs12_is_opened_by_keytool() {
    let sandbox = device();
    for legacy in [&[][..], &["--legacy"]] {
        let arguments = [&["--passphrase-file", "passphrase", "--force"], legacy].concat();
        export(&sandbox, "p12", &arguments).expect(0);
        let list = [
            "-list",
            "-v",
            "-keystore",
            "pump-7.p12",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSPHRASE,
        ];
        let run = sandbox.run("keytool", &list).expect(0);
        for text in [
            "Alias name: pump-7",
            "PrivateKeyEntry",
            "Certificate chain length: 2",
        ] {
            assert!(run.stdout.contains(text), "{text}: {run:#?}");
        }
    }
}

/// Keys in PKCS#1 and SEC1 come out in PKCS#8, which everything reads.
fn a_key_in_an_old_form_is_exported_too() {
    for key in [
        "genrsa -traditional -out old.key 2048",
        "ecparam -name prime256v1 -genkey -out old.key",
    ] {
        let sandbox = Sandbox::with_ca();
        sandbox.write("passphrase", PASSPHRASE);
        let words: Vec<&str> = key.split(' ').collect();
        sandbox.run("openssl", &words).expect(0);
        let create = ["device", "create", "--device-id", "pump-7", "--key", "old.key"];
        sandbox.admin(&create).expect(0);
        sandbox.write("pump-7.key", sandbox.read("old.key"));
        export(&sandbox, "p12", &["--passphrase-file", "passphrase"]).expect(0);
        opened(&sandbox, PASSPHRASE, false, 2);
        export(&sandbox, "der", &[]).expect(0);
        let check = [
            "pkey",
            "-inform",
            "der",
            "-in",
            "pump-7.key.der",
            "-noout",
            "-check",
        ];
        sandbox.run("openssl", &check).expect(0);
    }
}

fn a_header_compiles_and_holds_the_files() {
    let sandbox = device();
    export(&sandbox, "header", &[]).expect(0);
    assert_eq!(sandbox.mode("pump-7.h"), 0o600);
    let program = "#include <stdio.h>\n#include \"pump-7.h\"\n#include \"pump-7.h\"\nint main(void) {\n\
        return fwrite(device_pump_7_certificate, 1, DEVICE_PUMP_7_CERTIFICATE_LENGTH, stdout) == 0\n\
        || fwrite(device_pump_7_key, 1, DEVICE_PUMP_7_KEY_LENGTH, stdout) == 0\n\
        || fwrite(device_pump_7_ca, 1, sizeof device_pump_7_ca, stdout) == 0; }\n";
    sandbox.write("main.c", program);
    sandbox.write(
        "unused.c",
        "#include \"pump-7.h\"\nint main(void) { return 0; }\n",
    );
    let flags = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-std=c99"];
    for file in ["main.c", "unused.c"] {
        sandbox
            .run("gcc", &[&flags[..], &[file, "-o", "main"]].concat())
            .expect(0);
        if file == "main.c" {
            let written = sandbox
                .run(sandbox.path("main").to_str().unwrap(), &[])
                .expect(0)
                .stdout;
            let parts: Vec<Vec<u8>> = ["pump-7.crt", "pump-7.key", "ca.crt"]
                .iter()
                .map(|file| [sandbox.read(file).as_slice(), &[0]].concat())
                .collect();
            assert_eq!(written.as_bytes(), parts.concat());
        }
    }
}

fn nvs_is_read_by_its_generator() {
    let sandbox = device();
    export(&sandbox, "nvs", &[]).expect(0);
    assert_eq!(sandbox.mode("pump-7.csv"), 0o600);
    let arguments = [
        "-m",
        "esp_idf_nvs_partition_gen",
        "generate",
        "pump-7.csv",
        "out.bin",
        "0x6000",
    ];
    sandbox.run(python_program("python"), &arguments).expect(0);
    let image = sandbox.read("out.bin");
    let holds = |text: &[u8]| image.windows(text.len()).any(|window| window == text);
    for file in ["pump-7.crt", "pump-7.key", "ca.crt"] {
        assert!(holds(&[sandbox.read(file).as_slice(), &[0]].concat()), "{file}");
    }
    assert!(holds(b"pump-7\0"));
}

fn an_archive_holds_what_a_client_needs() {
    let sandbox = device();
    export(&sandbox, "bundle", &[]).expect(0);
    assert_eq!(sandbox.mode("pump-7.tar"), 0o600);
    sandbox
        .run("tar", &["-xpf", "pump-7.tar", "--no-same-owner"])
        .expect(0);
    assert_eq!(sandbox.mode("pump-7/pump-7.key"), 0o600);
    for file in ["pump-7.crt", "pump-7.key", "ca.crt"] {
        assert_eq!(sandbox.read(&format!("pump-7/{file}")), sandbox.read(file));
    }
    let client = String::from_utf8(sandbox.read("pump-7/client.yaml")).unwrap();
    assert!(
        client.contains("keyfile: pump-7.key") && client.contains("cafile: ca.crt"),
        "{client}"
    );

    // The longest id has names that a plain header has no room for.
    let id = "x".repeat(64);
    sandbox.admin(&["device", "create", "--device-id", &id]).expect(0);
    sandbox
        .admin(&["device", "export", &id, "--to", "bundle"])
        .expect(0);
    sandbox.run("tar", &["-xf", &format!("{id}.tar")]).expect(0);
    assert_eq!(
        sandbox.read(&format!("{id}/{id}.key")),
        sandbox.read(&format!("{id}.key"))
    );
}

fn a_chain_goes_along_in_every_form() {
    let sandbox = Sandbox::with_issuing_ca();
    sandbox
        .admin(&[&["device", "create", "--device-id", "pump-7"], &ISSUING[..]].concat())
        .expect(0);
    sandbox.write("passphrase", PASSPHRASE);
    export(&sandbox, "p12", &["--passphrase-file", "passphrase"]).expect(0);
    opened(&sandbox, PASSPHRASE, false, 3);
    export(&sandbox, "chain", &[]).expect(0);
    assert_eq!(sandbox.read("pump-7.chain.pem"), sandbox.read("pump-7.crt"));
    export(&sandbox, "der", &[]).expect(0);
    for (file, subject) in [("crt", "pump-7"), ("chain-1", "Issuing"), ("ca", "Root")] {
        let file = format!("pump-7.{file}.der");
        let show = ["x509", "-inform", "der", "-in", &file, "-noout", "-subject"];
        let run = sandbox.run("openssl", &show).expect(0);
        assert!(run.stdout.contains(&format!("CN = {subject}")), "{run:#?}");
    }
    // The root is found beside the issuing CA; without it, a device cannot trust the broker.
    let alone = ["--force", "--ca-crt", "intermediate.crt"];
    let run = export(&sandbox, "der", &alone).expect(0);
    assert!(!run.stderr.contains("does not hold the root"), "{run:#?}");
    std::fs::remove_file(sandbox.path("ca.crt")).unwrap();
    export(&sandbox, "der", &alone)
        .expect(0)
        .says("does not hold the root");
}

fn what_does_not_belong_together_is_not_exported() {
    let sandbox = device();
    sandbox
        .admin(&["device", "create", "--device-id", "other"])
        .expect(0);
    let before = sandbox.names();
    sandbox.write("kept", sandbox.read("pump-7.key"));
    sandbox.write("pump-7.key", sandbox.read("other.key"));
    export(&sandbox, "der", &[])
        .expect(1)
        .says("it is not the key of pump-7.crt");
    sandbox.write("pump-7.key", sandbox.read("kept"));
    std::fs::remove_file(sandbox.path("kept")).unwrap();
    export(&sandbox, "header", &["--legacy"])
        .expect(2)
        .says("--to p12");
    assert_eq!(sandbox.names(), before);
    export(&sandbox, "chain", &[]).expect(0);
    export(&sandbox, "chain", &[])
        .expect(1)
        .says("replace an earlier export with --force");
    // A device that came by a request has no key here.
    std::fs::remove_file(sandbox.path("pump-7.key")).unwrap();
    export(&sandbox, "header", &[])
        .expect(0)
        .says("without a private key");
    assert!(
        !String::from_utf8(sandbox.read("pump-7.h"))
            .unwrap()
            .contains("KEY_LENGTH")
    );
    export(&sandbox, "p12", &["--passphrase-file", "passphrase"])
        .expect(1)
        .says("needs the private key");
}

fn what_is_no_longer_in_force_is_exported_with_a_warning() {
    let sandbox = device();
    let exported = || export(&sandbox, "chain", &["--force"]).expect(0);
    let run = exported();
    assert_eq!(run.json()["state"], "issued");
    assert_eq!(run.stderr, "");
    for (verb, state, words) in [
        (&["suspend"][..], "held", "pump-7.crt is on hold"),
        (&["resume"], "issued", ""),
        (
            &["revoke", "--yes", "--reason", "key-compromise"],
            "revoked",
            "pump-7.crt is revoked (key-compromise)",
        ),
    ] {
        sandbox
            .admin(&[&["device"], verb, &["pump-7"]].concat())
            .expect(0);
        let run = exported().says(words);
        assert_eq!(run.json()["state"], state);
        assert_eq!(run.stderr.is_empty(), words.is_empty(), "{run:#?}");
    }
    assert_eq!(exported().json()["reason"], "key-compromise");
    // What no inventory knows is exported without a word.
    for name in ["ca.db", "ca.db-wal", "ca.db-shm"] {
        let _ = std::fs::remove_file(sandbox.path(name));
    }
    let run = exported();
    assert_eq!(
        (&run.json()["state"], &*run.stderr),
        (&serde_json::Value::Null, "")
    );
    sandbox.write("ca.db", "no database");
    exported().says("whether pump-7.crt is revoked was not checked");
}

fn another_ca_is_not_exported() {
    let sandbox = device();
    let before = sandbox.names();
    for name in ["Other CA", "Test CA"] {
        std::fs::create_dir_all(sandbox.path("other")).unwrap();
        let ca = [
            "ca",
            "create",
            "--uri",
            "d.example",
            "--output-dir",
            "other",
            "--force-ca",
        ];
        sandbox
            .admin(&[&ca[..], &["--cn", name, "--yes"]].concat())
            .expect(0);
        // The second one has the same name, and another key.
        export(&sandbox, "bundle", &["--ca-crt", "other/ca.crt"])
            .expect(1)
            .says("pump-7.crt was not issued by a CA in other/ca.crt")
            .says("\"unfit\"");
    }
    std::fs::remove_dir_all(sandbox.path("other")).unwrap();
    assert_eq!(sandbox.names(), before);
}

fn files_are_found_in_both_layouts() {
    let sandbox = Sandbox::with_ca();
    let import = [
        "device",
        "import",
        "--count",
        "1",
        "--pattern",
        "pump-{}",
        "--start",
        "7",
    ];
    sandbox
        .admin(&[&import[..], &["--layout", "sharded"]].concat())
        .expect(0);
    let run = export(&sandbox, "der", &[]).expect(0);
    assert_eq!(run.json()["key"], true, "{run:#?}");
}

fn a_link_is_not_replaced() {
    let sandbox = device();
    sandbox.write("precious", "precious");
    std::os::unix::fs::symlink("precious", sandbox.path("pump-7.crt.der")).unwrap();
    let before = sandbox.snapshot();
    for existing in [&[][..], &["--force"], &["--if-exists", "skip"]] {
        export(&sandbox, "der", existing)
            .expect(1)
            .says("already exists as a symbolic link");
        assert_eq!(sandbox.snapshot(), before);
    }
    std::fs::create_dir(sandbox.path("devices")).unwrap();
    std::os::unix::fs::symlink("../precious", sandbox.path("devices/manifest.ndjson")).unwrap();
    let import = [
        "device",
        "import",
        "--count",
        "1",
        "--pattern",
        "dev{}",
        "--output-dir",
        "devices",
    ];
    sandbox
        .admin(&import)
        .expect(1)
        .says("devices/manifest.ndjson already exists as a symbolic link");
    assert_eq!(std::fs::read_dir(sandbox.path("devices")).unwrap().count(), 1);
}
