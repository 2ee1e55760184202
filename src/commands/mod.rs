//! The commands: one folder a group, one file a verb with its arguments and its `run`, side by side.

mod ca;
mod completions;
mod device;
mod man;
#[cfg(feature = "serve")]
mod serve;
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
    /// Manage the certificate authority, the root of trust for the broker and the devices
    #[command(subcommand)]
    Ca(ca::Verb),
    /// Manage the broker's credential
    #[command(subcommand, alias = "broker")]
    Server(server::Verb),
    /// Manage the devices' credentials
    #[command(subcommand, alias = "devices")]
    Device(device::Verb),
    /// Manage accounts: who may log in with a password
    #[command(aliases = ["users", "account", "accounts"])]
    User(user::User),
    /// Manage topic rights: what each client may publish, subscribe to, and receive
    #[command(aliases = ["topics", "acl"])]
    Topic(topic::Topic),
    /// Answer brokers over HTTP: who may connect, and what each client may do
    #[cfg(feature = "serve")]
    Serve(Box<serve::Arguments>),
    /// Generate shell completions
    #[command(aliases = ["completion"])]
    Completions(completions::Arguments),
    /// Show or write manual pages
    Man(man::Arguments),
    /// Print the version
    #[command(hide = true)]
    Version,
}

impl Command {
    /// Returns whether it writes a result to stdout.
    pub(crate) fn has_results(&self) -> bool {
        match self {
            #[cfg(feature = "serve")]
            Self::Serve(_) => false,
            _ => true,
        }
    }

    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self {
            Self::Ca(verb) => verb.run(context),
            Self::Server(verb) => verb.run(context),
            Self::Device(verb) => verb.run(context),
            Self::User(user) => user.run(context),
            Self::Topic(topic) => topic.run(context),
            #[cfg(feature = "serve")]
            Self::Serve(arguments) => arguments.run(context),
            Self::Completions(arguments) => arguments.run(context),
            Self::Man(arguments) => arguments.run(context),
            Self::Version => {
                let version = concat!("amqtt-admin ", env!("CARGO_PKG_VERSION"), "\n");
                context.output.print(version).map(|()| Answer::Yes)
            }
        }
    }
}
