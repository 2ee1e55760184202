//! What reaches a device: messages that it may not receive, and brokers whose certificates have a chain.

use std::time::{Duration, Instant};

use super::{
    WHOLE,
    brokers::{Mosquitto, fleet},
    probe, problems, sentence,
};
use crate::support::{ISSUING, Run, Sandbox, tests};

tests![
    what_a_device_may_not_receive_is_sent_to_it[Mosquitto],
    a_chain_is_no_problem[Mosquitto],
];

/// The check of what is sent to the device although it may not receive it: what was seen, and the reason.
#[track_caller]
fn received(run: &Run) -> (String, String) {
    let checks = run.json();
    let mut checks = checks.as_array().unwrap().iter();
    let check = checks.find(|check| check["check"] == "receive_beyond_rights");
    let check = check.unwrap_or_else(|| panic!("{run:#?}"));
    let text = |key: &str| check[key].as_str().unwrap_or_default().to_owned();
    (text("seen"), text("reason"))
}

/// The same check of a broker that has learned of a right: a moment passes until it has.
fn known(probe: impl Fn() -> Run) -> (String, String) {
    let started = Instant::now();
    loop {
        let (seen, reason) = received(&probe().expect(0));
        if seen != "unknown" || started.elapsed() > Duration::from_secs(60) {
            return (seen, reason);
        }
    }
}

fn what_a_device_may_not_receive_is_sent_to_it() {
    let sandbox = fleet();
    sandbox.admin(&["user", "sync"]).expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "pump-8"])
        .expect(0);
    let right = |id, action, topic| {
        let add = ["topic", "add", "-c", id, "-a", action, topic];
        sandbox.admin(&add).expect(0);
    };
    let with_other = [&WHOLE[..], &["--from", "pump-8"]].concat();
    let topic = "alarms/amqtt-admin-probe";
    right("pump-7", "subscribe", "alarms/+");
    let plugin = crate::mosquitto_plugin::Mosquitto::start(&sandbox);
    let run = probe(&sandbox, "127.0.0.1", plugin.broker.port(), &WHOLE).expect(0);
    let (seen, reason) = received(&run);
    assert_eq!(seen, "unknown");
    assert!(
        reason.contains("not looked at") && reason.contains("--from"),
        "{reason}"
    );
    // The other one has no right to publish it, so that nothing is known yet.
    let run = probe(&sandbox, "127.0.0.1", plugin.broker.port(), &with_other).expect(0);
    assert_eq!(received(&run).0, "unknown", "{run:#?}");
    right("pump-8", "publish", "alarms/#");
    let (seen, reason) = known(|| probe(&sandbox, "127.0.0.1", plugin.broker.port(), &with_other));
    assert_eq!((&*seen, reason), ("refused", format!("{topic}: not delivered")));
    // A broker that checks nothing delivers it.
    let open = Mosquitto {
        from: "acl_file {dir}/acl\n",
        to: "",
        time: None,
    };
    let open = open.start(&sandbox);
    let run = probe(&sandbox, "127.0.0.1", open.port(), &with_other).expect(1);
    assert_eq!(received(&run).0, "admitted", "{run:#?}\n{}", open.log());
    assert!(
        sentence(&run, "receive_beyond_rights").contains(topic),
        "{run:#?}"
    );
    // The device that may publish it needs no other one.
    right("pump-7", "publish", "alarms/+");
    let run = probe(&sandbox, "127.0.0.1", open.port(), &WHOLE).expect(1);
    assert_eq!(received(&run).0, "admitted", "{run:#?}");
    let (seen, reason) = known(|| probe(&sandbox, "127.0.0.1", plugin.broker.port(), &WHOLE));
    assert_eq!(seen, "refused", "{reason}");
    let same = [&WHOLE[..], &["--from", "pump-7"]].concat();
    probe(&sandbox, "127.0.0.1", open.port(), &same)
        .expect(2)
        .says("another device");
}

fn a_chain_is_no_problem() {
    let sandbox = Sandbox::with_issuing_ca();
    sandbox.by_issuing("server create --cn broker.example").expect(0);
    sandbox.by_issuing("device create --device-id pump-7").expect(0);
    sandbox.run("mkdir", &["nest"]).expect(0);
    sandbox
        .by_issuing("server probe mqtts://127.0.0.1:1 --canary nest")
        .expect(3);
    sandbox.admin(&["ca", "crl"]).expect(0);
    sandbox.by_issuing("ca crl").expect(0);
    let lists = [sandbox.read("ca.crl"), sandbox.read("intermediate.crl")].concat();
    sandbox.write("all.crl", lists);
    let chain = Mosquitto {
        from: "crlfile {dir}/ca.crl\n",
        to: "crlfile {dir}/all.crl\n",
        time: None,
    };
    sandbox.write("acl", "");
    let broker = chain.start(&sandbox);
    for more in [&[][..], &ISSUING] {
        let run = probe(
            &sandbox,
            "127.0.0.1",
            broker.port(),
            &[&WHOLE[..4], more].concat(),
        );
        assert_eq!(problems(&run), [] as [String; 0], "{run:#?}\n{}", broker.log());
    }
}
