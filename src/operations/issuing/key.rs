//! Keys that are certified, wherever they are kept.

use std::{num::NonZero, thread};

use rcgen::{PublicKeyData, SubjectPublicKeyInfo};
use zeroize::Zeroizing;

use crate::{
    error::{Code, Failure, Outcome},
    pki::{KeyType, Passphrase, PrivateKey},
};

/// The key of a certificate that is to be issued.
#[derive(Debug)]
pub(crate) enum SubjectKey {
    /// Made just now, and to be written beside its certificate.
    New(PrivateKey),
    /// In a file that exists, and stays as it is.
    Existing(PrivateKey),
    /// The public key alone, as a certificate signing request has it.
    Public(SubjectPublicKeyInfo),
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

/// From this number of keys on it is worthwhile to make them on several cores.
const WORTH_THREADS: usize = 16;

/// Makes keys of these types, in their order, on all cores where there are many.
///
/// # Errors
/// [`Code::Bug`] when the cryptographic library fails.
pub(crate) fn generate_all(types: &[KeyType]) -> Outcome<Vec<SubjectKey>> {
    let make = |types: &[KeyType]| -> Outcome<Vec<SubjectKey>> {
        types.iter().copied().map(SubjectKey::generate).collect()
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    if types.len() < WORTH_THREADS || cores == 1 {
        return make(types);
    }
    thread::scope(|scope| {
        let shares = types.chunks(types.len().div_ceil(cores));
        let workers: Vec<_> = shares.map(|share| scope.spawn(move || make(share))).collect();
        let mut keys = Vec::with_capacity(types.len());
        for worker in workers {
            let made = worker
                .join()
                .map_err(|_| Failure::of(Code::Bug, "a thread that makes keys ended early"))?;
            keys.extend(made?);
        }
        Ok(keys)
    })
}
