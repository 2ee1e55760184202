//! Several issuers' lists in one file: brokers read no more than one file, and want a list of each issuer in it.

use std::path::PathBuf;

use crate::{
    error::Outcome,
    files,
    operations::issue::in_file,
    pki::{Certificate, RevocationList},
};

/// Returns the lists of a file that are not this CA's, and those of other files, one an issuer: the one with the highest
/// number.
///
/// # Errors
/// [`Code::Environment`](crate::error::Code::Environment) when a file cannot be read or parsed.
pub(crate) fn others(
    ca: &Certificate,
    existing: &[RevocationList],
    files: &[PathBuf],
) -> Outcome<Vec<RevocationList>> {
    let mut found: Vec<RevocationList> = existing.to_vec();
    for path in files {
        let contents = files::read_crls(path)?;
        found.extend(RevocationList::all_from_file(&contents).map_err(|error| in_file(error, path))?);
    }
    let mut kept: Vec<RevocationList> = Vec::new();
    for list in found.into_iter().filter(|list| !list.is_signed_by(ca)) {
        match kept.iter_mut().find(|other| is_of_one_issuer(other, &list)) {
            Some(other) if other.get().number < list.get().number => *other = list,
            Some(_) => {}
            None => kept.push(list),
        }
    }
    Ok(kept)
}

fn is_of_one_issuer(one: &RevocationList, other: &RevocationList) -> bool {
    let (one, other) = (one.get(), other.get());
    one.issuer == other.issuer && one.authority_key_id == other.authority_key_id
}

/// Returns the newest of the lists that this CA has signed.
pub(crate) fn newest_of<'a>(ca: &Certificate, lists: &'a [RevocationList]) -> Option<&'a RevocationList> {
    let own = lists.iter().filter(|list| list.is_signed_by(ca));
    own.max_by_key(|list| list.get().number)
}

/// Returns the contents of a file with a list and others after it, in PEM.
pub(crate) fn to_pem(list: &RevocationList, others: &[RevocationList]) -> String {
    std::iter::once(list)
        .chain(others)
        .map(RevocationList::to_pem)
        .collect()
}
