//! A real Mosquitto refuses what is revoked, and admits the rest.

use super::{admin_at, fleet, json};
use crate::{
    brokers::running::{Broker, Credential},
    support::{Run, tests},
};

tests![
    mosquitto_refuses_exactly_the_revoked[Mosquitto, Python],
    weeks_of_a_calendar_pass_at_mosquitto[Mosquitto, FakeTime],
];

fn mosquitto_refuses_exactly_the_revoked() {
    let ids: Vec<String> = (0..12).map(|number| format!("pump-{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let sandbox = fleet(&ids);
    sandbox
        .admin(&["server", "create", "--cn", "broker.example"])
        .expect(0);
    sandbox.admin(&["ca", "crl"]).expect(0);
    // The list beside the CA is in the configuration that is printed.
    let broker = Broker::mosquitto(&sandbox, "server");
    broker.admits(Credential::of("pump-1"), "pump-1");
    let revoked = &ids[..4];
    json(
        &sandbox,
        &[&["device", "revoke", "--yes", "--crl"], revoked].concat(),
    );
    json(&sandbox, &["device", "suspend", "pump-4", "--crl"]);
    broker.reload();
    for id in &ids {
        let is_refused = revoked.contains(id) || *id == "pump-4";
        match is_refused {
            true => broker.refuses(Some(Credential::of(id)), id),
            false => broker.admits(Credential::of(id), id),
        }
    }
    json(&sandbox, &["device", "resume", "pump-4", "--crl"]);
    broker.reload();
    broker.admits(Credential::of("pump-4"), "pump-4");
    broker.refuses(Some(Credential::of("pump-3")), "pump-3");
}

/// Weeks pass: the broker's clock is moved, and cron publishes, which never sees the key. Each week the good are admitted and
/// the revoked refused, by the list of that week.
fn weeks_of_a_calendar_pass_at_mosquitto() {
    let sandbox = fleet(&["good", "bad"]);
    sandbox
        .admin(&["server", "create", "--cn", "broker.example"])
        .expect(0);
    sandbox.admin(&["device", "revoke", "bad", "--yes"]).expect(0);
    sandbox.run("mkdir", &["crls", "broker"]).expect(0);
    let ahead = ["ca", "crl", "--ahead", "26w", "--output-dir", "crls"];
    sandbox.admin(&ahead).expect(0);
    sandbox.run("cp", &["ca.crt", "broker"]).expect(0);
    let mut last = String::new();
    // The key is put away, and the inventory with it: nobody needs them from here on.
    sandbox.run("rm", &["ca.key", "ca.db"]).expect(0);
    for week in 0..26 {
        let time = format!("+{}m", week * 7 * 24 * 60 + 5);
        let publish = ["ca", "crl", "--publish", "crls", "--to", "broker/ca.crl"];
        let cron = [
            "--ca-crt",
            "broker/ca.crt",
            "--ca-key",
            "none",
            "--format",
            "json",
        ];
        let published = admin_at(&sandbox, &time, &[&publish[..], &cron].concat()).expect(0);
        let number = published.json()["number"].to_string();
        assert!(number > last, "week {week}: {number} after {last}");
        last = number;
        let verify = |list: &str, id: &str| {
            let certificate = format!("{id}.crt");
            let verify = [
                "device",
                "verify",
                &certificate,
                "--uri",
                "d.example",
                "--client-id",
                id,
            ];
            admin_at(&sandbox, &time, &[&verify[..], &["--crl", list]].concat())
        };
        verify("broker/ca.crl", "good").expect(0);
        verify("broker/ca.crl", "bad").expect(1);
        let crlfile = format!("crlfile {}\n", sandbox.path("broker/ca.crl").display());
        let broker = Broker::mosquitto_at(&sandbox, "server", &crlfile, &time);
        let connects = |id: &str| {
            let port = broker.port().to_string();
            let (certificate, key) = (format!("{id}.crt"), format!("{id}.key"));
            let mut command = sandbox.command_at(&time, "mosquitto_pub");
            command
                .args(["-h", "127.0.0.1", "-p", &port, "--insecure"])
                .args(["--cafile", "ca.crt", "--cert", &certificate, "--key", &key])
                .args(["-i", id, "-t", "t", "-m", "m", "-q", "1"]);
            Run::of(&mut command).code == Some(0)
        };
        assert!(connects("good"), "week {week}:\n{}", broker.log());
        assert!(!connects("bad"), "week {week}:\n{}", broker.log());
    }
}
