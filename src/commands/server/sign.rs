//! `server sign`: a certificate for a broker that keeps its key to itself.

use clap::Args;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        facts::AltNames,
        issuing::{
            ca::Ca,
            request::{self, SignedReport, Signing},
        },
    },
    options::{DAYS_MAX, request::RequestOptions, server::ServerSubject},
    pki::Server,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin server sign [OPTIONS] --csr <FILE> --cn <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin server sign --csr broker.csr --cn broker.my.domain.name
  amqtt-admin server sign --csr - --cn broker --dns broker.my.domain.name --stdout < broker.csr
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    server: ServerSubject,

    #[command(flatten)]
    request: RequestOptions,

    /// Days until the certificate expires, at most those of the CA
    #[arg(long, value_name = "DAYS", default_value_t = 397, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,
}

#[derive(Debug, Serialize)]
struct Report {
    cn: String,
    dns: Vec<String>,
    ip: Vec<String>,
    #[serde(flatten)]
    signed: SignedReport,
}

/// Plan that the operator is shown before the certificate is signed.
#[derive(Debug, Serialize)]
struct Plan {
    cn: String,
    organization: Option<String>,
    country: Option<String>,
    names: Vec<String>,
    key_type: String,
    days: u32,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let form = self.server.form(context)?;
        let request = request::read(&self.request)?;
        let ca = Ca::read(context, &self.request.ca)?;
        let server = self
            .server
            .ask(context, &form, ca.offer(context)?.to_inherited())?;
        let plan = Plan::new(&server, &request.key_type, self.days);
        request::note_wishes(context, &request);

        let signing = Signing {
            profile: &server,
            ca,
            options: &self.request,
            request,
            file_name: "server",
            days: self.days,
        };
        let confirm = || form.confirm(context, &plan, "Sign this request?", self.request.force);
        let signed = signing.make(context, confirm)?;
        let names = AltNames::of(&signed.certificate.get());
        if signed.path.is_some() {
            context.output.report(&Report {
                cn: plan.cn.clone(),
                dns: names.dns,
                ip: names.ip,
                signed: signed.report,
            })?;
        }
        Ok(Answer::Yes)
    }
}

impl Plan {
    fn new(server: &Server, key_type: &str, days: u32) -> Self {
        Self {
            cn: server.common_name.to_string(),
            organization: server.organization.as_ref().map(ToString::to_string),
            country: server.country.as_ref().map(ToString::to_string),
            names: server.names.to_strings(),
            key_type: key_type.to_owned(),
            days,
        }
    }
}
