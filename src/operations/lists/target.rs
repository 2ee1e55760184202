//! A file of revocation lists that a broker reads: only a newer list that has lost nothing takes the place of another.

use std::path::{Path, PathBuf};

use amqtt_x509::pem::{self, Kind};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files::{self, Directory, Existing, Lock, NewFile, Readers},
    operations::{
        issue::in_file,
        lists::{
            bundle,
            successor::{Successor, Witness},
        },
    },
    pki::{Certificate, RevocationList},
};

/// A file that lists go to. No other process writes in its directory while it is held.
pub(crate) struct Target {
    path: PathBuf,
    directory: Directory,
    name: String,
    lock: Lock,
    existing: Vec<RevocationList>,
    force: bool,
}

/// Contents of the file.
pub(crate) struct Bundle<'a> {
    pub(crate) list: &'a RevocationList,
    pub(crate) others: &'a [RevocationList],
    /// Set if the list is also written in DER, beside the file.
    pub(crate) der: bool,
}

impl Target {
    /// Locks the directory of the file, and reads what is in the file.
    ///
    /// # Errors
    /// [`Code::Exists`] when the file is something else than revocation lists, unless `force` is to replace it; a private key,
    /// a certificate and a database are never replaced.
    pub(crate) fn open(context: &Context, path: &Path, force: bool) -> Outcome<Self> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let directory = Directory::open(parent.unwrap_or(Path::new(".")))?;
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| Failure::usage(format_args!("{} is not the name of a file", path.display())))?;
        let lock = directory.lock();
        let existing = lists_in(context, &directory, name, force)?;
        Ok(Self {
            path: path.to_owned(),
            name: name.to_owned(),
            existing,
            directory,
            lock,
            force,
        })
    }

    /// The lists that are in the file.
    pub(crate) fn existing(&self) -> &[RevocationList] {
        &self.existing
    }

    /// Returns what the newest list of this CA in the file asks of its successor.
    pub(crate) fn successor<'a>(&'a self, ca: &'a Certificate) -> Option<Successor<'a>> {
        Some(Successor {
            ca,
            path: &self.path,
            old: bundle::newest_of(ca, &self.existing)?,
            force: self.force,
        })
    }

    /// Puts a list into the file, whole and durable, after everything about it was checked; returns whether it changed.
    ///
    /// # Errors
    /// [`Code::Unfit`] when the list is not this CA's, is older than the one in the file, or has lost a certificate that
    /// is not expired; with `force` only the first. The file is as it was then.
    pub(crate) fn install(
        &self,
        context: &Context,
        ca: &Certificate,
        bundle: &Bundle<'_>,
        witness: Witness<'_>,
    ) -> Outcome<bool> {
        let pem = bundle::to_pem(bundle.list, bundle.others);
        self.check_written(ca, bundle, &pem)?;
        if let Some(successor) = self.successor(ca) {
            successor.check(context, bundle.list, witness)?;
        }
        let der_name = format!("{}.der", self.name);
        let file = |name: &str, contents| NewFile {
            name: name.to_owned(),
            contents,
            readers: Readers::All,
        };
        let mut new = vec![file(&self.name, pem.as_bytes())];
        if bundle.der {
            lists_in(context, &self.directory, &der_name, self.force)?;
            new.push(file(&der_name, bundle.list.der()));
        }
        let is_same = |file: &NewFile<'_>| {
            let path = self.directory.path_of(&file.name);
            files::read_crls(&path).is_ok_and(|old| old.as_slice() == file.contents)
        };
        if new.iter().all(is_same) {
            return Ok(false);
        }
        self.directory.publish(&new, Existing::Replace, &self.lock)?;
        Ok(true)
    }

    /// Reads what is to be written as a broker will.
    fn check_written(&self, ca: &Certificate, bundle: &Bundle<'_>, pem: &str) -> Outcome {
        let read =
            RevocationList::all_from_file(pem.as_bytes()).map_err(|error| in_file(error, &self.path))?;
        let whole = read.first() == Some(bundle.list) && read[1..] == *bundle.others;
        if !whole {
            return Err(Failure::of(
                Code::Bug,
                "a revocation list was not written as it was signed",
            ));
        }
        match bundle.list.is_signed_by(ca) {
            true => Ok(()),
            false => Err(Failure::of(
                Code::Unfit,
                "the revocation list was not signed by this CA",
            )),
        }
    }
}

/// Reads the lists in a file that new ones are to replace; without `force`, it must hold nothing else.
fn lists_in(
    context: &Context,
    directory: &Directory,
    name: &str,
    force: bool,
) -> Outcome<Vec<RevocationList>> {
    if !directory.has(name)? {
        return Ok(Vec::new());
    }
    let path = directory.path_of(name);
    let shown = path.display();
    let contents = files::read_crls(&path)?;
    if let Some(what) = irreplaceable(&contents) {
        return Err(Failure::of(
            Code::Exists,
            format_args!("{shown} already exists and holds {what}, which a revocation list never replaces"),
        )
        .hint("nothing was changed; name another file with `amqtt-admin ca crl --to FILE`"));
    }
    match RevocationList::all_from_file(&contents) {
        Ok(lists) => Ok(lists),
        Err(error) if force => {
            context.output.warn(format_args!(
                "replacing {shown}, which is not a file of revocation lists: {error}"
            ));
            Ok(Vec::new())
        }
        Err(error) => Err(Failure::new(Code::Exists, error)
            .context(format_args!(
                "{shown} already exists and is not a file of revocation lists"
            ))
            .hint(
                "nothing was changed; replace it with `amqtt-admin ca crl --force`, or name another file with \
                 `amqtt-admin ca crl --to FILE`",
            )),
    }
}

/// The first octets of SQLite's files and of their logs.
const DATABASE: [&[u8]; 3] = [
    b"SQLite format 3\0",
    &[0x37, 0x7f, 0x06, 0x82],
    &[0x37, 0x7f, 0x06, 0x83],
];

/// Returns what a file holds that nobody could make again, and that a slip of the hand must not destroy.
fn irreplaceable(contents: &[u8]) -> Option<String> {
    if DATABASE.iter().any(|magic| contents.starts_with(magic)) {
        return Some("a database".to_owned());
    }
    let says = |label: &[u8]| contents.windows(label.len()).any(|window| window == label);
    match pem::blocks(contents) {
        Ok(blocks) => {
            let mut kinds = blocks.iter().map(|block| block.kind);
            let precious = kinds.find(|kind| !matches!(kind, Kind::Crl | Kind::Other));
            precious.map(|kind| kind.with_article().to_owned())
        }
        Err(pem::FileError::Form(form)) => Some(form.to_string()),
        // What is broken may still be saved.
        Err(_) if says(b"PRIVATE KEY-----") => Some("a private key".to_owned()),
        Err(_) if says(b"CERTIFICATE-----") => Some("a certificate".to_owned()),
        Err(_) => None,
    }
}
