//! What anyone may have: the CA's certificate and its revocation list.

use std::{
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use axum::{
    body::Bytes,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};

/// Files that are given out.
pub(crate) struct Public {
    paths: Vec<PathBuf>,
    media_type: &'static str,
    /// What was given out last, which all who are still taking it share.
    last: Mutex<Bytes>,
}

impl Public {
    pub(crate) fn certificates(paths: Vec<PathBuf>) -> Self {
        Self::new(paths, "application/x-x509-ca-cert")
    }

    pub(crate) fn lists(paths: Vec<PathBuf>) -> Self {
        Self::new(paths, "application/pkix-crl")
    }

    fn new(paths: Vec<PathBuf>, media_type: &'static str) -> Self {
        Self {
            paths,
            media_type,
            last: Mutex::default(),
        }
    }

    /// Gives out the files as they are now, one after the other.
    pub(crate) fn response(&self) -> Response {
        if self.paths.is_empty() {
            return StatusCode::NOT_FOUND.into_response();
        }
        let contents: Result<Vec<Vec<u8>>, _> = self.paths.iter().map(fs::read).collect();
        match contents {
            Ok(contents) => (
                [(header::CONTENT_TYPE, self.media_type)],
                self.shared(contents.concat()),
            )
                .into_response(),
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }

    fn shared(&self, contents: Vec<u8>) -> Bytes {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if *last != contents {
            *last = contents.into();
        }
        last.clone()
    }
}
