//! `topic export`: every right, as `topic import` reads it.

use clap::Args;

use super::rights;
use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    files::Readers,
    operations::{
        broken::BrokenRows,
        export::{Export, ExportOptions, Omitted, Target, acl},
    },
    options::database::Database,
    store::Store,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin topic export >rights.csv
  amqtt-admin topic export --format ndjson
  amqtt-admin topic export --to mosquitto --output acl
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    export: ExportOptions,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let export = self.export.begin(context)?;
        let mut store = database.open(context)?;
        let answer = if self.export.to == Some(Target::Mosquitto) {
            mosquitto(&mut store, &export, context)?
        } else {
            rights::all(&mut store, context, export.list(rights::COLUMNS))?
        };
        export.publish(Readers::All)?;
        Ok(answer)
    }
}

/// Writes an ACL file.
fn mosquitto(store: &mut Store, export: &Export<'_>, context: &Context) -> Outcome<Answer> {
    let mut broken = BrokenRows::new(context);
    let mut omitted = Omitted::default();
    let (mut lines, mut written) = (export.lines(), 0);
    store.each_rights::<Failure>(|row| {
        let row = match row {
            Ok(row) => row,
            Err(row) => {
                broken.report(&row);
                return Ok(());
            }
        };
        let Some(client) = acl::lines(&row.username, &row.stored) else {
            omitted.add(&row.username, "client whose name a Mosquitto ACL file cannot hold");
            return Ok(());
        };
        if client.is_narrower {
            omitted.add(
                &row.username,
                "client that may subscribe to topics that it may not receive, or the other way: Mosquitto accepts every \
                 SUBSCRIBE, and delivers the topics that are in both",
            );
        }
        for _ in 0..client.unwritable {
            omitted.add(&row.username, "topic filter that a Mosquitto ACL file cannot hold");
        }
        written += client.lines.len();
        client.lines.iter().try_for_each(|line| lines.line(line))
    })?;
    lines.flush()?;
    omitted.report(context);
    broken.end_of(written, "there are no rights to export")
}
