//! The credential as an archive: key, chain, CA, and a client's configuration that names them.

use zeroize::Zeroizing;

use super::{Package, tar::Archive};
use crate::operations::next_steps;

/// Writes the archive: one directory, named after the device.
pub(super) fn write(package: &Package<'_>) -> Zeroizing<Vec<u8>> {
    let id = package.id;
    let (chain, root, key) = (package.chain(), package.root(), package.key());
    let client = next_steps::bundled_client(id);
    let (key_name, certificate_name) = (format!("{id}.key"), format!("{id}.crt"));
    let parts = [
        (key_name.as_str(), 0o600, key.as_ref().map(|key| key.as_str())),
        (&certificate_name, 0o644, Some(chain.as_str())),
        ("ca.crt", 0o644, root.as_deref()),
        ("client.yaml", 0o644, Some(client.as_str())),
    ];
    let octets = parts.iter().filter_map(|(_, _, text)| text.map(str::len)).sum();
    let mut archive = Archive::with_room(octets, parts.len());
    for (name, mode, text) in parts {
        if let Some(text) = text {
            archive.append(id, name, mode, package.time(), text.as_bytes());
        }
    }
    archive.finish()
}
