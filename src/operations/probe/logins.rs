//! Whom a broker admits, and what it allows a device.

use amqtt_verifier::DeviceId;
use amqtt_x509::name::Name;

use super::{
    Known, Probe,
    check::{Check, Expected, shut},
    client::{Attempt, Broker, Live, Reason, Seen},
    requests::{self, Publisher},
    stream::{Credential, Shown},
};
use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    pki::{Device, Serial, stranger},
};

/// The client id of somebody who has no certificate, or not their own.
const NOBODY: &str = "amqtt-admin-probe";

/// The attempts to log in.
pub(super) struct Logins<'a> {
    pub(super) broker: &'a Broker,
    pub(super) probe: &'a Probe<'a>,
}

impl Logins<'_> {
    pub(super) fn checks(&self, context: &Context, checks: &mut Vec<Check>) -> Outcome {
        let known = self.probe.known.as_ref();
        let id = known.map_or(NOBODY, |known| known.id.as_str());
        let nobody = self.broker.log_in(None, id);
        checks.push(Self::refused("no_certificate", &nobody, |shown| {
            let asks = if shown.asks { "asks for certificates and does not insist" } else { "asks for no certificate" };
            format!(
                "a client without a certificate is admitted: the broker {asks} (Mosquitto: require_certificate true, \
                 allow_anonymous false; aMQTT: no AnonymousAuthPlugin)"
            )
        }));
        let credential = self.stranger(context)?;
        let foreign = self.broker.log_in(Some(&credential), id);
        checks.push(Self::refused("other_ca", &foreign, |shown| {
            let why = if shown.asks {
                "does not verify"
            } else {
                "does not ask for"
            };
            format!("a stranger with a certificate of another CA is admitted: the broker {why} certificates")
        }));
        if let Some(canaries) = &self.probe.canaries {
            let expired = self.broker.log_in(Some(&canaries.expired), canaries.id.as_str());
            checks.push(Self::refused("expired", &expired, |_| {
                "a device whose certificate has expired is admitted: the broker does not look at dates, or its clock is \
                 wrong"
                    .to_owned()
            }));
            let revoked = self.broker.log_in(Some(&canaries.revoked), canaries.id.as_str());
            checks.push(Self::refused("revoked", &revoked, |_| {
                "a device that was revoked is admitted: the broker has no revocation list, or an old one (Mosquitto: \
                 crlfile, and SIGHUP after each new list; aMQTT's own plug-in reads no lists)"
                    .to_owned()
            }));
        }
        if let Some(known) = known {
            self.known(known, checks);
        }
        Ok(())
    }

    /// A check that a client is refused.
    fn refused(check: &'static str, attempt: &Attempt, problem: impl FnOnce(&Shown) -> String) -> Check {
        Check::of(check, Expected::Refused, &attempt.seen(), |_| {
            problem(&attempt.shown)
        })
        .must_be_seen()
    }

    /// A credential with the names of the CA and of a device, and the signature of nobody.
    fn stranger(&self, context: &Context) -> Outcome<Credential> {
        let id = match &self.probe.known {
            Some(known) => known.id.clone(),
            None => NOBODY
                .parse::<DeviceId>()
                .map_err(|error| Failure::new(Code::Bug, error))?,
        };
        let profile = Device {
            id,
            trust_domain: self.probe.trust_domain.clone(),
            country: None,
            organization: None,
            svid: false,
        };
        let ca = self.probe.anchors.first();
        let ca = ca.ok_or_else(|| Failure::of(Code::Bug, "a file of certificates without any"))?;
        let serial = Serial::random()
            .ok_or_else(|| Failure::of(Code::Bug, "the system's random number generator failed"))?;
        let (certificate, key) = stranger(ca, &profile, &serial, context.now)?;
        Credential::new(&[certificate], &key)
    }

    /// Checks that a device is admitted, under its own name alone, and what it may do.
    fn known(&self, known: &Known, checks: &mut Vec<Check>) {
        let id = known.id.as_str();
        let attempt = self.broker.log_in(Some(&known.credential), id);
        let trusts = trusts(&attempt.shown);
        let device = Check::of(
            "device",
            Expected::Admitted,
            &attempt.seen(),
            |reason: Option<&Reason>| shut(id, reason, &trusts),
        );
        checks.push(device.must_be_seen());
        let Ok(mut live) = attempt.result else { return };
        let (other, note) = self.other_id(known, &mut live);
        let mut check = Check::of("other_client_id", Expected::Refused, &other, |_| {
            format!(
                "{id} is admitted under the client id of another device (Mosquitto: use_username_as_clientid true)"
            )
        });
        check.reason = check.reason.or(note);
        checks.push(check);
        if let Some(rights) = &known.rights {
            // The attempt with another id may have put it out.
            live.leave();
            let again = self.broker.log_in(Some(&known.credential), id);
            match again.result {
                Ok(live) => {
                    let publisher = self.probe.publisher.as_ref().map(|known| Publisher {
                        broker: self.broker,
                        known,
                    });
                    requests::checks(live, rights, id, publisher.as_ref(), checks);
                }
                Err(seen) => checks.push(Check::of("device", Expected::Admitted, &seen, |reason| {
                    shut(id, reason, "")
                })),
            }
        }
    }

    /// Tries the device's credential with another client id. A broker that puts the device's own id in its place takes over the
    /// session of the device: that counts as refused.
    fn other_id(&self, known: &Known, live: &mut Live) -> (Seen, Option<String>) {
        let attempt = self.broker.log_in(Some(&known.credential), NOBODY);
        let seen = attempt.seen();
        let Ok(mut other) = attempt.result else {
            return (seen, None);
        };
        let (own, other_lives) = (live.is_alive(), other.is_alive());
        other.leave();
        match (own, other_lives) {
            (true, true) => (Seen::Admitted, None),
            (true, false) => (
                Seen::Refused(Reason {
                    text: "the session was ended at once".to_owned(),
                    alert: None,
                }),
                None,
            ),
            (false, _) => (
                Seen::Refused(Reason {
                    text: "the broker puts the device's own client id in its place".to_owned(),
                    alert: None,
                }),
                None,
            ),
        }
    }
}

/// The names of the CAs that a broker says it trusts.
fn trusts(shown: &Shown) -> String {
    let names: Vec<String> = shown
        .trusts
        .iter()
        .map(|der| Name::new(der).to_string())
        .collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(" (it names as its CAs: {})", names.join("; ")),
    }
}
