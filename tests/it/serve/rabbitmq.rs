//! A real RabbitMQ that asks the service.

use super::{
    Service,
    verdicts::{Asking, OPTIONS},
};
use crate::{
    brokers::rabbitmq::RabbitMq,
    pages::follower::Page,
    support::{Sandbox, tests},
    verdicts::made,
};

tests![
    rabbitmq_gives_the_verdicts[RabbitMq, OpenSsl, Python],
    the_page_runs_as_printed[RabbitMq, OpenSsl, Mosquitto],
];

/// The table of verdicts through a node with the printed configuration.
fn rabbitmq_gives_the_verdicts() {
    let sandbox = made();
    let service = Service::start(&sandbox, OPTIONS);
    let url = format!("http://{}", service.address);
    let printed = |broker: &str| {
        let show = ["server", "show", "server.crt", "--config", broker, "--url", &url];
        sandbox.admin(&show).expect(0).stdout
    };
    let advanced = printed("rabbitmq-advanced");
    // The link to the list, as the comment says.
    let comment = advanced.lines().map(|line| line.trim_start_matches([' ', '%']));
    let link = comment.into_iter().find(|line| line.starts_with("ln -s "));
    sandbox.run("sh", &["-c", link.unwrap()]).expect(0);
    let node = RabbitMq::start(&sandbox, &printed("rabbitmq"), &advanced);
    let asking = Asking {
        broker: "rabbitmq",
        dialect: "rabbitmq",
        tls: node.broker.port(),
        plain: node.plain,
    };
    asking.gives_the_verdicts(&sandbox, service);
}

/// The files of the page, in which nothing but the port of the service and where the node listens is changed.
fn the_page_runs_as_printed() {
    let sandbox = Sandbox::new();
    let page = Page::new("rabbitmq");
    let service = page.set_up(&sandbox);
    let text = |name: &str| String::from_utf8(sandbox.read(name)).unwrap();
    let configuration = text("rabbitmq.conf").replace("127.0.0.1:9180", &service.address);
    assert_eq!(
        configuration.matches(&service.address).count(),
        4,
        "{configuration}"
    );
    let node = RabbitMq::start(&sandbox, &configuration, &text("advanced.config"));
    page.works(&sandbox, node.broker.port(), || {
        node.broker.log() + &service.log()
    });
}
