//! Keys that are certified, wherever they are kept.

use std::sync::Arc;

use rcgen::PublicKeyData;
use zeroize::Zeroizing;

use crate::{
    error::Outcome,
    operations::crew,
    pki::{KeyType, Passphrase, PrivateKey, SubjectPublicKey},
};

/// The key of a certificate that is to be issued.
#[derive(Debug)]
pub(crate) enum SubjectKey {
    /// Made just now, and to be written beside its certificate.
    New(PrivateKey),
    /// In a file that exists, and stays as it is.
    Existing(PrivateKey),
    /// The public key alone, as a certificate signing request has it.
    Public(SubjectPublicKey),
}

impl SubjectKey {
    /// Makes a key.
    ///
    /// # Errors
    /// [`Code::Bug`](crate::error::Code::Bug) when the cryptographic library fails.
    pub(crate) fn generate(key_type: KeyType) -> Outcome<Self> {
        Ok(Self::New(PrivateKey::generate(key_type)?))
    }

    /// The public half.
    pub(crate) fn public(&self) -> &dyn PublicKeyData {
        match self {
            Self::New(key) | Self::Existing(key) => key,
            Self::Public(key) => key,
        }
    }

    /// The private half, where it is known.
    pub(crate) fn private(&self) -> Option<&PrivateKey> {
        match self {
            Self::New(key) | Self::Existing(key) => Some(key),
            Self::Public(_) => None,
        }
    }

    /// The key as its new file has it; `None` where it gets none.
    pub(super) fn to_pem(&self, passphrase: Option<&Passphrase>) -> Outcome<Option<Zeroizing<String>>> {
        match self {
            Self::New(key) => Ok(Some(key.to_pem(passphrase)?)),
            Self::Existing(_) | Self::Public(_) => Ok(None),
        }
    }
}

/// Makes keys of these types, in their order, on all cores where there are many.
///
/// # Errors
/// [`Code::Bug`](crate::error::Code::Bug) when the cryptographic library fails.
pub(crate) fn generate_all(types: Vec<KeyType>) -> Outcome<Vec<SubjectKey>> {
    crew::work_on(&Arc::new(types), |key_type| SubjectKey::generate(*key_type))
}
