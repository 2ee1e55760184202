//! Issuing certificates and reading them: keys, profiles, the authority that signs, and PEM.
//!
//! Everything here is synchronous, and knows no terminal, no file and no database: it takes text, bytes, a time and a
//! serial number, and gives values back.

mod admission;
mod authority;
mod ca_path;
mod certificate;
mod constraints;
mod crl;
mod derivation;
mod encoding;
mod encryption;
mod key;
mod key_error;
mod key_id;
mod key_type;
mod names;
mod pair;
mod pbes1;
mod pem;
mod pkcs12;
mod profile;
mod profiles;
mod proof;
mod public_key;
mod renewal;
mod request;
mod serial;
mod signing;
mod stranger;
mod subject;
mod succession;
mod time;
mod validity;

pub(crate) use authority::{Authority, IssueError, self_sign};
pub(crate) use ca_path::{AuthorityError, CaPath};
pub(crate) use certificate::{Certificate, CertificateError};
pub(crate) use crl::{ListError, ListFileError, NewList, RevocationList, Revoked, is_issued_by};
pub(crate) use key::{Passphrase, PrivateKey};
pub(crate) use key_error::KeyError;
pub(crate) use key_id::PublicKeyId;
pub(crate) use key_type::KeyType;
pub(crate) use names::{InvalidHostName, SanName, address};
pub(crate) use pkcs12::{Pkcs12, Pkcs12Error, Protection};
pub(crate) use profile::{CertificateProfile, Kind};
pub(crate) use profiles::{Ca, Device, Server, ServerNames};
pub(crate) use proof::{Unaccepted, signed};
pub(crate) use public_key::SubjectPublicKey;
pub(crate) use request::{Request, RequestError, Wishes};
pub(crate) use serial::Serial;
pub(crate) use stranger::stranger;
pub(crate) use subject::{Country, InvalidSubject, Subject, SubjectValue};
pub(crate) use succession::{Lost, Succession, lost_on, succession};
pub(crate) use time::unix_time;
pub(crate) use validity::Validity;
