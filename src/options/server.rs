//! The names of a broker, as the verbs that certify one take them.

use std::{fmt, net::IpAddr, str::FromStr};

use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Failure, Outcome},
    options::{Form, ca::Inherited},
    pki::{Country, InvalidHostName, InvalidSubject, SanName, Server, ServerNames, SubjectValue, address},
};

/// The subject of a broker, and the names that clients use.
#[derive(Debug, Args)]
pub(crate) struct ServerSubject {
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
}

impl ServerSubject {
    /// Opens the form, and refuses at once what cannot be a broker's names.
    ///
    /// # Errors
    /// As [`Form::open`], and [`Code::Usage`](crate::error::Code::Usage) for a common name that is not a host without others.
    pub(crate) fn form<'a>(&self, context: &'a Context) -> Outcome<Form<'a>> {
        let form = Form::open(context, &[("--cn", self.cn.is_some())])?;
        if let Some(cn) = &self.cn {
            self.names(cn, &self.dns, &self.ip)?;
        }
        Ok(form)
    }

    /// Returns the broker that is to be certified, asked for where it was not given; warns of names that some clients refuse.
    ///
    /// # Errors
    /// As those of [`Form`].
    pub(crate) fn ask(&self, context: &Context, form: &Form<'_>, inherited: Inherited) -> Outcome<Server> {
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
        let names = self.names(&common_name, &dns, &ip)?;
        for name in names.with_underscores() {
            context.output.warn(format_args!(
                "{name} has an underscore, which host names do not have; some clients refuse it"
            ));
        }
        Ok(Server {
            names,
            common_name,
            organization: form.optional("Organization", self.org_name.clone(), inherited.organization)?,
            country: form.optional("Country, two letters", self.country.clone(), inherited.country)?,
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
