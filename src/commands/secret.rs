//! Secrets from files and from stdin. They are never taken from the command line.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use zeroize::Zeroizing;

use crate::{
    context::Context,
    error::{Failure, Outcome},
    files,
};

/// Reads a secret from a file: all of it but one line end.
pub(crate) fn from_file(path: &Path) -> Outcome<Zeroizing<Vec<u8>>> {
    Ok(without_line_end(files::read(path)?))
}

/// Drops one LF or CRLF at the end, and nothing else.
fn without_line_end(mut secret: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if secret.last() == Some(&b'\n') {
        secret.pop();
        if secret.last() == Some(&b'\r') {
            secret.pop();
        }
    }
    secret
}
