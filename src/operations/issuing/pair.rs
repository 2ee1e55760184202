//! A key and its certificate as two files, made together.

use std::path::{Path, PathBuf};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files::{self, Directory, FileError, Lock, NewFile},
    operations::{
        issue::{read_certificates, read_passphrase},
        issuing::{Credential, Publish, Unpublished, key::SubjectKey},
    },
    options::repeat::IfExists,
    pki::{Certificate, KeyType, PrivateKey},
};

/// The policy for files that already exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    Refuse,
    /// They are kept where they are what was asked for.
    Skip,
    MoveAside,
}

impl Existing {
    /// The policy that the options ask for: `--force`, or else `--if-exists`.
    pub(crate) fn of(force: bool, if_exists: IfExists) -> Self {
        match (force, if_exists) {
            (true, _) => Self::MoveAside,
            (false, IfExists::Fail) => Self::Refuse,
            (false, IfExists::Skip) => Self::Skip,
        }
    }
}

/// The option that moves the files of a CA aside; no other one does.
pub(crate) const FORCE_CA: &str = "--force-ca";

/// Instructions for making a pair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PairPlan<'a> {
    pub(crate) directory: &'a Path,
    /// The name of both files, without `.key` and `.crt`.
    pub(crate) name: &'a str,
    pub(crate) existing: Existing,
    /// The option that moves existing files aside.
    pub(crate) force_option: &'static str,
    /// The key's file, where that already exists and stays as it is.
    pub(crate) key: Option<&'a Path>,
}

/// The places of a key and its certificate: `<name>.key` and `<name>.crt` in one directory.
pub(crate) struct Pair {
    directory: Directory,
    /// The key's name and the certificate's.
    names: [String; 2],
    existing: Existing,
    force_option: &'static str,
    /// The key's file where it is not one of these.
    key_elsewhere: Option<PathBuf>,
    /// Held from the moment that an existing key is taken up, so that no other process takes it up too, or else from when
    /// the pair is published, until this is dropped.
    lock: Option<Lock>,
}

impl Pair {
    /// Opens the directory, and refuses at once where the files already exist.
    ///
    /// # Errors
    /// [`Code::Environment`] without the directory, [`Code::Exists`] for files that already exist.
    pub(crate) fn new(plan: &PairPlan<'_>) -> Outcome<Self> {
        let pair = Self {
            directory: Directory::open(plan.directory)?,
            names: [format!("{}.key", plan.name), format!("{}.crt", plan.name)],
            existing: plan.existing,
            force_option: plan.force_option,
            key_elsewhere: plan.key.map(Path::to_owned),
            lock: None,
        };
        let key_exists = pair.directory.has(pair.key_name())?;
        let certificate_exists = pair.directory.has(pair.certificate_name())?;
        if certificate_exists && pair.existing != Existing::Skip {
            pair.refuse_to_move_a_ca()?;
        }
        if certificate_exists && pair.existing == Existing::Refuse {
            let own_key = key_exists && pair.key_elsewhere.is_none();
            return Err(pair.exists(if own_key {
                pair.key_name()
            } else {
                pair.certificate_name()
            }));
        }
        Ok(pair)
    }

    /// The same, but where both files exist they are kept if an interrupted run left them: `interrupted` says whether
    /// it published this certificate and did not come to write that down.
    ///
    /// # Errors
    /// As [`Pair::new`].
    pub(crate) fn new_or_interrupted(
        plan: &PairPlan<'_>,
        interrupted: impl FnOnce(&Certificate) -> Outcome<bool>,
    ) -> Outcome<Self> {
        let exists = match Self::new(plan) {
            Err(failure) if failure.code() == Code::Exists && plan.existing == Existing::Refuse => failure,
            made => return made,
        };
        let mut pair = Self::new(&PairPlan {
            existing: Existing::Skip,
            ..*plan
        })?;
        // A run that is not interrupted holds the lock until it is written down.
        pair.lock = Some(pair.directory.lock());
        let certificate = read_certificates(&pair.certificate_path()).ok();
        let certificate = certificate.and_then(|mut all| all.drain(..).next());
        match certificate.is_some_and(|certificate| interrupted(&certificate).unwrap_or(false)) {
            true => Ok(pair),
            false => Err(exists),
        }
    }

    /// A CA's key is more than that of a leaf: without it nothing can be signed or revoked.
    fn refuse_to_move_a_ca(&self) -> Outcome {
        let is_ca = |certificate: Certificate| certificate.get().basic_constraints.ca;
        match self.there().is_some_and(is_ca) && self.force_option != FORCE_CA {
            true => Err(Failure::of(
                Code::Exists,
                format_args!("{} is the certificate of a CA", self.certificate_path().display()),
            )
            .hint("nothing was changed; choose another --output-dir, or another name")),
            false => Ok(()),
        }
    }

    /// The certificate that will be moved aside, where there is one that can be read.
    pub(crate) fn replaced(&self) -> Option<Certificate> {
        match self.existing {
            Existing::MoveAside => self.there(),
            Existing::Refuse | Existing::Skip => None,
        }
    }

    /// The certificate that exists, where it can be read.
    fn there(&self) -> Option<Certificate> {
        if !self.directory.has(self.certificate_name()).ok()? {
            return None;
        }
        let mut certificates = read_certificates(&self.certificate_path()).ok()?;
        Some(certificates.swap_remove(0))
    }

    fn key_name(&self) -> &str {
        &self.names[0]
    }

    fn certificate_name(&self) -> &str {
        &self.names[1]
    }

    /// The key's file, wherever it is.
    pub(crate) fn key_path(&self) -> PathBuf {
        match &self.key_elsewhere {
            Some(path) => path.clone(),
            None => self.directory.path_of(self.key_name()),
        }
    }

    pub(crate) fn certificate_path(&self) -> PathBuf {
        self.directory.path_of(self.certificate_name())
    }

    /// Returns the certificate that is to be kept where it is what was asked for; `None` where there is none, or it is
    /// to be replaced.
    ///
    /// # Errors
    /// [`Code::Exists`] when the key is missing or belongs to another certificate, [`Code::Environment`] when a file
    /// cannot be read.
    pub(crate) fn kept(
        &self,
        read_key: impl FnOnce(&Path) -> Outcome<PrivateKey>,
    ) -> Outcome<Option<Certificate>> {
        let key = self.key_path();
        let Some(certificate) = self.kept_certificate()? else {
            return Ok(None);
        };
        if self.key_elsewhere.is_none() && !self.directory.has(self.key_name())? {
            return Err(self.is_another(format_args!("{} is missing", key.display())));
        }
        if !certificate.has_public_key(&read_key(&key)?) {
            return Err(self.is_another(format_args!("{} is not its key", key.display())));
        }
        Ok(Some(certificate))
    }

    /// Returns the certificate that is to be kept, whatever its key; `None` where there is none, or it is to be replaced.
    ///
    /// # Errors
    /// [`Code::Environment`] when it cannot be read.
    pub(crate) fn kept_certificate(&self) -> Outcome<Option<Certificate>> {
        if self.existing != Existing::Skip || !self.directory.has(self.certificate_name())? {
            return Ok(None);
        }
        Ok(Some(read_certificates(&self.certificate_path())?.swap_remove(0)))
    }

    /// The failure where a certificate exists that is not what was asked for.
    pub(crate) fn is_another(&self, why: impl std::fmt::Display) -> Failure {
        Failure::of(
            Code::Exists,
            format_args!(
                "{} already exists and is not what was asked for: {why}",
                self.certificate_path().display()
            ),
        )
        .hint(self.force_hint())
    }

    /// Makes the key, or takes up the one that an interrupted run left without its certificate. Where that is
    /// encrypted, `passphrase` names the file that opens it.
    ///
    /// # Errors
    /// [`Code::Exists`] when a key exists that is not ours to take up.
    pub(crate) fn key(
        &mut self,
        context: &Context,
        key_type: KeyType,
        passphrase: Option<&Path>,
    ) -> Outcome<SubjectKey> {
        if self.existing != Existing::MoveAside && self.directory.has(self.key_name())? {
            self.lock = Some(self.directory.lock());
            return self
                .left_over_key(context, key_type, passphrase)
                .map(SubjectKey::Existing);
        }
        SubjectKey::generate(key_type)
    }

    fn left_over_key(
        &self,
        context: &Context,
        key_type: KeyType,
        passphrase: Option<&Path>,
    ) -> Outcome<PrivateKey> {
        let exists = || self.exists(self.key_name());
        // The run that held the lock before may have made the certificate.
        if self.directory.has(self.certificate_name())? {
            return Err(exists());
        }
        let pem = self
            .directory
            .read_own_secret(self.key_name())
            .ok_or_else(exists)?;
        let passphrase_of_it =
            || passphrase.map_or_else(|| Err(exists()), |file| read_passphrase(context, file));
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
            "found {} without a certificate (left by an interrupted run); issuing one now",
            self.key_path().display()
        ));
        Ok(key)
    }

    /// Puts a certificate whose key is in another file beside whatever key there is here, if that is its own.
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
                format_args!(
                    "{} exists and holds a different key",
                    self.directory.path_of(self.key_name()).display()
                ),
            )
            .hint("choose another --output-dir, to keep the certificate away from an unrelated key")),
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

impl Publish for Pair {
    /// Publishes a key with its certificate; the certificate alone where the key's file exists, or is not ours.
    fn publish(&mut self, credentials: &[Credential]) -> Result<(), Unpublished> {
        let [credential] = credentials else {
            return Err(Failure::of(Code::Bug, "a pair of files holds one credential").into());
        };
        let left_over = self.lock.is_some();
        let lock = self.lock.take().unwrap_or_else(|| self.directory.lock());
        let files: Vec<NewFile<'_>> = credential.as_files(&self.names).collect();
        if credential.key_pem.is_none() && !left_over {
            self.refuse_another_key(&credential.certificate)?;
        }
        let existing = match self.existing {
            Existing::MoveAside => files::Existing::MoveAside(std::slice::from_ref(&self.names)),
            Existing::Refuse | Existing::Skip => files::Existing::Refuse,
        };
        let published = self.explained(self.directory.publish(&files, existing, &lock));
        // It is held until the pair is written down as issued: who waits for it then knows what became of the pair.
        self.lock = Some(lock);
        Ok(published?)
    }
}
