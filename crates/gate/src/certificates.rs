//! From files to the verifier of certificates.

use std::{fs, path::Path, sync::Arc};

use amqtt_verifier::certificate::CertificateVerifier;

use crate::{
    configuration::CertificateFiles,
    fault::{FileFault, in_file},
    follow::{Followed, Seen},
    trust::Trust,
};

/// Makes a verifier of all files. With `held`, the lists that it holds go on to count, so that an older list never takes
/// the place of a newer one; and a list that cannot be used is left to [`load_list`] to report.
fn build(
    files: &CertificateFiles,
    held: Option<&CertificateVerifier>,
) -> Result<CertificateVerifier, FileFault> {
    let mut builder = CertificateVerifier::builder(files.trust_domain.clone()).profile(files.profile);
    for path in &files.ca_files {
        let contents = read(path)?;
        builder = builder.anchors(&contents).map_err(in_file(path))?;
    }
    for path in &files.intermediate_files {
        let contents = read(path)?;
        builder = builder.intermediates(&contents).map_err(in_file(path))?;
    }
    if !files.crl_files.is_empty() {
        builder = builder.require_crls();
    }
    if let Some(held) = held {
        builder = builder.lists_of(held);
    }
    // Without a CA file there is none to name: the fault is then the configuration's own.
    let first = files
        .ca_files
        .first()
        .map_or(Path::new("(no CA file)"), |path| path);
    let verifier = builder.build().map_err(in_file(first))?;
    for path in &files.crl_files {
        let loaded = load_list(path, &verifier);
        if held.is_none() {
            loaded?;
        }
    }
    Ok(verifier)
}

/// Reads all files, and returns what they make, and how they are followed: the CAs together, as a chain may need several of
/// them, and each list by itself.
pub(crate) fn open(files: &CertificateFiles) -> Result<(Arc<Trust>, Vec<Followed>), FileFault> {
    let cas = [&files.ca_files, &files.intermediate_files];
    let seen = Seen::look(cas.into_iter().flatten().cloned().collect());
    let seen_lists: Vec<_> = files
        .crl_files
        .iter()
        .map(|path| (path.clone(), Seen::look(vec![path.clone()])))
        .collect();
    let trust = Arc::new(Trust::new(build(files, None)?));
    let (files, current) = (files.clone(), Arc::clone(&trust));
    let mut followed = vec![Followed::new(seen, move || {
        let verifier = build(&files, Some(&current.current()))?;
        current.replace(verifier);
        Ok(())
    })];
    followed.extend(seen_lists.into_iter().map(|(path, seen)| {
        let current = Arc::clone(&trust);
        Followed::new(seen, move || {
            load_list(&path, &current.current())?;
            current.changed();
            Ok(())
        })
    }));
    Ok((trust, followed))
}

/// Loads a file of revocation lists into a verifier.
fn load_list(path: &Path, verifier: &CertificateVerifier) -> Result<(), FileFault> {
    let contents = read(path)?;
    match verifier.revocation() {
        Some(lists) => lists.load(&contents).map_err(in_file(path)),
        None => Ok(()),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, FileFault> {
    fs::read(path).map_err(in_file(path))
}
