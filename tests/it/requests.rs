//! Certificate requests from the programs that people use, and those that are refused.

use amqtt_x509::{key::PublicKey, pem};

use crate::support::{Run, Sandbox, python_program, tests};

tests![
    only_the_key_of_a_request_is_taken[OpenSsl],
    requests_of_every_program_are_signed[OpenSsl, Python, Keytool],
    a_request_without_attributes_is_signed_in_both_forms[OpenSsl],
    a_weak_or_unproven_key_is_refused[OpenSsl],
    the_key_of_the_ca_is_never_certified[OpenSsl],
    a_key_of_another_name_is_refused[OpenSsl],
    a_certificate_in_the_way_stays[OpenSsl],
    a_brokers_request_gets_the_names_of_the_command_line[OpenSsl],
    requests_are_imported_among_other_devices[OpenSsl],
    every_fault_of_a_request_is_reported_before_anything_is_signed[OpenSsl],
    one_key_for_several_devices_is_refused_unless_that_is_meant[OpenSsl],
];

fn openssl(sandbox: &Sandbox, line: &str) -> Run {
    let words = shlex::split(line).unwrap();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    sandbox.run("openssl", &words).expect(0)
}

/// Makes a P-256 key and its request: `<name>.key`, `<name>.csr`.
fn request(sandbox: &Sandbox, name: &str, more: &str) {
    let line = format!(
        "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key -out {name}.csr -subj /CN=asked/O=For {more}"
    );
    openssl(sandbox, &line);
}

fn sign(sandbox: &Sandbox, csr: &str, id: &str, more: &[&str]) -> Run {
    let arguments = [
        "device",
        "sign",
        "--format",
        "json",
        "--csr",
        csr,
        "--device-id",
        id,
    ];
    sandbox.admin(&[&arguments, more].concat())
}

/// The inventory's rows of a device, as `state`.
fn states(sandbox: &Sandbox, name: &str) -> Vec<String> {
    let program = "import sqlite3,sys\n\
        for (state,) in sqlite3.connect('ca.db').execute('select state from fleet_certificate where name = ? order by issued_at, serial', sys.argv[1:]): print(state)";
    let run = sandbox.run("python3", &["-c", program, name]).expect(0);
    run.stdout.lines().map(str::to_owned).collect()
}

fn only_the_key_of_a_request_is_taken() {
    let sandbox = Sandbox::with_ca();
    let wishes = "-addext subjectAltName=DNS:evil.example,URI:spiffe://d.example/admin \
                  -addext basicConstraints=critical,CA:TRUE -addext 1.2.3.4=critical,ASN1:NULL";
    request(&sandbox, "dev1", wishes);
    let run = sign(&sandbox, "dev1.csr", "dev1", &[]).expect(0);
    let report = run.json();
    assert_eq!(report["requested_subject"], "CN=asked, O=For");
    assert_eq!(report["requested_names"][0], "DNS:evil.example");
    assert_eq!(report["requested_extensions"][1], "1.2.3.4");
    assert_eq!(report["key"], serde_json::Value::Null);
    run.says("only its key is taken");

    let text = openssl(&sandbox, "x509 -in dev1.crt -noout -text").stdout;
    for forbidden in ["evil.example", "/admin", "CA:TRUE", "1.2.3.4", "asked"] {
        assert!(!text.contains(forbidden), "{forbidden}: {text}");
    }
    let verify = [
        "device",
        "verify",
        "dev1.crt",
        "--client-id",
        "dev1",
        "--key",
        "dev1.key",
    ];
    sandbox.admin(&verify).expect(0);
    assert_eq!(states(&sandbox, "dev1"), ["issued"]);
    assert_eq!(
        sandbox.names(),
        ["ca.crt", "ca.key", "dev1.crt", "dev1.csr", "dev1.key"]
    );
}

fn requests_of_every_program_are_signed() {
    let sandbox = Sandbox::with_ca();
    let pyca = "from cryptography import x509\n\
        from cryptography.hazmat.primitives import hashes, serialization as s\n\
        from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa\n\
        challenge = x509.oid.AttributeOID.CHALLENGE_PASSWORD\n\
        blank = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))\n\
        def make(name, key, hash, form=s.Encoding.PEM): \
        open(name, 'wb').write(blank.add_attribute(challenge, b'secret').sign(key, hash).public_bytes(form))\n\
        make('p256', ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())\n\
        make('p384', ec.generate_private_key(ec.SECP384R1()), hashes.SHA384())\n\
        make('ed', ed25519.Ed25519PrivateKey.generate(), None, s.Encoding.DER)\n\
        make('rsa', rsa.generate_private_key(65537, 3072), hashes.SHA512())\n";
    let python = python_program("python");
    sandbox.run(&python, &["-c", pyca]).expect(0);
    for alias in ["ec -keysize 256", "rsa -keysize 2048", "ec -groupname secp384r1"] {
        let name = format!("java-{}", alias.replace(' ', "-"));
        let pair = format!(
            "-genkeypair -keyalg {alias} -alias {name} -dname CN=java -keystore ks -storepass changeit"
        );
        let csr = format!("-certreq -alias {name} -keystore ks -storepass changeit -file {name}");
        for line in [pair, csr] {
            sandbox
                .run("keytool", &line.split(' ').collect::<Vec<_>>())
                .expect(0);
        }
        assert!(
            sandbox
                .read(&name)
                .starts_with(b"-----BEGIN NEW CERTIFICATE REQUEST-----")
        );
    }
    openssl(&sandbox, "genpkey -algorithm ed25519 -out ossl.key");
    openssl(&sandbox, "req -new -key ossl.key -subj / -outform der -out ossl");
    let requests: Vec<String> = sandbox
        .names()
        .into_iter()
        .filter(|name| !name.contains('.'))
        .collect();
    assert_eq!(requests.len(), 9, "{requests:?}");
    for name in requests.iter().filter(|name| *name != "ks") {
        sign(&sandbox, name, name, &[]).expect(0);
        sandbox
            .admin(&["device", "verify", &format!("{name}.crt"), "--client-id", name])
            .expect(0);
        let verify = format!("verify -x509_strict -purpose sslclient -CAfile ca.crt {name}.crt");
        openssl(&sandbox, &verify);
    }
}

/// mbedTLS writes `[0]` without anything in it; some programs leave it out.
fn a_request_without_attributes_is_signed_in_both_forms() {
    let sandbox = Sandbox::with_ca();
    for (id, tail) in [("mbed", &[0xa0, 0x00][..]), ("old", &[])] {
        openssl(&sandbox, &format!("genpkey -algorithm ed25519 -out {id}.key"));
        openssl(
            &sandbox,
            &format!("pkey -in {id}.key -pubout -outform der -out {id}.spki"),
        );
        let spki = sandbox.read(&format!("{id}.spki"));
        assert!(PublicKey::read(&spki).is_ok());
        let info = sequence(&[&[0x02, 0x01, 0x00, 0x30, 0x00][..], &spki, tail].concat());
        sandbox.write("info", &info);
        openssl(
            &sandbox,
            &format!("pkeyutl -sign -rawin -inkey {id}.key -in info -out signature"),
        );
        let signature = [&[0x03, 0x41, 0x00][..], &sandbox.read("signature")].concat();
        let algorithm = sequence(&[0x06, 0x03, 0x2b, 0x65, 0x70]);
        let request = sequence(&[info, algorithm, signature].concat());
        sandbox.write("csr.der", &request);
        sandbox.write(
            "csr.pem",
            pem::encode("NEW CERTIFICATE REQUEST", &request).as_bytes(),
        );
        sign(&sandbox, "csr.der", id, &[]).expect(0);
        let mut command =
            sandbox.admin_command(&["device", "sign", "--csr", "-", "--device-id", id, "--stdout"]);
        let run = Run::with_stdin(&mut command, &sandbox.read("csr.pem")).expect(0);
        sandbox.write("stdout.crt", &run.stdout);
        let verify = [
            "device",
            "verify",
            "stdout.crt",
            "--client-id",
            id,
            "--key",
            &format!("{id}.key"),
        ];
        sandbox.admin(&verify).expect(0);
        assert_eq!(states(&sandbox, id), ["issued", "issued"]);
    }
}

/// A SEQUENCE of less than 256 octets.
fn sequence(contents: &[u8]) -> Vec<u8> {
    let length = u8::try_from(contents.len()).unwrap();
    let head = if length < 0x80 {
        vec![0x30, length]
    } else {
        vec![0x30, 0x81, length]
    };
    [head.as_slice(), contents].concat()
}

fn a_weak_or_unproven_key_is_refused() {
    let sandbox = Sandbox::with_ca();
    let before = sandbox.names();
    let keys = [
        ("-newkey rsa:1024", "rsa-1024, is too weak"),
        (
            "-newkey rsa:2048 -pkeyopt rsa_keygen_pubexp:3",
            "public exponent is 3",
        ),
        (
            "-newkey ec -pkeyopt ec_paramgen_curve:secp256k1",
            "ecdsa-secp256k1, is not of a kind",
        ),
        ("-newkey rsa:2048 -sha1", "SHA-1 with RSA"),
        ("-newkey ed448", "ed448, is not of a kind"),
    ];
    for (key, words) in keys {
        openssl(
            &sandbox,
            &format!("req -new {key} -nodes -keyout weak.key -out weak.csr -subj /CN=x"),
        );
        sign(&sandbox, "weak.csr", "dev1", &["--allow-shared-key"])
            .expect(1)
            .says(words);
    }
    openssl(
        &sandbox,
        "req -new -newkey rsa:2048 -nodes -keyout weak.key -outform der -out weak.csr -subj /CN=x",
    );
    let good = sandbox.read("weak.csr");
    for change in 0..good.len() {
        // Enough to meet every part, and not all day.
        if change % 23 != 0 && change + 4 < good.len() {
            continue;
        }
        let mut bad = good.clone();
        bad[change] ^= 1;
        sandbox.write("weak.csr", bad);
        let run = sign(&sandbox, "weak.csr", "dev1", &[]);
        assert!(matches!(run.code, Some(1 | 3)), "octet {change}: {run:#?}");
    }
    sandbox.write("weak.csr", sandbox.read("ca.crt"));
    sign(&sandbox, "weak.csr", "dev1", &[])
        .expect(3)
        .says("contains a certificate, not a certificate request");
    let after: Vec<String> = sandbox
        .names()
        .into_iter()
        .filter(|name| !name.starts_with("weak"))
        .collect();
    assert_eq!(after, before);
    assert!(states(&sandbox, "dev1").is_empty());
}

fn the_key_of_the_ca_is_never_certified() {
    let sandbox = Sandbox::with_issuing_ca();
    for key in ["ca.key", "intermediate.key"] {
        openssl(&sandbox, &format!("req -new -key {key} -subj /CN=x -out x.csr"));
        let chain = [sandbox.read("intermediate.crt"), sandbox.read("ca.crt")].concat();
        sandbox.write("chain.crt", chain);
        let ca = [
            "--ca-crt",
            "chain.crt",
            "--ca-key",
            "intermediate.key",
            "--allow-shared-key",
            "--no-record",
        ];
        sign(&sandbox, "x.csr", "dev1", &ca)
            .expect(1)
            .says("is that of the CA");
    }
}

fn a_key_of_another_name_is_refused() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["device", "create", "--device-id", "original"])
        .expect(0);
    openssl(&sandbox, "req -new -key original.key -subj /CN=x -out clone.csr");
    sign(&sandbox, "clone.csr", "clone", &[])
        .expect(1)
        .says("recorded as that of device original");
    let server = ["server", "sign", "--csr", "clone.csr", "--cn", "b.example"];
    sandbox
        .admin(&server)
        .expect(1)
        .says("recorded as that of device original");
    assert!(states(&sandbox, "clone").is_empty());
    // Of its own name it may be certified again, and of another one where that is said.
    sign(&sandbox, "clone.csr", "original", &["--force"]).expect(0);
    let mut both = states(&sandbox, "original");
    both.sort();
    assert_eq!(both, ["issued", "superseded"]);
    sign(&sandbox, "clone.csr", "clone", &["--allow-shared-key"]).expect(0);
    assert_eq!(states(&sandbox, "clone"), ["issued"]);
}

fn a_certificate_in_the_way_stays() {
    let sandbox = Sandbox::with_ca();
    request(&sandbox, "a", "");
    request(&sandbox, "b", "");
    sign(&sandbox, "a.csr", "dev1", &[]).expect(0);
    let before = sandbox.snapshot();
    sign(&sandbox, "b.csr", "dev1", &[])
        .expect(1)
        .says("dev1.crt already exists");
    assert_eq!(sandbox.snapshot(), before);
    sign(&sandbox, "b.csr", "dev1", &["--force"]).expect(0);
    assert_eq!(
        sandbox.read("dev1.crt.old"),
        before.iter().find(|(name, _)| name == "dev1.crt").unwrap().1
    );
    // A key of the same name that is not the request's is left alone, and never gets a foreign certificate beside it.
    sandbox
        .admin(&["device", "create", "--device-id", "dev2"])
        .expect(0);
    sign(&sandbox, "a.csr", "dev2", &["--allow-shared-key", "--force"])
        .expect(1)
        .says("holds a different key");
}

fn a_brokers_request_gets_the_names_of_the_command_line() {
    let sandbox = Sandbox::with_ca();
    request(&sandbox, "server", "-addext subjectAltName=DNS:evil.example");
    let arguments = [
        "server",
        "sign",
        "--csr",
        "server.csr",
        "--cn",
        "b.example",
        "--ip",
        "10.0.0.5",
    ];
    sandbox.admin(&arguments).expect(0);
    for (host, code) in [("b.example", 0), ("10.0.0.5", 0), ("evil.example", 1)] {
        let verify = [
            "server",
            "verify",
            "server.crt",
            "--hostname",
            host,
            "--key",
            "server.key",
        ];
        sandbox.admin(&verify).expect(code);
    }
    assert_eq!(states(&sandbox, "b.example"), ["issued"]);
}

/// A file of devices in CSV with the requests in these files; an empty name is a device without one.
fn csv_of(sandbox: &Sandbox, devices: &[(&str, &str)]) -> String {
    let row = |(id, csr): &(&str, &str)| match *csr {
        "" => format!("{id},\n"),
        csr => format!("{id},\"{}\"\n", String::from_utf8(sandbox.read(csr)).unwrap()),
    };
    format!("device_id,csr\n{}", devices.iter().map(row).collect::<String>())
}

fn requests_are_imported_among_other_devices() {
    let sandbox = Sandbox::with_ca();
    request(&sandbox, "own1", "-addext subjectAltName=DNS:evil.example");
    request(&sandbox, "own2", "");
    sandbox.write(
        "d.csv",
        csv_of(&sandbox, &[("d1", "own1.csr"), ("d2", ""), ("d3", "own2.csr")]),
    );
    let import = ["device", "import", "d.csv", "--format", "json"];
    let report = sandbox.admin(&import).expect(0).json();
    assert_eq!(report["issued"], 3);
    let manifest = String::from_utf8(sandbox.read("manifest.ndjson")).unwrap();
    let keys: Vec<serde_json::Value> = manifest
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["key"].clone())
        .collect();
    assert_eq!(
        keys,
        [serde_json::Value::Null, "d2.key".into(), serde_json::Value::Null]
    );
    for (certificate, key) in [
        ("d1.crt", "own1.key"),
        ("d2.crt", "d2.key"),
        ("d3.crt", "own2.key"),
    ] {
        sandbox
            .admin(&["device", "verify", certificate, "--key", key])
            .expect(0);
    }
    assert!(!sandbox.path("d1.key").exists() && !sandbox.path("d3.key").exists());
    let text = openssl(&sandbox, "x509 -in d1.crt -noout -text").stdout;
    assert!(!text.contains("evil.example") && text.contains("/device/d1"));

    // Again, as after a kill.
    let again = sandbox.admin(&import).expect(0).json();
    assert_eq!((&again["kept"], &again["changed"]), (&3.into(), &false.into()));
    std::fs::remove_file(sandbox.path("d3.crt")).unwrap();
    let rest = sandbox.admin(&import).expect(0).json();
    assert_eq!((&rest["kept"], &rest["issued"]), (&2.into(), &1.into()));

    // From stdin, whose form cannot be told by a name; and in a stream.
    let json = |id: &str, csr: &str| {
        let csr = String::from_utf8(sandbox.read(csr)).unwrap();
        format!("\n{}\n", serde_json::json!({"device_id": id, "csr": csr}))
    };
    request(&sandbox, "own3", "");
    let mut command =
        sandbox.admin_command(&["device", "import", "-", "--from", "ndjson", "--stream", "ndjson"]);
    let run = Run::with_stdin(&mut command, json("d4", "own3.csr").as_bytes()).expect(0);
    let entry: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&entry["device_id"], &entry["key"]),
        (&"d4".into(), &serde_json::Value::Null)
    );
    sandbox
        .admin(&["device", "import", "d.csv", "--from", "ndjson"])
        .expect(3);
}

fn every_fault_of_a_request_is_reported_before_anything_is_signed() {
    let sandbox = Sandbox::with_ca();
    request(&sandbox, "good", "");
    openssl(
        &sandbox,
        "req -new -newkey rsa:1024 -nodes -keyout weak.key -out weak.csr -subj /CN=x",
    );
    openssl(&sandbox, "req -new -key ca.key -out ca.csr -subj /CN=x");
    // Another name in the request than the one that was signed.
    let pem = String::from_utf8(sandbox.read("good.csr")).unwrap();
    let block = pem::blocks_of(pem.as_bytes(), pem::Kind::Request).unwrap();
    let mut der = block[0].to_vec();
    let at = der.windows(5).position(|window| window == b"asked").unwrap();
    der[at] = b'b';
    sandbox.write("forged.csr", &*pem::encode("CERTIFICATE REQUEST", &der));
    sandbox.write("junk.csr", "junk");
    let rows = [
        ("d1", "good.csr"),
        ("d2", "weak.csr"),
        ("d3", "ca.csr"),
        ("d4", "forged.csr"),
        ("d5", "junk.csr"),
    ];
    sandbox.write("d.csv", csv_of(&sandbox, &rows));
    let run = sandbox.admin(&["device", "import", "d.csv"]).expect(3);
    run.says("too weak")
        .says("its key is that of the CA")
        .says("does not prove to have the private key")
        .says("4 lines of d.csv cannot be imported");
    assert!(!sandbox.path("d1.crt").exists());
}

fn one_key_for_several_devices_is_refused_unless_that_is_meant() {
    let sandbox = Sandbox::with_ca();
    request(&sandbox, "one", "");
    request(&sandbox, "two", "");
    sandbox.write("d.csv", csv_of(&sandbox, &[("d1", "one.csr"), ("d2", "one.csr")]));
    sandbox
        .admin(&["device", "import", "d.csv"])
        .expect(3)
        .says("its key is on line 2 too");
    sign(&sandbox, "two.csr", "other", &[]).expect(0);
    sandbox.write("e.csv", csv_of(&sandbox, &[("e1", "two.csr")]));
    sandbox
        .admin(&["device", "import", "e.csv"])
        .expect(3)
        .says("is recorded as that of device other");
    for file in ["d.csv", "e.csv"] {
        sandbox
            .admin(&["device", "import", file, "--allow-shared-key"])
            .expect(0);
    }
    let revoke = ["device", "revoke", "d1", "--reason", "key-compromise", "--yes"];
    sandbox.admin(&revoke).expect(0);
    sandbox.write("f.csv", csv_of(&sandbox, &[("f1", "one.csr")]));
    sandbox
        .admin(&["device", "import", "f.csv", "--allow-shared-key"])
        .expect(3)
        .says("revoked as compromised");
}
