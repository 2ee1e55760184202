//! The part of a stream that arrived before it was cut.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, RandomState},
    io::{self, BufReader, Read},
    path::Path,
};

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{
    error::{Code, Failure, Outcome},
    files,
    operations::{bulk::stream::Form, ledger::Ledger},
    pki::{Certificate, PrivateKey},
};

/// Number of records that are looked up at once.
const BATCH: usize = 250;

/// The ids that arrived whole, as hashes, so that a million of them are 20 MB.
#[derive(Default)]
pub(crate) struct Have {
    hasher: RandomState,
    seen: HashSet<u64>,
}

/// A record that arrived whole.
pub(crate) struct Arrived {
    pub(crate) id: String,
    pub(crate) certificate: Certificate,
}

#[derive(Deserialize)]
struct Line {
    device_id: String,
    certificate: String,
    #[serde(default)]
    key: Option<Zeroizing<String>>,
}

impl Have {
    pub(crate) fn contains(&self, id: &str) -> bool {
        self.seen.contains(&self.hasher.hash_one(id))
    }

    /// Reads what arrived, and writes down what was not marked as issued yet.
    ///
    /// # Errors
    /// When the file cannot be read, or the inventory not be written.
    pub(crate) fn take_in(&mut self, path: &Path, form: Form, mut ledger: Option<&mut Ledger>) -> Outcome {
        let mut batch: Vec<Arrived> = Vec::new();
        let mut adopt = |batch: &mut Vec<Arrived>| -> Outcome {
            if let (Some(ledger), false) = (&mut ledger, batch.is_empty()) {
                let found: Vec<(&str, &Certificate)> = batch
                    .iter()
                    .map(|one| (one.id.as_str(), &one.certificate))
                    .collect();
                ledger.adopt_devices(&found)?;
            }
            batch.clear();
            Ok(())
        };
        self.read(path, form, |arrived| {
            batch.push(arrived);
            if batch.len() < BATCH {
                return Ok(());
            }
            adopt(&mut batch)
        })?;
        adopt(&mut batch)
    }

    /// Reads what arrived, up to the last whole record, and gives each to `each`.
    ///
    /// # Errors
    /// When the file cannot be read, and what `each` returns.
    fn read(&mut self, path: &Path, form: Form, mut each: impl FnMut(Arrived) -> Outcome) -> Outcome {
        let mut reader = BufReader::with_capacity(1 << 16, files::open(path)?);
        let failed = |error: io::Error| {
            Failure::new(Code::Environment, error).context(format_args!("cannot read {}", path.display()))
        };
        loop {
            let arrived = match form {
                Form::Ndjson => next_line(&mut reader),
                Form::Tar => next_pair(&mut reader),
            };
            match arrived.map_err(failed)? {
                Some(arrived) => {
                    self.seen.insert(self.hasher.hash_one(&arrived.id));
                    each(arrived)?;
                }
                None => return Ok(()),
            }
        }
    }
}

/// Returns the next record, if it is whole and its key is that of its certificate.
fn next_line(reader: &mut impl io::BufRead) -> io::Result<Option<Arrived>> {
    let mut line = Zeroizing::new(Vec::with_capacity(4_096));
    reader.read_until(b'\n', &mut line)?;
    if line.last() != Some(&b'\n') {
        return Ok(None);
    }
    let Ok(line) = serde_json::from_slice::<Line>(&line) else {
        return Ok(None);
    };
    let key = line.key.as_ref().map(|key| key.as_bytes());
    Ok(arrived(line.device_id, key, line.certificate.as_bytes()))
}

fn next_pair(reader: &mut impl Read) -> io::Result<Option<Arrived>> {
    let mut key = None;
    while let Some((name, contents)) = next_file(reader)? {
        if name.ends_with(".key") {
            key = Some(contents);
        } else if let Some(id) = name.strip_suffix(".crt") {
            return Ok(arrived(
                id.to_owned(),
                key.as_ref().map(|key| key.as_slice()),
                &contents,
            ));
        }
    }
    Ok(None)
}

/// Returns the next file of an archive; `None` at its end, and where it was cut.
fn next_file(reader: &mut impl Read) -> io::Result<Option<(String, Zeroizing<Vec<u8>>)>> {
    let mut header = [0; 512];
    if !filled(reader, &mut header)? || header[0] == 0 {
        return Ok(None);
    }
    let text = |field: &[u8]| {
        let end = field.iter().position(|octet| *octet == 0).unwrap_or(field.len());
        String::from_utf8_lossy(&field[..end]).into_owned()
    };
    let Ok(length) = usize::from_str_radix(text(&header[124..136]).trim(), 8) else {
        return Ok(None);
    };
    // No key and no chain is longer.
    if length > 1 << 20 {
        return Ok(None);
    }
    let mut contents = Zeroizing::new(vec![0; length.next_multiple_of(512)]);
    if !filled(reader, &mut contents)? {
        return Ok(None);
    }
    contents.truncate(length);
    Ok(Some((text(&header[..100]), contents)))
}

/// Fills a buffer; false where the input ends before.
fn filled(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match reader.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn arrived(id: String, key: Option<&[u8]>, certificate: &[u8]) -> Option<Arrived> {
    let certificate = Certificate::first_from_file(certificate).ok()?;
    if let Some(key) = key {
        let no_passphrase = || Err(crate::pki::KeyError::WrongPassphrase);
        let key = PrivateKey::from_file::<crate::pki::KeyError>(key, no_passphrase).ok()?;
        if !certificate.has_public_key(&key) {
            return None;
        }
    }
    Some(Arrived { id, certificate })
}
