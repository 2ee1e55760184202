//! `device verify`: whether a broker would admit a certificate as a client, and if not, by which rule.

use std::path::{Path, PathBuf};

use amqtt_verifier::{
    InvalidName, TrustDomain,
    certificate::{
        CertificateDer, CertificateVerifier, Check, MAX_INTERMEDIATES, Profile, Refusal, Rule, UnixTime,
        certificates_in,
    },
    revocation::{CrlError, RevocationLists, crls_in},
};
use clap::{Args, ValueEnum, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    files,
    operations::{
        credential::key_belongs,
        facts::{device_of, trust_domain_of},
        issue::{in_file, read_ca_certificates},
        trust_file::TrustFile,
    },
    options::Domain,
    pki::{self, unix_time},
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device verify pump-7.crt
  amqtt-admin device verify pump-7.crt --uri my.domain.name --client-id pump-7 --crl ca.crl
")]
pub(crate) struct Arguments {
    /// Certificate of the device, in PEM or DER; in PEM, with its chain after it
    #[arg(value_name = "CERT", value_hint = ValueHint::FilePath)]
    certificate: PathBuf,

    /// Trust domain whose devices the broker admits [default: the CA's, else the certificate's]
    #[arg(long, visible_alias = "trust-domain", value_name = "DOMAIN")]
    uri: Option<Domain>,

    // Any text at all: one that cannot be a client id of MQTT is not this device's.
    /// Client id that the device connects with [default: the id in the certificate]
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,

    /// Private key that must belong to the certificate
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    key: Option<PathBuf>,

    /// Certificate of a CA that the broker trusts; repeatable
    #[arg(long, value_name = "FILE", default_value = "ca.crt", value_hint = ValueHint::FilePath)]
    ca_crt: Vec<PathBuf>,

    /// Intermediate certificates the device sends
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    chain: Option<PathBuf>,

    /// Revocation lists, in PEM or DER; repeatable. Without any, revocation is not checked
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    crl: Vec<PathBuf>,

    /// Validation profile
    #[arg(long, value_name = "PROFILE", default_value = "device")]
    profile: ProfileName,

    /// Time to check for, in RFC 3339 [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<UnixTime>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ProfileName {
    /// Also what aMQTT's scripts issue
    Device,
    /// Strict X509-SVID
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
    /// The client id that was checked for.
    client_id: Option<String>,
    /// The trust domain that was checked for.
    trust_domain: Option<String>,
    /// The rule that refuses.
    rule: Option<&'static str>,
    reason: Option<String>,
    checks_passed: Vec<&'static str>,
    check_failed: Option<&'static str>,
    revocation_checked: bool,
    /// True if the key belongs to the certificate; `None` where none was given.
    key_matches: Option<bool>,
    /// Whole days until the certificate expires; `None` where it cannot be read.
    days_left: Option<i64>,
}

/// A refusal, as it is reported.
struct Refused {
    rule: &'static str,
    reason: String,
    check: Check,
}

/// The identity that the device is checked for, given or by default.
struct Claims {
    client_id: Option<String>,
    trust_domain: Option<TrustDomain>,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let anchors = self.anchors(context)?;
        let chain = self.read_chain()?;
        let leaf = match &chain {
            Ok(chain) => chain
                .first()
                .and_then(|leaf| pki::Certificate::from_der(leaf.clone()).ok()),
            Err(_) => None,
        };
        let claims = self.claims(context, &anchors, leaf.as_ref());
        let (refused, checks) = self.judge(context, &claims, chain)?;
        let key_matches = match (&self.key, &leaf) {
            (Some(key), Some(leaf)) => Some(key_belongs(context, key, leaf)?),
            _ => None,
        };
        let foreign_key = (refused.is_none() && key_matches == Some(false)).then(|| Refused {
            rule: "key",
            reason: "the key does not belong to the certificate".to_owned(),
            check: Check::Leaf,
        });
        let refused = refused.or(foreign_key);
        self.report(context, &claims, leaf.as_ref(), refused, &checks, key_matches)
    }

    fn report(
        &self,
        context: &Context,
        claims: &Claims,
        leaf: Option<&pki::Certificate>,
        refused: Option<Refused>,
        checks: &[Check],
        key_matches: Option<bool>,
    ) -> Outcome<Answer> {
        let failed = refused.as_ref().map(|refused| refused.check);
        let passed = checks.iter().take_while(|check| failed != Some(**check));
        let admitted = refused.is_none();
        let unchecked = if self.crl.is_empty() {
            " (revocation was not checked)"
        } else {
            ""
        };
        let headline = match &refused {
            None => match &claims.client_id {
                Some(id) => format!("admitted as {id}{unchecked}"),
                None => format!("admitted{unchecked}"),
            },
            Some(refused) => format!("refused: {}", refused.reason),
        };
        let (rule, reason) = refused.map(|refused| (refused.rule, refused.reason)).unzip();
        let report = Report {
            admitted,
            client_id: claims.client_id.clone(),
            trust_domain: claims.trust_domain.as_ref().map(ToString::to_string),
            rule,
            reason,
            checks_passed: passed.map(|check| check.name()).collect(),
            check_failed: failed.map(Check::name),
            revocation_checked: !self.crl.is_empty(),
            key_matches,
            days_left: leaf.map(|leaf| self.now(context).days_until(leaf.get().not_after)),
        };
        context.output.verdict("admitted", &headline, &report)?;
        if self.crl.is_empty() {
            context
                .output
                .note("revocation was not checked: no --crl was given");
        }
        Ok(if admitted { Answer::Yes } else { Answer::No })
    }

    fn now(&self, context: &Context) -> UnixTime {
        self.at.unwrap_or_else(|| unix_time(context.now))
    }

    /// Reads the CAs that the broker trusts.
    fn anchors(&self, context: &Context) -> Outcome<Vec<pki::Certificate>> {
        let mut anchors = Vec::new();
        for path in &self.ca_crt {
            anchors.extend(read_ca_certificates(path)?);
        }
        if let Some(path) = self.ca_crt.first() {
            TrustFile::of(path, &anchors).warn(context, path);
        }
        Ok(anchors)
    }

    /// Returns what to check for: what was given, else what the CA and the certificate say, which is reported.
    fn claims(
        &self,
        context: &Context,
        anchors: &[pki::Certificate],
        leaf: Option<&pki::Certificate>,
    ) -> Claims {
        let of_cas = || anchors.iter().find_map(trust_domain_of);
        let of_leaf = || leaf.and_then(trust_domain_of);
        let (trust_domain, whose) = match &self.uri {
            Some(domain) => (Some(domain.0.clone()), None),
            None => match of_cas() {
                Some(domain) => (Some(domain), Some("the CA")),
                None => (of_leaf(), Some("the certificate")),
            },
        };
        if let (Some(domain), Some(whose)) = (&trust_domain, whose) {
            context
                .output
                .note(format_args!("checking for the trust domain of {whose}: {domain}"));
        }
        let client_id = self.client_id.clone().or_else(|| {
            let id = leaf.and_then(device_of)?;
            context.output.note(format_args!(
                "checking for the client id in the certificate: {id}"
            ));
            Some(id)
        });
        Claims {
            client_id,
            trust_domain,
        }
    }

    /// Judges the chain as a broker would, and returns the checks that were to be made.
    fn judge(
        &self,
        context: &Context,
        claims: &Claims,
        chain: Result<Vec<CertificateDer<'static>>, Refused>,
    ) -> Outcome<(Option<Refused>, Vec<Check>)> {
        let sent = chain.as_deref().unwrap_or_default();
        // Where no trust domain is given, the certificate has none, and is refused for that before it is compared.
        let domain = match &claims.trust_domain {
            Some(domain) => domain.clone(),
            None => "none"
                .parse()
                .map_err(|error: InvalidName| Failure::new(Code::Bug, error))?,
        };
        let verifier = self.verifier(context, domain, sent)?;
        let verdict = chain.and_then(|chain| {
            let device = verifier
                .identify(&chain, self.now(context))
                .map_err(Refused::from)?;
            match &claims.client_id {
                Some(id) => device.require_client_id(id).map_err(Refused::from),
                None => Ok(()),
            }
        });
        Ok((verdict.err(), verifier.checks().collect()))
    }

    /// Reads what the device sends. A file that cannot be taken apart is refused like a certificate that cannot be
    /// read.
    fn read_chain(&self) -> Outcome<Result<Vec<CertificateDer<'static>>, Refused>> {
        let mut chain = Vec::new();
        for path in [&self.certificate].into_iter().chain(&self.chain) {
            match certificates_in(&files::read(path)?) {
                Ok(certificates) => chain.extend(certificates),
                Err(error) => {
                    return Ok(Err(Refused {
                        rule: Rule::Malformed.name(),
                        reason: format!("{} cannot be read: {error}", path.display()),
                        check: Rule::Malformed.check(),
                    }));
                }
            }
        }
        Ok(Ok(chain))
    }

    /// The verifier that a broker would use, with the CAs of the chain to verify their revocation lists by.
    fn verifier(
        &self,
        context: &Context,
        domain: TrustDomain,
        chain: &[CertificateDer<'_>],
    ) -> Outcome<CertificateVerifier> {
        let mut builder = CertificateVerifier::builder(domain).profile(self.profile.into());
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

/// Loads the lists of a file. What is not a list at all is a fault of the file; one that does not count is not a list for the
/// certificates that it is about, and is reported.
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
                    .warn(format_args!("ignoring {}: {error}", path.display()));
            }
        }
    }
    Ok(())
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self {
            rule: refusal.rule().name(),
            reason: refusal.to_string(),
            check: refusal.rule().check(),
        }
    }
}
