//! A directory of many pairs: which of them are there, and how new ones come.

use std::{collections::HashSet, path::PathBuf};

use amqtt_x509::fingerprint::Fingerprint;
use clap::ValueEnum;
use zeroize::Zeroizing;

use crate::{
    error::{Code, Failure, Outcome},
    files::{Directory, Existing, Lock, NewFile},
    operations::issuing::{Credential, Publish, Unpublished},
    pki::{Certificate, KeyType, PrivateKey, SubjectPublicKey},
};

/// Layout of the files of many devices in a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layout {
    /// All in one directory
    Flat,
    /// In 256 directories, 00 to ff, by a hash of the device id
    Sharded,
}

impl Layout {
    /// The names of a device's key and certificate.
    pub(crate) fn names(self, id: &str) -> [String; 2] {
        let shard = match self {
            Self::Flat => String::new(),
            Self::Sharded => format!("{:02x}/", Fingerprint::of(id.as_bytes()).octets()[0]),
        };
        [format!("{shard}{id}.key"), format!("{shard}{id}.crt")]
    }
}

/// The files of a device that exist.
pub(crate) enum Found {
    Nothing,
    /// A key without its certificate, which an interrupted run left.
    Key(PrivateKey),
    Pair(Certificate),
}

const OTHER_HINT: &str = "what was issued before it stays; move it away, or choose another --output-dir";

/// A directory of many pairs.
pub(crate) struct Place {
    directory: Directory,
    layout: Layout,
    shards: HashSet<String>,
    lock: Option<Lock>,
    /// The names of the pairs that are published next.
    next: Vec<[String; 2]>,
}

impl Place {
    pub(crate) fn new(directory: Directory, layout: Layout) -> Self {
        Self {
            directory,
            layout,
            shards: HashSet::new(),
            lock: None,
            next: Vec::new(),
        }
    }

    /// Keeps other processes from publishing here from now on: what was looked for and what is on its way must not change.
    pub(crate) fn lock(&mut self) {
        self.lock.get_or_insert_with(|| self.directory.lock());
    }

    /// The paths of a device's key and certificate, in the directory.
    pub(crate) fn names(&self, id: &str) -> [String; 2] {
        self.layout.names(id)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path_of(name)
    }

    /// Looks for what is there of a device.
    ///
    /// # Errors
    /// [`Code::Exists`] when there is something else than an interrupted run leaves.
    pub(crate) fn look(&self, id: &str, key_type: KeyType) -> Outcome<Found> {
        let [key_name, certificate_name] = self.names(id);
        let other = |why: &str| self.is_other(&key_name, why);
        let certificate = self.directory.read(&certificate_name)?;
        if certificate.is_none() && !self.directory.has(&key_name)? {
            return Ok(Found::Nothing);
        }
        let key = self.directory.read_own_secret(&key_name);
        let encrypted = || Err(other("is encrypted"));
        let key = key.and_then(|pem: Zeroizing<Vec<u8>>| PrivateKey::from_file(&pem, encrypted).ok());
        match (certificate, key) {
            (None, Some(key)) if key.type_name() == key_type.name() => Ok(Found::Key(key)),
            (None, _) => Err(other("is not a key that an interrupted import left")),
            (Some(_), None) if !self.directory.has(&key_name)? => Err(Failure::of(
                Code::Exists,
                format_args!(
                    "{} exists without its key {}",
                    self.path(&certificate_name).display(),
                    self.path(&key_name).display()
                ),
            )
            .hint(OTHER_HINT)),
            (Some(_), None) => Err(other("is not the key of the certificate beside it")),
            (Some(pem), Some(key)) => match Certificate::first_from_file(&pem) {
                Ok(certificate) if certificate.has_public_key(&key) => Ok(Found::Pair(certificate)),
                _ => Err(other("is not the key of the certificate beside it")),
            },
        }
    }

    /// Looks for what is there of a device that keeps its key to itself.
    ///
    /// # Errors
    /// [`Code::Exists`] when there is a key, or a certificate of another key.
    pub(crate) fn look_without_key(&self, id: &str, key: &SubjectPublicKey) -> Outcome<Found> {
        let [key_name, certificate_name] = self.names(id);
        if self.directory.has(&key_name)? {
            return Err(self.is_other(&key_name, "would be beside the certificate of another key"));
        }
        let Some(pem) = self.directory.read(&certificate_name)? else {
            return Ok(Found::Nothing);
        };
        match Certificate::first_from_file(&pem) {
            Ok(certificate) if certificate.has_public_key(key) => Ok(Found::Pair(certificate)),
            _ => Err(self.is_other(
                &certificate_name,
                "is of another key than the certificate request",
            )),
        }
    }

    fn is_other(&self, name: &str, why: &str) -> Failure {
        Failure::of(
            Code::Exists,
            format_args!("{} already exists and {why}", self.path(name).display()),
        )
        .hint(OTHER_HINT)
    }

    /// Says which devices are published next, in order.
    ///
    /// # Errors
    /// When a directory of the layout cannot be made.
    pub(crate) fn expect(&mut self, ids: impl Iterator<Item = String>) -> Outcome {
        self.next = ids.map(|id| self.layout.names(&id)).collect();
        for [name, _] in &self.next {
            if let Some((shard, _)) = name.split_once('/')
                && !self.shards.contains(shard)
            {
                self.directory.make_below(shard)?;
                self.shards.insert(shard.to_owned());
            }
        }
        Ok(())
    }
}

impl Publish for Place {
    fn publish(&mut self, credentials: &[Credential]) -> Result<(), Unpublished> {
        let pairs = credentials.iter().zip(&self.next);
        let files: Vec<NewFile<'_>> = pairs.flat_map(|(one, names)| one.as_files(names)).collect();
        let lock = self.lock.take().unwrap_or_else(|| self.directory.lock());
        let published = self.directory.publish(&files, Existing::Refuse, &lock);
        self.lock = Some(lock);
        Ok(published.map_err(Failure::from)?)
    }
}
