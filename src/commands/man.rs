//! `man`: the manual pages.

use std::path::PathBuf;

use clap::{Args, Command, ValueHint};
use clap_mangen::Man;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::generated,
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The command whose page goes to stdout, such as `device create`
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,

    /// Write the pages of all commands into this directory
    #[arg(long, env = "AMQTT_ADMIN_OUTPUT_DIR", value_name = "DIR", value_hint = ValueHint::DirPath)]
    output_dir: Option<PathBuf>,

    /// Replace files in it that differ
    #[arg(long)]
    force: bool,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let pages = pages(context)?;
        match self.output_dir {
            Some(directory) if self.command.is_empty() => {
                generated::write(context, &directory, &pages, self.force)?;
            }
            _ => {
                let name = std::iter::once("amqtt-admin").chain(self.command.iter().map(String::as_str));
                let name = name.collect::<Vec<_>>().join("-") + ".1";
                let page = pages.into_iter().find(|(page, _)| *page == name);
                let (_, page) = page.ok_or_else(|| {
                    Failure::usage(format_args!("there is no command `{}`", self.command.join(" ")))
                        .hint("`amqtt-admin help` lists the commands")
                })?;
                context.output.print(&page)?;
            }
        }
        Ok(Answer::Yes)
    }
}

/// The name and the text of every page: the program's, each command's and each verb's.
fn pages(context: &Context) -> Outcome<Vec<(String, String)>> {
    let mut root = (context.command_line)().disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    add_pages(&root, "amqtt-admin", &mut pages)
        .map_err(|error| Failure::new(Code::Bug, error).context("a manual page cannot be made"))?;
    Ok(pages)
}

fn add_pages(command: &Command, name: &str, pages: &mut Vec<(String, String)>) -> std::io::Result<()> {
    let mut page = Vec::new();
    Man::new(command.clone().display_name(name.to_owned())).render(&mut page)?;
    pages.push((format!("{name}.1"), String::from_utf8_lossy(&page).into_owned()));
    for verb in command.get_subcommands() {
        add_pages(verb, &format!("{name}-{}", verb.get_name()), pages)?;
    }
    Ok(())
}
