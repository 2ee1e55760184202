//! What `--force`, `--if-exists skip` and `--key` must never do, and where files never go.

use std::os::unix::fs::symlink;

use crate::{
    revocation::fleet,
    support::{Sandbox, tests},
};

tests![
    what_is_wrong_with_a_ca_is_said_before_a_trust_domain_is_missed,
    what_is_no_longer_in_force_does_not_pass_for_what_was_asked_for,
    the_files_of_a_ca_are_moved_by_force_ca_alone,
    no_key_is_written_through_a_link_to_a_directory,
    the_key_of_a_ca_is_never_certified,
    a_key_has_one_name,
    a_device_on_hold_gets_no_other_certificate[OpenSsl],
];

fn what_is_no_longer_in_force_does_not_pass_for_what_was_asked_for() {
    let sandbox = fleet(&["a", "b", "c"]);
    sandbox
        .admin(&["server", "create", "--cn", "b.example"])
        .expect(0);
    let creates: [&[&str]; 3] = [
        &["device", "create", "--device-id=a", "--if-exists=skip"],
        &["device", "create", "--device-id=b", "--if-exists=skip"],
        &["server", "create", "--cn=b.example", "--if-exists=skip"],
    ];
    for create in creates {
        sandbox.admin(create).expect(0);
    }
    sandbox.admin(&["device", "revoke", "a", "--yes"]).expect(0);
    sandbox.admin(&["device", "suspend", "b"]).expect(0);
    sandbox
        .admin(&["server", "revoke", "b.example", "--yes"])
        .expect(0);
    let before = sandbox.snapshot();
    for (create, says) in creates
        .iter()
        .zip(["it is revoked", "b is on hold", "it is revoked"])
    {
        sandbox.admin(create).expect(1).says(says);
    }
    sandbox.write("devices.csv", "device_id\na\n");
    let import = ["device", "import", "devices.csv"];
    sandbox.admin(&import).expect(1).says("it is revoked");
    sandbox.write("devices.csv", "device_id\nb\n");
    sandbox.admin(&import).expect(1).says("b is on hold");
    sandbox.write("devices.csv", "device_id\nc\n");
    sandbox.admin(&import).expect(0);
    for (name, contents) in before.iter().filter(|(name, _)| !name.starts_with("ca.db")) {
        assert_eq!(&sandbox.read(name), contents, "{name}");
    }
    sandbox.admin(&["device", "resume", "b"]).expect(0);
    sandbox.admin(creates[1]).expect(0);
}

fn the_files_of_a_ca_are_moved_by_force_ca_alone() {
    let sandbox = Sandbox::new();
    let root = ["ca", "create", "--cn=R", "--uri=d.example", "--path-len=1"];
    sandbox.admin(&root).expect(0);
    let issuing = ["ca", "intermediate", "--cn=I", "--name=pump-1"];
    sandbox.admin(&issuing).expect(0);
    let before = sandbox.snapshot();
    let create = ["device", "create", "--device-id=pump-1", "--force"];
    // Nor is --force recommended where it would not do.
    for arguments in [&create[..], &create[..3]] {
        let run = sandbox.admin(arguments).expect(1);
        let run = run.says("pump-1.crt is the certificate of a CA");
        assert!(!run.stderr.contains("--force"), "{run:#?}");
    }
    let by_itself = ["--ca-crt=pump-1.crt", "--ca-key=pump-1.key"];
    sandbox.admin(&[&create[..], &by_itself].concat()).expect(1);
    assert!(before == sandbox.snapshot());
    sandbox.admin(&[&issuing[..], &["--force-ca"]].concat()).expect(0);
    assert!(sandbox.path("pump-1.key.old").exists());
}

fn no_key_is_written_through_a_link_to_a_directory() {
    let sandbox = Sandbox::with_ca();
    for name in ["out", "outside"] {
        std::fs::create_dir(sandbox.path(name)).unwrap();
    }
    let import = [
        "device",
        "import",
        "--count=1",
        "--pattern=s-{}",
        "--output-dir=out",
        "--layout=sharded",
    ];
    sandbox.admin(&import).expect(0);
    let shards = std::fs::read_dir(sandbox.path("out")).unwrap();
    let shard = shards
        .map(|entry| entry.unwrap().file_name())
        .find(|name| name.len() == 2)
        .unwrap();
    std::fs::remove_dir_all(sandbox.path("out")).unwrap();
    std::fs::create_dir(sandbox.path("out")).unwrap();
    symlink("../outside", sandbox.path("out").join(&shard)).unwrap();
    sandbox
        .admin(&import)
        .expect(1)
        .says("is not a directory of its own");
    assert_eq!(std::fs::read_dir(sandbox.path("outside")).unwrap().count(), 0);
}

const CREATES: [&[&str]; 2] = [
    &["device", "create", "--device-id=x"],
    &["server", "create", "--cn=x.example"],
];

fn the_key_of_a_ca_is_never_certified() {
    let sandbox = Sandbox::new();
    sandbox
        .admin(&["ca", "create", "--cn=R", "--uri=d.example", "--path-len=1"])
        .expect(0);
    sandbox.admin(&["ca", "intermediate", "--cn=I"]).expect(0);
    let before = sandbox.snapshot();
    let below = [
        "--ca-crt=intermediate.crt",
        "--ca-key=intermediate.key",
        "--key=intermediate.key",
    ];
    for create in CREATES {
        for more in [
            &["--key=ca.key"][..],
            &["--key=ca.key", "--allow-shared-key"],
            &below,
        ] {
            sandbox
                .admin(&[create, more].concat())
                .expect(1)
                .says("is that of the CA");
        }
    }
    assert!(before == sandbox.snapshot());
}

fn a_key_has_one_name() {
    let sandbox = fleet(&["d"]);
    let again = ["device", "create", "--device-id=d", "--key=d.key", "--force"];
    sandbox.admin(&again).expect(0);
    for create in CREATES {
        let with_key = [create, &["--key=d.key"]].concat();
        sandbox
            .admin(&with_key)
            .expect(1)
            .says("the key is recorded as that of device d")
            .says("--allow-shared-key");
        sandbox
            .admin(&[&with_key[..], &["--allow-shared-key"]].concat())
            .expect(0);
    }
}

fn what_is_wrong_with_a_ca_is_said_before_a_trust_domain_is_missed() {
    let sandbox = Sandbox::with_ca();
    let create = |ca: &str| sandbox.admin(&["device", "create", "--device-id", "dev1", "--ca-crt", ca]);
    create("ca.key").expect(3).says("not a certificate");
    create("missing.crt")
        .expect(2)
        .says("--uri is missing")
        .says("cannot read missing.crt");
    sandbox
        .admin(&["device", "create", "--device-id", "leaf"])
        .expect(0);
    create("leaf.crt").expect(1).says("is not a CA");
    // Faults of the command line are reported before any file is read.
    let nobody = ["device", "create", "--ca-crt", "ca.key"];
    sandbox.admin(&nobody).expect(2).says("--device-id is missing");
    let plain = ["ca", "create", "--cn", "Plain CA", "--force-ca", "--yes"];
    sandbox.admin(&plain).expect(0);
    create("ca.crt").expect(2).says("--uri is missing");
}

fn a_device_on_hold_gets_no_other_certificate() {
    let sandbox = fleet(&["s-1", "s-2"]);
    std::fs::create_dir(sandbox.path("other")).unwrap();
    let new =
        "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout q.key -out q.csr -subj /CN=q";
    let of_key = "req -new -key s-1.key -out same.csr -subj /CN=q";
    for line in [new, of_key] {
        let words: Vec<&str> = line.split(' ').collect();
        sandbox.run("openssl", &words).expect(0);
    }
    sandbox.write("devices.csv", "device_id\ns-3\ns-1\n");
    sandbox.admin(&["device", "suspend", "s-1"]).expect(0);
    let before = sandbox.snapshot();
    let refused: [&[&str]; 12] = [
        &["create", "--device-id=s-1", "--force"],
        &["create", "--device-id=s-1", "--if-exists=skip"],
        &["create", "--device-id=s-1", "--output-dir=other"],
        &["create", "--device-id=s-1", "--output-dir=other", "--key=s-1.key"],
        &["sign", "--device-id=s-1", "--csr=q.csr", "--force"],
        &["sign", "--device-id=s-1", "--csr=same.csr", "--output-dir=other"],
        &["sign", "--device-id=s-1", "--csr=same.csr", "--stdout"],
        &["import", "devices.csv", "--output-dir=other"],
        &["import", "devices.csv", "--dry-run"],
        &["import", "--count=1", "--pattern=s-{}", "--stream=ndjson"],
        &["renew", "s-1"],
        &["renew", "s-2", "s-1"],
    ];
    for arguments in refused {
        sandbox
            .admin(&[&["device", "--format=json"], arguments].concat())
            .expect(1)
            .says("s-1 is on hold")
            .says("`amqtt-admin device resume s-1`")
            .says("unfit");
    }
    let is_file = |name: &str| name != "other" && !name.starts_with("ca.db");
    for (name, contents) in before.iter().filter(|(name, _)| is_file(name)) {
        assert_eq!(&sandbox.read(name), contents, "{name}");
    }
    assert!(std::fs::read_dir(sandbox.path("other")).unwrap().next().is_none());
    let rows = sandbox.admin(&["device", "list", "--format=csv"]).expect(0);
    assert_eq!(rows.stdout.lines().count(), 3, "{}", rows.stdout);
    // A record that is not kept knows of no hold.
    sandbox
        .admin(&[
            "device",
            "create",
            "--device-id=s-1",
            "--output-dir=other",
            "--no-record",
        ])
        .expect(0);
    sandbox.admin(&["device", "resume", "s-1"]).expect(0);
    sandbox.admin(&[&["device"], refused[0]].concat()).expect(0);
    // One certificate on hold is enough, though another one is in force.
    let serial = sandbox
        .run("openssl", &["x509", "-in", "s-1.crt.old", "-noout", "-serial"])
        .expect(0);
    let serial = serial.stdout.trim().trim_start_matches("serial=").to_lowercase();
    sandbox
        .admin(&["device", "suspend", "--serial", &serial])
        .expect(0);
    for arguments in [refused[0], refused[4], refused[10]] {
        sandbox
            .admin(&[&["device"], arguments].concat())
            .expect(1)
            .says("s-1 is on hold");
    }
}
