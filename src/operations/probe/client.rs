//! A client that tries a broker: what it shows, and whether that admits it.

use std::{
    cell::Cell,
    io::{self, Write as _},
    thread,
    time::Duration,
};

use mqtt_proto::Pid;
use rustls::{AlertDescription, Error, SupportedProtocolVersion, version};

use super::{
    address::Address,
    packets::{self, Packet, Version},
    stream::{self, Bounded, Credential, Shown, Tls},
};

/// A broker's answer to a client or to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    Admitted,
    Refused(Reason),
    /// Neither was seen, for this reason.
    Unknown(String),
}

/// The reason that a broker gives, or how it refuses without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) text: String,
    /// The alert of TLS, where it was one.
    pub(super) alert: Option<AlertDescription>,
}

/// A broker that is tried.
#[derive(Debug)]
pub(super) struct Broker {
    pub(super) address: Address,
    /// The time that each attempt may take.
    pub(super) timeout: Duration,
    /// True if it speaks TLS 1.2, in which a refusal comes with its reason.
    pub(super) tls12: Cell<bool>,
    mqtt: Cell<Version>,
    /// Set when anything but silence and a closed connection was seen, which other servers have for an MQTT client too.
    answers: Cell<bool>,
}

/// A client that was admitted.
pub(super) struct Live {
    stream: Tls,
    version: Version,
    next: Pid,
    timeout: Duration,
    /// The topics of the messages that came since the last request.
    arrived: Vec<String>,
}

/// An attempt: the client, or why there is none; and what the broker showed.
pub(super) struct Attempt {
    pub(super) result: Result<Live, Seen>,
    pub(super) shown: Shown,
}

impl Attempt {
    pub(super) fn seen(&self) -> Seen {
        match &self.result {
            Ok(_) => Seen::Admitted,
            Err(seen) => seen.clone(),
        }
    }
}

impl Broker {
    pub(super) fn new(address: Address, timeout: Duration) -> Self {
        Self {
            address,
            timeout,
            tls12: Cell::new(true),
            mqtt: Cell::new(Version::V5),
            answers: Cell::new(false),
        }
    }

    /// Shakes hands in one version of TLS, without a certificate, for what the broker shows.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub(super) fn look(&self, version: &'static SupportedProtocolVersion) -> io::Result<Shown> {
        let stream = Bounded::connect(&self.address, self.timeout)?;
        let (_, shown) = stream::shake_hands(stream, &self.address.host, &[version], None);
        Ok(shown)
    }

    /// Returns whether an attempt to log in was answered as a broker does: by a CONNACK, or by TLS.
    pub(super) fn answers(&self) -> bool {
        self.answers.get()
    }

    /// Tries to log in.
    pub(super) fn log_in(&self, credential: Option<&Credential>, client_id: &str) -> Attempt {
        let attempt = self.log_in_by_known_version(credential, client_id);
        let answers = match &attempt.result {
            Ok(_) | Err(Seen::Admitted) => true,
            Err(Seen::Refused(reason)) => reason.text != UNKNOWN_VERSION,
            Err(Seen::Unknown(_)) => false,
        };
        self.answers.set(self.answers.get() || answers);
        attempt
    }

    fn log_in_by_known_version(&self, credential: Option<&Credential>, client_id: &str) -> Attempt {
        let version = self.mqtt.get();
        let first = self.log_in_by(version, credential, client_id);
        // A broker that does not know MQTT 5 says so, or hangs up.
        let hung_up = matches!(&first.result, Err(Seen::Refused(reason)) if reason.text == UNKNOWN_VERSION);
        if version == Version::V3 || !hung_up {
            return first;
        }
        let second = self.log_in_by(Version::V3, credential, client_id);
        let answered = match &second.result {
            Ok(_) | Err(Seen::Admitted) => true,
            Err(Seen::Refused(reason)) => reason.text.starts_with(CONNACK),
            Err(Seen::Unknown(_)) => false,
        };
        if answered {
            self.mqtt.set(Version::V3);
        }
        second
    }

    fn log_in_by(&self, version: Version, credential: Option<&Credential>, client_id: &str) -> Attempt {
        let versions: &[_] = match self.tls12.get() {
            true => &[&version::TLS12],
            false => &[&version::TLS13],
        };
        let (shaken, shown) = match Bounded::connect(&self.address, self.timeout) {
            Ok(stream) => stream::shake_hands(stream, &self.address.host, versions, credential),
            Err(error) => (Err(error), Shown::default()),
        };
        let result = shaken
            .map_err(|error| seen(&error, "in the handshake"))
            .and_then(|stream| Live::begin(stream, version, client_id, self.timeout));
        Attempt { result, shown }
    }
}

const CONNACK: &str = "CONNACK: ";
const UNKNOWN_VERSION: &str = "connection closed after CONNECT";

impl Live {
    fn begin(mut stream: Tls, version: Version, client_id: &str, timeout: Duration) -> Result<Self, Seen> {
        let hung_up = |error: io::Error| match alert(&error) {
            None if is_closed(&error) => Seen::Refused(Reason {
                text: UNKNOWN_VERSION.to_owned(),
                alert: None,
            }),
            _ => seen(&error, "after CONNECT"),
        };
        let answer = packets::connect(version, client_id)
            .and_then(|packet| stream.write_all(&packet))
            .and_then(|()| stream.flush())
            .and_then(|()| packets::read(&mut stream, version))
            .map_err(hung_up)?;
        match answer {
            Packet::Connack { refusal: None, .. } => Ok(Self {
                stream,
                version,
                next: Pid::default(),
                timeout,
                arrived: Vec::new(),
            }),
            Packet::Connack { version: true, .. } => Err(Seen::Refused(Reason {
                text: UNKNOWN_VERSION.to_owned(),
                alert: None,
            })),
            Packet::Connack {
                refusal: Some(reason),
                ..
            } => Err(Seen::Refused(Reason {
                text: format!("{CONNACK}{reason}"),
                alert: None,
            })),
            other => Err(Seen::Unknown(format!(
                "an answer to CONNECT that is not one: {other:?}"
            ))),
        }
    }

    /// Returns whether answers have reasons.
    pub(super) fn has_reasons(&self) -> bool {
        self.version == Version::V5
    }

    /// Asks for a subscription, with or without what is retained there.
    pub(super) fn subscribe(&mut self, filter: &str, retained: bool) -> Seen {
        self.arrived.clear();
        let packet = packets::subscribe(self.version, self.take(), filter, retained);
        self.ask(packet, |answer| match answer {
            Packet::Suback { refusal } => Some(refusal.clone()),
            _ => None,
        })
    }

    /// Publishes a message, and returns what is said of it. In 3.1.1 nothing is.
    pub(super) fn publish(&mut self, topic: &str) -> Seen {
        self.arrived.clear();
        let packet = packets::publish(self.version, self.take(), topic);
        self.ask(packet, |answer| match answer {
            Packet::Puback { refusal } => Some(refusal.clone()),
            _ => None,
        })
    }

    /// Returns whether the connection is still there: a broker answers PINGREQ, whatever it has sent before.
    pub(super) fn is_alive(&mut self) -> bool {
        self.ask(Ok(packets::PING.to_vec()), |answer| match answer {
            Packet::Pong => Some(None),
            _ => None,
        }) == Seen::Admitted
    }

    /// Returns whether a message arrived since the last request, be it before the answer to that, or does before the answer to a
    /// PINGREQ; of this topic where one is given.
    pub(super) fn receives(&mut self, topic: Option<&str>) -> Seen {
        let alive = self.ask(Ok(packets::PING.to_vec()), |answer| match answer {
            Packet::Pong => Some(None),
            _ => None,
        });
        let mut arrived = self.arrived.iter();
        let received = arrived.any(|found| topic.is_none_or(|topic| topic == found));
        match (alive, received) {
            (_, true) => Seen::Admitted,
            (Seen::Admitted, false) => Seen::Refused(Reason {
                text: "not delivered".to_owned(),
                alert: None,
            }),
            (other, false) => other,
        }
    }

    /// Returns whether a message on this topic arrives within half a second: a broker may answer its sender before.
    pub(super) fn receives_soon(&mut self, topic: &str) -> Seen {
        let mut seen = self.receives(Some(topic));
        for _ in 0..5 {
            if !matches!(seen, Seen::Refused(_)) {
                break;
            }
            thread::sleep(Duration::from_millis(100));
            seen = self.receives(Some(topic));
        }
        seen
    }

    pub(super) fn leave(mut self) {
        let _ = self.stream.write_all(&packets::DISCONNECT);
        let _ = self.stream.flush();
    }

    fn take(&mut self) -> Pid {
        let pid = self.next;
        self.next += 1;
        pid
    }

    /// Sends a packet, and reads until the answer to it, at most as long as an attempt may take.
    fn ask(
        &mut self,
        packet: io::Result<Vec<u8>>,
        mut answer: impl FnMut(&Packet) -> Option<Option<String>>,
    ) -> Seen {
        self.stream.sock.extend(self.timeout);
        let sent =
            packet.and_then(|packet| self.stream.write_all(&packet).and_then(|()| self.stream.flush()));
        if let Err(error) = sent {
            return seen(&error, "by the broker");
        }
        loop {
            let refusal = match packets::read(&mut self.stream, self.version) {
                Err(error) => return seen(&error, "by the broker"),
                Ok(Packet::Disconnect { reason }) => Some(Some(format!("DISCONNECT: {reason}"))),
                Ok(Packet::Publish { topic }) => {
                    self.arrived.push(topic);
                    None
                }
                Ok(packet) => answer(&packet),
            };
            match refusal {
                None => {}
                Some(None) => return Seen::Admitted,
                Some(Some(text)) => return Seen::Refused(Reason { text, alert: None }),
            }
        }
    }
}

/// The alert of TLS that a broker sent, if that is what an error is.
fn alert(error: &io::Error) -> Option<AlertDescription> {
    match error.get_ref()?.downcast_ref::<Error>()? {
        Error::AlertReceived(alert) => Some(*alert),
        _ => None,
    }
}

fn is_closed(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
    )
}

/// Returns what an error of a connection says about the broker.
fn seen(error: &io::Error, place: &str) -> Seen {
    match (alert(error), error.kind()) {
        (Some(alert), _) => {
            let mut words = String::new();
            for c in format!("{alert:?}").chars() {
                if c.is_ascii_uppercase()
                    && !words.is_empty()
                    && !words.ends_with(|c: char| c.is_ascii_uppercase())
                {
                    words.push(' ');
                }
                words.push(c);
            }
            Seen::Refused(Reason {
                text: format!("TLS alert: {}", words.to_lowercase()),
                alert: Some(alert),
            })
        }
        (None, io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => {
            Seen::Unknown("no answer in time".to_owned())
        }
        _ if is_closed(error) => Seen::Refused(Reason {
            text: format!("connection closed {place}"),
            alert: None,
        }),
        _ => Seen::Unknown(error.to_string()),
    }
}
