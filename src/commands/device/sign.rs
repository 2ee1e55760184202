//! `device sign`: a certificate for a device that keeps its key to itself.

use clap::Args;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::issuing::{
        ca,
        request::{self, SignedReport, Signing},
    },
    options::{DAYS_MAX, device::DeviceSubject, request::RequestOptions},
    pki::Device,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin device sign [OPTIONS] --csr <FILE> --device-id <ID>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin device sign --csr pump-7.csr --device-id pump-7
  amqtt-admin device sign --csr - --device-id pump-7 --stdout < pump-7.csr
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    device: DeviceSubject,

    #[command(flatten)]
    request: RequestOptions,

    /// Days until the certificate expires, at most those of the CA
    #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,
}

#[derive(Debug, Serialize)]
struct Report {
    device_id: String,
    uri: String,
    #[serde(flatten)]
    signed: SignedReport,
}

/// Plan that the operator is shown before the certificate is signed.
#[derive(Debug, Serialize)]
struct Plan {
    device_id: String,
    uri: String,
    organization: Option<String>,
    country: Option<String>,
    key_type: String,
    days: u32,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let request = request::read(&self.request)?;
        let (form, ca, device) = ca::device(context, &self.device, &self.request.ca)?;
        let plan = Plan::new(&device, &request.key_type, self.days);
        request::note_wishes(context, &request);

        let signing = Signing {
            profile: &device,
            ca,
            options: &self.request,
            request,
            file_name: device.id.as_str(),
            days: self.days,
        };
        let confirm = || form.confirm(context, &plan, "Sign this request?", self.request.force);
        let signed = signing.make(context, confirm)?;
        if signed.path.is_some() {
            context.output.report(&Report {
                device_id: plan.device_id.clone(),
                uri: plan.uri.clone(),
                signed: signed.report,
            })?;
        }
        Ok(Answer::Yes)
    }
}

impl Plan {
    fn new(device: &Device, key_type: &str, days: u32) -> Self {
        Self {
            device_id: device.id.to_string(),
            uri: device.uri(),
            organization: device.organization.as_ref().map(ToString::to_string),
            country: device.country.as_ref().map(ToString::to_string),
            key_type: key_type.to_owned(),
            days,
        }
    }
}
