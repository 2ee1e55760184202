//! Reading for the verbs about credentials: certificates, keys, passphrases, and the defaults that a CA offers.

use std::path::Path;

use amqtt_verifier::{SpiffeId, TrustDomain};
use amqtt_x509::name::{COMMON_NAME, COUNTRY, ORGANIZATION};
use serde::Serialize;
use time::OffsetDateTime;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files,
    operations::facts::AltNames,
    options::{PassphraseSource, ca::Inherited, secret},
    pki::{Certificate, Country, KeyError, Passphrase, PrivateKey, SubjectValue, Validity, unix_time},
};

/// Reads the first certificate of a file.
pub(crate) fn read_certificate(path: &Path) -> Outcome<Certificate> {
    let pem = files::read(path)?;
    Certificate::first_from_file(&pem).map_err(|error| in_file(error, path))
}

/// Reads all certificates of a file.
pub(crate) fn read_certificates(path: &Path) -> Outcome<Vec<Certificate>> {
    let pem = files::read(path)?;
    Certificate::all_from_file(&pem).map_err(|error| in_file(error, path))
}

/// Reads the first certificate of the CA's file.
pub(crate) fn read_ca_certificate(path: &Path) -> Outcome<Certificate> {
    read_certificate(path).map_err(|failure| with_ca_hint(path, failure))
}

/// Reads all certificates of the CA's file.
pub(crate) fn read_ca_certificates(path: &Path) -> Outcome<Vec<Certificate>> {
    read_certificates(path).map_err(|failure| with_ca_hint(path, failure))
}

fn with_ca_hint(path: &Path, failure: Failure) -> Failure {
    if path.exists() {
        failure
    } else {
        failure.hint("create a CA with `amqtt-admin ca create`, or name its certificate with --ca-crt")
    }
}

/// Reads a private key; a passphrase comes from the file given, or is asked for until it opens the key.
pub(crate) fn read_key(context: &Context, path: &Path, source: PassphraseSource<'_>) -> Outcome<PrivateKey> {
    let pem = files::read(path)?;
    let asks = context.prompt.can_ask() && !matches!(source, PassphraseSource::Option(Some(_)));
    loop {
        let failure: Failure = match PrivateKey::from_file(&pem, || passphrase(context, path, source)) {
            Ok(key) => {
                secret::warn_of_readers(context, path);
                return Ok(key);
            }
            Err(failure) => failure,
        };
        match (failure.cause(), failure.code()) {
            (Some(error @ KeyError::WrongPassphrase), _) if asks => context.output.warn(error),
            (_, Code::Environment | Code::Unfit) => return Err(in_file(failure, path)),
            _ => return Err(failure),
        }
    }
}

fn passphrase(context: &Context, key: &Path, source: PassphraseSource<'_>) -> Outcome<Passphrase> {
    match source {
        PassphraseSource::Option(Some(file)) => read_passphrase(context, file),
        _ if context.prompt.can_ask() => {
            let secret = context
                .prompt
                .secret(&format!("Passphrase of {}", key.display()))?;
            Ok(Passphrase::new(secret.as_bytes().to_vec().into()))
        }
        PassphraseSource::Option(None) => Err(Failure::usage(format_args!(
            "{} is encrypted and there is no terminal to ask for the passphrase",
            key.display()
        ))
        .hint("name a file that holds the passphrase with --passphrase-file")),
        PassphraseSource::Prompt => Err(Failure::usage(format_args!(
            "{} is encrypted and there is no terminal to ask for the passphrase",
            key.display()
        ))
        .hint("run in a terminal, or name a decrypted copy of the key: `openssl pkey -in KEY -out COPY`")),
    }
}

/// Reads a passphrase from a file: all of it but one trailing newline.
pub(crate) fn read_passphrase(context: &Context, path: &Path) -> Outcome<Passphrase> {
    let secret = secret::from_own_file(context, path)?;
    if secret.is_empty() {
        let error = anyhow::anyhow!("{} does not hold a passphrase", path.display());
        return Err(Failure::new(Code::Environment, error));
    }
    Ok(Passphrase::new(secret))
}

/// Says which file cannot be used.
pub(crate) fn in_file(error: impl Into<Failure>, path: &Path) -> Failure {
    error
        .into()
        .context(format_args!("cannot use {}", path.display()))
}

/// The defaults that a CA's certificate offers to those that it signs.
#[derive(Debug, Default)]
pub(crate) struct Defaults {
    pub(crate) country: Option<Country>,
    pub(crate) organization: Option<SubjectValue>,
    /// The trust domain that the certificate carries.
    pub(crate) trust_domain: Option<TrustDomain>,
    /// The CA's common name, where that could be a trust domain.
    pub(crate) domain_like_name: Option<TrustDomain>,
}

impl Defaults {
    pub(crate) fn of(ca: &Certificate) -> Self {
        let ca = ca.get();
        let domain = |uri: &String| match SpiffeId::parse(uri) {
            Ok(id) if id.path().is_empty() => id.trust_domain().parse().ok(),
            _ => None,
        };
        Self {
            country: ca.subject.first(COUNTRY).and_then(|country| country.parse().ok()),
            organization: ca
                .subject
                .first(ORGANIZATION)
                .and_then(|organization| organization.parse().ok()),
            trust_domain: AltNames::of(&ca).uri.iter().find_map(domain),
            domain_like_name: ca.subject.first(COMMON_NAME).and_then(|name| name.parse().ok()),
        }
    }
}

impl Defaults {
    /// Returns what those that the CA signs take from it, with the trust domain that it may be.
    pub(crate) fn to_inherited(&self) -> Inherited {
        Inherited {
            country: self.country.clone(),
            organization: self.organization.clone(),
            trust_domain: self.trust_domain.clone().or(self.domain_like_name.clone()),
        }
    }
}

/// Warns of values of the CA that cannot be defaults because they break our rules.
pub(crate) fn warn_of_unusable_defaults(context: &Context, ca: &Certificate, defaults: &Defaults) {
    let subject = ca.get().subject;
    let unusable = [
        (subject.first(COUNTRY), defaults.country.is_none(), "country"),
        (
            subject.first(ORGANIZATION),
            defaults.organization.is_none(),
            "org-name",
        ),
    ];
    for (value, left_out, option) in unusable {
        if let (Some(value), true) = (value, left_out) {
            context.output.warn(format_args!(
                "ignoring the CA's {option} {value:?}: not a valid value here; set --{option}"
            ));
        }
    }
}

/// The time at which this program was built, in seconds since 1970.
const BUILT_AT: &str = env!("AMQTT_ADMIN_BUILT_AT");

/// Returns whether the clock shows a time before this program was built, so that it must be wrong.
fn clock_is_behind(now: OffsetDateTime) -> bool {
    BUILT_AT.parse().is_ok_and(|built| now.unix_timestamp() < built)
}

/// Warns where the clock must be wrong, before anything is signed by it.
pub(crate) fn warn_of_slow_clock(context: &Context) {
    if clock_is_behind(context.now) {
        context.output.warn(format_args!(
            "the clock says {}, which is before this program was built; set it, or what is signed will be valid at the wrong time",
            unix_time(context.now)
        ));
    }
}

/// Returns a validity of `days` days from now.
pub(crate) fn validity(context: &Context, days: u32) -> Outcome<Validity> {
    Validity::days_from(context.now, days)
        .ok_or_else(|| Failure::usage("--days goes past year 9999, the latest date a certificate can hold"))
}

/// The facts of a credential that was just issued, or that was kept.
#[derive(Debug, Serialize)]
pub(crate) struct Issued {
    /// The key's file, where the key is ours.
    key: Option<String>,
    /// The certificate's file; `None` on stdout.
    certificate: Option<String>,
    key_type: String,
    serial: String,
    not_before: String,
    not_after: String,
    fingerprint: String,
    /// True if anything was made.
    changed: bool,
}

impl Issued {
    pub(crate) fn new(
        key: Option<&Path>,
        path: Option<&Path>,
        certificate: &Certificate,
        changed: bool,
    ) -> Self {
        let shown = |path: &Path| path.display().to_string();
        let facts = certificate.get();
        Self {
            key: key.map(shown),
            certificate: path.map(shown),
            key_type: facts.key.kind.to_string(),
            serial: facts.serial.to_string(),
            not_before: facts.not_before.to_string(),
            not_after: facts.not_after.to_string(),
            fingerprint: facts.fingerprint().to_string(),
            changed,
        }
    }
}
