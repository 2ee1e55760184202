//! Finds out whether a broker still speaks TLS 1.0 or 1.1, which rustls does not: a ClientHello written out (RFC 4346 7.4.1.2), and
//! the first octets of the answer.

use std::{
    io::{self, Read as _, Write as _},
    time::Duration,
};

use rustls_pki_types::ServerName;

use super::{address::Address, stream::Bounded};

/// Versions of TLS before 1.2, as they are on the wire.
pub(super) const OLD: [(&str, [u8; 2]); 2] = [("1.0", [3, 1]), ("1.1", [3, 2])];

/// The cipher suites of those days: ECDHE and RSA with AES and triple DES, in CBC.
const SUITES: [[u8; 2]; 8] = [
    [0xc0, 0x0a],
    [0xc0, 0x09],
    [0xc0, 0x14],
    [0xc0, 0x13],
    [0, 0x35],
    [0, 0x2f],
    [0, 0x0a],
    [0, 0xff],
];

/// Returns whether the broker answers a ClientHello of this version with a ServerHello of it.
///
/// # Errors
/// When it cannot be reached.
pub(super) fn accepts(address: &Address, timeout: Duration, version: [u8; 2]) -> io::Result<bool> {
    let mut stream = Bounded::connect(address, timeout)?;
    let mut answer = [0; 11];
    let asked = stream
        .write_all(&hello(&address.host, version))
        .and_then(|()| stream.read_exact(&mut answer));
    // A handshake record whose first message is a ServerHello, of this version.
    Ok(asked.is_ok() && answer[0] == 22 && answer[5] == 2 && answer[9..11] == version)
}

fn hello(host: &ServerName<'_>, version: [u8; 2]) -> Vec<u8> {
    let mut extensions = Vec::new();
    if let ServerName::DnsName(name) = host {
        let name = prefixed(2, name.as_ref().as_bytes());
        let list = prefixed(2, &[&[0][..], &name].concat());
        extensions.extend([&[0, 0][..], &prefixed(2, &list)].concat());
    }
    // The curves P-256 and P-384, and points that are not compressed.
    extensions.extend([0, 10, 0, 6, 0, 4, 0, 23, 0, 24]);
    extensions.extend([0, 11, 0, 2, 1, 0]);
    let body = [
        &version[..],
        // Of all that is random, a probe needs none.
        &[0x5a; 32],
        &[0],
        &prefixed(2, SUITES.as_flattened()),
        &[1, 0],
        &prefixed(2, &extensions),
    ]
    .concat();
    let message = [&[1][..], &prefixed(3, &body)].concat();
    [&[22, 3, 1][..], &prefixed(2, &message)].concat()
}

/// The contents with their length before them, in so many octets.
fn prefixed(octets: usize, contents: &[u8]) -> Vec<u8> {
    let length = (contents.len() as u64).to_be_bytes();
    [&length[8 - octets..], contents].concat()
}
