//! Several issuers' lists in one file: brokers read no more than one file, and want a list of each issuer in it.

use std::path::{Path, PathBuf};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files,
    operations::issue::in_file,
    pki::{Certificate, RevocationList, unix_time},
};

/// Returns the lists of a file that are not this CA's, and those of other files, one an issuer: the one with the highest
/// number. It warns of those that have lapsed.
///
/// # Errors
/// [`Code::Environment`] when a file cannot be read or parsed, [`Code::Unfit`] when it holds a list that this CA is said to have
/// signed and has not.
pub(crate) fn others(
    context: &Context,
    ca: &Certificate,
    existing: &[RevocationList],
    files: &[PathBuf],
) -> Outcome<Vec<RevocationList>> {
    let is_forged = |list: &RevocationList| is_said_to_be_of(ca, list) && !list.is_signed_by(ca);
    let mut found: Vec<RevocationList> = existing.to_vec();
    found.retain(|list| !is_forged(list));
    for path in files {
        let contents = files::read_crls(path)?;
        let lists = RevocationList::all_from_file(&contents).map_err(|error| in_file(error, path))?;
        lists
            .iter()
            .try_for_each(|list| refuse_namesake(ca, list, path))?;
        found.extend(lists);
    }
    let mut kept: Vec<RevocationList> = Vec::new();
    for list in found.into_iter().filter(|list| !list.is_signed_by(ca)) {
        match kept.iter_mut().find(|other| is_of_one_issuer(other, &list)) {
            Some(other) if other.get().number < list.get().number => *other = list,
            Some(_) => {}
            None => kept.push(list),
        }
    }
    let now = unix_time(context.now);
    for list in kept.iter().map(RevocationList::get) {
        if let Some(end) = list.next_update.filter(|end| *end < now) {
            context.output.warn(format_args!(
                "the list of {:?} lapsed on {end}: brokers refuse what that CA has issued; name a newer one with --with",
                list.issuer.to_string()
            ));
        }
    }
    Ok(kept)
}

/// Refuses a list in the name of this CA that it has not signed: a forged one, or one of another CA of the same name.
fn refuse_namesake(ca: &Certificate, list: &RevocationList, path: &Path) -> Outcome {
    let name = ca.get().subject;
    if list.get().issuer != name || list.is_signed_by(ca) {
        return Ok(());
    }
    let path = path.display();
    Err(match is_said_to_be_of(ca, list) {
        true => Failure::of(
            Code::Unfit,
            format_args!("{path} holds a list in the name of this CA that it has not signed"),
        )
        .hint("nothing was changed; name a list of another CA with --with"),
        false => Failure::of(
            Code::Unfit,
            format_args!(
                "{path} holds a list of another CA with the name of this one, {:?}: brokers take the lists of both for those of one CA",
                name.to_string()
            ),
        )
        .hint("nothing was changed; leave out --with for this list, and replace one of the two CAs by one with another name"),
    })
}

fn is_said_to_be_of(ca: &Certificate, list: &RevocationList) -> bool {
    let (ca, list) = (ca.get(), list.get());
    let is_key_of = |id: &[u8]| ca.subject_key_id.is_none_or(|own| own == id);
    list.issuer == ca.subject && list.authority_key_id.is_none_or(is_key_of)
}

/// Returns whether the lists of a file reach from this CA up to the next one, as brokers that check whole chains want it.
pub(crate) fn reaches_up(ca: &Certificate, lists: &[RevocationList]) -> bool {
    let ca = ca.get();
    ca.issuer == ca.subject || lists.iter().any(|list| list.get().issuer == ca.issuer)
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

/// Returns the lowest number that a list after this one may have.
///
/// # Errors
/// [`Code::Unfit`] where no number of 63 bits is left.
pub(crate) fn next_number(previous: Option<&RevocationList>) -> Outcome<i64> {
    let Some(number) = previous.and_then(|list| list.get().number) else {
        return Ok(1);
    };
    number
        .to_u128()
        .and_then(|number| i64::try_from(number).ok())
        .and_then(|number| number.checked_add(1))
        .ok_or_else(|| {
            Failure::of(
                Code::Unfit,
                format_args!("no number is left after {number}, which the last revocation list has"),
            )
        })
}

/// Returns the contents of a file with a list and others after it, in PEM.
pub(crate) fn to_pem(list: &RevocationList, others: &[RevocationList]) -> String {
    std::iter::once(list)
        .chain(others)
        .map(RevocationList::to_pem)
        .collect()
}
