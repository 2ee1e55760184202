//! A check of a probe: what is expected, what was seen, and what that means.

use rustls::AlertDescription;
use serde::Serialize;

use super::client::{Reason, Seen};

/// The answer that is expected of a broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Admitted,
    Refused,
}

/// A check that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Check {
    pub(crate) check: &'static str,
    pub(crate) expected: &'static str,
    pub(crate) seen: String,
    /// The way in which the broker refused, or what else is worth knowing.
    pub(crate) reason: Option<String>,
    /// `None` where nothing was seen that says so.
    pub(crate) ok: Option<bool>,
    /// The fault: what is open that should be shut or shut that should be open, with the likely cause; or why neither was seen.
    pub(crate) problem: Option<String>,
}

/// The keys of a check, in order.
pub(crate) const COLUMNS: &[&str] = &["check", "expected", "seen", "reason", "ok", "problem"];

impl Check {
    /// Compares what was seen with what is expected. `problem` says what a difference means.
    pub(super) fn of(
        check: &'static str,
        expected: Expected,
        seen: &Seen,
        problem: impl FnOnce(Option<&Reason>) -> String,
    ) -> Self {
        let (word, reason, is_admitted) = match seen {
            Seen::Admitted => ("admitted", None, Some(true)),
            Seen::Refused(reason) => ("refused", Some(reason), Some(false)),
            Seen::Unknown(_) => ("unknown", None, None),
        };
        let expects_admission = expected == Expected::Admitted;
        let ok = is_admitted.map(|admitted| admitted == expects_admission);
        Self {
            check,
            expected: if expects_admission { "admitted" } else { "refused" },
            seen: word.to_owned(),
            problem: (ok == Some(false)).then(|| problem(reason)),
            reason: match seen {
                Seen::Unknown(why) => Some(why.clone()),
                _ => reason.map(|reason| reason.text.clone()),
            },
            ok,
        }
    }

    /// The same check, for which it is a problem too that nothing was seen.
    pub(super) fn must_be_seen(mut self) -> Self {
        if self.ok.is_none() {
            let why = self.reason.as_deref().unwrap_or("no answer");
            self.problem = Some(format!(
                "{}: it cannot be said whether the client is {}: {why}",
                self.check, self.expected
            ));
        }
        self
    }

    /// A check with words of its own.
    pub(super) fn fact(
        check: &'static str,
        expected: &'static str,
        seen: String,
        reason: Option<String>,
        problem: Option<String>,
    ) -> Self {
        Self {
            check,
            expected,
            seen,
            reason,
            ok: Some(problem.is_none()),
            problem,
        }
    }
}

/// Says why a device that should be admitted is not.
pub(super) fn shut(id: &str, reason: Option<&Reason>, trusts: &str) -> String {
    let Some(reason) = reason else {
        return format!("{id} is not admitted");
    };
    let why = match reason.alert {
        Some(AlertDescription::CertificateExpired) => {
            "its certificate is in force, so the broker's revocation list has lapsed, or its clock is wrong"
        }
        Some(AlertDescription::CertificateRevoked) => "the broker's revocation list has its certificate",
        Some(AlertDescription::UnknownCA) => {
            "the broker does not trust the CA of its certificate, or has a revocation list without one of this CA"
        }
        Some(AlertDescription::BadCertificate | AlertDescription::DecryptError) => {
            "the broker trusts another CA of the same name"
        }
        Some(_) => "the broker's TLS refuses its certificate",
        None if reason.text.starts_with("CONNACK") => {
            "its certificate is accepted and its name is not: the broker takes no name from certificates (Mosquitto: \
             use_identity_as_username true), or its plug-in refuses this one"
        }
        None if reason.text.ends_with("in the handshake") => {
            "the broker hangs up in the handshake, so it does not trust the CA of its certificate, or its revocation list"
        }
        None => "the broker hangs up without a reason",
    };
    format!("{id} is not admitted: {why}{trusts}")
}
