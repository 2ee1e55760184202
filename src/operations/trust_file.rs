//! The CA file that peers are configured with. It must reach a root: OpenSSL trusts no CA below one whose root it does
//! not have, though our verifier and rustls do.

use std::path::{Path, PathBuf};

use crate::{
    context::Context,
    files,
    pki::{CaPath, Certificate, is_issued_by, signed},
};

/// The names that a root's file usually has; they are tried before any other file.
const USUAL: [&str; 2] = ["ca.crt", "root.crt"];
/// The most files of a directory that are looked at: in a large fleet's, all others are devices.
const FILES_MAX: usize = 1_000;

/// The CA file for peers.
#[derive(Debug)]
pub(crate) struct TrustFile {
    /// The file of the CA, or one beside it that has the root.
    pub(crate) path: PathBuf,
    /// The CA whose root was not found, and who issued it.
    pub(crate) rootless: Option<Rootless>,
}

/// A CA that is not self-signed, and whose issuer is not in its file.
#[derive(Debug)]
pub(crate) struct Rootless {
    pub(crate) ca: String,
    pub(crate) issuer: String,
}

impl TrustFile {
    /// Finds the file, by what is in the CA's file: that one where it has the root, else one beside it that has what
    /// is above the CA, and nothing more.
    pub(crate) fn of(ca_crt: &Path, certificates: &[Certificate]) -> Self {
        let own = |rootless| Self {
            path: ca_crt.to_owned(),
            rootless,
        };
        let Some(top) = without_issuer(certificates) else {
            return own(None);
        };
        let directory = directory_of(ca_crt);
        let usual = USUAL.iter().map(|name| directory.join(name));
        let others = || files::in_directory(directory, &["crt", "pem", "cer"], FILES_MAX);
        match usual
            .chain(std::iter::once_with(others).flatten())
            .find(|path| completes(path, top))
        {
            Some(path) => Self { path, rootless: None },
            None => own(Some(Rootless {
                ca: top.get().subject.to_string(),
                issuer: top.get().issuer.to_string(),
            })),
        }
    }

    /// Warns where the CA's file does not reach a root; says where there is one.
    pub(crate) fn warn(&self, context: &Context, ca_crt: &Path) {
        let file = ca_crt.display();
        match &self.rootless {
            Some(Rootless { ca, issuer }) => context.output.warn(format_args!(
                "{file} does not reach a self-signed root: brokers and clients that use OpenSSL refuse every certificate below \
                 {ca} unless their CA file also has the certificate of {issuer}"
            )),
            None if self.path != ca_crt => context.output.warn(format_args!(
                "{file} does not reach a self-signed root: brokers and clients that use OpenSSL need {} as their CA file",
                self.path.display()
            )),
            None => {}
        }
    }
}

/// The CA that issued a credential, where it is below the CA that peers trust. Brokers that pass on a leaf alone need it.
#[derive(Debug)]
pub(crate) struct IssuingCa {
    pub(crate) subject: String,
    /// The file that begins with its certificate; `None` if there is none beside the CA's.
    pub(crate) path: Option<PathBuf>,
}

impl IssuingCa {
    /// Finds the CA in the credential's own chain. `None` if a trusted CA issued the credential, or the chain does not lead to one.
    pub(crate) fn of(ca_crt: &Path, trust: &TrustFile, chain: &[Certificate]) -> Option<Self> {
        let (leaf, above) = chain.split_first()?;
        let ca = above.iter().find(|ca| is_issued_by(leaf, ca))?;
        let trusted = Certificate::all_from_file(&files::read(&trust.path).ok()?).ok()?;
        if ca.is_self_issued() || !trusted.iter().any(|root| is_issued_by(ca, root)) {
            return None;
        }
        let others = || files::in_directory(directory_of(ca_crt), &["crt", "pem", "cer"], FILES_MAX);
        let begins_with_it = |path: &PathBuf| {
            let first = files::read(path).ok();
            let first = first.and_then(|contents| Certificate::first_from_file(&contents).ok());
            first.is_some_and(|first| first.der() == ca.der())
        };
        Some(Self {
            subject: ca.get().subject.to_string(),
            path: std::iter::once(ca_crt.to_owned())
                .chain(std::iter::once_with(others).flatten())
                .find(begins_with_it),
        })
    }
}

/// Returns the directory of a file.
fn directory_of(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Returns a certificate whose issuer is neither itself nor among the others.
pub(crate) fn without_issuer(certificates: &[Certificate]) -> Option<&Certificate> {
    certificates.iter().find(|certificate| {
        let read = certificate.get();
        !read.is_self_issued()
            && !certificates
                .iter()
                .any(|other| other.get().subject == read.issuer)
    })
}

/// Returns whether a file has what is above a CA, up to the root, and nothing more: a file of many roots would have
/// peers trust all of them.
fn completes(path: &Path, top: &Certificate) -> bool {
    let Some(above) = files::read(path)
        .ok()
        .and_then(|contents| Certificate::all_from_file(&contents).ok())
    else {
        return false;
    };
    let count = above.len();
    let path: Vec<Certificate> = CaPath::from(top.clone(), above).iter().cloned().collect();
    let by_the_next = |pair: &[Certificate]| signed(&pair[0], &CaPath::alone(pair[1].clone())).is_ok();
    path.len() == count + 1
        && path.last().is_some_and(Certificate::is_self_issued)
        && path.windows(2).all(by_the_next)
}
