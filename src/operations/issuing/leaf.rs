//! A leaf's credential as a pair of files: what the verbs that make one have in common.

use std::path::{Path, PathBuf};

use crate::{
    context::Context,
    error::{Failure, Outcome},
    operations::{
        issue::{Issued, read_key},
        issuing::{Conductor, Order, Signer, ca::Ca, key::SubjectKey, pair::Pair, record::Record},
    },
    options::{CaFiles, PassphraseSource},
    pki::{Certificate, KeyType, PrivateKey, Profile},
};

/// A leaf's credential that is to be made.
pub(crate) struct Leaf<'a> {
    pub(crate) profile: &'a dyn Profile,
    pub(crate) ca: Ca,
    pub(crate) ca_files: &'a CaFiles,
    pub(crate) pair: Pair,
    /// The file of the key where that exists already.
    pub(crate) key: Option<&'a Path>,
    /// The type of the key where that was asked for.
    pub(crate) key_type: Option<KeyType>,
    pub(crate) days: u32,
}

/// A credential in its place.
pub(crate) struct Made {
    pub(crate) key_path: PathBuf,
    pub(crate) certificate_path: PathBuf,
    pub(crate) certificate: Certificate,
    /// Whether it was made now; else it was kept.
    pub(crate) changed: bool,
}

impl Made {
    /// The facts to report.
    pub(crate) fn facts(&self) -> Issued {
        Issued::new(
            &self.key_path,
            &self.certificate_path,
            &self.certificate,
            self.changed,
        )
    }
}

impl Leaf<'_> {
    /// Makes the credential after `confirm`, or keeps the one that exists where that is what was asked for.
    ///
    /// # Errors
    /// Whatever reading, confirming and [issuing](Conductor::issue) fail with; nothing was made then.
    pub(crate) fn make(
        mut self,
        context: &Context,
        record: &mut dyn Record,
        confirm: impl FnOnce() -> Outcome,
    ) -> Outcome<Made> {
        let (key_path, certificate_path) = (self.pair.key_path(), self.pair.certificate_path());
        let kept = self
            .pair
            .kept(|path| read_key(context, path, PassphraseSource::Prompt))?;
        if let Some(certificate) = kept {
            self.ca
                .recognize(context, self.profile, &certificate)
                .map_err(|why| self.pair.is_another(why))?;
            return Ok(Made {
                key_path,
                certificate_path,
                certificate,
                changed: false,
            });
        }
        let validity = self.ca.validity(context, self.days)?;
        confirm()?;
        let authority = self.ca.authority(context, self.ca_files)?;
        let key = match self.key {
            Some(path) => SubjectKey::Existing(existing_key(context, path, self.key_type)?),
            None => self.pair.key(context, self.key_type.unwrap_or_default(), None)?,
        };
        let order = Order {
            profile: self.profile,
            key,
            validity,
            passphrase: None,
        };
        let mut conductor = Conductor {
            signer: Signer::Authority(&authority),
            record,
            now: context.now,
        };
        let issued = conductor.issue_one(order, &mut self.pair)?;
        Ok(Made {
            key_path,
            certificate_path,
            certificate: issued.certificate,
            changed: true,
        })
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
