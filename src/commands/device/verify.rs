//! `device verify`: whether a broker would admit a certificate as a client, and if not, by which rule.

use std::path::{Path, PathBuf};

use amqtt_verifier::{
    certificate::{
        CertificateDer, CertificateVerifier, Check, MAX_INTERMEDIATES, Position, Profile, Refusal, UnixTime,
        certificates_in,
    },
    revocation::{CrlError, RevocationLists, crls_in},
};
use clap::{Args, ValueEnum, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    files,
    operations::issue::in_file,
    options::Domain,
    pki::unix_time,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device verify pump-7.crt --uri my.domain.name --client-id pump-7
  amqtt-admin device verify pump-7.crt --uri my.domain.name --client-id pump-7 --crl ca.crl
")]
pub(crate) struct Arguments {
    /// The certificate, in PEM or DER; in PEM, with its chain behind it
    #[arg(value_name = "CERT", value_hint = ValueHint::FilePath)]
    certificate: PathBuf,

    /// The trust domain that the broker admits devices of
    #[arg(long, visible_alias = "trust-domain", value_name = "DOMAIN")]
    uri: Domain,

    // Any text at all: one that is no client id of MQTT is not this device's.
    /// The client id that the device connects with
    #[arg(long, value_name = "ID")]
    client_id: String,

    /// A CA's certificate that the broker trusts; may be given several times
    #[arg(long, value_name = "FILE", default_value = "ca.crt", value_hint = ValueHint::FilePath)]
    ca_crt: Vec<PathBuf>,

    /// Certificates that the device sends behind its own
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    chain: Option<PathBuf>,

    /// Revocation lists, in PEM or DER; may be given several times. Without any, revocation is not checked
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    crl: Vec<PathBuf>,

    /// How much is asked of the certificates
    #[arg(long, value_name = "PROFILE", default_value = "device")]
    profile: ProfileName,

    /// The time to check for, in RFC 3339 [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<UnixTime>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ProfileName {
    /// What aMQTT's scripts issue is admitted too
    Device,
    /// X509-SVID to the letter
    Svid,
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Self {
        match name {
            ProfileName::Device => Self::Device,
            ProfileName::Svid => Self::Svid,
        }
    }
}

#[derive(Debug, Serialize)]
struct Report {
    admitted: bool,
    client_id: String,
    /// The rule that refuses.
    rule: Option<&'static str>,
    reason: Option<String>,
    checks_passed: Vec<&'static str>,
    check_failed: Option<&'static str>,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let chain = self.read_chain()?;
        let verifier = self.verifier(context, chain.as_deref().unwrap_or_default())?;
        let now = self.at.unwrap_or(unix_time(context.now));
        let verdict = chain.and_then(|chain| {
            let device = verifier.identify(&chain, now)?;
            device.require_client_id(&self.client_id)
        });
        let refusal = verdict.err();
        let failed = refusal.as_ref().map(|refusal| refusal.rule().check());
        let passed = verifier.checks().take_while(|check| failed != Some(*check));
        let report = Report {
            admitted: refusal.is_none(),
            client_id: self.client_id,
            rule: refusal.as_ref().map(|refusal| refusal.rule().name()),
            reason: refusal.as_ref().map(ToString::to_string),
            checks_passed: passed.map(Check::name).collect(),
            check_failed: failed.map(Check::name),
        };
        let sentence = match &report.reason {
            None => format!("admitted as {}", report.client_id),
            Some(reason) => format!("refused: {reason}"),
        };
        context.output.verdict("admitted", &sentence, &report)?;
        Ok(if refusal.is_none() {
            Answer::Yes
        } else {
            Answer::No
        })
    }

    /// What the device sends. A file without certificates is a device without one: that is refused.
    fn read_chain(&self) -> Outcome<Result<Vec<CertificateDer<'static>>, Refusal>> {
        let mut chain = Vec::new();
        for path in [&self.certificate].into_iter().chain(&self.chain) {
            let Ok(certificates) = certificates_in(&files::read(path)?) else {
                return Ok(Err(Refusal::Malformed {
                    certificate: Position::in_chain(chain.len()),
                    part: "its file, which holds none in PEM or DER",
                }));
            };
            chain.extend(certificates);
        }
        Ok(Ok(chain))
    }

    /// The verifier that a broker would use, with the CAs of the chain to verify their revocation lists by.
    fn verifier(&self, context: &Context, chain: &[CertificateDer<'_>]) -> Outcome<CertificateVerifier> {
        let mut builder = CertificateVerifier::builder(self.uri.0.clone()).profile(self.profile.into());
        for path in &self.ca_crt {
            let certificates = files::read(path)?;
            builder = builder
                .anchors(&certificates)
                .map_err(|error| in_file(error, path))?;
        }
        if self.crl.is_empty() {
            return Ok(builder.build()?);
        }
        for ca in chain.iter().skip(1).take(MAX_INTERMEDIATES) {
            // One that cannot be read will be refused with the chain.
            builder = builder.clone().intermediates(ca).unwrap_or(builder);
        }
        let verifier = builder.require_crls().build()?;
        if let Some(lists) = verifier.revocation() {
            for path in &self.crl {
                load_crls(context, path, lists)?;
            }
        }
        Ok(verifier)
    }
}

/// Loads the lists of a file. What is no list at all is a fault of the file; one that does not count is no list for the
/// certificates that it is about, and the operator is told.
fn load_crls(context: &Context, path: &Path, lists: &RevocationLists) -> Outcome {
    let contents = files::read_crls(path)?;
    for crl in crls_in(&contents).map_err(|error| in_file(CrlError::File(error), path))? {
        match lists.load(&crl) {
            // Of several for one issuer the newest counts, in whatever order they come.
            Ok(()) | Err(CrlError::RollBack { .. }) => {}
            Err(error @ CrlError::Malformed { .. }) => return Err(in_file(error, path)),
            Err(error) => {
                context
                    .output
                    .warn(format_args!("{} does not count: {error}", path.display()));
            }
        }
    }
    Ok(())
}
