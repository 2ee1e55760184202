//! Packets on the wire. Inside the broker every packet is one of MQTT 5; MQTT 3.1.1 is translated here.

use std::io;

use mqtt_proto::{
    Error, Protocol, v3,
    v5::{self, Connect, ConnectReasonCode, DisconnectReasonCode, Packet, SubscribeReasonCode},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    time::timeout,
};

use crate::PATIENCE;

/// The largest packet that is taken, in bytes; it is reported to MQTT 5 clients.
pub(crate) const MAX_PACKET: usize = 64 * 1024;

/// The reason for the end of a connection.
#[derive(Debug, thiserror::Error)]
pub(crate) enum End {
    #[error("it has left: {0:?}")]
    Left(DisconnectReasonCode),
    #[error("{0}")]
    Lost(#[from] io::Error),
    /// The broker ends it, and says why.
    #[error("{0:?}")]
    Closed(DisconnectReasonCode),
}

const MALFORMED: End = End::Closed(DisconnectReasonCode::MalformedPacket);

/// One connection as packets.
pub(crate) struct Wire<S> {
    stream: S,
    buffer: Vec<u8>,
    is_v5: bool,
    /// The largest packet that the client takes.
    peer_max: usize,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
            is_v5: false,
            peer_max: usize::MAX,
        }
    }

    /// The first packet, which says what version the others are of.
    pub(crate) async fn connect(&mut self) -> Result<Connect, End> {
        let frame = self.frame().await?;
        match v3::Packet::decode(&frame) {
            Ok(Some(v3::Packet::Connect(connect))) if connect.protocol == Protocol::V311 => {
                Ok(connect_from_v3(connect))
            }
            Err(Error::UnexpectedProtocol(Protocol::V500)) => {
                let Ok(Some(Packet::Connect(connect))) = Packet::decode(&frame) else {
                    return Err(MALFORMED);
                };
                self.is_v5 = true;
                if let Some(max) = connect.properties.max_packet_size {
                    self.peer_max = max as usize;
                }
                Ok(connect)
            }
            Ok(Some(v3::Packet::Connect(_))) | Err(Error::InvalidProtocol(..)) => {
                // Said as MQTT 3.1.1 says it, which every version understands.
                let code = ConnectReasonCode::UnsupportedProtocolVersion;
                self.send(v5::Connack::new(false, code)).await?;
                Err(MALFORMED)
            }
            _ => Err(MALFORMED),
        }
    }

    /// The next packet. It may be dropped at any point and called again: nothing is lost.
    pub(crate) async fn receive(&mut self) -> Result<Packet, End> {
        let frame = self.frame().await?;
        let packet = match self.is_v5 {
            true => Packet::decode(&frame).ok().flatten(),
            false => v3::Packet::decode(&frame).ok().flatten().and_then(from_v3),
        };
        packet.ok_or(MALFORMED)
    }

    /// Sends a packet, unless the client's version has no such packet, or it is larger than the client takes.
    pub(crate) async fn send(&mut self, packet: impl Into<Packet>) -> Result<(), End> {
        let bytes = match self.is_v5 {
            true => packet.into().encode().ok().map(|bytes| bytes.as_ref().to_vec()),
            false => to_v3(packet.into()).and_then(|packet| encode_v3(&packet)),
        };
        let Some(bytes) = bytes.filter(|bytes| bytes.len() <= self.peer_max) else {
            return Ok(());
        };
        let sending = async {
            self.stream.write_all(&bytes).await?;
            self.stream.flush().await
        };
        Ok(timeout(PATIENCE, sending).await.map_err(io::Error::from)??)
    }

    /// Ends the connection in order.
    pub(crate) async fn close(mut self) {
        let _ = timeout(PATIENCE, self.stream.shutdown()).await;
    }

    /// Ends when the client has gone. What it sends before that is kept, up to the size of a packet.
    pub(crate) async fn gone(&mut self) {
        while self.buffer.len() <= MAX_PACKET {
            if !matches!(self.stream.read_buf(&mut self.buffer).await, Ok(1..)) {
                return;
            }
        }
        std::future::pending::<()>().await;
    }

    /// The bytes of one packet.
    async fn frame(&mut self) -> Result<Vec<u8>, End> {
        loop {
            match frame_length(&self.buffer)? {
                Some(length) if length > MAX_PACKET => {
                    return Err(End::Closed(DisconnectReasonCode::PacketTooLarge));
                }
                Some(length) if length <= self.buffer.len() => {
                    return Ok(self.buffer.drain(..length).collect());
                }
                _ => {}
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
        }
    }
}

/// The length of the packet at the front, header included, as soon as it is known (MQTT 5, 2.1.4).
fn frame_length(buffer: &[u8]) -> Result<Option<usize>, End> {
    let mut remaining = 0;
    for (place, byte) in buffer.iter().skip(1).take(4).enumerate() {
        remaining |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Ok(Some(place + 2 + remaining));
        }
    }
    match buffer.len() {
        0..=4 => Ok(None),
        _ => Err(MALFORMED),
    }
}

fn connect_from_v3(connect: v3::Connect) -> Connect {
    let will = |will: v3::LastWill| v5::LastWill {
        retain: will.retain,
        ..v5::LastWill::new(will.qos, will.topic_name, will.message)
    };
    Connect {
        last_will: connect.last_will.map(will),
        username: connect.username,
        password: connect.password,
        ..Connect::new(connect.client_id, connect.keep_alive)
    }
}

/// A packet that a client may send after CONNECT.
fn from_v3(packet: v3::Packet) -> Option<Packet> {
    Some(match packet {
        v3::Packet::Publish(from) => {
            let mut publish = v5::Publish::new(from.qos_pid, from.topic_name, from.payload);
            publish.retain = from.retain;
            publish.into()
        }
        v3::Packet::Subscribe(from) => {
            let option = |(filter, qos)| (filter, v5::SubscriptionOptions::new(qos));
            v5::Subscribe::new(from.pid, from.topics.into_iter().map(option).collect()).into()
        }
        v3::Packet::Unsubscribe(from) => v5::Unsubscribe::new(from.pid, from.topics).into(),
        v3::Packet::Pingreq => Packet::Pingreq,
        v3::Packet::Disconnect => v5::Disconnect::new_normal().into(),
        _ => return None,
    })
}

/// A packet that the broker sends. A DISCONNECT of the broker is new in MQTT 5; before, it just closed the connection.
fn to_v3(packet: Packet) -> Option<v3::Packet> {
    Some(match packet {
        Packet::Connack(from) => v3::Connack::new(from.session_present, return_code(from.reason_code)).into(),
        Packet::Publish(from) => v3::Publish::new(from.qos_pid, from.topic_name, from.payload).into(),
        Packet::Puback(from) => v3::Packet::Puback(from.pid),
        Packet::Suback(from) => {
            let code = |code| match code {
                SubscribeReasonCode::GrantedQoS0 => v3::SubscribeReturnCode::MaxLevel0,
                _ => v3::SubscribeReturnCode::Failure,
            };
            v3::Suback::new(from.pid, from.topics.into_iter().map(code).collect()).into()
        }
        Packet::Unsuback(from) => v3::Packet::Unsuback(from.pid),
        Packet::Pingresp => v3::Packet::Pingresp,
        _ => return None,
    })
}

/// MQTT 3.1.1 has but these codes (3.2.2.3).
fn return_code(code: ConnectReasonCode) -> v3::ConnectReturnCode {
    match code {
        ConnectReasonCode::Success => v3::ConnectReturnCode::Accepted,
        ConnectReasonCode::UnsupportedProtocolVersion => v3::ConnectReturnCode::UnacceptableProtocolVersion,
        ConnectReasonCode::ClientIdentifierNotValid => v3::ConnectReturnCode::IdentifierRejected,
        ConnectReasonCode::ServerUnavailable | ConnectReasonCode::ServerBusy => {
            v3::ConnectReturnCode::ServerUnavailable
        }
        ConnectReasonCode::BadUserNameOrPassword => v3::ConnectReturnCode::BadUserNameOrPassword,
        _ => v3::ConnectReturnCode::NotAuthorized,
    }
}

fn encode_v3(packet: &v3::Packet) -> Option<Vec<u8>> {
    let mut bytes = packet.encode().ok()?.as_ref().to_vec();
    if let v3::Packet::Suback(suback) = packet {
        // mqtt-proto 0.4 writes a failure as 3, where MQTT 3.1.1 has 0x80 (3.9.3).
        let codes = bytes.iter_mut().rev().take(suback.topics.len());
        codes.filter(|code| **code == 3).for_each(|code| *code = 0x80);
    }
    Some(bytes)
}
