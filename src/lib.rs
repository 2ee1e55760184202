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

use time::OffsetDateTime;

use crate::{
    error::{Answer, Code, Failure, Outcome},
    options::secret,
    output::Output,
};

/// Runs a command line, its first element being the name of the program, and returns the exit code. Results are written
/// to stdout, everything else, a failure included, to stderr.
pub fn run(arguments: impl IntoIterator<Item = OsString>, now: OffsetDateTime) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let (output, outcome) = panic::catch_unwind(|| dispatch(&arguments, now))
        .unwrap_or_else(|cause| (cli::plain_output(&arguments), Err(bug(&*cause))));
    match outcome {
        Ok(Answer::Yes) => 0,
        Ok(Answer::No) => 1,
        Err(failure) => {
            output.failure(&failure);
            failure.code().exit_code()
        }
    }
}

fn dispatch(arguments: &[OsString], now: OffsetDateTime) -> (Output, Outcome<Answer>) {
    // Before any thread is started, as it changes the environment.
    match cli::complete() {
        Ok(false) => {}
        Ok(true) => return (cli::plain_output(arguments), Ok(Answer::Yes)),
        Err(failure) => return (cli::plain_output(arguments), Err(failure)),
    }
    secret::keep_out_of_core_dumps();
    cli::run(arguments, now, || {
        interrupt::install()
            .map_err(|error| Failure::new(Code::Environment, error).context("cannot listen for signals"))
    })
}

fn bug(cause: &(dyn std::any::Any + Send)) -> Failure {
    let words = cause.downcast_ref::<String>().map(String::as_str);
    let words = words
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no details are known");
    Failure::of(Code::Bug, format_args!("this is a bug in amqtt-admin: {words}"))
        .hint("please report it, with the command line")
}
