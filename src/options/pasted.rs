//! Commands in what the program says, as they can be pasted: with the options that say where everything is.

use std::{fmt::Write as _, path::Path};

use clap::{ArgMatches, Command, parser::ValueSource};

use super::database::without_password;

/// The options that say which database, inventory and CA a command is about, by their long names.
const PLACES: [&str; 12] = [
    "ca-crt",
    "ca-key",
    "inventory",
    "inventory-password-file",
    "database-url",
    "db",
    "file",
    "username",
    "host",
    "port",
    "db-name",
    "db-password-file",
];
/// What makes a CA is named where the one at hand does not do.
const MAKES_A_CA: [&[&str]; 2] = [&["ca", "create"], &["ca", "intermediate"]];

/// The options of [`PLACES`] on the command line. What variables say counts for the next command too.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given(Vec<(String, String)>);

impl Given {
    /// Takes them from a parsed command line.
    pub(crate) fn on(mut command: &Command, mut matches: &ArgMatches) -> Self {
        let mut given = Self::default();
        loop {
            // An option that was inherited is known from where it was defined.
            let is_new =
                |name: &&str| PLACES.contains(name) && given.0.iter().all(|(known, _)| known != name);
            let mut found = Vec::new();
            for option in command.get_arguments() {
                let Some(name) = option.get_long().filter(is_new) else {
                    continue;
                };
                let id = option.get_id().as_str();
                if matches.value_source(id) == Some(ValueSource::CommandLine) {
                    let values = matches.get_raw(id).into_iter().flatten();
                    let values = values.map(|value| without_password(&value.to_string_lossy()));
                    found.extend(values.map(|value| (name.to_owned(), value)));
                }
            }
            given.0.extend(found);
            let below = matches
                .subcommand()
                .and_then(|(name, matches)| Some((command.find_subcommand(name)?, matches)));
            match below {
                Some(below) => (command, matches) = below,
                None => return given,
            }
        }
    }

    /// Completes the commands of a text, which are in backticks, by the options that they take too.
    pub(crate) fn complete(&self, program: impl FnOnce() -> Command, text: &str) -> String {
        if self.0.is_empty() || !text.contains('`') {
            return text.to_owned();
        }
        let program = program();
        let mut parts = text.split('`');
        let mut completed = parts.next().unwrap_or_default().to_owned();
        for (at, part) in parts.enumerate() {
            let is_quoted = at % 2 == 0;
            completed.push('`');
            completed.push_str(part);
            if is_quoted && !part.contains("--help") {
                completed.push_str(&self.options(&program, part));
            }
        }
        completed
    }

    /// Returns the options that a command takes and does not have yet.
    fn options(&self, program: &Command, line: &str) -> String {
        let mut options = String::new();
        // A name with a backtick in it leaves half of a command here.
        let words = shlex::split(line).unwrap_or_default();
        let Some((first, words)) = words.split_first() else {
            return options;
        };
        if first != program.get_name() {
            return options;
        }
        let mut path = vec![program];
        for word in words {
            match path.last().and_then(|command| command.find_subcommand(word)) {
                Some(below) => path.push(below),
                None => break,
            }
        }
        let named: Vec<&str> = path.iter().skip(1).map(|command| command.get_name()).collect();
        if MAKES_A_CA.contains(&named.as_slice()) {
            return options;
        }
        for (name, value) in &self.0 {
            let takes = |command: &&Command| {
                command
                    .get_arguments()
                    .any(|option| option.get_long() == Some(name))
            };
            if path.iter().any(takes) && !words.contains(&format!("--{name}")) {
                let _ = write!(options, " --{name} {}", quoted(value));
            }
        }
        options
    }
}

/// Returns a word as a shell takes it.
pub(crate) fn quoted(word: &str) -> String {
    shlex::try_quote(word).map_or_else(|_| format!("{word:?}"), |word| word.into_owned())
}

/// Returns the option that names what a verb of this kind (`device`, `server`) creates, with the name.
pub(crate) fn named(kind: &str, name: &str) -> String {
    let option = match kind {
        "device" => "--device-id",
        _ => "--cn",
    };
    format!("{option} {}", quoted(name))
}

/// Returns a path as a shell takes it.
pub(crate) fn quoted_path(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

/// Returns the option that names a client, as a shell and the program take it, whatever the name begins with.
pub(crate) fn client(name: &str) -> String {
    match name.starts_with('-') {
        true => format!("--client-id={}", quoted(name)),
        false => format!("-c {}", quoted(name)),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::*;

    fn program() -> Command {
        let url = Arg::new("database_url").long("database-url").global(true);
        let user = Command::new("user")
            .arg(url)
            .subcommand(Command::new("sync"))
            .subcommand(Command::new("list"));
        Command::new("tool")
            .subcommand(user)
            .subcommand(Command::new("man"))
    }

    #[test]
    fn commands_are_completed_without_a_password() {
        let url = "postgresql://ada:s3cret@h1,h2/db?sslmode=require";
        let words = ["tool", "user", "list", "--database-url", url];
        let mut program_run = program();
        let matches = program_run.try_get_matches_from_mut(words).unwrap();
        let given = Given::on(&program_run, &matches);
        for (text, expected) in [
            (
                "run `tool user sync`, then `tool user list`",
                "run `tool user sync --database-url 'postgresql://ada@h1,h2/db?sslmode=require'`, \
                 then `tool user list --database-url 'postgresql://ada@h1,h2/db?sslmode=require'`",
            ),
            (
                "`tool user sync --database-url URL`",
                "`tool user sync --database-url URL`",
            ),
            (
                "`tool user list --help`, `tool man`, `date`",
                "`tool user list --help`, `tool man`, `date`",
            ),
            ("tool user sync", "tool user sync"),
            ("`tool user list 'a`b'`", "`tool user list 'a`b'`"),
        ] {
            assert_eq!(given.complete(program, text), expected, "{text}");
        }
    }
}
