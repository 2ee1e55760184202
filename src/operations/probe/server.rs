//! Reads what a broker shows to everybody: its certificate and chain, and the versions of TLS.

use amqtt_x509::certificate::Certificate as Parsed;
use rustls::version::{TLS12, TLS13};
use rustls_pki_types::CertificateDer;

use super::{
    check::Check,
    client::Broker,
    old_tls::{self, OLD},
};
use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::{credential::judge_server, facts::AltNames},
    pki::{Certificate, unix_time},
};

/// Checks what the broker shows, and notes which version of TLS it speaks.
///
/// # Errors
/// [`Code::Environment`] for a broker that cannot be reached, or does not speak TLS.
pub(super) fn checks(broker: &Broker, anchors: &[Certificate], context: &Context) -> Outcome<Vec<Check>> {
    let address = &broker.address;
    let unreachable = |error| {
        Failure::new(
            Code::Environment,
            anyhow::Error::new(error).context(format!("cannot reach {address}")),
        )
        .hint("check the host and the port, and that the broker is running and listens for TLS there")
    };
    let shown = [("1.2", &TLS12), ("1.3", &TLS13)];
    let mut versions = Vec::new();
    let mut chain = Vec::new();
    for (name, version) in shown {
        let shown = broker.look(version).map_err(unreachable)?;
        if !shown.chain.is_empty() {
            versions.push(name);
            chain = shown.chain;
        }
    }
    if chain.is_empty() {
        let message = format!("{address} does not speak TLS 1.2 or 1.3");
        return Err(Failure::of(Code::Environment, message)
            .hint("name the port of a TLS listener: mqtts://HOST:PORT"));
    }
    broker.tls12.set(versions.contains(&"1.2"));
    let mut old = Vec::new();
    for (name, version) in OLD {
        if old_tls::accepts(address, broker.timeout, version).map_err(unreachable)? {
            old.push(name);
        }
    }
    let problem = match old.is_empty() {
        true => None,
        false => Some(format!(
            "the broker still speaks TLS {} (Mosquitto: tls_version tlsv1.2)",
            old.join(" and ")
        )),
    };
    let seen: Vec<&str> = old.iter().copied().chain(versions).collect();
    let tls = Check::fact("tls_versions", "1.2 or newer", seen.join(", "), None, problem);
    Ok(vec![certificate(broker, &chain, anchors, context)?, tls])
}

fn certificate(
    broker: &Broker,
    chain: &[CertificateDer<'static>],
    anchors: &[Certificate],
    context: &Context,
) -> Outcome<Check> {
    let now = unix_time(context.now);
    let refusal = judge_server(chain, anchors, &broker.address.host, now)?.err();
    let facts = chain.first().and_then(|leaf| Parsed::read(leaf).ok());
    let reason = facts.map(|leaf| {
        let names = AltNames::of(&leaf);
        let names: Vec<String> = names.dns.into_iter().chain(names.ip).collect();
        let days = now.days_until(leaf.not_after);
        let count = chain.len();
        let chain = if count == 1 {
            "1 certificate".to_owned()
        } else {
            format!("{count} certificates")
        };
        format!("for {}; {days} days left; {chain}", names.join(", "))
    });
    let seen = if refusal.is_none() { "trusted" } else { "refused" };
    let problem = refusal.map(|refusal| format!("devices refuse the broker: {refusal}"));
    Ok(Check::fact(
        "server_certificate",
        "trusted",
        seen.to_owned(),
        reason,
        problem,
    ))
}
