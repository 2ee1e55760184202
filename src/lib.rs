//! `amqtt-admin` as a library, so that it can be tested without a process. `main.rs` adds what only a process has: its
//! arguments, its clock, its signals and its exit code.

mod cli;
mod commands;
mod context;
mod error;
mod files;
mod interrupt;
mod operations;
mod options;
mod output;
mod pki;
mod prompt;
mod store;

use std::{ffi::OsString, panic};

use clap::Parser as _;
use time::OffsetDateTime;

use crate::{
    cli::Cli,
    error::{Answer, Code, Failure, Outcome},
    output::{Format, Output},
};

/// Runs a command line, its first element being the name of the program, and returns the exit code. Results are written
/// to stdout, everything else, a failure included, to stderr.
pub fn run(arguments: impl IntoIterator<Item = OsString> + panic::UnwindSafe, now: OffsetDateTime) -> u8 {
    // A bug is reported in our own words below, without a backtrace.
    panic::set_hook(Box::new(|_| {}));
    let (output, outcome) =
        panic::catch_unwind(|| dispatch(arguments, now)).unwrap_or_else(|cause| (plain(), Err(bug(&*cause))));
    match outcome {
        Ok(Answer::Yes) => 0,
        Ok(Answer::No) => 1,
        Err(failure) => {
            output.failure(&failure);
            failure.code().exit_code()
        }
    }
}

fn dispatch(arguments: impl IntoIterator<Item = OsString>, now: OffsetDateTime) -> (Output, Outcome<Answer>) {
    // Before any thread is started, as it changes the environment.
    match Cli::complete() {
        Ok(false) => {}
        Ok(true) => return (plain(), Ok(Answer::Yes)),
        Err(error) => return (plain(), cli::not_parsed(error)),
    }
    if let Err(error) = interrupt::install() {
        return (
            plain(),
            Err(Failure::new(Code::Environment, error).context("cannot listen for signals")),
        );
    }
    match Cli::try_parse_from(arguments) {
        Ok(cli) => cli.run(now),
        Err(error) => (plain(), cli::not_parsed(error)),
    }
}

/// The output before the command line is known.
fn plain() -> Output {
    Output::new(Format::Table, false, false, false, false)
}

fn bug(cause: &(dyn std::any::Any + Send)) -> Failure {
    let words = cause.downcast_ref::<String>().map(String::as_str);
    let words = words
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no more is known");
    Failure::new(
        Code::Bug,
        anyhow::anyhow!("this is a bug in amqtt-admin: {words}"),
    )
    .hint("please report it, with the command line")
}
