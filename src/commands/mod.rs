//! The commands: one folder a group, one file a verb with its arguments and its `run`, side by side.

mod ca;
mod completions;
mod device;
mod man;
mod server;
mod topic;
mod user;

use clap::Subcommand;

pub(crate) use completions::COMPLETE_VARIABLE;

use crate::{
    context::Context,
    error::{Answer, Outcome},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The certificate authority: the root of trust for the broker and the devices
    #[command(subcommand)]
    Ca(ca::Verb),
    /// The broker's credential
    #[command(subcommand)]
    Server(server::Verb),
    /// The devices' credentials
    #[command(subcommand)]
    Device(device::Verb),
    /// Accounts: who may log in with a password
    User(user::User),
    /// Topic rights: what each client may publish, subscribe to, and receive
    Topic(topic::Topic),
    /// Completions for a shell
    Completions(completions::Arguments),
    /// The manual page, or those of all verbs
    Man(man::Arguments),
}

impl Command {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self {
            Self::Ca(verb) => verb.run(context),
            Self::Server(verb) => verb.run(context),
            Self::Device(verb) => verb.run(context),
            Self::User(user) => user.run(context),
            Self::Topic(topic) => topic.run(context),
            Self::Completions(arguments) => arguments.run(context),
            Self::Man(arguments) => arguments.run(context),
        }
    }
}
