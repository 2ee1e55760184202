//! `man`: the manual pages.

mod page;

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::generated,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin man
  amqtt-admin man device create
  amqtt-admin man --output-dir /usr/local/share/man/man1
")]
pub(crate) struct Arguments {
    /// Command whose page to show, such as `device create`
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,

    /// Write the pages of all commands to this directory
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "command")]
    output_dir: Option<PathBuf>,

    /// Replace files that differ
    #[arg(long)]
    force: bool,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let root = page::root(context);
        if let Some(directory) = self.output_dir {
            let pages = page::all(&root)?;
            generated::write(context, &directory, &pages, self.force)?;
            return Ok(Answer::Yes);
        }
        let page = page::of(&root, &self.command)?.ok_or_else(|| {
            Failure::usage(format_args!("there is no command `{}`", self.command.join(" ")))
                .hint("list the commands with `amqtt-admin help`")
        })?;
        if !(context.output.is_for_people() && show_formatted(&page)) {
            context.output.print(&page)?;
        }
        Ok(Answer::Yes)
    }
}

/// Shows a page by the system's own formatter and pager; returns false where there is none.
fn show_formatted(page: &str) -> bool {
    let mut command = Command::new("man");
    command.args(["-l", "-"]).stdin(Stdio::piped());
    let Ok(mut formatter) = command.stderr(Stdio::null()).spawn() else {
        return false;
    };
    // A reader who has seen enough closes the pipe.
    let _ = formatter
        .stdin
        .take()
        .map(|mut pipe| pipe.write_all(page.as_bytes()));
    formatter.wait().is_ok_and(|status| status.success())
}
