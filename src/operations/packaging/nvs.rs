//! The credential as CSV for ESP-IDF's NVS partition generator.

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use super::Package;

/// The namespace of the values, of at most 15 characters.
const NAMESPACE: &str = "credential";

/// Writes the CSV. Certificates and key are blobs of PEM with a zero at the end, as ESP-TLS takes them: a string's length is
/// limited to 4,000 octets there.
pub(super) fn write(package: &Package<'_>) -> Zeroizing<Vec<u8>> {
    let (chain, root, key) = (package.chain(), package.root(), package.key());
    let blobs = [
        ("ca", root.as_deref()),
        ("certificate", Some(chain.as_str())),
        ("key", key.as_ref().map(|key| key.as_str())),
    ];
    let octets: usize = blobs.iter().filter_map(|(_, text)| text.map(str::len)).sum();
    let mut room = Zeroizing::new(Vec::with_capacity(octets * 3 / 2 + package.id.len() + 512));
    // None of the values has a comma or a quotation mark.
    let mut row = |fields: [&str; 4]| {
        let line = Zeroizing::new(fields.join(","));
        room.extend(line.as_bytes());
        room.push(b'\n');
    };
    row(["key", "type", "encoding", "value"]);
    row([NAMESPACE, "namespace", "", ""]);
    row(["device_id", "data", "string", package.id]);
    for (name, text) in blobs {
        let Some(text) = text else { continue };
        let mut blob = Zeroizing::new(Vec::with_capacity(text.len() + 1));
        blob.extend(text.as_bytes());
        blob.push(0);
        let encoded = Zeroizing::new(Base64::encode_string(&blob));
        row([name, "data", "base64", &encoded]);
    }
    room
}
