//! `server create`: the broker's key and certificate.

use std::{fmt, net::IpAddr, path::PathBuf, str::FromStr};

use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::{
        facts::AltNames,
        issue::{self, Defaults, Issued},
        issuing::{
            ca::Ca,
            credential::{self, IssuedBy, NewCredential},
            pair::{Existing, Pair, PairPlan},
        },
        ledger::Book,
        next_steps::{self, Broker, BrokerFiles},
    },
    options::{CaFiles, DAYS_MAX, Form, IfExists, NewKey, OutputDirectory, inventory::Recording},
    pki::{Country, InvalidHostName, InvalidSubject, SanName, Server, ServerNames, SubjectValue, address},
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin server create [OPTIONS] --cn <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin server create --cn broker.my.domain.name
  amqtt-admin server create --cn broker --dns broker.my.domain.name --ip 10.0.0.5
")]
pub(crate) struct Arguments {
    /// Host name or IP address of the broker (any text if --dns or --ip is given)
    #[arg(long, value_name = "NAME", value_parser = common_name)]
    cn: Option<SubjectValue>,

    /// Country of the broker (two-letter code) [default: the CA's]
    #[arg(long, value_name = "CODE")]
    country: Option<Country>,

    /// Organization of the broker [default: the CA's]
    #[arg(long, value_name = "NAME")]
    org_name: Option<SubjectValue>,

    /// Further host names that clients use, which may begin with '*.'
    #[arg(long, value_name = "HOST", num_args = 1.., value_delimiter = ',', value_hint = ValueHint::Hostname)]
    dns: Vec<SanName>,

    /// Further addresses that clients use
    #[arg(long, value_name = "ADDRESS", num_args = 1.., value_delimiter = ',', value_parser = address)]
    ip: Vec<IpAddr>,

    /// Leave out 127.0.0.1
    #[arg(long)]
    no_loopback: bool,

    #[command(flatten)]
    ca: CaFiles,

    #[command(flatten)]
    output: OutputDirectory,

    #[command(flatten)]
    new_key: NewKey,

    #[command(flatten)]
    recording: Recording,

    /// Days until the certificate expires, at most those of the CA
    #[arg(long, value_name = "DAYS", default_value_t = 397, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,

    /// Certify this existing private key instead of generating one
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    key: Option<PathBuf>,

    /// What to do if the files already exist
    #[arg(long, value_name = "ACTION", default_value = "fail")]
    if_exists: IfExists,

    /// Replace existing files, keeping the old ones as *.old
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    cn: String,
    dns: Vec<String>,
    ip: Vec<String>,
    #[serde(flatten)]
    issued: Issued,
}

/// What the operator is shown before it is made.
#[derive(Debug, Serialize)]
struct Plan {
    cn: String,
    organisation: Option<String>,
    country: Option<String>,
    names: Vec<String>,
    key: String,
    certificate: String,
    days: u32,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let form = Form::open(context, &[("--cn", self.cn.is_some())])?;
        if let Some(cn) = &self.cn {
            self.names(cn, &self.dns, &self.ip)?;
        }
        let book = Book {
            recording: &self.recording,
            ca_crt: &self.ca.certificate.ca_crt,
        };
        let pair = self.place(context, book)?;
        let ca = Ca::read(context, &self.ca)?;
        ca.check(context)?;
        let defaults = Defaults::of(ca.certificate());
        issue::warn_of_unusable_defaults(context, ca.certificate(), &defaults);

        let server = self.server(&form, &defaults)?;
        warn_of_underscores(context, &server.names);
        let plan = Plan::new(&server, &pair, self.days);
        let credential = NewCredential {
            profile: &server,
            by: IssuedBy::Ca { ca, files: &self.ca },
            pair,
            book,
            key: self.key.as_deref(),
            key_type: self.new_key.key_type,
            days: self.days,
            passphrase_file: None,
        };
        let question = "Create this credential?";
        let confirm = || match self.force {
            true => form.confirm_replacement(context, &plan, question),
            false => form.confirm(context, &plan, question),
        };
        let made = credential.make(context, confirm)?;
        let names = AltNames::of(&made.certificate.get());
        let ca_crt = &self.ca.certificate.ca_crt;
        let reached = next_steps::broker_names(ca_crt, &made.certificate_path, &names.dns, &names.ip);
        context.output.report(&Report {
            cn: plan.cn.clone(),
            dns: names.dns.clone(),
            ip: names.ip.clone(),
            issued: made.facts(),
        })?;
        let files = BrokerFiles::new(ca_crt, &made.certificate_path, &made.key_path, Some(defaults));
        context.output.note(format_args!(
            "\nNext, configure the broker. aMQTT (YAML):\n\n{}\nor Mosquitto (mosquitto.conf):\n\n{}\n{reached}",
            files.configuration(Broker::Amqtt),
            files.configuration(Broker::Mosquitto),
        ));
        context
            .output
            .note(next_steps::first_connection(&names.dns, &names.ip));
        Ok(Answer::Yes)
    }

    fn place(&self, context: &Context, book: Book<'_>) -> Outcome<Pair> {
        let plan = PairPlan {
            directory: &self.output.output_dir,
            name: "server",
            existing: Existing::of(self.force, self.if_exists),
            force_option: "--force",
            key: self.key.as_deref(),
        };
        credential::place(context, &plan, book, Some(&self.ca))
    }

    /// The server that is to be certified, asked for where it was not given.
    fn server(&self, form: &Form<'_>, defaults: &Defaults) -> Outcome<Server> {
        let (mut dns, mut ip) = (self.dns.clone(), self.ip.clone());
        let alone = dns.is_empty() && ip.is_empty();
        let common_name = match (&self.cn, alone) {
            (Some(given), _) => given.clone(),
            (None, true) => form.required("Host name of the broker", None::<Broad>, None)?.0,
            (None, false) => form.required("Common name of the broker", None, None)?,
        };
        if alone {
            let more = match ServerNames::new(&common_name, &[], &[], true) {
                Some(_) => form.optional(
                    "Further host names and addresses, separated by commas",
                    None::<Hosts>,
                    None,
                )?,
                None => {
                    let label = format!(
                        "{common_name} is not a host name. Host names and addresses that clients use, separated by commas"
                    );
                    Some(form.required(&label, None::<Hosts>, None)?)
                }
            };
            (dns, ip) = more.map(|hosts| (hosts.dns, hosts.ip)).unwrap_or_default();
        }
        Ok(Server {
            names: self.names(&common_name, &dns, &ip)?,
            common_name,
            organisation: form.optional(
                "Organization",
                self.org_name.clone(),
                defaults.organisation.clone(),
            )?,
            country: form.optional(
                "Country, two letters",
                self.country.clone(),
                defaults.country.clone(),
            )?,
        })
    }

    fn names(&self, common_name: &SubjectValue, dns: &[SanName], ip: &[IpAddr]) -> Outcome<ServerNames> {
        ServerNames::new(common_name, dns, ip, !self.no_loopback).ok_or_else(|| {
            let name = common_name.as_str();
            let failure = Failure::usage(format_args!("--cn {name:?} is not a host name or an IP address"));
            match (name.parse::<SanName>(), InvalidHostName::of(name)) {
                (Ok(name), _) => {
                    failure.hint(format_args!("add --dns {name} if clients connect to this name"))
                }
                (_, InvalidHostName::List | InvalidHostName::Label | InvalidHostName::Length) => {
                    failure.hint("name the hosts that clients connect to with --dns or --ip")
                }
                (_, why) => failure.hint(format_args!("it {why}")),
            }
        })
    }
}

fn warn_of_underscores(context: &Context, names: &ServerNames) {
    for name in names.with_underscores() {
        context.output.warn(format_args!(
            "{name} has an underscore, which host names do not have; some clients refuse it"
        ));
    }
}

/// Reads the common name of a broker. One that is too long is a host name that goes elsewhere.
fn common_name(text: &str) -> Result<SubjectValue, String> {
    text.parse().map_err(|error| match error {
        InvalidSubject::TooLong(_) if text.parse::<SanName>().is_ok() => {
            format!("{error}; pass the host name with --dns, and a shorter --cn")
        }
        error => error.to_string(),
    })
}

/// A common name as an answer at a prompt: whatever is not a mistaken host name.
#[derive(Debug, Clone)]
struct Broad(SubjectValue);

impl FromStr for Broad {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let name = common_name(text)?;
        match InvalidHostName::of(text) {
            InvalidHostName::Length | InvalidHostName::Label | InvalidHostName::Address(_) => Ok(Self(name)),
            InvalidHostName::List if !text.contains([',', ';']) => Ok(Self(name)),
            why => Err(why.to_string()),
        }
    }
}

impl fmt::Display for Broad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Plan {
    fn new(server: &Server, pair: &Pair, days: u32) -> Self {
        Self {
            cn: server.common_name.to_string(),
            organisation: server.organisation.as_ref().map(ToString::to_string),
            country: server.country.as_ref().map(ToString::to_string),
            names: server.names.to_strings(),
            key: pair.key_path().display().to_string(),
            certificate: pair.certificate_path().display().to_string(),
            days,
        }
    }
}

/// Host names and addresses as an answer at a prompt.
#[derive(Debug, Clone, Default)]
struct Hosts {
    dns: Vec<SanName>,
    ip: Vec<IpAddr>,
}

impl FromStr for Hosts {
    type Err = InvalidHostName;

    fn from_str(text: &str) -> Result<Self, InvalidHostName> {
        let mut hosts = Self::default();
        for host in text.split([',', ' ']).filter(|host| !host.is_empty()) {
            match host.parse() {
                Ok(address) => hosts.ip.push(address),
                Err(_) => hosts.dns.push(host.parse()?),
            }
        }
        Ok(hosts)
    }
}

impl fmt::Display for Hosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dns = self.dns.iter().map(ToString::to_string);
        let ip = self.ip.iter().map(ToString::to_string);
        f.write_str(&dns.chain(ip).collect::<Vec<_>>().join(","))
    }
}
