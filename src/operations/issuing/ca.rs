//! The CA that signs, as the operator names it: a certificate, perhaps with those above it, and its key.

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::{
        issue::{
            Defaults, read_ca_certificates, read_key, validity, warn_of_slow_clock, warn_of_unusable_defaults,
        },
        trust_file::TrustFile,
    },
    options::{CaFiles, Form, device::DeviceSubject},
    pki::{
        self, Authority, CaPath, Certificate, CertificateProfile, Device, PrivateKey, Unaccepted, Validity,
    },
};

/// Reads the CA, and asks for the device that it is to certify. The trust domain may come from the CA: what is wrong with that is
/// said before a trust domain is missed, unless there is none.
///
/// # Errors
/// As [`Ca::read`], [`Ca::check`] and [`DeviceSubject::ask`].
pub(crate) fn device<'c>(
    context: &'c Context,
    subject: &DeviceSubject,
    files: &CaFiles,
) -> Outcome<(Form<'c>, Ca, Device)> {
    let ca = Ca::read(context, files);
    let lacks_domain = match &ca {
        Ok(ca) => ca.path.check(context.now).is_ok() && Defaults::of(ca.certificate()).trust_domain.is_none(),
        Err(_) => !files.certificate.ca_crt.exists(),
    };
    let form = subject.form(context, !lacks_domain, ca.as_ref().err())?;
    let ca = ca?;
    let device = subject.ask(&form, ca.offer(context)?.to_inherited())?;
    Ok((form, ca, device))
}

/// A CA that was read, though perhaps not its key yet.
pub(crate) struct Ca {
    path: CaPath,
    key: Option<PrivateKey>,
}

impl Ca {
    /// Reads the CA's certificate. Where its file holds several, the CA is the one of the key, so that the key is read too.
    ///
    /// # Errors
    /// [`Code::Environment`] when a file cannot be read,
    /// [`Code::Unfit`] when the key is not that of any certificate.
    pub(crate) fn read(context: &Context, files: &CaFiles) -> Outcome<Self> {
        let mut certificates = read_ca_certificates(&files.certificate.ca_crt)?;
        match certificates.pop() {
            Some(certificate) if certificates.is_empty() => Ok(Self {
                path: CaPath::alone(certificate),
                key: None,
            }),
            last => {
                certificates.extend(last);
                let key = read_key(context, &files.ca_key, files.passphrase())?;
                Ok(Self {
                    path: CaPath::of_key(certificates, &key)?,
                    key: Some(key),
                })
            }
        }
    }

    /// Checks that the CA may sign now; warns where the clock must be wrong.
    ///
    /// # Errors
    /// [`Code::Unfit`] with the reason.
    pub(crate) fn check(&self, context: &Context) -> Outcome {
        warn_of_slow_clock(context);
        Ok(self.path.check(context.now)?)
    }

    /// Checks that the CA may sign now, and returns the defaults that it offers; warns of values that cannot be any.
    ///
    /// # Errors
    /// As [`Ca::check`].
    pub(crate) fn offer(&self, context: &Context) -> Outcome<Defaults> {
        self.check(context)?;
        let defaults = Defaults::of(self.certificate());
        warn_of_unusable_defaults(context, self.certificate(), &defaults);
        Ok(defaults)
    }

    /// Checks that a certificate is of this CA, is what a profile asks for, and is in force.
    ///
    /// # Errors
    /// [`Unaccepted`] with the reason.
    pub(crate) fn recognize(
        &self,
        context: &Context,
        profile: &dyn CertificateProfile,
        certificate: &Certificate,
    ) -> Result<(), Unaccepted> {
        profile.prove(certificate, &self.path, context.now)
    }

    /// Returns whether the CA signed a certificate, whatever else is to be said of it.
    pub(crate) fn has_signed(&self, certificate: &Certificate) -> bool {
        pki::signed(certificate, &self.path).is_ok()
    }

    /// Returns whether a public key is the CA's own, or that of one above it.
    pub(crate) fn has_key_of(&self, key: &impl rcgen::PublicKeyData) -> bool {
        self.path.iter().any(|ca| ca.has_public_key(key))
    }

    /// Refuses a key, called by `what`, that is the CA's own or that of one above it: the certificate would let its holder take
    /// the CA's place.
    ///
    /// # Errors
    /// [`Code::Unfit`] for such a key.
    pub(crate) fn refuse_own(
        &self,
        key: &impl rcgen::PublicKeyData,
        what: impl std::fmt::Display,
    ) -> Outcome {
        match self.has_key_of(key) {
            true => Err(Failure::of(Code::Unfit, format_args!("{what} is that of the CA"))
                .hint("nothing was changed; make a new key; that of the CA never leaves it")),
            false => Ok(()),
        }
    }

    /// The CA and what is above it.
    pub(crate) fn path(&self) -> &CaPath {
        &self.path
    }

    /// The CA's certificate.
    pub(crate) fn certificate(&self) -> &Certificate {
        self.path.ca()
    }

    /// Returns a validity of `days` days, ending no later than the CA; warns where that is sooner than asked for.
    ///
    /// # Errors
    /// [`Code::Usage`] when a certificate cannot express it.
    pub(crate) fn validity(&self, context: &Context, days: u32) -> Outcome<Validity> {
        let (validity, sooner) = self.path.cap(validity(context, days)?);
        if sooner {
            context
                .output
                .warn("--days exceeds the CA's lifetime; the certificate will expire with the CA");
        }
        Ok(validity)
    }

    /// Returns the validity, ending no later than the CA.
    pub(crate) fn capped(&self, validity: Validity) -> Validity {
        self.path.cap(validity).0
    }

    /// Warns where no file is found that peers can trust, as none reaches a root.
    pub(crate) fn warn_without_root(&self, context: &Context, files: &CaFiles) {
        let trust = self.trust_file(files);
        if trust.rootless.is_some() {
            trust.warn(context, &files.certificate.ca_crt);
        }
    }

    /// The CA file for peers.
    pub(crate) fn trust_file(&self, files: &CaFiles) -> TrustFile {
        let path: Vec<Certificate> = self.path.iter().cloned().collect();
        TrustFile::of(&files.certificate.ca_crt, &path)
    }

    /// Joins the CA to its key, which is read where it was not yet.
    ///
    /// # Errors
    /// As [`Ca::read`].
    pub(crate) fn authority(self, context: &Context, files: &CaFiles) -> Outcome<Authority> {
        let key = match self.key {
            Some(key) => key,
            None => read_key(context, &files.ca_key, files.passphrase())?,
        };
        let facts = self.path.ca().get();
        context.output.detail(format_args!(
            "signing with {} ({}), valid until {}",
            files.certificate.ca_crt.display(),
            facts.fingerprint(),
            facts.not_after
        ));
        Authority::new(self.path, key, context.now).map_err(Failure::from)
    }
}
