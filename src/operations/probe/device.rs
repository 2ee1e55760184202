//! The credential that a broker is tried with: a device's own, from its files.

use std::path::PathBuf;

use super::stream::Credential;
use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::{
        facts::device_of,
        issue::{read_certificates, read_key},
    },
    options::PassphraseSource,
};

/// The files of a device's credential, and the options that name them.
pub(crate) struct DeviceFiles {
    /// The file of the certificate; by default the device id with `.crt`.
    certificate: Option<PathBuf>,
    /// The file of the key; by default the certificate's name with `.key`.
    key: Option<PathBuf>,
    /// The options for the certificate and for the key.
    options: [&'static str; 2],
}

impl DeviceFiles {
    pub(crate) fn new(
        certificate: Option<PathBuf>,
        key: Option<PathBuf>,
        options: [&'static str; 2],
    ) -> Self {
        Self {
            certificate,
            key,
            options,
        }
    }

    /// Reads the credential of this device.
    ///
    /// # Errors
    /// [`Code::Unfit`] when the files are those of another device, or do not belong together; [`Code::Environment`] when one
    /// cannot be read.
    pub(crate) fn read(self, context: &Context, id: &str) -> Outcome<Credential> {
        let [certificate_option, key_option] = self.options;
        let certificate = self
            .certificate
            .unwrap_or_else(|| PathBuf::from(format!("{id}.crt")));
        let key = self.key.unwrap_or_else(|| certificate.with_extension("key"));
        let name_certificate = format!("name the certificate of the device with {certificate_option}");
        let name_key = format!("name the private key of the device with {key_option}");
        let chain = read_certificates(&certificate).map_err(|failure| failure.or_hint(&name_certificate))?;
        let leaf = chain.first();
        let shown = certificate.display();
        let message = match leaf.and_then(device_of) {
            Some(own) if own == id => None,
            Some(other) => Some(format!("{shown} is the certificate of {other}, not of {id}")),
            None => Some(format!(
                "{shown} is not the certificate of a device: it has no SPIFFE ID that names one"
            )),
        };
        if let Some(message) = message {
            return Err(Failure::of(Code::Unfit, message).hint(name_certificate));
        }
        let private = read_key(context, &key, PassphraseSource::Prompt)
            .map_err(|failure| failure.or_hint(&name_key))?;
        if leaf.is_some_and(|leaf| !leaf.has_public_key(&private)) {
            let message = format!("{} is not the key of {shown}", key.display());
            return Err(Failure::of(Code::Unfit, message).hint(name_key));
        }
        Credential::new(&chain, &private)
    }
}
