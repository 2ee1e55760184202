//! A real aedes that asks the service, in the program of its page.

use super::{
    Service,
    verdicts::{Asking, OPTIONS},
};
use crate::{
    brokers::running::{Broker, free_port},
    pages::follower::Page,
    support::{Sandbox, node_packages, tests},
    verdicts::made,
};

tests![
    aedes_gives_the_verdicts[Aedes, Python],
    the_page_runs_as_printed[Aedes, Mosquitto],
];

/// The program of the page, in which nothing but where it listens and asks is changed, and its port without TLS.
fn start<'a>(sandbox: &'a Sandbox, service: &Service<'_>) -> (Broker<'a>, u16) {
    let packages = node_packages().unwrap().canonicalize().unwrap();
    sandbox
        .run("ln", &["-s", packages.to_str().unwrap(), "node_modules"])
        .expect(0);
    let page = Page::new("aedes");
    let printed = page.blocks("The broker", "js")[0];
    let mut plain = 0;
    let broker = Broker::start(sandbox, |tls| {
        plain = free_port();
        let mut text = printed.to_owned();
        for (from, to) in [
            ("127.0.0.1:9180", service.address.clone()),
            ("listen(8883)", format!("listen({tls}, '127.0.0.1')")),
            ("listen(1883, ", format!("listen({plain}, ")),
        ] {
            assert_eq!(text.matches(from).count(), 1, "{from:?} in {text}");
            text = text.replace(from, &to);
        }
        sandbox.write("broker.mjs", text);
        let mut command = sandbox.command("node");
        command.arg("broker.mjs");
        command
    });
    (broker, plain)
}

/// The table of verdicts through the program of the page.
fn aedes_gives_the_verdicts() {
    let sandbox = made();
    let service = Service::start(&sandbox, OPTIONS);
    let (broker, plain) = start(&sandbox, &service);
    let asking = Asking {
        broker: "aedes",
        dialect: "emqx",
        tls: broker.port(),
        plain,
    };
    asking.gives_the_verdicts(&sandbox, service);
}

fn the_page_runs_as_printed() {
    let sandbox = Sandbox::new();
    let page = Page::new("aedes");
    let service = page.set_up(&sandbox);
    let (broker, _) = start(&sandbox, &service);
    page.works(&sandbox, broker.port(), || broker.log() + &service.log());
}
