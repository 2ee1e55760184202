//! Issuing certificates and reading them: keys, profiles, the authority that signs, and PEM.
//!
//! Everything here is synchronous, and knows no terminal, no file and no database: it takes text, bytes, a time and a
//! serial number, and gives values back.

mod authority;
mod certificate;
mod constraints;
mod key;
mod key_id;
mod names;
mod pem;
mod profile;
mod proof;
mod signing;
mod subject;
mod verify;

pub(crate) use authority::{Authority, AuthorityError, CaPath, IssueError, Validity, self_sign};
pub(crate) use certificate::{Certificate, CertificateError, Facts, rfc3339};
pub(crate) use key::{KeyError, KeyType, Passphrase, PrivateKey};
pub(crate) use key_id::PublicKeyId;
pub(crate) use names::{InvalidHostName, SanName, address};
pub(crate) use profile::{Ca, Device, Kind, Profile, Serial, Server, ServerNames};
pub(crate) use proof::Unaccepted;
pub(crate) use subject::{Country, InvalidSubject, Subject, SubjectValue};
pub(crate) use verify::verify_server;
