//! The questions of a broker: whether a client is admitted, and what it may do then.

use std::sync::Arc;

use amqtt_gate::Admitted;
use amqtt_verifier::{
    Action, AuthenticatedClient, ProtocolVersion, Reason,
    certificate::{CertificateDer, UnixTime},
};
use mqtt_proto::{
    QoS,
    v5::{Connect, ConnectReasonCode},
};

use crate::{
    Broker,
    router::{Hearing, Session},
};

/// The reason for which a client is not admitted. This is for the log; the client only gets the code.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("{0}")]
    Verifier(#[from] Reason),
    #[error("another account is connected with this client id")]
    InUse,
    #[error("this broker does not support what it asks for: {0:?}")]
    NotSupported(ConnectReasonCode),
}

impl Refused {
    /// Returns the reason code of the CONNACK: no more than the client has to know.
    pub(crate) fn code(&self) -> ConnectReasonCode {
        match self {
            Self::InUse => ConnectReasonCode::ClientIdentifierNotValid,
            Self::Verifier(reason) => ConnectReasonCode::from_u8(reason.connack(ProtocolVersion::V5))
                .unwrap_or(ConnectReasonCode::UnspecifiedError),
            Self::NotSupported(code) => *code,
        }
    }
}

/// Decides about a CONNECT, and opens the session of a client that is let in. `chain` is what the peer's TLS session
/// shows.
pub(crate) async fn admit(
    broker: &Broker,
    connect: &Connect,
    chain: &[CertificateDer<'_>],
) -> Result<(Arc<Session>, Hearing), Refused> {
    if let Some(code) = not_supported(connect) {
        return Err(Refused::NotSupported(code));
    }
    // The gate verifies the chain here and now, whatever the handshake did: a resumed TLS session verifies nothing, and the
    // handshake knew no client id. A client without a certificate may still have a password.
    let mut asked = amqtt_gate::Connect::new(&connect.client_id).with_chain(chain);
    if let Some(user_name) = &connect.username {
        asked = asked.with_user_name(user_name);
    }
    if let Some(password) = &connect.password {
        asked = asked.with_password(password);
    }
    let Admitted { client, device, .. } = broker.gate.admit(&asked, UnixTime::now()).await?;

    // A will is a PUBLISH like any other, and needs the same right. It is asked for now, as the client still hears the
    // answer; and again when the will is published, as the right may be gone by then.
    if let Some(will) = &connect.last_will {
        may(broker, &client, Action::Publish, &will.topic_name).await?;
    }

    // Last of all, as it ends the session that is open with this client id.
    let (session, hearing) = Session::new(client, device);
    match broker.router.open(&session) {
        true => Ok((session, hearing)),
        false => Err(Refused::InUse),
    }
}

/// A request for something that this broker does not have.
fn not_supported(connect: &Connect) -> Option<ConnectReasonCode> {
    match &connect.last_will {
        _ if connect.properties.auth_method.is_some() => Some(ConnectReasonCode::BadAuthMethod),
        Some(will) if will.retain => Some(ConnectReasonCode::RetainNotSupported),
        Some(will) if will.qos == QoS::Level2 => Some(ConnectReasonCode::QoSNotSupported),
        _ => None,
    }
}

/// Returns whether a client may publish to a topic, subscribe to a filter, or receive from a topic. The last is asked
/// for every message, as a filter says nothing of the topics that a client may not read.
pub(crate) async fn may(
    broker: &Broker,
    client: &AuthenticatedClient,
    action: Action,
    topic: &str,
) -> Result<(), Reason> {
    let decision = broker.gate.authorize(client, action, topic).await;
    if let Err(reason) = &decision {
        let id = client.client_id().as_str();
        eprintln!("{id:?} may not {action} {topic:?}: {reason}");
    }
    decision
}
