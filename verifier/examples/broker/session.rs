//! One connection: its CONNECT, and what the client asks for after that.

use std::time::Duration;

use amqtt_verifier::{Action, AuthenticatedClient, Reason, certificate::CertificateDer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::{Instant, sleep_until, timeout},
};

use crate::{
    Broker, PATIENCE,
    admission::{admit, may},
    router::Hearing,
    wire::{
        Connack, Connect, ConnectReasonCode, Disconnect, DisconnectReasonCode, MAX_PACKET, Packet, Puback,
        PubackReasonCode, Publish, QoS, QosPid, Suback, Subscribe, SubscribeReasonCode, Unsuback,
        UnsubscribeReasonCode, Wire, WireError,
    },
};

/// How long a client that wants no keep alive may be silent.
const SILENCE: Duration = Duration::from_secs(24 * 60 * 60);

/// Why a session ends.
#[derive(Debug, thiserror::Error)]
enum End {
    #[error("it has left")]
    Left,
    #[error("it has left, and leaves its will")]
    LeftWithWill,
    #[error("{0}")]
    Lost(WireError),
    #[error("{0:?}")]
    Closed(DisconnectReasonCode),
}

impl From<WireError> for End {
    fn from(error: WireError) -> Self {
        match error {
            WireError::Malformed => Self::Closed(DisconnectReasonCode::MalformedPacket),
            WireError::TooLarge => Self::Closed(DisconnectReasonCode::PacketTooLarge),
            lost => Self::Lost(lost),
        }
    }
}

/// Serves a connection to its end. `chain` is what the peer's TLS session shows, which may be a resumed one.
pub(crate) async fn serve(
    broker: &Broker,
    stream: impl AsyncRead + AsyncWrite + Unpin,
    chain: &[CertificateDer<'_>],
) {
    let mut wire = Wire::new(stream);
    let connect = match timeout(PATIENCE, wire.connect()).await {
        Ok(Ok(connect)) => connect,
        Ok(Err(WireError::Version)) => {
            let _ = wire
                .send(connack(ConnectReasonCode::UnsupportedProtocolVersion))
                .await;
            return wire.close().await;
        }
        _ => return,
    };
    let id = &*connect.client_id;
    match admit(broker, &connect, chain).await {
        Ok((client, hearing)) => {
            eprintln!("{id:?} is in, as {:?}", client.account().unwrap_or_default());
            Session {
                broker,
                client,
                number: hearing.number,
                wire,
            }
            .run(connect, hearing)
            .await;
        }
        Err(refused) => {
            eprintln!("{id:?} is not let in: {refused}");
            let _ = wire.send(connack(refused.code())).await;
            wire.close().await;
        }
    }
}

/// A client that is in.
struct Session<'a, S> {
    broker: &'a Broker,
    client: AuthenticatedClient,
    number: u64,
    wire: Wire<S>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<'_, S> {
    async fn run(mut self, connect: Connect, hearing: Hearing) {
        let end = match self.wire.send(connack(ConnectReasonCode::Success)).await {
            Ok(()) => self.listen(connect.keep_alive, hearing).await,
            Err(error) => error.into(),
        };
        self.broker.router.close(self.id(), self.number);
        eprintln!("{:?} is out: {end}", self.id());
        // A will is a PUBLISH like any other: it needs the same right. A device that was put out has no will.
        if let Some(will) = connect.last_will
            && !matches!(end, End::Left | End::Closed(DisconnectReasonCode::NotAuthorized))
        {
            let _ = self
                .publish(Publish::new(QosPid::Level0, will.topic_name, will.payload))
                .await;
        }
        if let End::Closed(reason) = end {
            let _ = self.wire.send(Packet::Disconnect(Disconnect::new(reason))).await;
        }
        self.wire.close().await;
    }

    /// Does what the client asks for, and sends what it subscribed to, until the session ends.
    async fn listen(&mut self, keep_alive: u16, mut hearing: Hearing) -> End {
        // One and a half times the keep alive (MQTT 5, 3.1.2.10).
        let silence = match keep_alive {
            0 => SILENCE,
            seconds => Duration::from_millis(u64::from(seconds) * 1_500),
        };
        let mut deadline = Instant::now() + silence;
        loop {
            let done = tokio::select! {
                // In this order: whoever is put out does nothing more.
                biased;
                Ok(reason) = &mut hearing.closed => Err(End::Closed(reason)),
                packet = self.wire.receive() => {
                    deadline = Instant::now() + silence;
                    match packet {
                        Ok(packet) => self.handle(packet).await,
                        Err(error) => Err(error.into()),
                    }
                }
                Some(message) = hearing.inbox.recv() => self.deliver(message).await,
                () = sleep_until(deadline) => Err(End::Closed(DisconnectReasonCode::KeepAliveTimeout)),
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    async fn handle(&mut self, packet: Packet) -> Result<(), End> {
        match packet {
            Packet::Publish(publish) => {
                let qos_pid = publish.qos_pid;
                if publish.retain {
                    return Err(End::Closed(DisconnectReasonCode::RetainNotSupported));
                }
                if qos_pid.qos() == QoS::Level2 {
                    return Err(End::Closed(DisconnectReasonCode::QoSNotSupported));
                }
                let code = self.publish(publish).await?;
                if let Some(pid) = qos_pid.pid() {
                    self.wire.send(Packet::Puback(Puback::new(pid, code))).await?;
                }
            }
            Packet::Subscribe(subscribe) => self.subscribe(subscribe).await?,
            Packet::Unsubscribe(unsubscribe) => {
                let code = |text: &str| match self.broker.router.unsubscribe(self.id(), self.number, text) {
                    true => UnsubscribeReasonCode::Success,
                    false => UnsubscribeReasonCode::NoSubscriptionExisted,
                };
                let codes = unsubscribe.topics.iter().map(|text| code(text)).collect();
                self.wire
                    .send(Packet::Unsuback(Unsuback::new(unsubscribe.pid, codes)))
                    .await?;
            }
            Packet::Pingreq => self.wire.send(Packet::Pingresp).await?,
            Packet::Disconnect(disconnect) => match disconnect.reason_code {
                DisconnectReasonCode::NormalDisconnect => return Err(End::Left),
                _ => return Err(End::LeftWithWill),
            },
            _ => return Err(End::Closed(DisconnectReasonCode::ProtocolError)),
        }
        Ok(())
    }

    /// Passes a message on, if the client may publish there. MQTT 3.1.1 cannot tell a client that it may not: its message
    /// is acknowledged, and dropped.
    async fn publish(&self, mut publish: Publish) -> Result<PubackReasonCode, End> {
        match self.may(Action::Publish, &publish.topic_name).await {
            Ok(()) => {
                publish.properties.topic_alias = None;
                publish.properties.subscription_id = None;
                publish.qos_pid = QosPid::Level0;
                self.broker.router.deliver(self.id(), &publish);
                Ok(PubackReasonCode::Success)
            }
            Err(Reason::InvalidTopic(_)) => Err(End::Closed(DisconnectReasonCode::TopicNameInvalid)),
            Err(_) => Ok(PubackReasonCode::NotAuthorized),
        }
    }

    /// Answers filter by filter: what one is denied, another one may be granted.
    async fn subscribe(&mut self, subscribe: Subscribe) -> Result<(), End> {
        let mut codes = Vec::with_capacity(subscribe.topics.len());
        for (filter, options) in &subscribe.topics {
            let code = match self.may(Action::Subscribe, filter).await {
                Ok(()) => {
                    let router = &self.broker.router;
                    router.subscribe(self.id(), self.number, filter, options.no_local)
                }
                Err(Reason::InvalidTopic(_)) => SubscribeReasonCode::TopicFilterInvalid,
                Err(_) => SubscribeReasonCode::NotAuthorized,
            };
            eprintln!("{:?} subscribes to {:?}: {code:?}", self.id(), &**filter);
            codes.push(code);
        }
        Ok(self
            .wire
            .send(Packet::Suback(Suback::new(subscribe.pid, codes)))
            .await?)
    }

    /// Sends a message on to the client, if it may receive it.
    async fn deliver(&mut self, message: Publish) -> Result<(), End> {
        match self.may(Action::Receive, &message.topic_name).await {
            Ok(()) => Ok(self.wire.send(Packet::Publish(message)).await?),
            Err(_) => Ok(()),
        }
    }

    async fn may(&self, action: Action, topic: &str) -> Result<(), Reason> {
        may(self.broker, &self.client, action, topic).await
    }

    fn id(&self) -> &str {
        self.client.client_id().as_str()
    }
}

/// The answer to a CONNECT, with what this broker does not have.
fn connack(code: ConnectReasonCode) -> Packet {
    let mut connack = Connack::new(false, code);
    if code == ConnectReasonCode::Success {
        connack.properties.session_expiry_interval = Some(0);
        connack.properties.max_qos = Some(QoS::Level1);
        connack.properties.retain_available = Some(false);
        connack.properties.max_packet_size = u32::try_from(MAX_PACKET).ok();
        connack.properties.subscription_id_available = Some(false);
    }
    Packet::Connack(connack)
}
