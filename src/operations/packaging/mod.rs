//! A device's credential in the forms that devices take it in.

mod bundle;
mod header;
mod nvs;
mod tar;

use clap::ValueEnum;
use zeroize::Zeroizing;

use crate::{
    error::{Code, Failure, Outcome},
    files::{NewFile, Readers},
    pki::{CaPath, Certificate, Passphrase, Pkcs12, PrivateKey, Protection},
};

/// A form that a credential is exported to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// PKCS#12 with a passphrase, for phones, browsers, Java and Windows: ID.p12
    P12,
    /// DER without a passphrase, one file each: ID.crt.der, ID.key.der, ID.ca.der
    Der,
    /// The certificate and those above it without the root, in PEM: ID.chain.pem
    Chain,
    /// A C header with arrays, for firmware: ID.h
    Header,
    /// CSV for ESP-IDF's NVS partition generator: ID.csv
    Nvs,
    /// A tar archive of key, chain, CA and a client's configuration: ID.tar
    Bundle,
}

impl Form {
    /// Returns the word for it on the command line.
    pub(crate) fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    /// Returns whether a passphrase protects it.
    pub(crate) fn has_passphrase(self) -> bool {
        self == Self::P12
    }

    /// Returns whether the private key is in it.
    pub(crate) fn has_key(self) -> bool {
        self != Self::Chain
    }
}

/// A credential that is to be exported.
#[derive(Debug)]
pub(crate) struct Package<'a> {
    /// The device id, which names the files.
    pub(crate) id: &'a str,
    /// The certificate and those above it, as far as they are known.
    pub(crate) path: CaPath,
    /// The private key, where it is known.
    pub(crate) key: Option<PrivateKey>,
}

/// A passphrase, and how a file is protected with it.
pub(crate) type Protected<'a> = (&'a Passphrase, Protection);

/// A file that was made in memory; wiped when it is dropped, as it may hold a key.
pub(crate) struct Packed {
    pub(crate) name: String,
    contents: Zeroizing<Vec<u8>>,
    readers: Readers,
}

impl Packed {
    fn new(name: String, contents: Zeroizing<Vec<u8>>, readers: Readers) -> Self {
        Self {
            name,
            contents,
            readers,
        }
    }

    pub(crate) fn as_new_file(&self) -> NewFile<'_> {
        NewFile {
            name: self.name.clone(),
            contents: &self.contents,
            readers: self.readers,
        }
    }
}

impl Package<'_> {
    /// Makes the files of a form. PKCS#12 takes a passphrase.
    ///
    /// # Errors
    /// [`Code::Unfit`] without the key that the form needs, [`Code::Usage`] for a passphrase that it cannot take.
    pub(crate) fn files(&self, form: Form, protected: Option<Protected<'_>>) -> Outcome<Vec<Packed>> {
        let secret = match self.key {
            Some(_) => Readers::Owner,
            None => Readers::All,
        };
        let file = |extension: &str, contents, readers| {
            Packed::new(format!("{}.{extension}", self.id), contents, readers)
        };
        Ok(match form {
            Form::P12 => vec![file("p12", self.p12(protected)?, Readers::Owner)],
            Form::Der => self.der(),
            Form::Chain => vec![file("chain.pem", self.chain().into_bytes().into(), Readers::All)],
            Form::Header => vec![file("h", header::write(self)?, secret)],
            Form::Nvs => vec![file("csv", nvs::write(self), secret)],
            Form::Bundle => vec![file("tar", bundle::write(self), secret)],
        })
    }

    /// Returns whether a file that exists is the one that was made now. In PKCS#12, the salts differ each time.
    ///
    /// # Errors
    /// As [`Package::files`].
    pub(crate) fn is_in(
        &self,
        existing: &[u8],
        packed: &Packed,
        protected: Option<Protected<'_>>,
    ) -> Outcome<bool> {
        match protected {
            None => Ok(**packed.contents == *existing),
            Some((passphrase, protection)) => {
                let bundle = self.as_pkcs12()?;
                Ok(bundle.is_in(existing, text_of(passphrase)?, protection)?)
            }
        }
    }

    fn p12(&self, protected: Option<Protected<'_>>) -> Outcome<Zeroizing<Vec<u8>>> {
        let (passphrase, protection) =
            protected.ok_or_else(|| Failure::of(Code::Bug, "PKCS#12 was asked for without a passphrase"))?;
        Ok(self.as_pkcs12()?.to_der(text_of(passphrase)?, protection)?.into())
    }

    fn as_pkcs12(&self) -> Outcome<Pkcs12<'_>> {
        let key = self.key.as_ref().ok_or_else(|| {
            Failure::of(
                Code::Unfit,
                format_args!("PKCS#12 needs the private key of {}, which is not there", self.id),
            )
        })?;
        Ok(Pkcs12 {
            name: self.id,
            key,
            certificates: self.path.iter().collect(),
        })
    }

    /// The modification time of what is in an archive, in seconds since 1970: that of the certificate, so that the same credential
    /// makes the same archive.
    fn time(&self) -> i64 {
        self.path.ca().get().not_before.seconds()
    }

    fn der(&self) -> Vec<Packed> {
        let named =
            |part: &str, contents, readers| Packed::new(format!("{}.{part}.der", self.id), contents, readers);
        let der = |certificate: &Certificate| certificate.der().to_vec().into();
        let mut files = Vec::new();
        if let Some(key) = &self.key {
            files.push(named("key", key.to_pkcs8(), Readers::Owner));
        }
        for (number, above) in (1..).zip(self.path.chain().skip(1)) {
            files.push(named(&format!("chain-{number}"), der(above), Readers::All));
        }
        if let Some(root) = self.path.root() {
            files.push(named("ca", der(root), Readers::All));
        }
        files.push(named("crt", der(self.path.ca()), Readers::All));
        files
    }

    /// The certificate and those above it without the root, in PEM.
    fn chain(&self) -> String {
        self.path.chain().map(Certificate::to_pem).collect()
    }

    /// The root in PEM, where it is known.
    fn root(&self) -> Option<String> {
        self.path.root().map(Certificate::to_pem)
    }

    /// The private key in PEM, where it is known.
    fn key(&self) -> Option<Zeroizing<String>> {
        self.key.as_ref().map(PrivateKey::to_plain_pem)
    }
}

fn text_of(passphrase: &Passphrase) -> Outcome<&str> {
    passphrase
        .as_text()
        .ok_or_else(|| Failure::usage("the passphrase is not UTF-8, which PKCS#12 needs"))
}
