//! The questions of all dialects, answered from the gate.

use std::time::Instant;

use amqtt_gate::{Admitted, Connect, Gate};
use amqtt_verifier::{
    AccountName, Action, Reason, SpiffeId, TrustDomain,
    broker::{Broker, BrokerRights, BrokerVerdict},
    certificate::{CertificateDer, UnixTime, certificates_in},
};

use crate::{dialect::Reply, fields::Unreadable, limit::Limiter};

/// The reason for a denial.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Denial {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error(transparent)]
    Reason(#[from] Reason),
    #[error("too many failed logins of this name")]
    Limited,
    #[error("the client has no account")]
    NoAccount,
    #[error("there are no superusers")]
    Superuser,
    #[error("{0}")]
    Other(&'static str),
    /// The rights do not grant what the broker asks.
    #[error("no right covers {0:?}")]
    NotGranted(String),
}

/// A login, as a broker passes it on.
#[derive(Default)]
pub(crate) struct Login<'a> {
    pub(crate) client_id: Option<&'a str>,
    pub(crate) user_name: Option<&'a str>,
    pub(crate) password: Option<&'a str>,
    /// In PEM, or the base64 of its DER.
    pub(crate) certificate: Option<&'a str>,
    /// The client's network address, where the broker says it.
    pub(crate) address: Option<&'a str>,
}

/// A question about a topic.
pub(crate) struct TopicQuestion<'a> {
    pub(crate) broker: Broker,
    /// The name that the broker knows the client by.
    pub(crate) name: Option<&'a str>,
    /// Set if the name is that of a device whose certificate is known to count still: its rights do so for longer while the
    /// database is away.
    pub(crate) is_device: bool,
    pub(crate) action: Action,
    /// The topic, as the broker sends it.
    pub(crate) topic: &'a str,
}

/// Decides about a login. Only wrong passwords count as failures of a name.
pub(crate) async fn login(gate: &Gate, limiter: &Limiter, login: &Login<'_>) -> Result<Admitted, Denial> {
    let name = login.user_name.map(|name| (login.address, name));
    let now = Instant::now();
    if name.is_some_and(|name| limiter.is_over(name, now)) {
        return Err(Denial::Limited);
    }
    // A broker that does not pass on the client id asks about the account alone.
    let client_id = login.client_id.or(login.user_name);
    let client_id = client_id.ok_or(Denial::Other("neither a client id nor a user name is given"))?;
    let chain: Vec<CertificateDer<'_>> = login
        .certificate
        .map(certificates)
        .transpose()?
        .unwrap_or_default();
    let mut connect = Connect::new(client_id).with_chain(&chain);
    if let Some(user_name) = login.user_name {
        connect = connect.with_user_name(user_name);
    }
    if let Some(password) = login.password {
        connect = connect.with_password(password.as_bytes());
    }
    match gate.admit(&connect, UnixTime::now()).await {
        Ok(admitted) => Ok(admitted),
        Err(reason) => {
            if let (Reason::Credentials, Some(name)) = (&reason, name) {
                limiter.count(name, now);
            }
            Err(reason.into())
        }
    }
}

/// Decides about a topic, by the rights as the broker can keep them.
pub(crate) async fn topic(gate: &Gate, question: &TopicQuestion<'_>) -> Result<Reply, Denial> {
    let name = question.name.ok_or(Denial::NoAccount)?;
    let account: AccountName = name.parse().map_err(Reason::UserName)?;
    let database = gate.database().ok_or(Reason::NoAnswer)?;
    let acl = database
        .rights(&account, question.is_device)
        .await
        .map_err(Reason::Source)?;
    let rights = BrokerRights::shared(question.broker, acl);
    match rights.asked(question.action, question.topic) {
        BrokerVerdict::Allowed { .. } => Ok(Reply::Yes),
        BrokerVerdict::Denied { witness, .. } => Err(Denial::NotGranted(witness)),
        _ => Err(Denial::Other("the topic cannot be read")),
    }
}

/// Reads the certificates of a client: in PEM, the leaf first, or one as the base64 of its DER.
fn certificates(text: &str) -> Result<Vec<CertificateDer<'static>>, Denial> {
    let pem = match text.contains("-----BEGIN") {
        true => text.to_owned(),
        false => format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n"),
    };
    let read = certificates_in(pem.as_bytes());
    read.map_err(|_| Denial::Other("the certificate of the client cannot be read"))
}

/// Returns the account of a name that the broker took from a certificate: the device id of a SPIFFE ID of our trust domain,
/// or the name itself, and whether it is a device's.
pub(crate) fn account_of<'a>(
    name: &'a str,
    trust_domain: Option<&TrustDomain>,
) -> Result<(&'a str, bool), Denial> {
    if !name.starts_with("spiffe://") {
        return Ok((name, false));
    }
    let id = SpiffeId::parse(name).map_err(Reason::UserName)?;
    let device = id
        .device()
        .filter(|_| trust_domain.is_some_and(|domain| domain.as_str() == id.trust_domain()));
    device
        .map(|device| (device, true))
        .ok_or(Denial::Other("the SPIFFE ID is not one of a device here"))
}
