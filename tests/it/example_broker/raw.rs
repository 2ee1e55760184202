//! A client that sends bytes and hears bytes, to see what clients' libraries hide.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

pub(crate) const PINGREQ: [u8; 2] = [0xC0, 0];

/// A connection.
pub(crate) struct Raw(TcpStream);

impl Raw {
    pub(crate) fn connect(port: u16) -> Self {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        Self(stream)
    }

    /// Sends bytes, and gives what it hears then.
    pub(crate) fn ask(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.write_all(bytes).unwrap();
        self.heard()
    }

    /// The next packet as it came, which is a short one; nothing when the connection has ended.
    pub(crate) fn heard(&mut self) -> Vec<u8> {
        let mut packet = vec![0; 2];
        match self.0.read_exact(&mut packet) {
            Ok(()) => {
                assert!(packet[1] < 0x80, "a long packet");
                packet.resize(2 + usize::from(packet[1]), 0);
                self.0.read_exact(&mut packet[2..]).unwrap();
                packet
            }
            Err(_) => Vec::new(),
        }
    }
}

/// A CONNECT of a protocol level, perhaps with user name and password.
pub(crate) fn connect(level: u8, client_id: &str, account: Option<(&str, &str)>, keep_alive: u8) -> Vec<u8> {
    let flags = if account.is_some() { 0b1100_0010 } else { 0b10 };
    let mut body = Vec::new();
    text(&mut body, if level == 3 { "MQIsdp" } else { "MQTT" });
    body.extend([level, flags, 0, keep_alive]);
    if level == 5 {
        body.push(0);
    }
    text(&mut body, client_id);
    if let Some((name, password)) = account {
        text(&mut body, name);
        text(&mut body, password);
    }
    let mut packet = vec![0x10, u8::try_from(body.len()).unwrap()];
    packet.append(&mut body);
    packet
}

fn text(body: &mut Vec<u8>, text: &str) {
    body.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
    body.extend(text.as_bytes());
}
