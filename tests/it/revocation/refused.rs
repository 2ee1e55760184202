//! What revocation refuses: to destroy what is no list, to lock everyone out, and to say what is not so.

use super::{fleet, json};
use crate::support::{ISSUING, Run, Sandbox, tests};

tests![
    a_list_never_replaces_a_key_a_certificate_or_an_inventory[OpenSsl],
    a_root_is_not_revoked_by_its_own_list,
    what_is_revoked_for_good_is_said_to_be,
    a_revocation_keeps_its_reason,
    nothing_is_revoked_where_its_list_cannot_go,
    a_revoked_ca_signs_nothing[OpenSsl],
    a_question_takes_no_right_to_write[Root],
];

fn a_list_never_replaces_a_key_a_certificate_or_an_inventory() {
    let sandbox = fleet(&["a"]);
    let openssl = |arguments: &[&str]| sandbox.run("openssl", arguments).expect(0);
    openssl(&["x509", "-in", "ca.crt", "-outform", "der", "-out", "list.der"]);
    let mut both = sandbox.read("ca.crt");
    json(&sandbox, &["ca", "crl", "--to", "list.crl"]);
    both.extend(sandbox.read("list.crl"));
    sandbox.write("both.pem", both);
    let mut cut = sandbox.read("ca.key");
    cut.truncate(cut.len() - 30);
    sandbox.write("cut.key", cut);
    for (file, what) in [
        ("ca.key", "holds a private key"),
        ("cut.key", "holds a private key"),
        ("ca.crt", "holds a certificate"),
        ("list.der", "holds a certificate"),
        ("both.pem", "holds a certificate"),
        ("ca.db", "holds a database"),
    ] {
        let before = sandbox.read(file);
        for force in [&[][..], &["--force"]] {
            let list = [&["ca", "crl", "--to", file], force].concat();
            let refused = sandbox.admin(&list).expect(1).says(what);
            assert!(!refused.stderr.contains("--force"), "{refused:#?}");
            assert_eq!(sandbox.read(file), before, "{file}");
        }
    }
    // The second file of the same run is held to the same.
    let before = sandbox.snapshot();
    let second = ["ca", "crl", "--to", "list", "--der", "--force"];
    sandbox.admin(&second).expect(1).says("list.der already exists");
    assert_eq!(sandbox.snapshot(), before);
}

fn a_root_is_not_revoked_by_its_own_list() {
    let sandbox = Sandbox::new();
    let root = ["ca", "create", "--cn", "Root", "--uri", "d.example"];
    sandbox.admin(&[&root[..], &["--no-record"]].concat()).expect(0);
    let revoke = |verb: &str| {
        let revoke = [verb, "revoke", "--cert", "ca.crt", "--yes", "--crl"];
        sandbox.admin(&revoke).expect(1).says("is that of the CA itself")
    };
    for verb in ["ca", "device", "server"] {
        revoke(verb).says("hint: nothing was changed; an issuing CA");
    }
    assert_eq!(sandbox.names(), ["ca.crt", "ca.key"]);
    assert!(!sandbox.path("ca.db").exists(), "nothing was changed");
    // One that the inventory knows is refused in the same words, and one of another CA in others.
    let known = Sandbox::with_issuing_ca();
    let revoke = ["ca", "revoke", "--cert", "ca.crt", "--yes"];
    known.admin(&revoke).expect(1).says("is that of the CA itself");
    let own = ["ca", "revoke", "--cert", "intermediate.crt", "--yes"];
    let below = ["--ca-crt", "intermediate.crt"];
    known
        .admin(&[&own[..], &below].concat())
        .expect(1)
        .says("was not issued by this CA");
    let unknown = known.admin(&["ca", "revoke", "nobody", "--yes"]).expect(1);
    assert!(!unknown.stderr.contains("intermediate list"), "{unknown:#?}");
    known.admin(&own).expect(0);
}

fn what_is_revoked_for_good_is_said_to_be() {
    let sandbox = fleet(&["a", "b"]);
    let revoked = json(&sandbox, &["device", "revoke", "a", "--yes"]);
    let serial = revoked["serials"][0].as_str().unwrap();
    for verb in ["suspend", "resume"] {
        for named in [
            &["a"][..],
            &["a", "--if-missing", "skip"],
            &["b", "a"],
            &["--serial", serial],
            &["--cert", "a.crt"],
        ] {
            sandbox
                .admin(&[&["device", verb], named].concat())
                .expect(1)
                .says("the certificates of a are revoked for good")
                .says("device create --device-id ");
        }
    }
    let states = json(&sandbox, &["device", "list", "--id", "b"]);
    assert_eq!(states[0]["state"], "issued");
    let nobody = ["device", "revoke", "nobody", "--if-missing", "skip", "--yes"];
    let nobody = sandbox.admin(&nobody).expect(0);
    nobody.says("nothing was changed; no certificate in the inventory fits");
}

fn a_revocation_keeps_its_reason() {
    let sandbox = Sandbox::with_issuing_ca();
    let revoke = |reason: &str| {
        let certificate = ["ca", "revoke", "--cert", "intermediate.crt", "--yes"];
        json(&sandbox, &[&certificate[..], &["--reason", reason]].concat())
    };
    assert_eq!(revoke("superseded")["reason"], "superseded");
    let again = revoke("ca-compromise");
    assert_eq!(
        (&again["reason"], &again["changed"]),
        (&"superseded".into(), &false.into())
    );
}

fn nothing_is_revoked_where_its_list_cannot_go() {
    let sandbox = fleet(&["a"]);
    sandbox.write("ca.crl", "rubbish");
    let revoke = ["device", "revoke", "a", "--yes", "--crl"];
    let refused = sandbox.admin(&revoke).expect(1);
    refused.says("hint: nothing was changed; replace it with `amqtt-admin ca crl --force`");
    let states = json(&sandbox, &["device", "list"]);
    assert_eq!(states[0]["state"], "issued");
    sandbox.admin(&["ca", "crl", "--force"]).expect(0);
    // A list that cannot be signed when it is too late says what is changed, and what to do.
    sandbox.run("cp", &["ca.db", "backup.db"]).expect(0);
    sandbox.admin(&revoke).expect(0);
    sandbox
        .admin(&[
            "device",
            "create",
            "--device-id",
            "b",
            "--inventory",
            "sqlite:backup.db",
        ])
        .expect(0);
    let restored = [
        "device",
        "revoke",
        "b",
        "--yes",
        "--crl",
        "--inventory",
        "sqlite:backup.db",
    ];
    let late: Run = sandbox.admin(&restored).expect(1);
    assert!(!late.stderr.contains("nothing was changed"), "{late:#?}");
    late.says("the certificates are revoked in the inventory, but the revocation list was not signed")
        .says("sign it with `amqtt-admin ca crl --inventory sqlite:backup.db`");
}

fn a_revoked_ca_signs_nothing() {
    let sandbox = Sandbox::with_issuing_ca();
    let with = |arguments: &[&str]| sandbox.admin(&[arguments, &ISSUING].concat());
    with(&["device", "create", "--device-id", "a"]).expect(0);
    let request = ["req", "-new", "-key", "a.key", "-subj", "/CN=a", "-out", "a.csr"];
    sandbox.run("openssl", &request).expect(0);
    sandbox.run("mkdir", &["many"]).expect(0);
    json(&sandbox, &["ca", "revoke", "--cert", "intermediate.crt", "--yes"]);
    let before = sandbox.snapshot();
    for arguments in [
        &["device", "create", "--device-id", "b"][..],
        &["server", "create", "--cn", "broker.example"],
        &["device", "sign", "--csr", "a.csr", "--device-id", "a", "--stdout"],
        &[
            "device",
            "import",
            "--count",
            "2",
            "--pattern",
            "p-{}",
            "--output-dir",
            "many",
        ],
        &["device", "renew", "a"],
    ] {
        with(arguments)
            .expect(1)
            .says("is revoked, so that nobody accepts what it signs");
    }
    assert_eq!(sandbox.snapshot(), before);
    let status = sandbox.admin(&["ca", "status", "--ca-crt", "intermediate.crt"]);
    let status = status.expect(1);
    assert!(status.stdout.contains("the CA is revoked"), "{status:#?}");
}

fn a_question_takes_no_right_to_write() {
    let sandbox = fleet(&["a"]);
    json(&sandbox, &["ca", "crl"]);
    sandbox.run("chmod", &["644", "ca.db"]).expect(0);
    for question in [
        &["device", "list"][..],
        &["device", "show", "a"],
        &["device", "forecast"],
        &["ca", "status"],
        &["ca", "status", "--prometheus"],
        &["ca", "crl", "--check"],
    ] {
        sandbox.admin_as_nobody(question).expect(0);
    }
    sandbox.admin_as_nobody(&["device", "suspend", "a"]).expect(3);
}
