//! `server create`: the broker's key and certificate.

use std::{
    fmt,
    net::IpAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::{
        issue::{self, Defaults, Issued},
        next_steps::{Broker, BrokerFiles},
        pair::Pair,
    },
    options::{CaFiles, DAYS_MAX, Form, NewKey, OutputDirectory, PassphraseSource},
    pki::{
        Authority, Certificate, Country, InvalidHostName, SanName, Server, ServerNames, SubjectValue,
        Validity,
    },
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin server create [OPTIONS] --cn <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin server create --cn broker.my.domain.name
  amqtt-admin server create --cn broker --dns broker.my.domain.name --ip 10.0.0.5
")]
pub(crate) struct Arguments {
    /// The name of the broker: a host name or an address, or any other name beside --dns or --ip
    #[arg(long, env = "AMQTT_ADMIN_CN", value_name = "NAME")]
    cn: Option<SubjectValue>,

    /// Its country: two upper-case letters [default: the CA's]
    #[arg(long, env = "AMQTT_ADMIN_COUNTRY", value_name = "CODE")]
    country: Option<Country>,

    /// Its organisation [default: the CA's]
    #[arg(long, env = "AMQTT_ADMIN_ORG_NAME", value_name = "NAME")]
    org_name: Option<SubjectValue>,

    /// Further host names that clients use, with '*.' allowed in front
    #[arg(long, env = "AMQTT_ADMIN_DNS", value_name = "HOST", num_args = 1.., value_delimiter = ',', value_hint = ValueHint::Hostname)]
    dns: Vec<SanName>,

    /// Further addresses that clients use
    #[arg(long, env = "AMQTT_ADMIN_IP", value_name = "ADDRESS", num_args = 1.., value_delimiter = ',')]
    ip: Vec<IpAddr>,

    #[command(flatten)]
    ca: CaFiles,

    #[command(flatten)]
    output: OutputDirectory,

    #[command(flatten)]
    new_key: NewKey,

    /// How many days the certificate is valid, though never longer than the CA's
    #[arg(long, env = "AMQTT_ADMIN_DAYS", value_name = "DAYS", default_value_t = 397, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,

    /// Certify this private key, which stays where it is, rather than make one
    #[arg(long, env = "AMQTT_ADMIN_KEY", value_name = "FILE", value_hint = ValueHint::FilePath)]
    key: Option<PathBuf>,

    /// Replace files that are there, after moving them aside
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
            names(cn, &self.dns, &self.ip)?;
        }
        let mut pair = Pair::new(&self.output.output_dir, "server", self.force, "--force")?;
        let ca = issue::read_ca_certificate(&self.ca.certificate.ca_crt)?;
        Authority::check(&ca, context.now)?;
        let defaults = Defaults::of(&ca);
        issue::warn_of_unusable_defaults(context, &ca, &defaults);

        let server = self.server(&form, &defaults)?;
        let key_path = self.key.clone().unwrap_or_else(|| pair.key_path());
        let plan = Plan {
            cn: server.common_name.to_string(),
            organisation: server.organisation.as_ref().map(ToString::to_string),
            country: server.country.as_ref().map(ToString::to_string),
            names: server.names.to_strings(),
            key: key_path.display().to_string(),
            certificate: pair.certificate_path().display().to_string(),
            days: self.days,
        };
        let validity = issue::leaf_validity(context, self.days, &ca)?;
        form.confirm(context, &plan, "Create this credential?", self.force)?;

        let authority = issue::authority(context, &self.ca, ca)?;
        let certificate_path = pair.certificate_path();
        let certificate = match &self.key {
            Some(key) => certify(context, key, pair, &server, &authority, validity)?,
            None => {
                let key = pair.key(context, self.new_key.key_type, None)?;
                let certificate = authority.issue(&server, &key, &issue::serial()?, validity)?;
                pair.publish(key.to_pem(None)?.as_bytes(), &certificate)?;
                certificate
            }
        };

        context.output.report(&Report {
            cn: server.common_name.to_string(),
            dns: certificate.facts.dns.clone(),
            ip: certificate.facts.ip.clone(),
            issued: Issued::new(&key_path, &certificate_path, &certificate),
        })?;
        let files = BrokerFiles::new(
            &self.ca.certificate.ca_crt,
            &certificate_path,
            &key_path,
            Some(defaults),
        );
        context.output.note(format_args!(
            "\nNext, configure the broker. aMQTT (YAML):\n\n{}\nor Mosquitto (mosquitto.conf):\n\n{}",
            files.configuration(Broker::Amqtt),
            files.configuration(Broker::Mosquitto),
        ));
        Ok(Answer::Yes)
    }

    /// What is to be certified, asked for where it is not given.
    fn server(&self, form: &Form<'_>, defaults: &Defaults) -> Outcome<Server> {
        let common_name = form.required("Host name of the broker", self.cn.clone(), None)?;
        let (mut dns, mut ip) = (self.dns.clone(), self.ip.clone());
        if dns.is_empty() && ip.is_empty() {
            let label = "Further host names and addresses, with commas between";
            let more = match ServerNames::new(&common_name, &[], &[]) {
                Some(_) => form.optional(label, None::<Hosts>, None)?,
                None => Some(form.required(label, None::<Hosts>, None)?),
            };
            (dns, ip) = more.map(|hosts| (hosts.dns, hosts.ip)).unwrap_or_default();
        }
        Ok(Server {
            names: names(&common_name, &dns, &ip)?,
            common_name,
            organisation: form.optional(
                "Organisation",
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
}

fn names(common_name: &SubjectValue, dns: &[SanName], ip: &[IpAddr]) -> Outcome<ServerNames> {
    ServerNames::new(common_name, dns, ip).ok_or_else(|| {
        Failure::usage(format_args!(
            "--cn {:?} is neither a host name nor an IP address",
            common_name.as_str()
        ))
        .hint("name the hosts that clients connect to with --dns or --ip")
    })
}

/// Issues and publishes a certificate for a key that exists.
fn certify(
    context: &Context,
    key: &Path,
    pair: Pair,
    server: &Server,
    authority: &Authority,
    validity: Validity,
) -> Outcome<Certificate> {
    let key = issue::read_key(context, key, PassphraseSource::Prompt)?;
    let certificate = authority.issue(server, &key, &issue::serial()?, validity)?;
    pair.publish_certificate(&certificate)?;
    Ok(certificate)
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
