//! The only place that asks.

use std::{
    fmt::Display,
    io::{self, IsTerminal as _},
    str::FromStr,
};

use dialoguer::{Confirm, Input, Password, theme::SimpleTheme};
use zeroize::Zeroizing;

use crate::{
    error::{Code, Failure, Outcome},
    interrupt,
    output::escape,
};

/// The operator, if there is one to ask.
#[derive(Debug)]
pub(crate) struct Prompt {
    reachable: bool,
    yes: bool,
}

impl Prompt {
    /// Somebody can be asked when stdin and stderr are terminals, and prompts are not switched off.
    pub(crate) fn new(no_input: bool, yes: bool) -> Self {
        let reachable = !no_input && io::stdin().is_terminal() && io::stderr().is_terminal();
        if reachable {
            interrupt::remember_terminal();
        }
        Self { reachable, yes }
    }

    pub(crate) fn can_ask(&self) -> bool {
        self.reachable
    }

    /// Asks for a value until the answer is a valid one; an empty answer takes the default.
    pub(crate) fn value<T>(&self, label: &str, default: Option<&T>) -> Outcome<T>
    where
        T: FromStr<Err: Display> + Display,
    {
        let given = self.line(label, default.map(ToString::to_string), false, |answer| {
            answer.parse::<T>().map(|_| ()).map_err(|error| error.to_string())
        })?;
        parsed(&given)
    }

    /// Asks for a value that may be left out, by an empty answer where there is no default.
    pub(crate) fn optional<T>(&self, label: &str, default: Option<&T>) -> Outcome<Option<T>>
    where
        T: FromStr<Err: Display> + Display,
    {
        let given = self.line(label, default.map(ToString::to_string), true, |answer| {
            if answer.is_empty() {
                return Ok(());
            }
            answer.parse::<T>().map(|_| ()).map_err(|error| error.to_string())
        })?;
        if given.is_empty() {
            Ok(None)
        } else {
            parsed(&given).map(Some)
        }
    }

    /// Asks for yes or no; no unless yes is said. With `--yes` the answer is yes.
    pub(crate) fn confirm(&self, question: &str) -> Outcome<bool> {
        self.yes_or_no(question, false)
    }

    /// Asks whether to do something that replaces and destroys nothing; an empty answer is yes. With `--yes` the answer
    /// is yes.
    pub(crate) fn agree(&self, question: &str) -> Outcome<bool> {
        self.yes_or_no(question, true)
    }

    fn yes_or_no(&self, question: &str, default: bool) -> Outcome<bool> {
        if self.yes {
            return Ok(true);
        }
        let confirm = Confirm::with_theme(&SimpleTheme)
            .with_prompt(escape(question))
            .default(default);
        confirm.wait_for_newline(true).interact().map_err(failed)
    }

    /// Asks for a secret without showing it.
    pub(crate) fn secret(&self, label: &str) -> Outcome<Zeroizing<String>> {
        let password = Password::with_theme(&SimpleTheme).with_prompt(escape(label));
        password.interact().map(Zeroizing::new).map_err(failed)
    }

    /// Asks for a secret that there may be none of: an empty answer is one.
    pub(crate) fn optional_secret(&self, label: &str) -> Outcome<Zeroizing<String>> {
        let password = Password::with_theme(&SimpleTheme).with_prompt(escape(label));
        let password = password.allow_empty_password(true);
        password.interact().map(Zeroizing::new).map_err(failed)
    }

    /// Asks twice for a new secret, until both answers are the same and pass the check.
    pub(crate) fn new_secret(
        &self,
        label: &str,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Outcome<Zeroizing<String>> {
        let password = Password::with_theme(&SimpleTheme)
            .with_prompt(escape(label))
            .with_confirmation("The same again", "the two are not the same")
            .validate_with(|answer: &String| check(answer));
        password.interact().map(Zeroizing::new).map_err(failed)
    }

    /// Fails where a confirmation will be needed, nobody can be asked, and `--yes` was not given.
    pub(crate) fn must_be_able_to_confirm(&self) -> Outcome {
        if self.yes || self.reachable {
            return Ok(());
        }
        Err(Failure::usage(
            "--yes is missing: nobody can be asked whether this is wanted",
        ))
    }

    /// Asks for a line, until it passes the check; an empty one is the default, or nothing where that is allowed.
    fn line(
        &self,
        label: &str,
        default: Option<String>,
        allow_empty: bool,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Outcome<String> {
        // The default is shown and put in here, not by dialoguer, which would write it to the terminal as it is.
        let label = match &default {
            Some(default) => format!("{label} [{}]", escape(default)),
            None => label.to_owned(),
        };
        let take_default = default.is_some();
        let answer = Input::<String>::with_theme(&SimpleTheme)
            .with_prompt(label)
            .allow_empty(allow_empty || take_default)
            .validate_with(|answer: &String| match answer.trim() {
                "" if take_default => Ok(()),
                answer => check(answer).map_err(|why| escape(&why).into_owned()),
            })
            .interact_text()
            .map_err(failed)?;
        match answer.trim() {
            "" => Ok(default.unwrap_or_default()),
            answer => Ok(answer.to_owned()),
        }
    }
}

fn parsed<T: FromStr<Err: Display>>(answer: &str) -> Outcome<T> {
    answer.parse().map_err(|error: T::Err| Failure::usage(error))
}

fn failed(dialoguer::Error::IO(error): dialoguer::Error) -> Failure {
    match error.kind() {
        // Ctrl-C at a prompt; the library has sent us the signal, which ends the program.
        io::ErrorKind::Interrupted => interrupt::wait_for_the_end(),
        io::ErrorKind::UnexpectedEof => Failure::of(Code::Declined, "the input ended; nothing was changed"),
        _ => Failure::new(Code::Environment, error).context("cannot ask at the terminal"),
    }
}
