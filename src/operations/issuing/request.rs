//! Certificate requests: what is signed for those who keep their keys to themselves.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::{
    context::Context,
    error::{Failure, Outcome},
    files,
    operations::{
        holds,
        issue::{Issued, in_file},
        issuing::{
            Conductor, Credential, Order, Publish, Signer, Unpublished,
            ca::Ca,
            credential::Place,
            key::SubjectKey,
            pair::{Existing, Pair, PairPlan},
        },
        known_keys,
        ledger::{Book, Ledger},
    },
    options::request::RequestOptions,
    output::Output,
    pki::{Certificate, CertificateProfile, Kind, PublicKeyId, Request, Wishes},
    store::fleet::Requested,
};

/// A certificate that is to be made for a request.
pub(crate) struct Signing<'a> {
    pub(crate) profile: &'a dyn CertificateProfile,
    pub(crate) ca: Ca,
    pub(crate) options: &'a RequestOptions,
    pub(crate) request: Request,
    /// The name of the certificate's file, without `.crt`.
    pub(crate) file_name: &'a str,
    pub(crate) days: u32,
}

/// A certificate that was signed.
pub(crate) struct Signed {
    pub(crate) certificate: Certificate,
    /// The file; `None` for stdout.
    pub(crate) path: Option<PathBuf>,
    pub(crate) report: SignedReport,
}

/// Report of a certificate that was signed, beside the names of its profile.
#[derive(Debug, Serialize)]
pub(crate) struct SignedReport {
    #[serde(flatten)]
    issued: Issued,
    requested_subject: String,
    requested_names: Vec<String>,
    requested_extensions: Vec<String>,
}

/// Reads the request that the options name.
///
/// # Errors
/// [`Code::Environment`](crate::error::Code::Environment) when it cannot be read, [`Code::Unfit`](crate::error::Code::Unfit) when its key cannot be certified.
pub(crate) fn read(options: &RequestOptions) -> Outcome<Request> {
    let path = &options.csr;
    let contents = match path == Path::new("-") {
        true => files::read_stdin()?,
        false => files::read(path)?,
    };
    Request::from_file(&contents).map_err(|error| match path == Path::new("-") {
        true => Failure::from(error).context("cannot use the certificate request on stdin (--csr -)"),
        false => in_file(error, path),
    })
}

impl Signing<'_> {
    /// Signs the request, or keeps what an interrupted run has signed for it.
    ///
    /// # Errors
    /// [`Code::Unfit`](crate::error::Code::Unfit) for a key that is somebody else's, and whatever [issuing](Conductor::issue) fails with; nothing
    /// was made then.
    pub(crate) fn make(self, context: &Context, confirm: impl FnOnce() -> Outcome) -> Outcome<Signed> {
        self.ca
            .refuse_own(&self.request.key, "the key of the certificate request")?;
        let mut ledger = self.book().existing(context, None)?;
        if let Some(ledger) = &mut ledger {
            let (kind, name) = (self.profile.kind(), self.profile.name());
            if kind == Kind::Device {
                holds::refuse_among(context, ledger, &[name])?;
            }
            let key = PublicKeyId::of(&self.request.key);
            known_keys::refuse(ledger, key, (kind, name), self.options.shared.allowed)?;
        }
        if self.options.stdout {
            let certificate = self.issue(context, confirm, &mut Stdout(&context.output), None, ledger)?;
            return Ok(self.signed(certificate, None, true));
        }
        let mut pair = self.place(context)?.pair;
        let path = pair.certificate_path();
        if let Some(certificate) = pair.kept_certificate()? {
            let changed = self.keep(context, &pair, &certificate)?;
            return Ok(self.signed(certificate, Some(path), changed));
        }
        let replaced = pair.replaced();
        let certificate = self.issue(context, confirm, &mut pair, replaced, ledger)?;
        Ok(self.signed(certificate, Some(path), true))
    }

    /// Checks that a certificate that exists is the one asked for, and returns whether it was written down only now.
    fn keep(&self, context: &Context, pair: &Pair, certificate: &Certificate) -> Outcome<bool> {
        if !certificate.has_public_key(&self.request.key) {
            return Err(pair.is_another("it is of another key"));
        }
        self.ca
            .recognize(context, self.profile, certificate)
            .map_err(|why| pair.is_another(why))?;
        let issuer = Some(self.ca.certificate());
        if let Some(state) = self.book().withdrawn(context, issuer, certificate)? {
            return Err(pair.is_another(format_args!("it is {}", state.shown())));
        }
        self.book().take_up(context, issuer, certificate)
    }

    fn book(&self) -> Book<'_> {
        Book {
            recording: &self.options.recording,
            ca_crt: &self.options.ca.certificate.ca_crt,
        }
    }

    fn place(&self, context: &Context) -> Outcome<Place<'_>> {
        let plan = PairPlan {
            directory: &self.options.output.output_dir,
            name: self.file_name,
            existing: Existing::of(self.options.force, self.options.existing.if_exists),
            force_option: "--force",
            key: None,
        };
        Place::open(context, &plan, self.book(), Some(&self.options.ca))
    }

    fn issue(
        &self,
        context: &Context,
        confirm: impl FnOnce() -> Outcome,
        target: &mut dyn Publish,
        replaced: Option<Certificate>,
        ledger: Option<Ledger>,
    ) -> Outcome<Certificate> {
        let validity = self.ca.validity(context, self.days)?;
        confirm()?;
        self.ca.warn_without_root(context, &self.options.ca);
        // The CA is read again with its key: what was asked before needed its certificate alone.
        let authority = Ca::read(context, &self.options.ca)?.authority(context, &self.options.ca)?;
        let ca = authority.path().ca();
        let mut record = self
            .book()
            .open_for_request(context, ca, self.requested(), ledger)?;
        let mut conductor = Conductor {
            signer: Signer::Authority(&authority),
            record: record.as_mut(),
            now: context.now,
        };
        let order = Order {
            profile: Box::new(self.profile),
            key: SubjectKey::Public(self.request.key.clone()),
            validity,
            passphrase: None,
            replaces: replaced.map(|old| conductor.replacing(&old)).transpose()?,
        };
        Ok(conductor.issue_one(order, target)?.certificate)
    }

    fn requested(&self) -> Requested {
        Requested {
            may_be_shared: self.options.shared.allowed,
        }
    }

    fn signed(self, certificate: Certificate, path: Option<PathBuf>, changed: bool) -> Signed {
        let Wishes {
            subject,
            names,
            extensions,
        } = self.request.wishes;
        let report = SignedReport {
            issued: Issued::new(None, path.as_deref(), &certificate, changed),
            requested_subject: subject,
            requested_names: names,
            requested_extensions: extensions,
        };
        Signed {
            certificate,
            path,
            report,
        }
    }
}

/// Says what the request asks for that is not followed.
pub(crate) fn note_wishes(context: &Context, request: &Request) {
    let wishes = &request.wishes;
    if wishes.has_more_than_subject() {
        context.output.note(format_args!(
            "the request asks for {wishes}; only its key is taken, and the names come from the command line"
        ));
    }
}

/// Stdout, as a place where a certificate goes.
struct Stdout<'a>(&'a Output);

impl Publish for Stdout<'_> {
    fn publish(&mut self, credentials: &[Credential]) -> Result<(), Unpublished> {
        for (whole, credential) in credentials.iter().enumerate() {
            self.0
                .print(&credential.certificate_pem)
                .map_err(|failure| Unpublished {
                    failure,
                    whole,
                    // Some of it may be.
                    begun: whole + 1,
                })?;
        }
        Ok(())
    }
}
