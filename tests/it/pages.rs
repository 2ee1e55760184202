//! The pages of `docs/`, one a broker, followed word for word.

pub(crate) mod follower;

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use self::follower::Page;
use crate::{
    brokers::running::example,
    mosquitto_plugin::library,
    support::{Run, Sandbox, python_program, tests},
};

tests![
    the_page_of_mosquitto[Mosquitto],
    the_page_of_mosquitto_with_the_plug_in[Mosquitto],
    the_page_of_amqtt[Python],
    the_page_of_amqtt_with_the_plug_in[Python],
    the_page_of_a_broker_in_rust,
    every_page_is_in_the_readme,
];

/// Where the package puts the plug-in.
const INSTALLED: &str = "/usr/lib/mosquitto/amqtt_verifier.so";

/// Mosquitto on the page; started by root it would become a user who cannot read the sandbox.
fn mosquitto(page: Page) -> Page {
    let start = "mosquitto -c mosquitto.conf";
    match rustix::process::geteuid().is_root() {
        true => page.instead_of(start, &format!("echo user root >>mosquitto.conf\n{start}")),
        false => page,
    }
}

fn the_page_of_mosquitto() {
    let page = Page::new("mosquitto").listens("mosquitto", 8883);
    mosquitto(page).follow(&Sandbox::new());
}

fn the_page_of_mosquitto_with_the_plug_in() {
    let configuration = "--config mosquitto-plugin";
    let built = format!("{configuration} | sed 's#{INSTALLED}#{}#'", library().display());
    let page = Page::new("mosquitto-plugin")
        .listens("mosquitto", 8883)
        .listens("mosquitto", 1883)
        .instead_of(configuration, &built);
    mosquitto(page).follow(&Sandbox::new());
}

fn the_page_of_amqtt() {
    let program = python_program("amqtt");
    let page = Page::new("amqtt").listens("amqtt", 8883);
    page.with_programs(program.parent().unwrap())
        .follow(&Sandbox::new());
}

fn the_page_of_amqtt_with_the_plug_in() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    Run::of(Command::new(project.join("scripts/plugin-amqtt")).arg("install")).expect(0);
    let page = Page::new("amqtt-plugin").listens("amqtt", 8883);
    page.with_programs(&project.join("target/plugin-python/bin"))
        .follow(&Sandbox::new());
}

fn the_page_of_a_broker_in_rust() {
    let program = example();
    let page = Page::new("rust").listens("broker", 8883).instead_of(
        "cargo install --locked --path crates/gate --example broker --features rustls",
        "command -v broker",
    );
    page.with_programs(program.parent().unwrap())
        .follow(&Sandbox::new());
}

fn every_page_is_in_the_readme() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(project.join("README.md")).unwrap();
    let linked = readme.split("](docs/").skip(1);
    let linked: BTreeSet<&str> = linked.map(|rest| rest.split(')').next().unwrap()).collect();
    let entries = fs::read_dir(project.join("docs")).unwrap();
    let pages: BTreeSet<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(linked, pages.iter().map(String::as_str).collect());
}
