//! The files of those whose certificates are renewed: what is there, and how the new ones take its place.

use std::path::{Path, PathBuf};

use amqtt_verifier::DeviceId;

use crate::{
    error::{Code, Failure, Outcome},
    files::{Directory, Existing, Lock, NewFile},
    operations::{
        bulk::place::Layout,
        issue::in_file,
        issuing::{Credential, Publish, Unpublished},
    },
    pki::{Certificate, KeyError, PrivateKey, PublicKeyId},
    store::fleet::{IssuedRow, Kind},
};

/// The names of a key and its certificate in the directory.
pub(crate) type Names = [String; 2];

/// The state of the files for one of several certificates.
pub(crate) enum Standing {
    /// The certificate is in its place.
    Here {
        row: IssuedRow,
        /// Set if its key is beside it.
        with_key: bool,
    },
    /// An interrupted renewal has moved it aside, and written its new key.
    Begun { row: IssuedRow, key: PrivateKey },
    /// Another certificate is in its place.
    Another(Certificate),
    /// It has no files here.
    Elsewhere,
}

/// The directory of the files.
pub(crate) struct Place {
    directory: Directory,
    kind: Kind,
    lock: Option<Lock>,
    /// The names of the pairs that are published next.
    next: Vec<Names>,
}

impl Place {
    /// Opens the directory.
    ///
    /// # Errors
    /// [`Code::Environment`] where it does not exist.
    pub(crate) fn open(directory: &Path, kind: Kind) -> Outcome<Self> {
        Ok(Self {
            directory: Directory::open(directory)?,
            kind,
            lock: None,
            next: Vec::new(),
        })
    }

    /// Keeps other processes from publishing here, until [`Place::unlock`].
    pub(crate) fn lock(&mut self) {
        self.lock = Some(self.directory.lock());
    }

    pub(crate) fn unlock(&mut self) {
        self.lock = None;
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path_of(name)
    }

    /// Says which pairs are published next, in order.
    pub(crate) fn expect(&mut self, next: Vec<Names>) {
        self.next = next;
    }

    /// Returns the names of the files of a device or broker, in the layout in which they are.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub(crate) fn names(&self, name: &str) -> Outcome<Names> {
        if self.kind == Kind::Server {
            return Ok(["server.key", "server.crt"].map(str::to_owned));
        }
        // A name that another program wrote down must not lead out of the directory.
        let id: DeviceId = name.parse().map_err(|error| {
            Failure::of(
                Code::Unfit,
                format_args!("{name:?} is not the name of files: {error}"),
            )
        })?;
        let name = id.as_str();
        let (flat, sharded) = (Layout::Flat.names(name), Layout::Sharded.names(name));
        Ok(match !self.has_any(&flat)? && self.has_any(&sharded)? {
            true => sharded,
            false => flat,
        })
    }

    fn has_any(&self, [key, certificate]: &Names) -> Outcome<bool> {
        Ok(self.directory.has(certificate)?
            || self.directory.has(key)?
            || self.directory.has(&format!("{certificate}.old"))?)
    }

    /// Looks which of the certificates of a name is in its place. With the lock held, what an interrupted renewal has moved
    /// aside and not replaced is brought back.
    ///
    /// # Errors
    /// [`Code::Exists`] for a key that is not that of any of them, and whatever reading fails with.
    pub(crate) fn look(&self, names: &Names, rows: &[IssuedRow]) -> Outcome<Standing> {
        let [key_name, certificate_name] = names;
        if let Some(certificate) = self.certificate(certificate_name)? {
            return Ok(match row_of(rows, &certificate) {
                Some(row) => Standing::Here {
                    row,
                    with_key: self.directory.has(key_name)?,
                },
                None => Standing::Another(certificate),
            });
        }
        let moved = match self.certificate(&format!("{certificate_name}.old"))? {
            Some(certificate) => row_of(rows, &certificate),
            None => None,
        };
        let key = self.key(key_name)?;
        let own = key
            .as_ref()
            .and_then(|key| rows.iter().find(|row| is_key_of(key, row)).cloned());
        match (moved, key, own) {
            (Some(row), Some(key), None) => Ok(Standing::Begun { row, key }),
            (Some(row), key, _) => {
                let with_key = self.bring_back(names, &row, key.is_some())?;
                Ok(Standing::Here { row, with_key })
            }
            (None, _, Some(row)) => Ok(Standing::Here { row, with_key: true }),
            (None, Some(_), None) => Err(Failure::of(
                Code::Exists,
                format_args!(
                    "{} exists and is not the key of the certificate in force",
                    self.path(key_name).display()
                ),
            )
            .hint("nothing was changed; move it away, or choose another --output-dir")),
            (None, None, None) => Ok(Standing::Elsewhere),
        }
    }

    /// Returns the certificate of a row where it is in its place.
    ///
    /// # Errors
    /// Whatever reading the directory fails with. A file that is not a certificate is not that of the row.
    pub(crate) fn published(&self, row: &IssuedRow) -> Outcome<Option<Certificate>> {
        let Ok([_, name]) = self.names(&row.name) else {
            return Ok(None);
        };
        let contents = self.directory.read(&name)?;
        let certificate = contents.and_then(|contents| Certificate::first_from_file(&contents).ok());
        Ok(certificate.filter(|certificate| certificate.get().serial.to_string() == row.key.serial))
    }

    /// Brings back what was moved aside, the key first; returns whether there is one.
    fn bring_back(&self, [key, certificate]: &Names, row: &IssuedRow, has_key: bool) -> Outcome<bool> {
        let old = self.key(&format!("{key}.old"))?;
        let with_key = has_key || old.is_some_and(|old| is_key_of(&old, row));
        if self.lock.is_some() {
            if with_key && !has_key {
                self.directory.bring_back(key)?;
            }
            self.directory.bring_back(certificate)?;
        }
        Ok(with_key)
    }

    fn certificate(&self, name: &str) -> Outcome<Option<Certificate>> {
        let Some(contents) = self.directory.read(name)? else {
            return Ok(None);
        };
        let read = Certificate::first_from_file(&contents);
        read.map(Some).map_err(|error| in_file(error, &self.path(name)))
    }

    fn key(&self, name: &str) -> Outcome<Option<PrivateKey>> {
        let Some(contents) = self.directory.read(name)? else {
            return Ok(None);
        };
        let read = PrivateKey::from_file(&contents, || Err(KeyError::WrongPassphrase));
        read.map(Some).map_err(|error| in_file(error, &self.path(name)))
    }
}

fn row_of(rows: &[IssuedRow], certificate: &Certificate) -> Option<IssuedRow> {
    let fingerprint = certificate.get().fingerprint().to_string();
    let row = rows
        .iter()
        .find(|row| row.cert_sha256.as_deref() == Some(&fingerprint));
    row.cloned()
}

fn is_key_of(key: &PrivateKey, row: &IssuedRow) -> bool {
    row.spki_sha256.as_deref() == Some(&PublicKeyId::of(key).to_hex())
}

impl Publish for Place {
    /// Publishes pairs, or certificates alone; what has their names is moved aside, one pair after the other.
    fn publish(&mut self, credentials: &[Credential]) -> Result<(), Unpublished> {
        let pairs = credentials.iter().zip(&self.next);
        let files: Vec<NewFile<'_>> = pairs.flat_map(|(one, names)| one.as_files(names)).collect();
        let lock = self.lock.take().unwrap_or_else(|| self.directory.lock());
        let published = self
            .directory
            .publish(&files, Existing::MoveAside(&self.next), &lock);
        self.lock = Some(lock);
        Ok(published.map_err(Failure::from)?)
    }
}
