//! `user export`: every account with its hash, as `user import` reads it.

use clap::Args;

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    files::Readers,
    operations::{
        accounts,
        broken::BrokenRows,
        export::{
            Export, ExportOptions, Omitted, Target,
            passwords::{Reader, reader},
        },
    },
    options::database::Database,
    store::Store,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin user export --output accounts.csv
  amqtt-admin user export --format ndjson
  amqtt-admin user export --to mosquitto --output passwd
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
            accounts::all(&mut store, context, true, export.list(accounts::COLUMNS))?
        };
        export.publish(Readers::Owner)?;
        Ok(answer)
    }
}

/// Writes a password file.
fn mosquitto(store: &mut Store, export: &Export<'_>, context: &Context) -> Outcome<Answer> {
    let mut broken = BrokenRows::new(context);
    let mut omitted = Omitted::default();
    let (mut since21, mut written) = (0, 0);
    let mut lines = export.lines();
    store.each_account::<Failure>(true, |row| {
        let account = match row {
            Ok(account) => account,
            Err(row) => {
                broken.report(&row);
                return Ok(());
            }
        };
        let hash = account.password_hash.as_deref().unwrap_or_default();
        match reader(&account.username, hash) {
            Err(reason) => {
                omitted.add(&account.username, reason);
                return Ok(());
            }
            Ok(Reader::Since21) => since21 += 1,
            Ok(Reader::Any) => {}
        }
        written += 1;
        lines.line(&format!("{}:{hash}", account.username))
    })?;
    lines.flush()?;
    omitted.report(context);
    if since21 > 0 {
        context.output.warn(format_args!(
            "{since21} of the hashes are Argon2id, which Mosquitto reads from 2.1 on; with 2.0 these accounts cannot log in"
        ));
    }
    broken.end_of(written, "there are no accounts to export")
}
