//! Calendars of lists beside everything else that is signed: what follows them, and what may replace them.

use serde_json::Value;

use super::{admin_at, fleet, json, number};
use crate::support::{ISSUING, Run, Sandbox, tests};

tests![
    a_list_is_followed_by_the_rest_of_the_calendar[FakeTime],
    a_calendar_elsewhere_takes_the_place_of_a_list_that_lapsed[FakeTime],
    what_force_drops_is_named,
    a_killed_run_and_a_broken_file_stop_no_calendar[FakeTime],
    a_calendar_has_no_lists_of_others,
];

/// Devices whose lists are signed for half a year, the first one published.
fn with_calendar() -> Sandbox {
    let sandbox = fleet(&["d1", "d2", "d3"]);
    sandbox.run("mkdir", &["crls"]).expect(0);
    let ahead = ["ca", "crl", "--ahead", "26w", "--output-dir", "crls"];
    assert_eq!(json(&sandbox, &ahead)["lists"], 26);
    publish(&sandbox, "+0d", "crls").expect(0);
    sandbox
}

fn publish(sandbox: &Sandbox, time: &str, directory: &str) -> Run {
    let publish = ["ca", "crl", "--publish", directory, "--format", "json"];
    admin_at(sandbox, time, &publish)
}

fn a_list_is_followed_by_the_rest_of_the_calendar() {
    let sandbox = with_calendar();
    let calendar: Value = sandbox.path("crls").canonicalize().unwrap().to_str().into();
    sandbox
        .admin(&["device", "revoke", "d1", "--yes"])
        .expect(0)
        .says("neither ca.crl nor the calendar in ");
    // What the calendar does not know yet is said where it is published beside the inventory.
    publish(&sandbox, "+1h", "crls")
        .expect(0)
        .says("has 1 certificate revoked that");
    let revoked = json(&sandbox, &["device", "revoke", "d2", "--yes", "--crl"]);
    assert_eq!(revoked["calendar"], calendar);
    sandbox.admin(&["ca", "crl", "--check"]).expect(0);
    for (time, revoked) in [("+1d", 2), ("+35d", 2), ("+170d", 2)] {
        let published = publish(&sandbox, time, "crls").expect(0);
        assert_eq!(published.json()["revoked"], revoked, "{published:#?}");
        assert_eq!(published.stderr, "", "{published:#?}");
    }
    // A list that says nothing new is followed as well, and a calendar that has ended by nothing.
    let list = |time: &str| {
        let signed = admin_at(&sandbox, time, &["ca", "crl", "--format", "json"]);
        signed.expect(0).json()
    };
    assert_eq!(list("+171d")["calendar"], calendar);
    assert_eq!(
        publish(&sandbox, "+178d", "crls").expect(0).json()["changed"],
        true
    );
    assert_eq!(list("+190d")["calendar"], Value::Null);
}

fn a_calendar_elsewhere_takes_the_place_of_a_list_that_lapsed() {
    let sandbox = with_calendar();
    sandbox.run("mv", &["crls", "elsewhere"]).expect(0);
    let signed = sandbox.admin(&["ca", "crl", "--format", "json"]).expect(0);
    assert_eq!(signed.json()["calendar"], Value::Null);
    signed.says("run `amqtt-admin ca crl --ahead 26w --every 1w --output-dir ");
    // While the list is in force, the calendar's are older; once it has lapsed, everyone would be locked out.
    publish(&sandbox, "+20d", "elsewhere")
        .expect(1)
        .says("has a newer revocation list")
        .says("sign the calendar again where the CA's key is");
    let lapsed = publish(&sandbox, "+32d", "elsewhere").expect(0).json();
    assert_eq!(lapsed["changed"], true);
    // Not if that would admit anyone again.
    json(&sandbox, &["device", "revoke", "d1", "--yes", "--crl"]);
    publish(&sandbox, "+39d", "elsewhere").expect(1);
}

fn what_force_drops_is_named() {
    let sandbox = with_calendar();
    sandbox.run("mv", &["crls", "elsewhere"]).expect(0);
    let revoked = json(&sandbox, &["device", "revoke", "d1", "d2", "--yes", "--crl"]);
    let serials = revoked["serials"].as_array().unwrap();
    let force = ["ca", "crl", "--publish", "elsewhere", "--force"];
    let forced = sandbox.admin(&force).expect(0);
    for (serial, name) in serials.iter().zip(["d1", "d2"]) {
        let named = format!("{} ({name})", serial.as_str().unwrap());
        assert!(forced.stderr.contains(&named), "{forced:#?}");
    }
    // A list signed from a backup names what is to be revoked again.
    let sandbox = fleet(&["a"]);
    sandbox.run("cp", &["ca.db", "backup.db"]).expect(0);
    let revoked = json(&sandbox, &["device", "revoke", "a", "--yes", "--crl"]);
    let serial = revoked["serials"][0].as_str().unwrap();
    let restored = ["--inventory", "sqlite:backup.db"];
    let list = [&["ca", "crl"][..], &restored].concat();
    let again = format!("`amqtt-admin device revoke --serial {serial} --inventory sqlite:backup.db`");
    let before = json(&sandbox, &["ca", "crl"]);
    sandbox.admin(&list).expect(1).says(&again);
    sandbox.admin(&list).expect(1).says(&again);
    let again = ["device", "revoke", "--serial", serial, "--yes"];
    sandbox.admin(&[&again[..], &restored].concat()).expect(0);
    assert!(number(&json(&sandbox, &list)) > number(&before));
    // One that is not there is not made by a refusal, and takes in what is found with a warning.
    sandbox.run("rm", &["ca.db"]).expect(0);
    for _ in 0..2 {
        sandbox
            .admin(&["ca", "crl"])
            .expect(3)
            .says("there is no inventory");
    }
    assert!(!sandbox.path("ca.db").exists());
    sandbox
        .admin(&["device", "reconcile", "."])
        .expect(0)
        .says(&format!(
            "{serial} (a); run `amqtt-admin device revoke --serial {serial}`"
        ));
}

fn a_killed_run_and_a_broken_file_stop_no_calendar() {
    let sandbox = with_calendar();
    sandbox.write("crls/.ca-20300101T000000Z.crl.tmp", "what a kill has left");
    sandbox.write("crls/.left-out.txt.tmp", "what a kill has left");
    sandbox.write("crls/broken.crl", "rubbish");
    publish(&sandbox, "+8d", "crls")
        .expect(0)
        .says("passing over a list of the calendar: cannot use crls/broken.crl");
    json(&sandbox, &["ca", "crl"]);
    let files = sandbox.run("ls", &["-A", "crls"]).expect(0).stdout;
    assert!(!files.contains(".tmp"), "{files}");
    assert_eq!(files.lines().count(), 28, "{files}");
    sandbox.run("mkdir", &["empty"]).expect(0);
    publish(&sandbox, "+8d", "empty")
        .expect(1)
        .says("it holds none of this CA");
    publish(&sandbox, "-8d", "crls")
        .expect(1)
        .says("the first of this CA begins on");
}

fn a_calendar_has_no_lists_of_others() {
    let sandbox = Sandbox::with_issuing_ca();
    let crl = |more: &[&str]| sandbox.admin(&[&["ca", "crl"], more, &ISSUING].concat());
    sandbox.admin(&["ca", "crl"]).expect(0);
    sandbox.run("mkdir", &["crls"]).expect(0);
    crl(&["--ahead", "4w", "--output-dir", "crls", "--with", "ca.crl"])
        .expect(2)
        .says("--publish");
    crl(&["--ahead", "4w", "--output-dir", "crls"]).expect(0);
    crl(&["--publish", "crls"]).expect(0);
    let alone = crl(&["--check"]).expect(1);
    assert!(alone.stdout.contains("the CA above"), "{alone:#?}");
    crl(&["--publish", "crls", "--with", "ca.crl"]).expect(0);
    crl(&["--check"]).expect(0);
}
