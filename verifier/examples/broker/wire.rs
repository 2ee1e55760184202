//! Packets on the wire. Inside the broker every packet is one of MQTT 5; MQTT 3.1.1 is translated here.

use std::{io, time::Duration};

use mqtt_proto::{Error, Protocol, v3, v5};
pub(crate) use mqtt_proto::{
    QoS, QosPid,
    v5::{
        Connack, Connect, ConnectReasonCode, Disconnect, DisconnectReasonCode, LastWill, Packet, Puback,
        PubackReasonCode, Publish, Suback, Subscribe, SubscribeReasonCode, SubscriptionOptions, Unsuback,
        Unsubscribe, UnsubscribeReasonCode,
    },
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    time::timeout,
};

/// The largest packet that is taken, in bytes; MQTT 5 clients are told.
pub(crate) const MAX_PACKET: usize = 64 * 1024;
/// How long a client may take to read what it is sent.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);

/// Why a connection cannot go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WireError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("a malformed packet")]
    Malformed,
    #[error("a packet of more than {MAX_PACKET} bytes")]
    TooLarge,
    #[error("another version of MQTT than 3.1.1 and 5")]
    Version,
}

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
    pub(crate) async fn connect(&mut self) -> Result<Connect, WireError> {
        let frame = self.frame().await?;
        match v3::Packet::decode(&frame) {
            Ok(Some(v3::Packet::Connect(connect))) if connect.protocol == Protocol::V311 => {
                Ok(connect_from_v3(connect))
            }
            Err(Error::UnexpectedProtocol(Protocol::V500)) => match v5::Packet::decode(&frame) {
                Ok(Some(Packet::Connect(connect))) => {
                    self.is_v5 = true;
                    self.peer_max = connect
                        .properties
                        .max_packet_size
                        .map_or(usize::MAX, |max| max as usize);
                    Ok(connect)
                }
                _ => Err(WireError::Malformed),
            },
            Ok(Some(v3::Packet::Connect(_))) | Err(Error::InvalidProtocol(..)) => Err(WireError::Version),
            _ => Err(WireError::Malformed),
        }
    }

    /// The next packet. It may be dropped at any point and called again: nothing is lost.
    pub(crate) async fn receive(&mut self) -> Result<Packet, WireError> {
        let frame = self.frame().await?;
        let packet = match self.is_v5 {
            true => Packet::decode(&frame).ok().flatten(),
            false => v3::Packet::decode(&frame).ok().flatten().and_then(packet_from_v3),
        };
        packet.ok_or(WireError::Malformed)
    }

    /// Sends a packet, unless the client's version has no such packet, or it is larger than the client takes.
    pub(crate) async fn send(&mut self, packet: Packet) -> Result<(), WireError> {
        let encoded = match self.is_v5 {
            true => packet.encode().ok().map(|encoded| encoded.as_ref().to_vec()),
            false => encode_v3(packet),
        };
        let Some(encoded) = encoded.filter(|encoded| encoded.len() <= self.peer_max) else {
            return Ok(());
        };
        let sending = async {
            self.stream.write_all(&encoded).await?;
            self.stream.flush().await
        };
        Ok(timeout(WRITE_PATIENCE, sending)
            .await
            .map_err(io::Error::from)??)
    }

    /// Ends the connection in order.
    pub(crate) async fn close(mut self) {
        let _ = timeout(WRITE_PATIENCE, self.stream.shutdown()).await;
    }

    /// The bytes of one packet.
    async fn frame(&mut self) -> Result<Vec<u8>, WireError> {
        loop {
            match frame_length(&self.buffer)? {
                Some(length) if length > MAX_PACKET => return Err(WireError::TooLarge),
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

/// The length of the packet at the front, header included, as soon as that can be told (MQTT 5, 2.1.4).
fn frame_length(buffer: &[u8]) -> Result<Option<usize>, WireError> {
    let mut remaining = 0;
    for (place, byte) in buffer.iter().skip(1).take(4).enumerate() {
        remaining |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Ok(Some(place + 2 + remaining));
        }
    }
    if buffer.len() > 4 {
        Err(WireError::Malformed)
    } else {
        Ok(None)
    }
}

fn connect_from_v3(connect: v3::Connect) -> Connect {
    let will = |will: v3::LastWill| LastWill {
        retain: will.retain,
        ..LastWill::new(will.qos, will.topic_name, will.message)
    };
    Connect {
        clean_start: connect.clean_session,
        last_will: connect.last_will.map(will),
        username: connect.username,
        password: connect.password,
        ..Connect::new(connect.client_id, connect.keep_alive)
    }
}

/// What a client may send after CONNECT.
fn packet_from_v3(packet: v3::Packet) -> Option<Packet> {
    Some(match packet {
        v3::Packet::Publish(publish) => Packet::Publish(Publish {
            dup: publish.dup,
            retain: publish.retain,
            ..Publish::new(publish.qos_pid, publish.topic_name, publish.payload)
        }),
        v3::Packet::Subscribe(subscribe) => {
            let topics = subscribe.topics.into_iter();
            let topics = topics.map(|(filter, qos)| (filter, SubscriptionOptions::new(qos)));
            Packet::Subscribe(Subscribe::new(subscribe.pid, topics.collect()))
        }
        v3::Packet::Unsubscribe(unsubscribe) => {
            Packet::Unsubscribe(Unsubscribe::new(unsubscribe.pid, unsubscribe.topics))
        }
        v3::Packet::Pingreq => Packet::Pingreq,
        v3::Packet::Disconnect => Packet::Disconnect(Disconnect::new_normal()),
        _ => return None,
    })
}

/// A packet of MQTT 3.1.1 in bytes, where there is such a packet.
fn encode_v3(packet: Packet) -> Option<Vec<u8>> {
    let packet = packet_to_v3(packet)?;
    let mut encoded = packet.encode().ok()?.as_ref().to_vec();
    if let v3::Packet::Suback(suback) = packet {
        // mqtt-proto 0.4 writes a failure as 3, where MQTT 3.1.1 has 0x80 (3.9.3).
        let codes = suback.topics.iter().rev().zip(encoded.iter_mut().rev());
        for (_, code) in codes.filter(|(code, _)| **code == v3::SubscribeReturnCode::Failure) {
            *code = 0x80;
        }
    }
    Some(encoded)
}

/// What the broker sends. A DISCONNECT of the broker is new in MQTT 5; before, it just closed the connection.
fn packet_to_v3(packet: Packet) -> Option<v3::Packet> {
    Some(match packet {
        Packet::Connack(connack) => v3::Packet::Connack(v3::Connack {
            session_present: connack.session_present,
            code: match connack.reason_code {
                ConnectReasonCode::Success => v3::ConnectReturnCode::Accepted,
                ConnectReasonCode::UnsupportedProtocolVersion => {
                    v3::ConnectReturnCode::UnacceptableProtocolVersion
                }
                ConnectReasonCode::ClientIdentifierNotValid => v3::ConnectReturnCode::IdentifierRejected,
                ConnectReasonCode::BadUserNameOrPassword => v3::ConnectReturnCode::BadUserNameOrPassword,
                ConnectReasonCode::ServerUnavailable => v3::ConnectReturnCode::ServerUnavailable,
                _ => v3::ConnectReturnCode::NotAuthorized,
            },
        }),
        Packet::Publish(publish) => v3::Packet::Publish(v3::Publish {
            dup: false,
            qos_pid: QosPid::Level0,
            retain: false,
            topic_name: publish.topic_name,
            payload: publish.payload,
        }),
        Packet::Puback(puback) => v3::Packet::Puback(puback.pid),
        Packet::Suback(suback) => {
            let code = |code| match code {
                SubscribeReasonCode::GrantedQoS0 => v3::SubscribeReturnCode::MaxLevel0,
                _ => v3::SubscribeReturnCode::Failure,
            };
            let topics = suback.topics.into_iter().map(code).collect();
            v3::Packet::Suback(v3::Suback {
                pid: suback.pid,
                topics,
            })
        }
        Packet::Unsuback(unsuback) => v3::Packet::Unsuback(unsuback.pid),
        Packet::Pingresp => v3::Packet::Pingresp,
        _ => return None,
    })
}
