//! A key and its certificate as two files, made together.

use std::path::{Path, PathBuf};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files::{Directory, Existing, FileError, Lock, NewFile, Readers},
    operations::issue::read_passphrase,
    pki::{Certificate, KeyType, PrivateKey},
};

/// The places of a key and its certificate: `<name>.key` and `<name>.crt` in one directory.
pub(crate) struct Pair {
    directory: Directory,
    /// The key's name and the certificate's.
    names: [String; 2],
    force: bool,
    force_option: &'static str,
    /// Held from the moment that a key which stands there is taken up, so that nobody else takes it up too.
    lock: Option<Lock>,
}

impl Pair {
    /// Opens the directory, and refuses at once where files are in the way.
    pub(crate) fn new(
        directory: &Path,
        name: &str,
        force: bool,
        force_option: &'static str,
    ) -> Outcome<Self> {
        let directory = Directory::open(directory)?;
        let names = [format!("{name}.key"), format!("{name}.crt")];
        let pair = Self {
            directory,
            names,
            force,
            force_option,
            lock: None,
        };
        let key_exists = pair.directory.has(pair.key_name())?;
        if pair.directory.has(pair.certificate_name())? && !force {
            return Err(pair.exists(if key_exists {
                pair.key_name()
            } else {
                pair.certificate_name()
            }));
        }
        Ok(pair)
    }

    fn key_name(&self) -> &str {
        &self.names[0]
    }

    fn certificate_name(&self) -> &str {
        &self.names[1]
    }

    pub(crate) fn key_path(&self) -> PathBuf {
        self.directory.path_of(self.key_name())
    }

    pub(crate) fn certificate_path(&self) -> PathBuf {
        self.directory.path_of(self.certificate_name())
    }

    /// Makes the key, or takes up the one that an interrupted run left without its certificate. Where that is
    /// encrypted, `passphrase` names the file that opens it.
    pub(crate) fn key(
        &mut self,
        context: &Context,
        key_type: KeyType,
        passphrase: Option<&Path>,
    ) -> Outcome<PrivateKey> {
        if !self.force && self.directory.has(self.key_name())? {
            self.lock = Some(self.directory.lock());
            return self.left_over_key(context, key_type, passphrase);
        }
        Ok(PrivateKey::generate(key_type)?)
    }

    fn left_over_key(
        &self,
        context: &Context,
        key_type: KeyType,
        passphrase: Option<&Path>,
    ) -> Outcome<PrivateKey> {
        let exists = || self.exists(self.key_name());
        // Whoever held the lock before us may have been about to make the certificate.
        if self.directory.has(self.certificate_name())? {
            return Err(exists());
        }
        let pem = self
            .directory
            .read_own_secret(self.key_name())
            .ok_or_else(exists)?;
        let passphrase_of_it = || passphrase.map_or_else(|| Err(exists()), read_passphrase);
        let key = PrivateKey::from_file(&pem, passphrase_of_it).map_err(|_: Failure| exists())?;
        if key.was_encrypted() != passphrase.is_some() {
            return Err(exists());
        }
        if key.type_name() != key_type.name() {
            let found = key.type_name();
            return Err(exists().hint(format_args!(
                "it is a key of type {found} without a certificate: use it with --key-type {found}, or move it aside with {}",
                self.force_option
            )));
        }
        context.output.note(format_args!(
            "{} is there without a certificate, as an interrupted run leaves it: it gets its certificate now.",
            self.key_path().display()
        ));
        Ok(key)
    }

    /// Publishes a key with its certificate; the certificate alone where the key was left over.
    pub(crate) fn publish(self, key: &[u8], certificate: &Certificate) -> Outcome {
        let key = NewFile {
            name: self.key_name().to_owned(),
            contents: key,
            readers: Readers::Owner,
        };
        let pem = certificate.to_pem();
        let certificate = self.certificate_file(&pem);
        let published = match &self.lock {
            Some(lock) => self.directory.publish(&[certificate], Existing::Refuse, lock),
            None => self
                .directory
                .publish(&[key, certificate], self.existing(), &self.directory.lock()),
        };
        self.explained(published)
    }

    /// Publishes a certificate whose key is kept elsewhere, or stands there already.
    pub(crate) fn publish_certificate(self, certificate: &Certificate) -> Outcome {
        let pem = certificate.to_pem();
        let lock = self.directory.lock();
        self.refuse_another_key(certificate)?;
        let published = self
            .directory
            .publish(&[self.certificate_file(&pem)], self.existing(), &lock);
        self.explained(published)
    }

    /// A certificate never goes beside a key that is not its own.
    fn refuse_another_key(&self, certificate: &Certificate) -> Outcome {
        if !self.directory.has(self.key_name())? {
            return Ok(());
        }
        let key = self.directory.read_own_secret(self.key_name());
        let key = key.and_then(|pem| PrivateKey::from_file(&pem, || Err(self.exists(self.key_name()))).ok());
        match key {
            Some(key) if certificate.has_public_key(&key) => Ok(()),
            _ => Err(Failure::of(
                Code::Exists,
                format_args!("{} is there, and is not the key given", self.key_path().display()),
            )
            .hint(
                "choose another --output-dir, so that no certificate stands beside a key that is not its own",
            )),
        }
    }

    fn certificate_file<'a>(&self, pem: &'a str) -> NewFile<'a> {
        let name = self.certificate_name().to_owned();
        NewFile {
            name,
            contents: pem.as_bytes(),
            readers: Readers::All,
        }
    }

    fn existing(&self) -> Existing<'_> {
        if self.force {
            Existing::MoveAside(&self.names)
        } else {
            Existing::Refuse
        }
    }

    fn explained(&self, published: Result<(), FileError>) -> Outcome {
        published.map_err(|error| match error {
            FileError::Exists { .. } => Failure::from(error).hint(self.force_hint()),
            error => error.into(),
        })
    }

    fn exists(&self, name: &str) -> Failure {
        Failure::from(FileError::Exists {
            path: self.directory.path_of(name),
        })
        .hint(self.force_hint())
    }

    fn force_hint(&self) -> String {
        format!(
            "nothing was changed; {} moves the old files aside (.old) and makes new ones",
            self.force_option
        )
    }
}
