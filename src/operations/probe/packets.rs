//! The packets of MQTT that a probe sends and reads, of MQTT 5 and of 3.1.1.

use std::io::{self, Read};

use mqtt_proto::{Pid, QoS, QosPid, TopicFilter, TopicName, v3, v5};

/// The version of MQTT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// MQTT 5, whose answers have reasons.
    V5,
    V3,
}

/// The largest packet that is read.
const PACKET_MAX: usize = 1 << 18;

/// A packet that a broker sends, as far as a probe looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Packet {
    /// The answer to CONNECT: `None` where it accepts, else its reason.
    Connack {
        refusal: Option<String>,
        version: bool,
    },
    Suback {
        refusal: Option<String>,
    },
    Puback {
        refusal: Option<String>,
    },
    Publish {
        topic: String,
    },
    Disconnect {
        reason: String,
    },
    Pong,
    Other,
}

pub(super) fn connect(version: Version, client_id: &str) -> io::Result<Vec<u8>> {
    /// Seconds; longer than any probe takes.
    const KEEP_ALIVE: u16 = 600;
    encoded(match version {
        Version::V5 => v5::Packet::from(v5::Connect::new(client_id.into(), KEEP_ALIVE)).encode(),
        Version::V3 => v3::Packet::from(v3::Connect::new(client_id.into(), KEEP_ALIVE)).encode(),
    })
}

/// With `retained`, what is retained there is asked for too, which in 3.1.1 it always is.
pub(super) fn subscribe(version: Version, pid: Pid, filter: &str, retained: bool) -> io::Result<Vec<u8>> {
    let filter = TopicFilter::try_from(filter).map_err(io::Error::other)?;
    encoded(match version {
        Version::V5 => {
            let mut options = v5::SubscriptionOptions::new(QoS::Level0);
            if !retained {
                options.retain_handling = v5::RetainHandling::DoNotSend;
            }
            v5::Packet::from(v5::Subscribe::new(pid, vec![(filter, options)])).encode()
        }
        Version::V3 => v3::Packet::from(v3::Subscribe::new(pid, vec![(filter, QoS::Level0)])).encode(),
    })
}

pub(super) fn publish(version: Version, pid: Pid, topic: &str) -> io::Result<Vec<u8>> {
    const PAYLOAD: &str = "amqtt-admin server probe";
    let topic = TopicName::try_from(topic).map_err(io::Error::other)?;
    let pid = QosPid::Level1(pid);
    encoded(match version {
        Version::V5 => v5::Packet::from(v5::Publish::new(pid, topic, PAYLOAD.into())).encode(),
        Version::V3 => v3::Packet::from(v3::Publish::new(pid, topic, PAYLOAD.into())).encode(),
    })
}

/// PINGREQ is the same in both versions.
pub(super) const PING: [u8; 2] = [0xc0, 0];
/// So is DISCONNECT without a reason, but for its length in MQTT 5, which may be 0.
pub(super) const DISCONNECT: [u8; 2] = [0xe0, 0];

fn encoded(packet: Result<mqtt_proto::VarBytes, mqtt_proto::Error>) -> io::Result<Vec<u8>> {
    packet
        .map(|packet| packet.as_ref().to_vec())
        .map_err(io::Error::other)
}

/// Reads a packet.
///
/// # Errors
/// Those of the connection, and [`io::ErrorKind::InvalidData`] for what is not MQTT.
pub(super) fn read(stream: &mut impl Read, version: Version) -> io::Result<Packet> {
    let mut first = [0];
    stream.read_exact(&mut first)?;
    let mut packet = first.to_vec();
    let mut length = 0;
    for shift in [0, 7, 14, 21] {
        let mut octet = [0];
        stream.read_exact(&mut octet)?;
        packet.push(octet[0]);
        length |= usize::from(octet[0] & 0x7f) << shift;
        if octet[0] < 0x80 {
            break;
        }
    }
    if length > PACKET_MAX {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a packet that is too large",
        ));
    }
    let start = packet.len();
    packet.resize(start + length, 0);
    stream.read_exact(&mut packet[start..])?;
    // A broker of 3.1.1 refuses a version that it does not know in its own form.
    let version = match (packet[0], length) {
        (0x20, 2) => Version::V3,
        _ => version,
    };
    let malformed = || io::Error::new(io::ErrorKind::InvalidData, "not a packet of MQTT");
    match version {
        Version::V5 => v5::Packet::decode(&packet).ok().flatten().map(of_v5),
        Version::V3 => v3::Packet::decode(&packet).ok().flatten().map(of_v3),
    }
    .ok_or_else(malformed)
}

fn of_v5(packet: v5::Packet) -> Packet {
    match packet {
        v5::Packet::Connack(answer) => Packet::Connack {
            refusal: refusal(answer.reason_code as u8, words(&answer.reason_code)),
            version: answer.reason_code == v5::ConnectReasonCode::UnsupportedProtocolVersion,
        },
        v5::Packet::Suback(answer) => Packet::Suback {
            refusal: answer
                .topics
                .iter()
                .find_map(|code| refusal(*code as u8, words(code))),
        },
        v5::Packet::Puback(answer) => Packet::Puback {
            refusal: refusal(answer.reason_code as u8, words(&answer.reason_code)),
        },
        v5::Packet::Publish(message) => Packet::Publish {
            topic: message.topic_name.to_string(),
        },
        v5::Packet::Disconnect(message) => Packet::Disconnect {
            reason: words(&message.reason_code),
        },
        v5::Packet::Pingresp => Packet::Pong,
        _ => Packet::Other,
    }
}

fn of_v3(packet: v3::Packet) -> Packet {
    match packet {
        v3::Packet::Connack(answer) => Packet::Connack {
            refusal: (answer.code != v3::ConnectReturnCode::Accepted).then(|| words(&answer.code)),
            version: answer.code == v3::ConnectReturnCode::UnacceptableProtocolVersion,
        },
        v3::Packet::Suback(answer) => Packet::Suback {
            refusal: answer
                .topics
                .contains(&v3::SubscribeReturnCode::Failure)
                .then(|| "failure".to_owned()),
        },
        v3::Packet::Puback(_) => Packet::Puback { refusal: None },
        v3::Packet::Publish(message) => Packet::Publish {
            topic: message.topic_name.to_string(),
        },
        v3::Packet::Pingresp => Packet::Pong,
        _ => Packet::Other,
    }
}

/// Codes from 0x80 on refuse (MQTT 5, 2.4).
fn refusal(code: u8, words: String) -> Option<String> {
    (code >= 0x80).then_some(words)
}

/// The name of a code in words: `NotAuthorized` is "not authorized".
fn words(code: &impl std::fmt::Debug) -> String {
    let mut words = String::new();
    for c in format!("{code:?}").chars() {
        if c.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(c.to_ascii_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_in_both_versions() {
        let read = |bytes: &[u8], version| super::read(&mut &*bytes, version).unwrap();
        let refused = |refusal: &str, version| Packet::Connack {
            refusal: Some(refusal.to_owned()),
            version,
        };
        assert_eq!(
            read(&[0x20, 3, 0, 0x87, 0], Version::V5),
            refused("not authorized", false)
        );
        assert_eq!(
            read(&[0x20, 2, 0, 5], Version::V3),
            refused("not authorized", false)
        );
        // A broker of 3.1.1, asked in MQTT 5.
        assert_eq!(
            read(&[0x20, 2, 0, 1], Version::V5),
            refused("unacceptable protocol version", true)
        );
        assert_eq!(
            read(&[0x20, 3, 0, 0, 0], Version::V5),
            Packet::Connack {
                refusal: None,
                version: false
            }
        );
        assert_eq!(
            read(&[0x40, 3, 0, 1, 0x87], Version::V5),
            Packet::Puback {
                refusal: Some("not authorized".to_owned())
            }
        );
        assert_eq!(
            read(&[0x90, 3, 0, 1, 0x80], Version::V3),
            Packet::Suback {
                refusal: Some("failure".to_owned())
            }
        );
    }

    #[test]
    fn what_is_not_mqtt_is_refused_within_bounds() {
        for bytes in [
            &b"HTTP/1.1 400"[..],
            &[0x20, 0xff, 0xff, 0xff, 0xff],
            &[0x30, 0xff, 0xff, 0xff, 0x7f],
            &[],
        ] {
            assert!(super::read(&mut &*bytes, Version::V5).is_err(), "{bytes:?}");
        }
    }
}
