//! Errors from private keys.

use amqtt_x509::pem::FileError;

use super::key_type::KeyType;

/// Error from reading, making or writing a key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum KeyError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("OpenSSL's old encryption of private keys{} is not supported", in_parentheses(.0))]
    LegacyEncryption(String),
    #[error("private keys in OpenSSH's own format are not supported")]
    OpenSsh,
    #[error("the private key is malformed")]
    Malformed,
    /// The kind of the key.
    #[error("a key of the kind {0} cannot sign here; those that can are {fit}", fit = fit_kinds())]
    Unfit(String),
    /// The name of the encryption.
    #[error("the encryption of the private key ({0}) is not supported")]
    UnknownEncryption(String),
    #[error("wrong passphrase")]
    WrongPassphrase,
    #[error("the key could not be made: {0}")]
    Generation(String),
    #[error("the key could not be encrypted")]
    Encryption,
}

fn in_parentheses(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!(" ({text})")
    }
}

fn fit_kinds() -> String {
    KeyType::ALL.map(KeyType::name).join(", ")
}
