//! All that a broker asks the verifier: whether a client gets in, and what it may do then.

use amqtt_verifier::{
    Action, AuthenticatedClient, ClientId, ConnectRequest, InvalidName, Reason,
    certificate::{CertificateDer, UnixTime},
    tls,
};

use crate::{
    Broker,
    router::Hearing,
    wire::{Connect, ConnectReasonCode},
};

/// Why a client is not let in. This is for the log; the client gets the code alone.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("client id: {0}")]
    ClientId(#[from] InvalidName),
    #[error("{0}")]
    Verifier(#[from] Reason),
    #[error("another account is connected with this client id")]
    InUse,
    #[error("enhanced authentication is not supported")]
    Method,
}

impl Refused {
    /// What the client is told.
    pub(crate) fn code(&self) -> ConnectReasonCode {
        match self {
            Self::ClientId(_) | Self::InUse => ConnectReasonCode::ClientIdentifierNotValid,
            Self::Verifier(Reason::Credentials) => ConnectReasonCode::BadUserNameOrPassword,
            Self::Verifier(Reason::Source(_)) => ConnectReasonCode::ServerUnavailable,
            Self::Method => ConnectReasonCode::BadAuthMethod,
            _ => ConnectReasonCode::NotAuthorized,
        }
    }
}

/// Decides about a CONNECT. The chain is verified here and now, whatever the handshake did: a session that was resumed
/// has verified nothing, and the handshake knew no client id.
pub(crate) async fn admit(
    broker: &Broker,
    connect: &Connect,
    chain: &[CertificateDer<'_>],
) -> Result<(AuthenticatedClient, Hearing), Refused> {
    if connect.properties.auth_method.is_some() {
        return Err(Refused::Method);
    }
    let client_id: ClientId = connect.client_id.parse()?;
    if client_id.as_str().is_empty() {
        return Err(InvalidName::Empty.into());
    }
    let mut device = None;
    if let Some(certificates) = &broker.certificates
        && !chain.is_empty()
    {
        let now = UnixTime::now();
        device = Some(tls::admit(certificates, Some(chain), &client_id, now).map_err(Reason::from)?);
    }
    let mut request = ConnectRequest::new(&client_id);
    if let Some(device) = &device {
        request = request.with_identity(device);
    }
    if let Some(user_name) = &connect.username {
        request = request.with_user_name(user_name);
    }
    if let Some(password) = &connect.password {
        request = request.with_password(password);
    }
    let client = broker.verifier.authenticate(&request).await?;
    let hearing = broker.router.open(&client, device).ok_or(Refused::InUse)?;
    Ok((client, hearing))
}

/// Whether a client may publish to a topic, subscribe to a filter, or receive from a topic.
pub(crate) async fn may(
    broker: &Broker,
    client: &AuthenticatedClient,
    action: Action,
    topic: &str,
) -> Result<(), Reason> {
    let decision = broker.verifier.authorize(client, action, topic).await;
    if let Err(reason) = &decision {
        eprintln!(
            "{:?} may not {action} {topic:?}: {reason}",
            client.client_id().as_str()
        );
    }
    decision
}
