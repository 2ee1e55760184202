//! Certificates below an intermediate CA, and the chains that come with them.

use super::{accepted, create};
use crate::{
    brokers::running::{Broker, Credential},
    support::{ISSUING, Sandbox, tests},
};

tests![
    a_chain_is_written_and_verifies[OpenSsl, CertTool],
    a_chain_may_come_in_any_order[OpenSsl],
    the_ca_file_that_is_printed_reaches_the_root[Mosquitto, Python, OpenSsl],
    a_root_that_is_not_the_cas_own_is_not_printed,
    without_a_root_it_is_said_what_to_add[Mosquitto, Python],
];

fn a_chain_is_written_and_verifies() {
    let sandbox = Sandbox::new();
    let root = "ca create --cn Root --path-len 1 --uri d.example --org-name Acme";
    let root: Vec<&str> = root.split(' ').collect();
    sandbox.admin(&root).expect(0).says("ca intermediate");
    let made = sandbox
        .admin(&["ca", "intermediate", "--cn", "Issuing", "--format", "json"])
        .expect(0);
    assert_eq!(made.json()["uri"], "spiffe://d.example");
    assert_eq!(made.json()["subject"], "O=Acme, CN=Issuing");
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
    sandbox.verify("dev1").expect(0);

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
    let sandbox = Sandbox::with_issuing_ca();
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

/// A broker and the device `dev1` below the issuing CA, whose file is the only one that was named.
fn below_the_issuing_ca(sandbox: &Sandbox) {
    let device = [&["--device-id", "dev1"], &ISSUING[..]].concat();
    create(sandbox, "device", &device).expect(0);
    let server = [&["--cn", "b.example"], &ISSUING[..]].concat();
    create(sandbox, "server", &server).expect(0);
}

/// The configuration of Mosquitto for that broker.
fn printed(sandbox: &Sandbox) -> String {
    let show = ["server", "show", "server.crt", "--config", "mosquitto"];
    let show = [&show[..], &["--ca-crt", "intermediate.crt"]].concat();
    sandbox.admin(&show).expect(0).stdout
}

/// The CA file that it names.
fn ca_file(printed: &str) -> String {
    let line = printed.lines().find_map(|line| line.strip_prefix("cafile "));
    line.unwrap().to_owned()
}

fn the_ca_file_that_is_printed_reaches_the_root() {
    for name in ["ca.crt", "plant.pem"] {
        let sandbox = Sandbox::with_issuing_ca();
        if name != "ca.crt" {
            sandbox.run("mv", &["ca.crt", name]).expect(0);
        }
        below_the_issuing_ca(&sandbox);
        let printed = printed(&sandbox);
        assert_eq!(ca_file(&printed), sandbox.path(name).to_str().unwrap());
        sandbox.write("ca.crt", sandbox.read(name));
        let broker = Broker::mosquitto_as_printed(&sandbox, &printed);
        broker.admits(Credential::of("dev1"), "dev1");
    }

    // The certificates between the CA and the root come with the root, in one file.
    let sandbox = Sandbox::new();
    let root = "ca create --cn Root --path-len 2 --uri d.example";
    let request = "req -new -subj /CN=One -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout one.key -out one.csr";
    let sign = "x509 -req -in one.csr -CA ca.crt -CAkey ca.key -days 30 -extfile one.cnf -out one.crt";
    let issuing = "ca intermediate --cn Two --ca-key one.key --ca-crt one.crt";
    let words = |command: &'static str| command.split(' ').collect::<Vec<_>>();
    sandbox.write(
        "one.cnf",
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n",
    );
    sandbox.admin(&words(root)).expect(0);
    sandbox.run("openssl", &words(request)).expect(0);
    sandbox.run("openssl", &words(sign)).expect(0);
    sandbox.admin(&words(issuing)).expect(0);
    let alone = sandbox
        .run("openssl", &["x509", "-in", "intermediate.crt"])
        .expect(0);
    sandbox.write("intermediate.crt", alone.stdout);
    let above = [sandbox.read("one.crt"), sandbox.read("ca.crt")].concat();
    sandbox.write("above.pem", above);
    below_the_issuing_ca(&sandbox);
    let printed = ca_file(&printed(&sandbox));
    assert_eq!(printed, sandbox.path("above.pem").to_str().unwrap());
    accepted(&sandbox, &printed, "sslclient", "dev1.crt");
}

fn a_root_that_is_not_the_cas_own_is_not_printed() {
    let sandbox = Sandbox::with_issuing_ca();
    let root = sandbox.read("ca.crt");
    // Another root of the same name, and a file in which the right one is beside others.
    let other = ["ca", "create", "--cn", "Root", "--org-name", "Acme", "--force-ca"];
    sandbox.admin(&other).expect(0);
    let many = [root, sandbox.read("ca.crt")].concat();
    sandbox.write("bundle.pem", many);
    std::fs::remove_file(sandbox.path("ca.crt.old")).unwrap();
    below_the_issuing_ca(&sandbox);
    let own = sandbox.path("intermediate.crt");
    assert_eq!(ca_file(&printed(&sandbox)), own.to_str().unwrap());
}

fn without_a_root_it_is_said_what_to_add() {
    let sandbox = Sandbox::with_issuing_ca();
    sandbox.run("mkdir", &["safe"]).expect(0);
    sandbox.run("mv", &["ca.crt", "safe/ca.crt"]).expect(0);
    let verb = ["--device-id", "dev0"];
    create(&sandbox, "device", &[&verb, &ISSUING[..]].concat())
        .expect(0)
        .says("warning: intermediate.crt does not reach a self-signed root")
        .says("# append the certificate of O=Acme, CN=Root to the CA file");
    below_the_issuing_ca(&sandbox);
    assert!(printed(&sandbox).contains("# append the certificate of O=Acme, CN=Root to the CA file"));
    for verb in [
        &["server", "verify", "server.crt", "--hostname", "b.example"][..],
        &["device", "verify", "dev1.crt"],
    ] {
        sandbox
            .admin(&[verb, &["--ca-crt", "intermediate.crt"]].concat())
            .expect(0)
            .says("warning: intermediate.crt does not reach a self-signed root");
    }

    let both = [sandbox.read("intermediate.crt"), sandbox.read("safe/ca.crt")].concat();
    sandbox.write("intermediate.crt", both);
    sandbox.write("ca.crt", sandbox.read("safe/ca.crt"));
    let printed = printed(&sandbox);
    assert!(!printed.contains("append"), "{printed}");
    let broker = Broker::mosquitto_as_printed(&sandbox, &printed);
    broker.admits(Credential::of("dev1"), "dev1");
}
