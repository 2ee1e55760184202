//! The name of a device, as the verbs that certify one take it.

use amqtt_verifier::DeviceId;
use clap::Args;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    options::{Domain, Form, ca::Inherited},
    pki::{Country, Device, SubjectValue},
};

/// The subject of a device.
#[derive(Debug, Args)]
pub(crate) struct DeviceSubject {
    /// Device id, which is also the MQTT client id and names the files
    #[arg(long, value_name = "ID")]
    device_id: Option<DeviceId>,

    /// Trust domain of the device [default: the one in the CA certificate]
    #[arg(long, visible_alias = "trust-domain", value_name = "DOMAIN")]
    uri: Option<Domain>,

    /// Country of the device (two-letter code) [default: the CA's]
    #[arg(long, value_name = "CODE")]
    country: Option<Country>,

    /// Organization of the device [default: the CA's]
    #[arg(long, value_name = "NAME")]
    org_name: Option<SubjectValue>,

    /// Issue a strictly conforming X509-SVID (clientAuth and serverAuth)
    #[arg(long)]
    svid: bool,
}

impl DeviceSubject {
    /// Opens the form. The trust domain may come from the CA; where that cannot be read, the hint says so.
    ///
    /// # Errors
    /// As [`Form::open`].
    pub(crate) fn form<'a>(
        &self,
        context: &'a Context,
        ca_has_domain: bool,
        ca_failure: Option<&Failure>,
    ) -> Outcome<Form<'a>> {
        let domain_known = self.uri.is_some() || ca_has_domain;
        let required = [("--device-id", self.device_id.is_some()), ("--uri", domain_known)];
        Form::open(context, &required).map_err(|failure| match ca_failure {
            Some(ca) if ca.code() == Code::Environment && !domain_known => failure.hint(format_args!(
                "--uri could come from the CA, but: {}",
                ca.message()
            )),
            _ => failure,
        })
    }

    /// Returns the device that is to be certified, asked for where it was not given.
    ///
    /// # Errors
    /// As those of [`Form`].
    pub(crate) fn ask(&self, form: &Form<'_>, inherited: Inherited) -> Outcome<Device> {
        Ok(Device {
            id: form.required("Device id", self.device_id.clone(), None)?,
            organization: form.optional("Organization", self.org_name.clone(), inherited.organization)?,
            country: form.optional("Country, two letters", self.country.clone(), inherited.country)?,
            trust_domain: form
                .required(
                    "Trust domain",
                    self.uri.clone(),
                    inherited.trust_domain.map(Domain),
                )?
                .0,
            svid: self.svid,
        })
    }
}
