//! One connection: its CONNECT, and what the client asks for after that.

use std::{sync::Arc, time::Duration};

use amqtt_verifier::{AccountName, Action, ProtocolVersion, Reason, certificate::CertificateDer};
use mqtt_proto::{
    QoS, QosPid,
    v5::{self, DisconnectReasonCode, Packet, Publish},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::{Instant, sleep_until, timeout},
};

use crate::{
    Broker, PATIENCE,
    admission::{admit, may},
    router::{Delivery, Hearing, Session},
    wire::{End, MAX_PACKET, Wire},
};

/// Serves a connection to its end. `chain` is what the peer's TLS session shows, which may be a resumed one.
pub(crate) async fn serve(
    broker: &Broker,
    stream: impl AsyncRead + AsyncWrite + Unpin,
    chain: &[CertificateDer<'_>],
) {
    let mut wire = Wire::new(stream);
    let Ok(Ok(connect)) = timeout(PATIENCE, wire.connect()).await else {
        return wire.close().await;
    };
    let id = &*connect.client_id;
    let admitted = tokio::select! {
        biased;
        admitted = admit(broker, &connect, chain) => admitted,
        // Nobody waits for the answer any more: a password that is not hashed yet never will be.
        () = wire.gone() => return,
    };
    match admitted {
        Ok((session, hearing)) => {
            let account = session.client.account().map_or("", AccountName::as_str);
            eprintln!("{id:?} is in, as {account:?}");
            let connection = Connection {
                broker,
                session,
                wire,
            };
            connection.run(connect, hearing).await;
        }
        Err(refused) => {
            eprintln!("{id:?} is not let in: {refused}");
            let _ = wire.send(connack(refused.code())).await;
            wire.close().await;
        }
    }
}

/// A client that is in.
struct Connection<'a, S> {
    broker: &'a Broker,
    session: Arc<Session>,
    wire: Wire<S>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<'_, S> {
    async fn run(mut self, connect: v5::Connect, hearing: Hearing) {
        let end = match self.wire.send(connack(v5::ConnectReasonCode::Success)).await {
            Ok(()) => self.listen(connect.keep_alive, hearing).await,
            Err(end) => end,
        };
        self.broker.router.remove(&self.session);
        eprintln!("{:?} is out: {end}", self.session.id());
        // A client that says goodbye leaves no will, and neither does a device that was put out.
        if let Some(will) = connect.last_will
            && !matches!(
                end,
                End::Left(DisconnectReasonCode::NormalDisconnect)
                    | End::Closed(DisconnectReasonCode::NotAuthorized)
            )
        {
            let will = Publish::new(QosPid::Level0, will.topic_name, will.payload);
            let _ = self.pass_on(will).await;
        }
        if let End::Closed(reason) = end {
            let _ = self.wire.send(v5::Disconnect::new(reason)).await;
        }
        self.wire.close().await;
    }

    /// Does what the client asks for, and sends what it subscribed to, until the session ends.
    async fn listen(&mut self, keep_alive: u16, mut hearing: Hearing) -> End {
        // One and a half times the keep alive (MQTT 5, 3.1.2.10); who wants none has the longest that there is.
        let keep_alive = if keep_alive == 0 { u16::MAX } else { keep_alive };
        let silence = Duration::from_secs(keep_alive.into()).mul_f32(1.5);
        let mut deadline = Instant::now() + silence;
        loop {
            let done = tokio::select! {
                // In this order: a client that is put out does nothing more.
                biased;
                Some(reason) = hearing.closed.recv() => Err(End::Closed(reason)),
                packet = self.wire.receive() => {
                    deadline = Instant::now() + silence;
                    match packet {
                        Ok(packet) => self.handle(packet).await,
                        Err(end) => Err(end),
                    }
                }
                Some(delivery) = hearing.inbox.recv() => self.deliver(delivery).await,
                () = sleep_until(deadline) => Err(End::Closed(DisconnectReasonCode::KeepAliveTimeout)),
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    async fn handle(&mut self, packet: Packet) -> Result<(), End> {
        match packet {
            Packet::Publish(publish) => self.publish(publish).await,
            Packet::Subscribe(subscribe) => self.subscribe(subscribe).await,
            Packet::Unsubscribe(unsubscribe) => {
                let code = |text: &str| match self.session.unsubscribe(text) {
                    true => v5::UnsubscribeReasonCode::Success,
                    false => v5::UnsubscribeReasonCode::NoSubscriptionExisted,
                };
                let codes = unsubscribe.topics.iter().map(|text| code(text)).collect();
                self.wire.send(v5::Unsuback::new(unsubscribe.pid, codes)).await
            }
            Packet::Pingreq => self.wire.send(Packet::Pingresp).await,
            Packet::Disconnect(disconnect) => Err(End::Left(disconnect.reason_code)),
            _ => Err(End::Closed(DisconnectReasonCode::ProtocolError)),
        }
    }

    async fn publish(&mut self, publish: Publish) -> Result<(), End> {
        if publish.retain {
            return Err(End::Closed(DisconnectReasonCode::RetainNotSupported));
        }
        if publish.qos_pid.qos() == QoS::Level2 {
            return Err(End::Closed(DisconnectReasonCode::QoSNotSupported));
        }
        let pid = publish.qos_pid.pid();
        // MQTT 3.1.1 cannot tell a client that it may not: its message is acknowledged, and dropped.
        let code = match self.pass_on(publish).await {
            Ok(()) => v5::PubackReasonCode::Success,
            Err(Reason::InvalidTopic(_)) => {
                return Err(End::Closed(DisconnectReasonCode::TopicNameInvalid));
            }
            Err(reason) => v5::PubackReasonCode::from_u8(reason.puback())
                .unwrap_or(v5::PubackReasonCode::UnspecifiedError),
        };
        match pid {
            Some(pid) => self.wire.send(v5::Puback::new(pid, code)).await,
            None => Ok(()),
        }
    }

    /// Passes a message on to those who subscribed to it, if the client may publish it.
    async fn pass_on(&self, mut message: Publish) -> Result<(), Reason> {
        self.may(Action::Publish, &message.topic_name).await?;
        // What concerns this connection alone.
        message.qos_pid = QosPid::Level0;
        message.properties.topic_alias = None;
        message.properties.subscription_id = None;
        self.broker.router.deliver(&self.session, &message);
        Ok(())
    }

    /// Answers filter by filter: what one is denied, another one may be granted.
    async fn subscribe(&mut self, subscribe: v5::Subscribe) -> Result<(), End> {
        let mut codes = Vec::with_capacity(subscribe.topics.len());
        for (filter, options) in &subscribe.topics {
            let code = match self.may(Action::Subscribe, filter).await {
                Ok(()) => self.session.subscribe(filter, options.no_local),
                Err(reason) => v5::SubscribeReasonCode::from_u8(reason.suback(ProtocolVersion::V5))
                    .unwrap_or(v5::SubscribeReasonCode::UnspecifiedError),
            };
            eprintln!("{:?} subscribes to {:?}: {code:?}", self.session.id(), &**filter);
            codes.push(code);
        }
        self.wire.send(v5::Suback::new(subscribe.pid, codes)).await
    }

    /// Sends a message on to the client, if it may receive it; otherwise another member of its group may.
    async fn deliver(&mut self, delivery: Delivery) -> Result<(), End> {
        match self.may(Action::Receive, &delivery.message.topic_name).await {
            Ok(()) => self.wire.send(delivery.message).await,
            Err(_) => {
                delivery.pass_on();
                Ok(())
            }
        }
    }

    async fn may(&self, action: Action, topic: &str) -> Result<(), Reason> {
        may(self.broker, &self.session.client, action, topic).await
    }
}

/// The answer to a CONNECT, with what this broker does not have.
fn connack(code: v5::ConnectReasonCode) -> v5::Connack {
    let mut connack = v5::Connack::new(false, code);
    connack.properties = v5::ConnackProperties {
        session_expiry_interval: Some(0),
        max_qos: Some(QoS::Level1),
        retain_available: Some(false),
        max_packet_size: u32::try_from(MAX_PACKET).ok(),
        subscription_id_available: Some(false),
        ..v5::ConnackProperties::default()
    };
    connack
}
