//! A client of MQTT 5 that hears what a broker says to each request.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

/// A connection, and the packet identifier that was used last.
pub(super) struct Client(TcpStream, u16);

impl Client {
    /// Connects; nothing when the broker refuses.
    pub(super) fn connect(port: u16, client_id: &str, user: &str, password: &str) -> Option<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut client = Self(stream, 0);
        let mut body = vec![0, 4, b'M', b'Q', b'T', b'T', 5, 0b1100_0010, 0, 0, 0];
        for value in [client_id, user, password] {
            text(&mut body, value);
        }
        client.send(0x10, &body);
        let (kind, answer) = client.packet()?;
        (kind == 0x20 && answer[1] == 0).then_some(client)
    }

    /// Publishes with an acknowledgement, and gives whether it was allowed.
    pub(super) fn publish(&mut self, topic: &str) -> bool {
        let mut body = Vec::new();
        text(&mut body, topic);
        self.1 += 1;
        body.extend(self.1.to_be_bytes());
        body.extend([0, b'x']);
        self.send(0x32, &body);
        match self.packet() {
            Some((0x40, answer)) => answer.get(2).is_none_or(|reason| *reason < 0x80),
            other => panic!("no acknowledgement of {topic}: {other:?}"),
        }
    }

    /// Subscribes, and gives whether it was allowed.
    pub(super) fn subscribe(&mut self, filter: &str) -> bool {
        let mut body = vec![0, 1, 0];
        text(&mut body, filter);
        body.push(0);
        self.send(0x82, &body);
        match self.packet() {
            Some((0x90, answer)) => answer.last().is_some_and(|reason| *reason < 0x80),
            other => panic!("no acknowledgement of {filter}: {other:?}"),
        }
    }

    /// The topics of the messages that come before one, in order.
    pub(super) fn received_until(&mut self, end: &str) -> Vec<String> {
        let mut topics = Vec::new();
        loop {
            let (kind, body) = self.packet().expect("the last message comes");
            assert_eq!(kind & 0xF0, 0x30);
            let length = usize::from(body[0]) << 8 | usize::from(body[1]);
            let topic = String::from_utf8(body[2..2 + length].to_vec()).unwrap();
            if topic == end {
                return topics;
            }
            topics.push(topic);
        }
    }

    fn send(&mut self, kind: u8, body: &[u8]) {
        let mut packet = vec![kind];
        let mut length = body.len();
        loop {
            let more = if length > 0x7F { 0x80 } else { 0 };
            packet.push(u8::try_from(length & 0x7F).unwrap() | more);
            length >>= 7;
            if length == 0 {
                break;
            }
        }
        packet.extend(body);
        // Where the broker has ended the connection, the answer is missing.
        let _ = self.0.write_all(&packet);
    }

    /// The next packet; nothing when the connection has ended.
    fn packet(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut byte = [0];
        self.0.read_exact(&mut byte).ok()?;
        let kind = byte[0];
        let (mut length, mut shift) = (0, 0);
        loop {
            self.0.read_exact(&mut byte).ok()?;
            length |= usize::from(byte[0] & 0x7F) << shift;
            shift += 7;
            if byte[0] < 0x80 {
                break;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).ok()?;
        Some((kind, body))
    }
}

fn text(packet: &mut Vec<u8>, text: &str) {
    packet.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
    packet.extend(text.as_bytes());
}
