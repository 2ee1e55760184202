//! The state of a CA as metrics, in the text format of Prometheus. No label names a device.

use std::fmt::Write as _;

use amqtt_x509::time::UnixTime;

use crate::operations::inventory::{census::Census, status::Status};

/// Returns the metrics.
pub(crate) fn metrics(status: &Status, census: &Census) -> String {
    let mut text = String::new();
    family(&mut text, "certificates", "Certificates by kind and state.");
    for (kind, tally) in census.kinds() {
        for (state, count) in &tally.states {
            let _ = writeln!(
                text,
                "amqtt_admin_certificates{{kind=\"{kind}\",state=\"{state}\"}} {count}"
            );
        }
    }
    family(
        &mut text,
        "certificates_expiring",
        "Certificates in force that are about to expire.",
    );
    for (kind, tally) in census.kinds() {
        let _ = writeln!(
            text,
            "amqtt_admin_certificates_expiring{{kind=\"{kind}\"}} {}",
            tally.expiring
        );
    }
    family(
        &mut text,
        "lapsed",
        "Holders whose certificates have all expired.",
    );
    for (kind, tally) in census.kinds() {
        let _ = writeln!(text, "amqtt_admin_lapsed{{kind=\"{kind}\"}} {}", tally.lapsed);
    }
    let time = |text: &str| text.parse::<UnixTime>().ok().map(UnixTime::seconds);
    let next_update = status.crl_next_update.as_deref().and_then(time);
    let number = status.crl_number.as_ref().and_then(|number| number.parse().ok());
    let single = [
        (
            "ca_not_after_seconds",
            "End of the CA, in seconds since 1970.",
            time(&status.ca_not_after),
        ),
        (
            "crl_next_update_seconds",
            "When the revocation list lapses, in seconds since 1970.",
            next_update,
        ),
        ("crl_number", "Number of the revocation list.", number),
        (
            "problems",
            "Problems that need somebody to act.",
            i64::try_from(status.problems.len()).ok(),
        ),
    ];
    for (name, help, value) in single {
        if let Some(value) = value {
            family(&mut text, name, help);
            let _ = writeln!(text, "amqtt_admin_{name} {value}");
        }
    }
    text
}

fn family(text: &mut String, name: &str, help: &str) {
    let _ = writeln!(
        text,
        "# HELP amqtt_admin_{name} {help}\n# TYPE amqtt_admin_{name} gauge"
    );
}
