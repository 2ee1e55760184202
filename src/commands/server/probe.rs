//! `server probe`: what a live broker does.

use std::{path::PathBuf, time::Duration};

use amqtt_database::{DatabaseUrl, StoredRights, UrlError};
use amqtt_verifier::{AccountName, DeviceId, InvalidName, TrustDomain};
use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::{
        issue::{Defaults, read_ca_certificates},
        probe::{Address, COLUMNS, Check, DeviceFiles, Known, Nest, Probe},
    },
    options::{
        CaFiles, Domain,
        database::{Database, UrlText},
        inventory::{InventoryOptions, Recording},
        span::Span,
    },
    output::escape,
    pki::Certificate,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin server probe mqtts://broker.my.domain.name
  amqtt-admin server probe mqtts://broker.my.domain.name:8883 --canary /etc/amqtt-admin/canary --as pump-7
  amqtt-admin server probe mqtts://10.0.0.5 --as pump-7 --cert pump-7.crt --key pump-7.key --database-url sqlite:auth.db
")]
pub(crate) struct Arguments {
    /// Address of the broker: mqtts://HOST:PORT
    #[arg(value_name = "URL")]
    broker: Address,

    /// Device that must be admitted, and only under its own client id
    #[arg(long = "as", value_name = "ID")]
    device: Option<DeviceId>,

    /// Certificate of that device, with its chain after it [default: ID.crt]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "device")]
    cert: Option<PathBuf>,

    /// Private key of that device [default: the certificate's name with .key]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "device")]
    key: Option<PathBuf>,

    /// Another device, to publish a message that the first one may not receive (with --database-url)
    #[arg(long, value_name = "ID", requires = "device", requires = "database_url")]
    from: Option<DeviceId>,

    /// Certificate of that other device, with its chain after it [default: ID.crt]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "from")]
    from_cert: Option<PathBuf>,

    /// Private key of that other device [default: the certificate's name with .key]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "from")]
    from_key: Option<PathBuf>,

    /// Directory with an expired and a revoked credential, which must be refused; missing ones are created with the CA key
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    canary: Option<PathBuf>,

    /// Database with the rights of that device, which the broker must keep
    #[arg(long, value_name = "URL")]
    database_url: Option<UrlText>,

    /// File with the password of the database user
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    db_password_file: Option<PathBuf>,

    /// Trust domain of the devices [default: the CA's]
    #[arg(long, visible_alias = "trust-domain", value_name = "DOMAIN")]
    uri: Option<Domain>,

    /// Time limit for each connection attempt
    #[arg(long, value_name = "SPAN", default_value = "5s")]
    timeout: Span,

    #[command(flatten)]
    ca: CaFiles,

    #[command(flatten)]
    inventory: InventoryOptions,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let anchors = read_ca_certificates(&self.ca.certificate.ca_crt)?;
        let trust_domain = trust_domain(self.uri, &anchors)?;
        if self.from.is_some() && self.from == self.device {
            return Err(Failure::usage("--from must be another device than --as"));
        }
        let database = (self.database_url, self.db_password_file);
        let known = |id: Option<DeviceId>, files| {
            id.map(|id| known(context, id, files, database.clone()))
                .transpose()
        };
        let files = DeviceFiles::new(self.from_cert, self.from_key, ["--from-cert", "--from-key"]);
        let publisher = known(self.from, files)?;
        let files = DeviceFiles::new(self.cert, self.key, ["--cert", "--key"]);
        let known = known(self.device, files)?;
        let recording = Recording {
            inventory: self.inventory,
            no_record: false,
        };
        let canaries = match &self.canary {
            Some(directory) => {
                let nest = Nest {
                    directory,
                    ca: &self.ca,
                    recording: &recording,
                    trust_domain: &trust_domain,
                };
                Some(nest.canaries(context)?)
            }
            None => None,
        };
        let complete = known.is_some() && canaries.is_some();
        let probe = Probe {
            address: self.broker,
            timeout: Duration::from_secs(self.timeout.seconds().clamp(1, 3600).unsigned_abs()),
            anchors: &anchors,
            trust_domain: &trust_domain,
            known,
            publisher,
            canaries,
        };
        let checks = probe.run(context)?;
        report(context, &checks)?;
        if !complete {
            context
                .output
                .note("hint: --as ID proves that a device is admitted, --canary DIR that expired and revoked ones are refused");
        }
        let all_well = checks.iter().all(|check| check.problem.is_none());
        Ok(if all_well { Answer::Yes } else { Answer::No })
    }
}

fn trust_domain(given: Option<Domain>, anchors: &[Certificate]) -> Outcome<TrustDomain> {
    let own = anchors.iter().map(Defaults::of);
    let own = own.filter_map(|defaults| defaults.trust_domain.or(defaults.domain_like_name));
    given
        .map(|domain| domain.0)
        .or(own.into_iter().next())
        .ok_or_else(|| Failure::usage("--uri is missing").hint("pass the trust domain of the devices"))
}

/// Reads the credential of a device, and its rights where there is a database.
fn known(
    context: &Context,
    id: DeviceId,
    files: DeviceFiles,
    (url, password_file): (Option<UrlText>, Option<PathBuf>),
) -> Outcome<Known> {
    let credential = files.read(context, id.as_str())?;
    let rights = match url {
        Some(url) => Some(rights(context, &id, &url, password_file)?),
        None => None,
    };
    Ok(Known {
        id,
        credential,
        rights,
    })
}

fn rights(
    context: &Context,
    id: &DeviceId,
    url: &UrlText,
    password_file: Option<PathBuf>,
) -> Outcome<StoredRights> {
    let url: DatabaseUrl = url
        .parse()
        .map_err(|error: UrlError| Failure::usage(format_args!("--database-url {error}")))?;
    let client: AccountName = id
        .as_str()
        .parse()
        .map_err(|error: InvalidName| Failure::usage(error))?;
    let mut store = Database::of_url(url, password_file).open(context)?;
    let stored = store.rights(&client)?;
    store.close();
    Ok(stored.unwrap_or_default())
}

/// Writes the table, and after it, for people, a sentence for each problem.
fn report(context: &Context, checks: &[Check]) -> Outcome {
    if !context.output.is_table() {
        let mut list = context.output.list(COLUMNS);
        checks.iter().try_for_each(|check| list.item(check))?;
        return list.end().map(drop);
    }
    let mut list = context.output.list(&COLUMNS[..4]);
    for check in checks {
        list.item(&Row {
            check: check.check,
            expected: check.expected,
            seen: &check.seen,
            reason: check.reason.as_deref(),
        })?;
    }
    list.end()?;
    let problems: Vec<String> = checks
        .iter()
        .filter_map(|check| check.problem.as_deref())
        .map(|problem| format!("problem: {}\n", escape(problem)))
        .collect();
    match problems.is_empty() {
        true => context.output.print("\nno problem was found\n"),
        false => context.output.print(&format!("\n{}", problems.concat())),
    }
}

/// A check as people see it.
#[derive(serde::Serialize)]
struct Row<'a> {
    check: &'static str,
    expected: &'static str,
    seen: &'a str,
    reason: Option<&'a str>,
}
