//! Credentials on stdout, one after the other: nothing of them is kept.

use std::{
    fs::File,
    io::{self, Write as _},
    mem,
    os::fd::AsFd as _,
};

use clap::ValueEnum;
use zeroize::Zeroizing;

use crate::{
    error::{Code, Failure, Outcome},
    operations::{
        bulk::manifest::Entry,
        issuing::{Credential, Publish, Unpublished},
    },
};

/// The forms of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// One JSON object per line, with key and certificate in PEM
    Ndjson,
    /// A tar archive of keys and certificates
    Tar,
}

/// The length of a block of a tar archive, in bytes.
pub(super) const BLOCK: usize = 512;

/// A stream on stdout.
pub(crate) struct Stream {
    form: Form,
    /// The time of the archive's entries, in seconds since 1970.
    now: i64,
    next: Vec<String>,
    /// Room for what is written next, kept from one batch to the other and wiped when the stream ends.
    buffer: Zeroizing<Vec<u8>>,
}

impl Stream {
    pub(crate) fn new(form: Form, now: i64) -> Self {
        Self {
            form,
            now,
            next: Vec::new(),
            buffer: Zeroizing::default(),
        }
    }

    /// Says which devices are published next, in order.
    pub(crate) fn expect(&mut self, ids: impl Iterator<Item = String>) {
        self.next = ids.collect();
    }

    /// Ends it.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub(crate) fn end(&self) -> Outcome {
        match self.form {
            Form::Ndjson => Ok(()),
            Form::Tar => write(&[0; 2 * BLOCK]).map_err(|(_, failure)| failure),
        }
    }

    fn append(&self, buffer: &mut Vec<u8>, id: &str, credential: &Credential) -> Outcome {
        let key = credential.key_pem.as_ref().map(|key| key.as_str());
        match self.form {
            Form::Ndjson => {
                let entry = Entry::new(id, &credential.certificate, key, &credential.certificate_pem);
                serde_json::to_writer(&mut *buffer, &entry)
                    .map_err(|error| Failure::new(Code::Bug, error))?;
                buffer.push(b'\n');
            }
            Form::Tar => {
                if let Some(key) = key {
                    self.append_file(buffer, &format!("{id}.key"), 0o600, key.as_bytes());
                }
                let certificate = credential.certificate_pem.as_bytes();
                self.append_file(buffer, &format!("{id}.crt"), 0o644, certificate);
            }
        }
        Ok(())
    }

    /// Appends a file as POSIX.1-1988 has it (ustar).
    fn append_file(&self, buffer: &mut Vec<u8>, name: &str, mode: u32, contents: &[u8]) {
        let mut header = [0; BLOCK];
        let mut put = |at: usize, text: &[u8]| {
            header[at..at + text.len()].copy_from_slice(text);
        };
        put(0, name.as_bytes());
        put(100, format!("{mode:07o}").as_bytes());
        put(108, b"0000000");
        put(116, b"0000000");
        put(124, format!("{:011o}", contents.len()).as_bytes());
        put(136, format!("{:011o}", self.now.max(0)).as_bytes());
        put(156, b"0");
        put(257, b"ustar\x0000");
        let sum = checksum(&header);
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        buffer.extend_from_slice(&header);
        buffer.extend_from_slice(contents);
        let padding = contents.len().next_multiple_of(BLOCK) - contents.len();
        buffer.extend_from_slice(&[0; BLOCK][..padding]);
    }
}

/// The sum of a header's octets, with blanks in the place of the sum.
pub(super) fn checksum(header: &[u8; BLOCK]) -> u32 {
    let (before, after) = (&header[..148], &header[156..]);
    let octets = before.iter().chain(b"        ").chain(after);
    octets.map(|octet| u32::from(*octet)).sum()
}

impl Publish for Stream {
    fn publish(&mut self, credentials: &[Credential]) -> Result<(), Unpublished> {
        let mut buffer = mem::take(&mut self.buffer);
        buffer.clear();
        buffer.reserve(credentials.len() * 3_072);
        let mut ends = Vec::with_capacity(credentials.len());
        for (id, credential) in self.next.iter().zip(credentials) {
            self.append(&mut buffer, id, credential)?;
            ends.push(buffer.len());
        }
        let written = write(&buffer);
        self.buffer = buffer;
        written.map_err(|(sent, failure)| {
            let whole = ends.partition_point(|end| *end <= sent);
            let end_of_whole = ends[..whole].last().copied().unwrap_or(0);
            Unpublished {
                failure,
                whole,
                begun: whole + usize::from(sent > end_of_whole),
            }
        })
    }
}

/// Writes to stdout, past its buffer: a failure comes with the number of bytes that are out.
fn write(bytes: &[u8]) -> Result<(), (usize, Failure)> {
    let failed = |sent, error| {
        let failure = Failure::new(Code::Environment, error).context("cannot write to stdout");
        (sent, failure)
    };
    let stdout = io::stdout().as_fd().try_clone_to_owned();
    let mut stdout = File::from(stdout.map_err(|error| failed(0, error))?);
    let mut sent = 0;
    while sent < bytes.len() {
        match stdout.write(&bytes[sent..]) {
            Ok(0) => return Err(failed(sent, io::ErrorKind::WriteZero.into())),
            Ok(written) => sent += written,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(sent, error)),
        }
    }
    Ok(())
}
