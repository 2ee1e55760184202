//! The only place that asks.

mod keys;
mod line;

use std::{
    fmt::Display,
    io::{self, IsTerminal as _},
    str::FromStr,
};

use dialoguer::console::Term;
use zeroize::Zeroizing;

use self::line::{Echo, End};
use crate::{
    error::{Code, Failure, Outcome},
    interrupt,
    output::escape,
};

/// The operator, if there is a terminal to ask at.
#[derive(Debug)]
pub(crate) struct Prompt {
    reachable: bool,
    yes: bool,
}

impl Prompt {
    /// Prompts are possible when stdin and stderr are terminals, and are not turned off.
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
        loop {
            match self.answer(label, default)? {
                Some(answer) => return Ok(answer),
                None => complain("a value is required")?,
            }
        }
    }

    /// Asks for a value that may be left out, by an empty answer where there is no default.
    pub(crate) fn optional<T>(&self, label: &str, default: Option<&T>) -> Outcome<Option<T>>
    where
        T: FromStr<Err: Display> + Display,
    {
        self.answer(label, default)
    }

    /// Asks whether to replace or destroy something; an empty answer counts as no. With `--yes` the answer is yes.
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
        self.must_be_able_to_confirm()?;
        let choice = if default { "[Y/n]" } else { "[y/N]" };
        let label = format!("{} {choice}", escape(question));
        loop {
            let answer = ask(&label, Echo::Shown)?;
            match answer.trim().to_ascii_lowercase().as_str() {
                "" => return Ok(default),
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                _ => complain("answer y or n")?,
            }
        }
    }

    /// Asks for a secret without showing it.
    pub(crate) fn secret(&self, label: &str) -> Outcome<Zeroizing<String>> {
        loop {
            let answer = self.optional_secret(label)?;
            if !answer.is_empty() {
                return Ok(answer);
            }
            complain("an answer is required")?;
        }
    }

    /// Asks for an optional secret; an empty answer means none.
    pub(crate) fn optional_secret(&self, label: &str) -> Outcome<Zeroizing<String>> {
        ask(&escape(label), Echo::Hidden)
    }

    /// Asks twice for a new secret, until both answers are the same and pass the check.
    pub(crate) fn new_secret(
        &self,
        label: &str,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Outcome<Zeroizing<String>> {
        loop {
            let secret = ask(&escape(label), Echo::Hidden)?;
            if let Err(why) = check(&secret) {
                complain(&why)?;
                continue;
            }
            if *ask("Repeat password", Echo::Hidden)? == *secret {
                return Ok(secret);
            }
            complain("the passwords do not match")?;
        }
    }

    /// Fails where a confirmation will be needed, there is no terminal, and `--yes` was not given.
    pub(crate) fn must_be_able_to_confirm(&self) -> Outcome {
        if self.yes || self.reachable {
            return Ok(());
        }
        Err(Failure::usage(
            "confirmation needed: pass --yes or run in a terminal",
        ))
    }

    /// Asks until the answer is valid or empty; an empty one is the default.
    fn answer<T>(&self, label: &str, default: Option<&T>) -> Outcome<Option<T>>
    where
        T: FromStr<Err: Display> + Display,
    {
        let default = default.map(ToString::to_string);
        let label = match &default {
            Some(default) => format!("{label} [{}]", escape(default)),
            None => label.to_owned(),
        };
        loop {
            let answer = ask(&label, Echo::Shown)?;
            let answer = match answer.trim() {
                "" => default.as_deref().unwrap_or_default(),
                answer => answer,
            };
            if answer.is_empty() {
                return Ok(None);
            }
            match answer.parse() {
                Ok(value) => return Ok(Some(value)),
                Err(why) => complain(&why.to_string())?,
            }
        }
    }
}

/// Says what is wrong with an answer, on a line of its own that stays.
fn complain(why: &str) -> Outcome {
    let why = format!("error: {}", escape(why));
    Term::stderr().write_line(&why).map_err(failed)
}

/// Asks for one line.
fn ask(label: &str, echo: Echo) -> Outcome<Zeroizing<String>> {
    let end = {
        let _mode = interrupt::take_terminal().map_err(failed)?;
        line::read(&Term::stderr(), label, echo).map_err(failed)?
    };
    match end {
        End::Entered(answer) => Ok(answer),
        End::NoMore => Err(Failure::of(Code::Declined, "end of input; nothing was changed")),
        End::Canceled => Err(Failure::of(Code::Declined, "canceled; nothing was changed")),
    }
}

fn failed(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Failure::of(Code::Declined, "end of input; nothing was changed"),
        _ => Failure::new(Code::Environment, error).context("cannot ask at the terminal"),
    }
}
