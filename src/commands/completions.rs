//! `completions`: generates shell completions.

use std::path::PathBuf;

use clap::{Args, Command, ValueEnum as _, ValueHint};
use clap_complete::{Shell, env::Shells};

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::generated,
};

/// The variable that a shell with dynamic completions asks with.
pub(crate) const COMPLETE_VARIABLE: &str = "AMQTT_ADMIN_COMPLETE";

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin completions bash
  amqtt-admin completions zsh --dynamic
  amqtt-admin completions --output-dir completions
")]
pub(crate) struct Arguments {
    /// Shell to generate completions for
    #[arg(
        value_name = "SHELL",
        required_unless_present = "output_dir",
        conflicts_with = "output_dir"
    )]
    shell: Option<Shell>,

    /// Complete names from the database too, such as accounts; the shell runs amqtt-admin as you type
    #[arg(long, conflicts_with = "output_dir", requires = "shell")]
    dynamic: bool,

    /// Write the completions of all shells to this directory
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output_dir: Option<PathBuf>,

    /// Replace files that differ
    #[arg(long)]
    force: bool,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match (self.shell, self.output_dir) {
            (None, Some(directory)) => {
                let all = Shell::value_variants().iter();
                let files: Vec<_> = all
                    .map(|shell| (file_name(*shell), completions(context, *shell)))
                    .collect();
                generated::write(context, &directory, &files, self.force)?;
            }
            (shell, _) => {
                let shell = shell.unwrap_or(Shell::Bash);
                let script = if self.dynamic {
                    dynamic(shell)?
                } else {
                    completions(context, shell)
                };
                context.output.print(&script)?;
            }
        }
        Ok(Answer::Yes)
    }
}

/// Returns the file name under which a shell looks for completions.
fn file_name(shell: Shell) -> String {
    match shell {
        Shell::Zsh => "_amqtt-admin",
        Shell::Fish => "amqtt-admin.fish",
        Shell::Elvish => "amqtt-admin.elv",
        Shell::PowerShell => "amqtt-admin.ps1",
        _ => "amqtt-admin.bash",
    }
    .to_owned()
}

/// Returns the script that makes a shell ask this program for completions.
fn dynamic(shell: Shell) -> Outcome<String> {
    let mut script = Vec::new();
    let shells = Shells::builtins();
    let written = shells.completer(&shell.to_string()).map(|shell| {
        shell.write_registration(
            COMPLETE_VARIABLE,
            "amqtt-admin",
            "amqtt-admin",
            "amqtt-admin",
            &mut script,
        )
    });
    match written {
        Some(Ok(())) => Ok(String::from_utf8_lossy(&script).into_owned()),
        _ => Err(Failure::of(
            Code::Bug,
            format_args!("there are no dynamic completions for {shell}"),
        )),
    }
}

fn completions(context: &Context, shell: Shell) -> String {
    let mut script = Vec::new();
    let mut command = (context.command_line)();
    clap_complete::generate(shell, &mut command, "amqtt-admin", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        // The generator spells a name with a hyphen in two ways in the same script, so that verbs would not complete.
        Shell::Bash => script.replace("amqtt__subcmd__admin", "amqtt__admin"),
        // The generator leaves out the values of arguments without an option.
        Shell::Fish => script + &fish_positional_values(&command),
        _ => script,
    }
}

/// Completes the arguments of top-level commands that are one of a few values.
fn fish_positional_values(command: &Command) -> String {
    let mut lines = String::new();
    for verb in command.get_subcommands() {
        for argument in verb.get_positionals() {
            let values: Vec<String> = argument
                .get_possible_values()
                .iter()
                .map(|value| value.get_name().to_owned())
                .collect();
            if !values.is_empty() {
                let condition = format!("__fish_amqtt_admin_using_subcommand {}", verb.get_name());
                lines += &format!(
                    "complete -c amqtt-admin -n \"{condition}\" -f -a \"{}\"\n",
                    values.join(" ")
                );
            }
        }
    }
    lines
}
