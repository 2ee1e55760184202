//! The name of a CA, as the verbs that make one take it.

use amqtt_verifier::TrustDomain;
use clap::Args;

use crate::{
    error::Outcome,
    options::{Domain, Form},
    pki::{Ca, Country, Kind, Subject, SubjectValue},
};

/// The subject of a new CA.
#[derive(Debug, Args)]
pub(crate) struct CaSubject {
    /// Common name of the CA
    #[arg(long, value_name = "NAME")]
    cn: Option<SubjectValue>,

    /// Country of the CA (two-letter code)
    #[arg(long, value_name = "CODE")]
    country: Option<Country>,

    /// State or province of the CA
    #[arg(long, value_name = "NAME")]
    state: Option<SubjectValue>,

    /// Locality of the CA
    #[arg(long, value_name = "NAME")]
    locality: Option<SubjectValue>,

    /// Organization of the CA
    #[arg(long, value_name = "NAME")]
    org_name: Option<SubjectValue>,

    /// Default trust domain for its devices
    #[arg(long, visible_alias = "trust-domain", value_name = "DOMAIN")]
    uri: Option<Domain>,
}

/// Values that a CA takes from the one above it.
#[derive(Debug, Default)]
pub(crate) struct Inherited {
    pub(crate) country: Option<Country>,
    pub(crate) organization: Option<SubjectValue>,
    pub(crate) trust_domain: Option<TrustDomain>,
}

impl CaSubject {
    /// Returns the options that a form must know of, and whether each is given.
    pub(crate) fn required(&self) -> [(&'static str, bool); 1] {
        [("--cn", self.cn.is_some())]
    }

    /// Returns the CA that is to be made, asked for where it was not given.
    ///
    /// # Errors
    /// As those of [`Form`].
    pub(crate) fn ask(
        self,
        form: &Form<'_>,
        kind: Kind,
        path_len: Option<u8>,
        inherited: Inherited,
    ) -> Outcome<Ca> {
        Ok(Ca {
            kind,
            subject: Subject {
                common_name: form.required("Common name of the CA", self.cn, None)?.to_string(),
                organization: form.optional("Organization", self.org_name, inherited.organization)?,
                country: form.optional("Country, two letters", self.country, inherited.country)?,
                state: form.optional("State or province", self.state, None)?,
                locality: form.optional("Locality", self.locality, None)?,
            },
            trust_domain: form
                .optional(
                    "Trust domain of the devices",
                    self.uri,
                    inherited.trust_domain.map(Domain),
                )?
                .map(|domain| domain.0),
            path_len,
        })
    }
}
