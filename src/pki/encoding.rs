//! A writer of DER (X.690), for the structures that none of our libraries builds.

use amqtt_x509::der;

/// An element of a tag, whose contents are these parts one after the other.
pub(super) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut der = Vec::with_capacity(length + 6);
    der.push(tag);
    push_length(&mut der, length);
    parts.iter().for_each(|part| der.extend(*part));
    der
}

/// A SEQUENCE of elements.
pub(super) fn sequence(elements: &[&[u8]]) -> Vec<u8> {
    element(der::SEQUENCE, elements)
}

/// An OCTET STRING.
pub(super) fn octets(contents: &[u8]) -> Vec<u8> {
    element(der::OCTET_STRING, &[contents])
}

/// An INTEGER that is not negative, in its shortest form.
pub(super) fn integer(number: u32) -> Vec<u8> {
    let octets = number.to_be_bytes();
    let first = octets
        .iter()
        .position(|octet| *octet != 0)
        .unwrap_or(octets.len() - 1);
    match octets[first] & 0x80 {
        0 => element(der::INTEGER, &[&octets[first..]]),
        _ => element(der::INTEGER, &[&[0], &octets[first..]]),
    }
}

/// Appends a length in its shortest form (X.690 10.1).
fn push_length(der: &mut Vec<u8>, length: usize) {
    match u8::try_from(length) {
        Ok(short @ ..0x80) => der.push(short),
        _ => {
            let octets = length.to_be_bytes();
            let octets = &octets[length.leading_zeros() as usize / 8..];
            der.push(0x80 | octets.len() as u8);
            der.extend(octets);
        }
    }
}
