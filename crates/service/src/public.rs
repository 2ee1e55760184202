//! What anyone may have: the CA's certificate and its revocation list.

use std::{fs, path::PathBuf};

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};

pub(crate) const CERTIFICATE: &str = "application/x-x509-ca-cert";
pub(crate) const LIST: &str = "application/pkix-crl";

/// Gives out files as they are now, one after the other.
pub(crate) fn files(paths: &[PathBuf], media_type: &'static str) -> Response {
    if paths.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let contents: Result<Vec<Vec<u8>>, _> = paths.iter().map(fs::read).collect();
    match contents {
        Ok(contents) => ([(header::CONTENT_TYPE, media_type)], contents.concat()).into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
