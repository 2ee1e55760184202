//! The files that anyone may read: the CA's certificate and its revocation list.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use amqtt_verifier::{certificate::certificates_in, revocation::crls_in};
use amqtt_x509::{certificate::Certificate, crl::CertificateList, pem};
use axum::{
    body::Bytes,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};

/// The contents that a file must have.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holding {
    Certificates,
    Lists,
}

impl Holding {
    fn media_type(self) -> &'static str {
        match self {
            Self::Certificates => "application/x-x509-ca-cert",
            Self::Lists => "application/pkix-crl",
        }
    }

    /// Reads a file, and returns in PEM what anyone may have of it: never a private key that somebody has put there.
    fn read(self, path: &Path) -> Option<String> {
        let contents = fs::read(path).ok()?;
        let encode = |label: &str, der: &[u8]| pem::encode(label, der).as_str().to_owned();
        match self {
            Self::Certificates => {
                let certificates = certificates_in(&contents).ok()?;
                let text = |der: &[u8]| {
                    Certificate::read(der).ok()?;
                    Some(encode("CERTIFICATE", der))
                };
                certificates.iter().map(|der| text(der)).collect()
            }
            Self::Lists => {
                let lists = crls_in(&contents).ok()?;
                let text = |der: &[u8]| {
                    CertificateList::read(der).ok()?;
                    Some(encode("X509 CRL", der))
                };
                lists.iter().map(|der| text(der)).collect()
            }
        }
    }
}

/// Files that are given out as they are now, or as they last could be read.
pub(crate) struct Published {
    holding: Holding,
    files: Vec<File>,
    /// The last good contents, shared by the responses that still send them.
    whole: Mutex<Bytes>,
}

struct File {
    path: PathBuf,
    last: Mutex<Option<String>>,
}

impl Published {
    pub(crate) fn new(holding: Holding, paths: &[PathBuf]) -> Self {
        let file = |path: &PathBuf| File {
            path: path.clone(),
            last: Mutex::new(holding.read(path)),
        };
        Self {
            holding,
            files: paths.iter().map(file).collect(),
            whole: Mutex::default(),
        }
    }

    /// Gives out the files, one after the other.
    pub(crate) fn response(&self) -> Response {
        if self.files.is_empty() {
            return StatusCode::NOT_FOUND.into_response();
        }
        let texts = self.files.iter().map(|file| file.text(self.holding));
        match texts.collect::<Option<String>>() {
            Some(text) => {
                let media_type = [(header::CONTENT_TYPE, self.holding.media_type())];
                (media_type, self.shared(text)).into_response()
            }
            None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }

    fn shared(&self, text: String) -> Bytes {
        let mut whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        if *whole != text {
            *whole = text.into();
        }
        whole.clone()
    }
}

impl File {
    fn text(&self, holding: Holding) -> Option<String> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = holding.read(&self.path) {
            *last = Some(text);
        }
        last.clone()
    }
}
