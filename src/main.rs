//! `amqtt-admin`: identity and rights for MQTT device fleets. Parses, runs, and ends with the right exit code.

mod cli;
mod commands;
mod context;
mod error;
mod files;
mod interrupt;
mod output;
mod pki;
mod prompt;
mod store;

use std::{panic, process::ExitCode};

use clap::Parser as _;
use time::OffsetDateTime;

use crate::{
    cli::Cli,
    error::{Answer, Failure, Kind, Outcome},
    output::{Format, Output},
};

fn main() -> ExitCode {
    // A bug is told in our own words below, without a backtrace.
    panic::set_hook(Box::new(|_| {}));
    let (output, outcome) = panic::catch_unwind(run).unwrap_or_else(|cause| (plain(), Err(bug(&*cause))));
    match outcome {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(Kind::Refused.exit_code()),
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(failure.kind().exit_code())
        }
    }
}

fn run() -> (Output, Outcome<Answer>) {
    // Before any thread is there, as it changes the environment.
    match Cli::complete() {
        Ok(false) => {}
        Ok(true) => return (plain(), Ok(Answer::Yes)),
        Err(error) => return (plain(), cli::not_parsed(error)),
    }
    if let Err(error) = interrupt::install() {
        return (
            plain(),
            Err(Failure::new(Kind::Environment, error).context("cannot listen for signals")),
        );
    }
    #[allow(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    let now = OffsetDateTime::now_utc();
    match Cli::try_parse() {
        Ok(cli) => cli.run(now),
        Err(error) => (plain(), cli::not_parsed(error)),
    }
}

/// The output before the command line is known.
fn plain() -> Output {
    Output::new(Format::Table, false, false, false)
}

fn bug(cause: &(dyn std::any::Any + Send)) -> Failure {
    let words = cause.downcast_ref::<String>().map(String::as_str);
    let words = words
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no more is known");
    Failure::new(
        Kind::Bug,
        anyhow::anyhow!("this is a bug in amqtt-admin: {words}"),
    )
    .hint("please report it, with the command line")
}
