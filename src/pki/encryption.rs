//! Names of the encryptions that private keys in PKCS#8 may have.

use amqtt_x509::{
    der::{self, Reader},
    oid::Oid,
};

/// PBES2 (RFC 8018 A.4): 1.2.840.113549.1.5.13.
const PBES2: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d];
/// The arc of PKCS#5: 1.2.840.113549.1.5.
pub(super) const PKCS5: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];
/// The arc of the encryptions of PKCS#12: 1.2.840.113549.1.12.1.
pub(super) const PKCS12: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01];

/// Returns the name of the encryption of an EncryptedPrivateKeyInfo (RFC 5958 3).
pub(super) fn name(document: &[u8]) -> String {
    read(document).unwrap_or_else(|_| "malformed parameters".to_owned())
}

fn read(document: &[u8]) -> Result<String, der::Malformed> {
    let mut document = Reader::sequence_alone(document, "")?;
    let mut algorithm = document.sequence("")?;
    let id = algorithm.expect(der::OID, "")?.contents;
    if id == PBES2 {
        let mut parameters = algorithm.sequence("")?;
        let derivation = parameters.sequence("")?.expect(der::OID, "")?.contents;
        let cipher = parameters.sequence("")?.expect(der::OID, "")?.contents;
        return Ok(format!(
            "PBES2 with key derivation {} and cipher {}",
            Oid(derivation),
            Oid(cipher)
        ));
    }
    let known = match (id.strip_prefix(&PKCS5), id.strip_prefix(&PKCS12)) {
        (Some([1]), _) => "pbeWithMD2AndDES-CBC",
        (Some([3]), _) => "pbeWithMD5AndDES-CBC",
        (Some([4]), _) => "pbeWithMD2AndRC2-CBC",
        (Some([6]), _) => "pbeWithMD5AndRC2-CBC",
        (Some([10]), _) => "pbeWithSHA1AndDES-CBC",
        (Some([11]), _) => "pbeWithSHA1AndRC2-CBC",
        (_, Some([1])) => "pbeWithSHA1And128BitRC4",
        (_, Some([2])) => "pbeWithSHA1And40BitRC4",
        (_, Some([3])) => "pbeWithSHA1And3-KeyTripleDES-CBC",
        (_, Some([4])) => "pbeWithSHA1And2-KeyTripleDES-CBC",
        (_, Some([5])) => "pbeWithSHA1And128BitRC2-CBC",
        (_, Some([6])) => "pbeWithSHA1And40BitRC2-CBC",
        _ => return Ok(Oid(id).to_string()),
    };
    Ok(known.to_owned())
}
