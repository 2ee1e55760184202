//! The part of a stream that arrived before it was cut. Its end may be torn; everything before that must be what was sent, as
//! the rest is issued again and what is lost superseded.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, RandomState},
    io::{self, BufRead as _, BufReader, Read},
    path::Path,
    sync::Arc,
};

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{
    error::{Code, Failure, Outcome},
    files,
    operations::{
        bulk::stream::{BLOCK, Form, checksum},
        crew,
        ledger::Ledger,
    },
    pki::{self, CaPath, Certificate, Device, KeyError, PrivateKey},
};

/// Number of records that are checked and looked up at once.
const BATCH: usize = 250;
/// The longest file in an archive, in bytes: no key and no chain is longer.
const FILE_MAX: usize = 1 << 20;

/// The ids that arrived whole, as hashes, so that a million of them are 20 MB.
pub(crate) struct Have {
    hasher: RandomState,
    seen: HashSet<u64>,
}

impl Have {
    /// Reads what arrived, up to the last whole record, and writes down what was not marked as issued yet.
    ///
    /// # Errors
    /// [`Code::Environment`] when the file cannot be read, is not a stream of this form, or holds no whole record, and when
    /// the inventory cannot be written; [`Code::Unfit`] for a certificate that this CA has not issued for the device.
    pub(crate) fn read(
        path: &Path,
        form: Form,
        ca: &CaPath,
        mut ledger: Option<&mut Ledger>,
    ) -> Outcome<Self> {
        let mut have = Self {
            hasher: RandomState::new(),
            seen: HashSet::new(),
        };
        let mut records = Records::open(path, form)?;
        loop {
            let batch = Arc::new(records.batch()?);
            if batch.is_empty() {
                break;
            }
            let certificates = crew::work_on(&batch, |record| record.check(path, ca))?;
            let ids = batch.iter().map(|record| record.id.as_str());
            let found: Vec<(&str, &Certificate)> = ids.zip(&certificates).collect();
            if let Some(ledger) = &mut ledger {
                ledger.adopt_devices(&found)?;
            }
            let hashes = found.iter().map(|(id, _)| have.hasher.hash_one(*id));
            have.seen.extend(hashes);
        }
        match have.seen.is_empty() {
            true => Err(Failure::of(
                Code::Environment,
                format_args!("{} holds no whole record of a stream", path.display()),
            )
            .hint("nothing was issued; if nothing arrived, leave out --have")),
            false => Ok(have),
        }
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.seen.contains(&self.hasher.hash_one(id))
    }
}

/// A record that arrived whole.
struct Record {
    /// Position in the file, in words.
    at: String,
    id: String,
    key: Option<Zeroizing<Vec<u8>>>,
    certificate: Vec<u8>,
}

impl Record {
    /// Checks that it is a credential that this CA has issued for the device, and returns the certificate.
    fn check(&self, path: &Path, ca: &CaPath) -> Outcome<Certificate> {
        let malformed = |why: &str| malformed(path, &self.at, why);
        let certificate = Certificate::first_from_file(&self.certificate)
            .map_err(|_| malformed("the certificate cannot be read"))?;
        if let Some(key) = &self.key {
            let key = PrivateKey::from_file(key, || Err(KeyError::WrongPassphrase))
                .map_err(|_: KeyError| malformed("the key cannot be read"))?;
            if !certificate.has_public_key(&key) {
                return Err(malformed("the key is not that of the certificate"));
            }
        }
        let unfit = |why: &str| {
            let (path, at, id) = (path.display(), &self.at, &self.id);
            Failure::of(
                Code::Unfit,
                format_args!("{path}, {at}: the certificate of device {id:?} {why}"),
            )
        };
        if pki::signed(&certificate, ca).is_err() {
            return Err(unfit("was not issued by this CA")
                .hint("nothing was issued; name the CA of the stream with --ca-crt and --ca-key"));
        }
        match Device::of(&certificate) {
            Ok(device) if device.id.as_str() == self.id => Ok(certificate),
            _ => {
                Err(unfit("is not for this device").hint("nothing was issued; pass the stream as it arrived"))
            }
        }
    }
}

/// The failure where something else than the end is not as it was sent.
fn malformed(path: &Path, at: &str, why: &str) -> Failure {
    Failure::of(
        Code::Environment,
        format_args!("{}, {at}: {why}", path.display()),
    )
    .hint("nothing was issued; pass the stream as it arrived, cut at its end at most, and its form with --stream")
}

/// The records of a stream, in order.
struct Records<'a> {
    path: &'a Path,
    form: Form,
    reader: BufReader<Box<dyn Read>>,
    /// The number of lines, or of bytes, that were read.
    read: u64,
}

#[derive(Deserialize)]
struct Line {
    device_id: String,
    certificate: String,
    #[serde(default)]
    key: Option<Zeroizing<String>>,
}

impl<'a> Records<'a> {
    fn open(path: &'a Path, form: Form) -> Outcome<Self> {
        Ok(Self {
            path,
            form,
            reader: BufReader::with_capacity(1 << 16, files::open(path)?),
            read: 0,
        })
    }

    /// The next records; none at the end.
    fn batch(&mut self) -> Outcome<Vec<Record>> {
        let mut batch = Vec::new();
        while batch.len() < BATCH {
            let record = match self.form {
                Form::Ndjson => self.next_line()?,
                Form::Tar => self.next_pair()?,
            };
            match record {
                Some(record) => batch.push(record),
                None => break,
            }
        }
        Ok(batch)
    }

    fn at(&self) -> String {
        match self.form {
            Form::Ndjson => format!("line {}", self.read),
            Form::Tar => format!("byte {}", self.read),
        }
    }

    fn malformed(&self, why: &str) -> Failure {
        malformed(self.path, &self.at(), why)
    }

    fn unreadable(&self, error: io::Error) -> Failure {
        Failure::new(Code::Environment, error).context(format_args!("cannot read {}", self.path.display()))
    }

    /// The record of the next line that is not blank; `None` at the end, and where the last line was cut.
    fn next_line(&mut self) -> Outcome<Option<Record>> {
        loop {
            let mut line = Zeroizing::new(Vec::with_capacity(4_096));
            let length = self.reader.read_until(b'\n', &mut line);
            if length.map_err(|error| self.unreadable(error))? == 0 {
                return Ok(None);
            }
            self.read += 1;
            let text = match self.read {
                1 => line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line),
                _ => &line,
            };
            if text.trim_ascii().is_empty() {
                continue;
            }
            return match serde_json::from_slice::<Line>(text) {
                Ok(record) => Ok(Some(Record {
                    at: self.at(),
                    id: record.device_id,
                    key: record.key.map(|key| Zeroizing::new(key.as_bytes().to_vec())),
                    certificate: record.certificate.into_bytes(),
                })),
                Err(_) if !line.ends_with(b"\n") => Ok(None),
                Err(_) => Err(self.malformed("not a record of a stream")),
            };
        }
    }

    /// The next key with its certificate, or a certificate alone; `None` at the end of an archive, and where it was cut.
    fn next_pair(&mut self) -> Outcome<Option<Record>> {
        let mut key: Option<(String, Zeroizing<Vec<u8>>)> = None;
        while let Some((name, contents)) = self.next_file()? {
            match (name.strip_suffix(".key"), name.strip_suffix(".crt"), &key) {
                (Some(id), _, None) => key = Some((id.to_owned(), contents)),
                (_, Some(id), key_before) if key_before.as_ref().is_none_or(|(of, _)| of == id) => {
                    return Ok(Some(Record {
                        at: self.at(),
                        id: id.to_owned(),
                        key: key.map(|(_, key)| key),
                        certificate: contents.to_vec(),
                    }));
                }
                _ => return Err(self.malformed("not a key followed by its certificate")),
            }
        }
        Ok(None)
    }

    /// The next file of an archive, or of those after it.
    fn next_file(&mut self) -> Outcome<Option<(String, Zeroizing<Vec<u8>>)>> {
        let mut header = [0; BLOCK];
        loop {
            if !self.fill(&mut header)? {
                return Ok(None);
            }
            // Two blocks of zeros are the end of an archive.
            if header.iter().any(|octet| *octet != 0) {
                break;
            }
        }
        let text = |field: &[u8]| {
            let end = field.iter().position(|octet| *octet == 0).unwrap_or(field.len());
            String::from_utf8_lossy(&field[..end]).trim().to_owned()
        };
        let number = |field: &[u8]| usize::from_str_radix(&text(field), 8).ok();
        let is_header = number(&header[148..156]) == Some(checksum(&header) as usize);
        let length = number(&header[124..136]).filter(|length| is_header && *length <= FILE_MAX);
        let Some(length) = length else {
            return Err(self.malformed("not the header of a file in a tar archive"));
        };
        let mut contents = Zeroizing::new(vec![0; length.next_multiple_of(BLOCK)]);
        if !self.fill(&mut contents)? {
            return Ok(None);
        }
        contents.truncate(length);
        Ok(Some((text(&header[..100]), contents)))
    }

    /// Fills a buffer; false where the file ends before.
    fn fill(&mut self, buffer: &mut [u8]) -> Outcome<bool> {
        match self.reader.read_exact(buffer) {
            Ok(()) => {
                self.read += buffer.len() as u64;
                Ok(true)
            }
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(self.unreadable(error)),
        }
    }
}
