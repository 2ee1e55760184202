//! `device reconcile`: takes certificates into the inventory that it does not know, and reports those that are missing.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        bulk::reconcile::{Found, reconcile},
        issuing::ca::Ca,
        ledger::Book,
    },
    options::{
        CaFiles,
        inventory::{InventoryOptions, Recording},
    },
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device reconcile devices
  amqtt-admin device reconcile devices --inventory sqlite:restored.db --format json
")]
pub(crate) struct Arguments {
    /// Directory of certificates, and the directories in it
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    directory: PathBuf,

    #[command(flatten)]
    ca: CaFiles,

    #[command(flatten)]
    inventory: InventoryOptions,
}

#[derive(Debug, Serialize)]
struct Report {
    certificates: u64,
    added: u64,
    taken_up: u64,
    of_other_cas: u64,
    unreadable: u64,
    missing: u64,
    changed: bool,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let ca = Ca::read(context, &self.ca)?;
        let recording = Recording {
            inventory: self.inventory,
            no_record: false,
        };
        let book = Book {
            recording: &recording,
            ca_crt: &self.ca.certificate.ca_crt,
        };
        let Found {
            certificates,
            added,
            taken_up,
            of_other_cas,
            unreadable,
            missing,
        } = reconcile(context, &self.directory, &ca, book)?;
        context.output.report(&Report {
            certificates,
            added,
            taken_up,
            of_other_cas,
            unreadable,
            missing,
            changed: added + taken_up > 0,
        })?;
        Ok(Answer::Yes)
    }
}
