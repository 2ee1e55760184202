//! The real executable with real files, real terminals, real peers and real brokers.
//!
//! A test that needs a program which is not here is shown as ignored, with what it needs; with
//! `AMQTT_ADMIN_TEST_REQUIRE=1`, as `scripts/test` sets it, it fails instead.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

mod authorities;
mod brokers;
mod bulk;
mod certificates;
mod completions;
mod databases;
mod differential;
mod doctor;
mod example_broker;
mod exports;
mod files;
mod house;
mod interactive;
mod issuing;
mod leaks;
mod mosquitto_plugin;
mod pages;
mod pasted;
mod plugins;
mod probe;
mod reading;
mod refusals;
mod renewal;
mod requests;
mod revocation;
mod run;
mod scripted;
mod serve;
mod snapshots;
mod streams;
mod support;
mod terminal;
mod topics;
mod verdicts;
mod verify;

use std::process::ExitCode;

use amqtt_testkit::{forge, keys};

fn main() -> ExitCode {
    let arguments = libtest_mimic::Arguments::from_args();
    let tests = [
        authorities::tests(),
        authorities::keys::tests(),
        brokers::tests(),
        bulk::tests(),
        bulk::devices::tests(),
        bulk::escaped::tests(),
        bulk::faults::tests(),
        bulk::streams::tests(),
        certificates::tests(),
        certificates::fleet::tests(),
        certificates::peers::tests(),
        completions::tests(),
        databases::tests(),
        differential::tests(),
        doctor::tests(),
        doctor::amqtt::tests(),
        doctor::http_brokers::tests(),
        doctor::mosquitto::tests(),
        doctor::posted::tests(),
        doctor::starting::tests(),
        example_broker::tests(),
        example_broker::together::tests(),
        example_broker::wire::tests(),
        exports::tests(),
        files::tests(),
        files::failures::tests(),
        files::order::tests(),
        house::tests(),
        interactive::tests(),
        interactive::accounts::tests(),
        interactive::keys::tests(),
        interactive::leaving::tests(),
        issuing::tests(),
        leaks::tests(),
        issuing::chains::tests(),
        issuing::guarded::tests(),
        mosquitto_plugin::tests(),
        mosquitto_plugin::header::tests(),
        mosquitto_plugin::outage::tests(),
        mosquitto_plugin::page::tests(),
        mosquitto_plugin::sessions::tests(),
        mosquitto_plugin::websockets::tests(),
        pages::tests(),
        pasted::tests(),
        plugins::tests(),
        probe::tests(),
        probe::reaching::tests(),
        probe::revoking::tests(),
        reading::tests(),
        refusals::tests(),
        renewal::tests(),
        renewal::interrupted::tests(),
        renewal::refused::tests(),
        requests::tests(),
        revocation::tests(),
        revocation::brokers::tests(),
        revocation::calendars::tests(),
        revocation::databases::tests(),
        revocation::large::tests(),
        revocation::lists::tests(),
        revocation::refused::tests(),
        revocation::shown::tests(),
        revocation::thousand::tests(),
        run::tests(),
        scripted::tests(),
        serve::tests(),
        serve::aedes::tests(),
        serve::following::tests(),
        serve::hostile::tests(),
        serve::pages::tests(),
        serve::rabbitmq::tests(),
        serve::outage::tests(),
        serve::starting::tests(),
        serve::verdicts::tests(),
        snapshots::tests(),
        streams::tests(),
        topics::tests(),
        verdicts::tests(),
        verify::tests(),
    ];
    let trials = tests
        .into_iter()
        .flatten()
        .map(support::Test::into_trial)
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    databases::servers::stop();
    conclusion.exit_code()
}
