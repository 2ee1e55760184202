//! Certificates for CAs of every kind, and refusals of those that nobody would accept.

pub(crate) mod chains;
pub(crate) mod guarded;

use rustls_pki_types::{CertificateDer, pem::PemObject as _};

use crate::{
    revocation::admin_at,
    support::{Run, Sandbox, tests},
};

tests![
    the_issuers_name_is_the_cas_own_octet_for_octet[OpenSsl, CertTool, Python],
    names_that_were_not_asked_for_give_way_to_name_constraints[OpenSsl, CertTool],
    a_certificate_that_nobody_accepts_is_not_written[OpenSsl],
    what_exists_is_kept_if_it_is_what_was_asked_for,
    a_key_that_exists_is_certified,
    a_clock_that_is_behind_is_warned_of[FakeTime, OpenSsl],
    the_local_host_may_be_left_out,
    a_name_with_an_underscore_is_taken_with_a_warning,
    the_next_step_connects_to_a_name_in_the_certificate,
];

const EXTENSIONS: [&str; 2] = [
    "basicConstraints=critical,CA:TRUE",
    "keyUsage=critical,keyCertSign,cRLSign",
];

/// Makes a CA with OpenSSL: ca.key and ca.crt.
fn openssl_ca(sandbox: &Sandbox, subject: &str, extensions: &[&str]) {
    sandbox.write(
        "minimal.cnf",
        "[req]\ndistinguished_name = dn\nstring_mask = default\n[dn]\n",
    );
    let mut arguments = vec![
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-config",
        "minimal.cnf",
        "-days",
        "100",
        "-multivalue-rdn",
        "-utf8",
        "-keyout",
        "ca.key",
        "-out",
        "ca.crt",
        "-subj",
        subject,
    ];
    for extension in extensions {
        arguments.extend(["-addext", extension]);
    }
    sandbox.run("openssl", &arguments).expect(0);
}

fn create(sandbox: &Sandbox, verb: &str, more: &[&str]) -> Run {
    let own: &[&str] = match verb {
        "device" => &["device", "create", "--uri", "d.example", "--force"],
        _ => &["server", "create", "--force"],
    };
    sandbox.admin(&[own, more].concat())
}

/// Insists that OpenSSL and GnuTLS accept a certificate with what is after it in its file.
#[track_caller]
fn accepted(sandbox: &Sandbox, root: &str, purpose: &str, certificate: &str) {
    let verify = [
        "verify",
        "-x509_strict",
        "-purpose",
        purpose,
        "-CAfile",
        root,
        "-untrusted",
        certificate,
        certificate,
    ];
    sandbox.run("openssl", &verify).expect(0);
    let verify = ["--verify", "--load-ca-certificate", root, "--infile", certificate];
    let run = sandbox.run("certtool", &verify).expect(0);
    assert!(run.stdout.contains("The certificate is trusted"), "{run:#?}");
}

fn the_issuers_name_is_the_cas_own_octet_for_octet() {
    let strict = "import sys\nfrom cryptography import x509\n\
        ca, leaf = (x509.load_pem_x509_certificate(open(f,'rb').read()) for f in sys.argv[1:])\n\
        leaf.verify_directly_issued_by(ca)";
    for subject in [
        "/C=DE/O=Acme+OU=Plant/CN=MV CA",
        "/DC=example/DC=corp/CN=corp-DC01-CA",
        "/O=Acme/OU=One/OU=Two/CN=Repeated",
        "/CN=A+CN=B+O=C/CN=D",
        "/O=Zürich AG/CN=Teletex or BMP",
        "/O=北京/CN=BMP",
        "/2.5.4.97=VATDE-123/CN=Unusual",
    ] {
        let sandbox = Sandbox::new();
        openssl_ca(&sandbox, subject, &EXTENSIONS);
        create(&sandbox, "device", &["--device-id", "dev1"]).expect(0);
        create(&sandbox, "server", &["--cn", "b.example"]).expect(0);
        accepted(&sandbox, "ca.crt", "sslclient", "dev1.crt");
        accepted(&sandbox, "ca.crt", "sslserver", "server.crt");
        sandbox.verify("dev1").expect(0);
        let read = |name: &str| CertificateDer::from_pem_slice(&sandbox.read(name)).unwrap();
        let (ca, leaf) = (read("ca.crt"), read("dev1.crt"));
        let (_, ca) = x509_parser::parse_x509_certificate(&ca).unwrap();
        let (_, leaf) = x509_parser::parse_x509_certificate(&leaf).unwrap();
        assert_eq!(leaf.issuer().as_raw(), ca.subject().as_raw(), "{subject}");
        // pyca/cryptography does not read every TeletexString.
        if subject.is_ascii() {
            let python = crate::support::python_program("python");
            sandbox
                .run(python, &["-c", strict, "ca.crt", "dev1.crt"])
                .expect(0);
        }
    }
}

fn names_that_were_not_asked_for_give_way_to_name_constraints() {
    let sandbox = Sandbox::new();
    let constraints = "nameConstraints=critical,permitted;DNS:acme.example,permitted;IP:10.0.0.0/255.0.0.0";
    openssl_ca(
        &sandbox,
        "/O=Acme/CN=NC",
        &[&EXTENSIONS[..], &[constraints]].concat(),
    );
    create(&sandbox, "device", &["--device-id", "dev1"]).expect(0);
    accepted(&sandbox, "ca.crt", "sslclient", "dev1.crt");
    let shown = sandbox
        .admin(&["device", "show", "dev1.crt", "--format", "json"])
        .json();
    assert_eq!(shown["dns"], serde_json::json!([]));
    create(&sandbox, "server", &["--cn", "mqtt.acme.example"]).expect(0);
    accepted(&sandbox, "ca.crt", "sslserver", "server.crt");
    let shown = sandbox
        .admin(&["server", "show", "server.crt", "--format", "json"])
        .json();
    assert_eq!(shown["ip"], serde_json::json!([]));
    assert_eq!(shown["dns"], serde_json::json!(["mqtt.acme.example"]));
    create(
        &sandbox,
        "server",
        &["--cn", "mqtt.acme.example", "--ip", "10.1.2.3"],
    )
    .expect(0);
    accepted(&sandbox, "ca.crt", "sslserver", "server.crt");

    // Names that were asked for do not give way, and nothing is written.
    let before = sandbox.snapshot();
    for (arguments, says) in [
        (
            &["--cn", "mqtt.other.example"][..],
            "forbid the DNS name mqtt.other.example (permitted: DNS names under acme.example)",
        ),
        (
            &["--cn", "mqtt.acme.example", "--ip", "127.0.0.1"],
            "forbid the address 127.0.0.1",
        ),
        (&["--cn", "127.0.0.1"], "forbid the address 127.0.0.1"),
        (
            &["--cn", "mqtt.acme.example", "--dns", "*.other.example"],
            "*.other.example",
        ),
    ] {
        let run = create(&sandbox, "server", &[arguments, &["--format", "json"]].concat())
            .expect(1)
            .says(says);
        assert_eq!(run.stdout, "");
        assert_eq!(sandbox.snapshot(), before);
    }
    // OpenSSL takes a common name with a dot for a host name.
    create(&sandbox, "server", &["--cn", "10.1.2.3"])
        .expect(1)
        .says("10.1.2.3");
    create(&sandbox, "device", &["--device-id", "pump.7"])
        .expect(1)
        .says("pump.7");
    assert_eq!(sandbox.snapshot(), before);
}

fn a_certificate_that_nobody_accepts_is_not_written() {
    for (extension, verb, says) in [
        ("extendedKeyUsage=serverAuth", "device", "lacks clientAuth"),
        ("extendedKeyUsage=clientAuth", "server", "lacks serverAuth"),
        ("extendedKeyUsage=codeSigning", "server", "lacks serverAuth"),
        (
            "extendedKeyUsage=anyExtendedKeyUsage",
            "device",
            "lacks clientAuth",
        ),
        (
            "nameConstraints=critical,permitted;URI:other.example",
            "device",
            "URIs of",
        ),
        (
            "nameConstraints=critical,excluded;URI:d.example",
            "device",
            "URIs of",
        ),
        (
            "policyConstraints=critical,requireExplicitPolicy:0",
            "device",
            "(2.5.29.36)",
        ),
        ("1.2.3.4.5=critical,ASN1:NULL", "device", "(1.2.3.4.5)"),
        // An empty KeyUsage.
        ("2.5.29.15=critical,DER:030100", "device", "keyCertSign"),
    ] {
        let sandbox = Sandbox::new();
        let own = EXTENSIONS
            .iter()
            .filter(|own| !(extension.starts_with("2.5.29.15") && own.starts_with("keyUsage")));
        let extensions: Vec<&str> = own.copied().chain([extension]).collect();
        openssl_ca(&sandbox, "/O=Acme/CN=Odd", &extensions);
        let before = sandbox.snapshot();
        let name = if verb == "device" {
            ["--device-id", "dev1"]
        } else {
            ["--cn", "b.example"]
        };
        create(&sandbox, verb, &name).expect(1).says(says);
        assert_eq!(sandbox.snapshot(), before, "{extension}");
    }
}

fn what_exists_is_kept_if_it_is_what_was_asked_for() {
    let sandbox = Sandbox::new();
    let skip = ["--if-exists", "skip", "--format", "json"];
    let run = |arguments: &[&str]| sandbox.admin(&[arguments, &skip].concat());
    let again = |arguments: &[&str]| {
        assert_eq!(run(arguments).expect(0).json()["changed"], true, "{arguments:?}");
        let before = sandbox.snapshot();
        assert_eq!(run(arguments).expect(0).json()["changed"], false, "{arguments:?}");
        assert_eq!(sandbox.snapshot(), before);
    };
    again(&["ca", "create", "--cn", "CA", "--uri", "d.example"]);
    let device = ["device", "create", "--device-id", "dev1"];
    again(&device);
    let server = ["server", "create", "--cn", "b.example", "--dns", "c.example"];
    again(&server);

    let before = sandbox.snapshot();
    let refused = |arguments: &[&str], says: &str| {
        run(arguments)
            .expect(1)
            .says("is not what was asked for")
            .says(says);
        assert_eq!(sandbox.snapshot(), before);
    };
    refused(&[&device[..], &["--uri", "e.example"]].concat(), "trust domain");
    refused(&[&device[..], &["--svid"]].concat(), "serverAuth");
    refused(&[&server[..], &["--dns", "d.example"]].concat(), "d.example");
    refused(&["server", "create", "--cn", "other.example"], "other.example");
    refused(&["ca", "create", "--cn", "Another"], "Another");
    // Without the option they exist, and that is all.
    sandbox.admin(&device).expect(1).says("dev1.key already exists");

    // Another CA's, another key's, no key at all.
    let key = sandbox.read("dev1.key");
    sandbox.write("dev1.key", sandbox.read("server.key"));
    run(&device).expect(1).says("is not its key");
    sandbox.write("dev1.key", &key);
    sandbox
        .admin(&["ca", "create", "--cn", "CA", "--uri", "d.example", "--force-ca"])
        .expect(0);
    run(&device).expect(1).says("is not what was asked for");
    std::fs::remove_file(sandbox.path("dev1.key")).unwrap();
    run(&device).expect(1).says("dev1.key is missing");
}

fn a_key_that_exists_is_certified() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["device", "create", "--device-id", "a", "--key-type", "ecdsa-p384"])
        .expect(0);
    let device = [
        "device",
        "create",
        "--device-id",
        "b",
        "--key",
        "a.key",
        "--allow-shared-key",
    ];
    let made = sandbox
        .admin(&[&device[..], &["--format", "json"]].concat())
        .expect(0)
        .json();
    assert_eq!(
        (&made["key"], &made["key_type"]),
        (&"a.key".into(), &"ecdsa-p384".into())
    );
    assert!(!sandbox.path("b.key").exists());
    // The file that exists is the one that is named.
    sandbox.write("b.key", "another");
    sandbox.admin(&device).expect(1).says("b.crt already exists");
    for verb in [
        &["device", "create", "--device-id", "c"][..],
        &["server", "create", "--cn", "b.example"],
    ] {
        sandbox
            .admin(&[verb, &["--key", "a.key", "--key-type", "rsa-2048"]].concat())
            .expect(2)
            .says("a.key holds a key of type ecdsa-p384, not rsa-2048");
        let with_key = [verb, &["--key", "a.key", "--key-type", "ecdsa-p384"]].concat();
        sandbox
            .admin(&with_key)
            .expect(1)
            .says("the key is recorded as that of device a");
        sandbox
            .admin(&[&with_key[..], &["--allow-shared-key"]].concat())
            .expect(0);
    }
}

fn a_clock_that_is_behind_is_warned_of() {
    // Machines without a battery for their clock start in 1970, or when their firmware was built.
    for (time, says, not_before) in [
        (
            "@1969-06-01 00:00:00",
            "1969-06-01T00:00:00Z",
            "Jan  1 00:00:00 1970 GMT",
        ),
        (
            "@1970-01-01 00:20:00",
            "1970-01-01T00:20:00Z",
            "Jan  1 00:00:00 1970 GMT",
        ),
        (
            "@2001-01-01 00:00:00",
            "2001-01-01T00:00:00Z",
            "Dec 31 23:00:00 2000 GMT",
        ),
    ] {
        let sandbox = Sandbox::new();
        let warning = format!("warning: the clock says {says}, which is before this program was built");
        let ca = ["ca", "create", "--cn", "CA", "--uri", "d.example"];
        admin_at(&sandbox, time, &ca).expect(0).says(&warning);
        let dates = ["x509", "-in", "ca.crt", "-noout", "-startdate"];
        let dates = sandbox.run("openssl", &dates).expect(0).stdout;
        assert_eq!(dates, format!("notBefore={not_before}\n"));
        // The verifier can read it.
        sandbox.admin(&["ca", "show"]).expect(0);
        let device = ["device", "create", "--device-id", "dev1"];
        let made = admin_at(&sandbox, time, &device).says(&warning);
        if time.contains("1969") {
            made.expect(1)
                .says("is not valid until 1970")
                .says("check the clock");
            continue;
        }
        made.expect(0);
        admin_at(&sandbox, time, &["device", "verify", "dev1.crt"]).expect(0);
        admin_at(&sandbox, time, &["ca", "crl"]).expect(0).says(&warning);
        // Many devices, and one warning.
        let many = [
            "device",
            "import",
            "--count",
            "3",
            "--pattern",
            "s-{}",
            "--format",
            "json",
        ];
        let many = admin_at(&sandbox, time, &many).expect(0);
        assert_eq!(many.stderr.matches("the clock says").count(), 1, "{many:#?}");
    }
    let now = Sandbox::new();
    let run = now.admin(&["ca", "create", "--cn", "CA"]).expect(0);
    assert!(!run.stderr.contains("clock"), "{run:#?}");
}

fn the_local_host_may_be_left_out() {
    let sandbox = Sandbox::with_ca();
    let made = create(
        &sandbox,
        "server",
        &["--cn", "b.example", "--no-loopback", "--format", "json"],
    )
    .expect(0);
    assert_eq!(made.json()["ip"], serde_json::json!([]));
    let made = create(
        &sandbox,
        "server",
        &["--cn", "127.0.0.1", "--no-loopback", "--format", "json"],
    )
    .expect(0);
    assert_eq!(made.json()["ip"], serde_json::json!(["127.0.0.1"]));
}

fn a_name_with_an_underscore_is_taken_with_a_warning() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["server", "create", "--cn", "mqtt_broker"])
        .expect(2)
        .says("add --dns mqtt_broker");
    let made = create(
        &sandbox,
        "server",
        &["--cn", "mqtt_broker", "--dns", "mqtt_broker", "--format", "json"],
    );
    let made = made.expect(0).says("warning: mqtt_broker has an underscore");
    assert_eq!(made.json()["dns"], serde_json::json!(["mqtt_broker"]));
}

fn the_next_step_connects_to_a_name_in_the_certificate() {
    let sandbox = Sandbox::with_ca();
    create(&sandbox, "server", &["--cn", "b.example"])
        .expect(0)
        .says("-h b.example")
        .says("--dns localhost");
    let made = create(&sandbox, "server", &["--cn", "b.example", "--dns", "localhost"]).expect(0);
    assert!(!made.stderr.contains("--dns localhost"), "{made:#?}");
    let lower = create(&sandbox, "server", &["--cn", "b.example", "--country", "de"]).expect(0);
    drop(lower);
    let shown = sandbox
        .admin(&["server", "show", "server.crt", "--format", "json"])
        .json();
    assert_eq!(shown["subject"], "C=DE, CN=b.example");
}
