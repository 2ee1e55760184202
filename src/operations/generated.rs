//! Files that this program generates about itself.

use std::path::Path;

use crate::{
    context::Context,
    error::{Failure, Outcome},
    files::{self, Directory, Existing, FileError, NewFile, Readers},
};

/// Writes generated files to a directory that exists. A file that already exists must have the same contents, unless `force`
/// replaces it.
pub(crate) fn write(
    context: &Context,
    directory: &Path,
    generated: &[(String, String)],
    force: bool,
) -> Outcome {
    let target = Directory::open(directory)?;
    let mut changed = Vec::new();
    for (name, text) in generated {
        if !target.has(name)? {
            changed.push((name, text));
        } else if files::read(&target.path_of(name))?.as_slice() != text.as_bytes() {
            if !force {
                return Err(Failure::from(FileError::Exists {
                    path: target.path_of(name),
                })
                .hint("nothing was changed; replace files that differ with --force"));
            }
            changed.push((name, text));
        }
    }
    let new: Vec<NewFile<'_>> = changed
        .iter()
        .map(|(name, text)| NewFile {
            name: (*name).clone(),
            contents: text.as_bytes(),
            readers: Readers::All,
        })
        .collect();
    target.publish(
        &new,
        if force {
            Existing::Replace
        } else {
            Existing::Refuse
        },
        &target.lock(),
    )?;
    context.output.note(format_args!(
        "wrote {} files; {} were up to date",
        new.len(),
        generated.len() - new.len()
    ));
    Ok(())
}
