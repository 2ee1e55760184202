//! The files that the service reads by itself, at the start and whenever they change: the token, and the rules of another broker.

use std::path::{Path, PathBuf};

use amqtt_gate::{FileFault, Followed, Seen};
use amqtt_service::Shadow;
use zeroize::Zeroizing;

use crate::{
    error::{Code, Failure, Outcome},
    files,
    operations::issue::in_file,
    options::{pasted::quoted_path, secret},
};

/// The shortest token, in characters.
const TOKEN_MIN: usize = 16;

/// A file, and how it is read.
pub(super) struct Source<T> {
    path: PathBuf,
    seen: Seen,
    read: fn(&Path) -> Outcome<T>,
}

impl<T: 'static> Source<T> {
    /// Reads the file.
    ///
    /// # Errors
    /// When it cannot be read or used.
    pub(super) fn open(path: PathBuf, read: fn(&Path) -> Outcome<T>) -> Outcome<(T, Self)> {
        let seen = Seen::look(vec![path.clone()]);
        Ok((read(&path)?, Self { path, seen, read }))
    }

    /// Returns how the file is followed: what it says later goes to `replace`.
    pub(super) fn follow(self, replace: impl Fn(T) + Send + 'static) -> Followed {
        let Self { path, seen, read } = self;
        Followed::new(seen, move || {
            let value = read(&path).map_err(|failure| fault(std::slice::from_ref(&path), &failure))?;
            replace(value);
            Ok(())
        })
    }
}

/// Returns a failure as the fault of that file which its words begin with.
pub(super) fn fault(paths: &[PathBuf], failure: &Failure) -> FileFault {
    let message = failure.message();
    let named = paths.iter().find_map(|path| {
        let words = message.strip_prefix(&format!("{}: ", path.display()))?;
        Some(FileFault::new(path, words))
    });
    named.unwrap_or_else(|| FileFault::new(&paths[0], message))
}

/// Reads a token.
pub(super) fn read_token(path: &Path) -> Outcome<Zeroizing<String>> {
    let hint = format!("make one with `openssl rand -hex 32 > {}`", quoted_path(path));
    let token = secret::from_file(path).map_err(|failure| failure.or_hint(&hint))?;
    let text = std::str::from_utf8(&token)
        .ok()
        .filter(|text| text.len() >= TOKEN_MIN && text.bytes().all(|octet| octet.is_ascii_graphic()));
    let text = text.ok_or_else(|| {
        let words = format!(
            "it does not hold a token: {TOKEN_MIN} or more printable ASCII characters without spaces"
        );
        in_file(Failure::of(Code::Environment, words), path).hint(&hint)
    })?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Reads a file of another broker's rules.
pub(super) fn read_shadow(path: &Path) -> Outcome<Shadow> {
    let text = String::from_utf8(files::read(path)?.to_vec());
    let text = text.map_err(|_| in_file(Failure::of(Code::Environment, "it is not UTF-8"), path))?;
    Shadow::read(&text).map_err(|error| in_file(Failure::new(Code::Environment, error), path))
}
