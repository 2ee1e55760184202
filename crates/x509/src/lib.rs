//! Reading X.509: certificates, revocation lists and the files that hold them.
#![allow(missing_docs)]

pub mod certificate;
pub mod der;
pub mod hex;
pub mod pem;
pub mod time;
