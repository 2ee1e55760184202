//! One credential as a pair of files: what the verbs that make one have in common.

use std::path::{Path, PathBuf};

use crate::{
    context::Context,
    error::{Failure, Outcome},
    operations::{
        holds,
        issue::{self, Issued, read_key, read_passphrase},
        issuing::{
            Conductor, Order, Signer,
            ca::Ca,
            key::SubjectKey,
            pair::{Pair, PairPlan},
        },
        known_keys,
        ledger::{Book, Ledger},
    },
    options::{CaFiles, PassphraseSource},
    pki::{
        Authority, CaPath, Certificate, CertificateProfile, KeyType, Kind, PrivateKey, PublicKeyId,
        Unaccepted, Validity,
    },
};

/// The signer of a credential.
pub(crate) enum IssuedBy<'a> {
    /// The new key itself: a root.
    Itself,
    Ca {
        ca: Ca,
        files: &'a CaFiles,
    },
}

/// The place of a credential: its files, and the record that it is entered in.
pub(crate) struct Place<'a> {
    pub(crate) pair: Pair,
    /// The file of the key where that already exists.
    key: Option<&'a Path>,
    book: Book<'a>,
}

/// A credential that is to be made.
pub(crate) struct NewCredential<'a> {
    pub(crate) profile: &'a dyn CertificateProfile,
    pub(crate) by: IssuedBy<'a>,
    pub(crate) place: Place<'a>,
    /// Set if a key that already exists may be recorded under another name.
    pub(crate) may_share_key: bool,
    /// The type of the key where that was asked for.
    pub(crate) key_type: Option<KeyType>,
    pub(crate) days: u32,
    /// The file with the passphrase that a new key is encrypted with.
    pub(crate) passphrase_file: Option<&'a Path>,
}

/// A credential in its place.
pub(crate) struct Made {
    pub(crate) key_path: PathBuf,
    pub(crate) certificate_path: PathBuf,
    pub(crate) certificate: Certificate,
    /// True if it was made now; else it was kept.
    pub(crate) changed: bool,
}

impl Made {
    /// Returns the facts to report.
    pub(crate) fn facts(&self) -> Issued {
        Issued::new(
            Some(&self.key_path),
            Some(&self.certificate_path),
            &self.certificate,
            self.changed,
        )
    }
}

impl<'a> Place<'a> {
    /// Opens the place of a pair. One that an interrupted run left whole, and that it did not come to write down, is kept.
    /// The CA is `None` for a root.
    ///
    /// # Errors
    /// As [`Pair::new`].
    pub(crate) fn open(
        context: &Context,
        plan: &PairPlan<'a>,
        book: Book<'a>,
        ca: Option<&CaFiles>,
    ) -> Outcome<Self> {
        let pair = Pair::new_or_interrupted(plan, |certificate| {
            let ca = ca.map(|files| Ca::read(context, files)).transpose()?;
            book.was_interrupted(context, ca.as_ref().map(Ca::certificate), certificate)
        })?;
        Ok(Self {
            pair,
            key: plan.key,
            book,
        })
    }
}

impl NewCredential<'_> {
    /// Makes the credential after `confirm`, or keeps the one that exists where that is what was asked for.
    ///
    /// # Errors
    /// Whatever reading, confirming and [issuing](Conductor::issue) fail with; nothing was made then.
    pub(crate) fn make(mut self, context: &Context, confirm: impl FnOnce() -> Outcome) -> Outcome<Made> {
        let mut ledger = None;
        if self.profile.kind() == Kind::Device
            && let Some(ledger) = self.asked(context, &mut ledger)?
        {
            holds::refuse_among(context, ledger, &[self.profile.name()])?;
        }
        let kept = self.kept(context)?;
        let (key_path, certificate_path) = (self.place.pair.key_path(), self.place.pair.certificate_path());
        let (certificate, changed) = match kept {
            Some(certificate) => {
                let changed = self.place.book.take_up(context, self.by.issuer(), &certificate)?;
                (certificate, changed)
            }
            None => {
                let existing = self.existing_key(context, &mut ledger)?;
                let validity = self.by.validity(context, self.days)?;
                let passphrase = self
                    .passphrase_file
                    .map(|file| read_passphrase(context, file))
                    .transpose()?;
                confirm()?;
                let authority = self.by.authority(context)?;
                let key = match existing {
                    Some(key) => SubjectKey::Existing(key),
                    None => {
                        let key_type = self.key_type.unwrap_or_default();
                        self.place.pair.key(context, key_type, self.passphrase_file)?
                    }
                };
                let issuer = authority.as_ref().map(|authority| authority.path().ca());
                let mut record = self.place.book.open(context, issuer, ledger)?;
                let mut conductor = Conductor {
                    signer: authority.as_ref().map_or(Signer::Itself, Signer::Authority),
                    record: record.as_mut(),
                    now: context.now,
                };
                let replaced = self.place.pair.replaced();
                let order = Order {
                    profile: Box::new(self.profile),
                    key,
                    validity,
                    passphrase: passphrase.as_ref(),
                    replaces: replaced.map(|old| conductor.replacing(&old)).transpose()?,
                };
                (
                    conductor.issue_one(order, &mut self.place.pair)?.certificate,
                    true,
                )
            }
        };
        Ok(Made {
            key_path,
            certificate_path,
            certificate,
            changed,
        })
    }

    /// Returns the ledger, opened when it is first asked; `None` where there is none.
    fn asked<'l>(
        &self,
        context: &Context,
        ledger: &'l mut Option<Ledger>,
    ) -> Outcome<Option<&'l mut Ledger>> {
        if ledger.is_none() {
            *ledger = self.place.book.existing(context, None)?;
        }
        Ok(ledger.as_mut())
    }

    /// Reads the key that exists, where one is named. It is not that of the CA, nor that of another device or broker.
    fn existing_key(&self, context: &Context, ledger: &mut Option<Ledger>) -> Outcome<Option<PrivateKey>> {
        let Some(path) = self.place.key else {
            return Ok(None);
        };
        let key = existing_key(context, path, self.key_type)?;
        if let IssuedBy::Ca { ca, .. } = &self.by {
            ca.refuse_own(&key, format_args!("the key in {}", path.display()))?;
        }
        if let Some(ledger) = self.asked(context, ledger)? {
            let name = (self.profile.kind(), self.profile.name());
            known_keys::refuse(ledger, PublicKeyId::of(&key), name, self.may_share_key)?;
        }
        Ok(Some(key))
    }

    /// Returns the certificate that exists, where it is the one asked for and may be kept.
    fn kept(&self, context: &Context) -> Outcome<Option<Certificate>> {
        let source = match (self.passphrase_file, self.profile.kind()) {
            (file @ Some(_), _) | (file, Kind::Root) => PassphraseSource::Option(file),
            (None, _) => PassphraseSource::Prompt,
        };
        let kept = self.place.pair.kept(|path| read_key(context, path, source))?;
        if let Some(certificate) = &kept {
            self.by
                .recognize(context, self.profile, certificate)
                .map_err(|why| self.place.pair.is_another(why))?;
            let book = self.place.book;
            if let Some(state) = book.withdrawn(context, self.by.issuer(), certificate)? {
                return Err(self
                    .place
                    .pair
                    .is_another(format_args!("it is {}", state.shown())));
            }
        }
        Ok(kept)
    }
}

impl IssuedBy<'_> {
    fn recognize(
        &self,
        context: &Context,
        profile: &dyn CertificateProfile,
        certificate: &Certificate,
    ) -> Result<(), Unaccepted> {
        match self {
            Self::Itself => profile.prove(certificate, &CaPath::alone(certificate.clone()), context.now),
            Self::Ca { ca, .. } => ca.recognize(context, profile, certificate),
        }
    }

    /// The certificate of the CA; `None` for a root.
    fn issuer(&self) -> Option<&Certificate> {
        match self {
            Self::Itself => None,
            Self::Ca { ca, .. } => Some(ca.certificate()),
        }
    }

    fn validity(&self, context: &Context, days: u32) -> Outcome<Validity> {
        match self {
            Self::Itself => {
                issue::warn_of_slow_clock(context);
                issue::validity(context, days)
            }
            Self::Ca { ca, .. } => ca.validity(context, days),
        }
    }

    fn authority(self, context: &Context) -> Outcome<Option<Authority>> {
        match self {
            Self::Itself => Ok(None),
            Self::Ca { ca, files } => {
                ca.warn_without_root(context, files);
                ca.authority(context, files).map(Some)
            }
        }
    }
}

/// Reads a key that exists, which must be of the type asked for.
fn existing_key(context: &Context, path: &Path, asked_for: Option<KeyType>) -> Outcome<PrivateKey> {
    let key = read_key(context, path, PassphraseSource::Prompt)?;
    match asked_for {
        Some(asked_for) if asked_for.name() != key.type_name() => Err(Failure::usage(format_args!(
            "{} holds a key of type {}, not {asked_for}",
            path.display(),
            key.type_name()
        ))
        .hint("--key-type is for new keys; leave it out with --key")),
        _ => Ok(key),
    }
}
