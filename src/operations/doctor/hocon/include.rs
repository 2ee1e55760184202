//! Files that a file of HOCON includes.

use std::{path::Path, rc::Rc};

use super::{HoconError, Reader};
use crate::{
    files::{read, refuse_fifo},
    operations::doctor::setting::Setting,
};

/// The most files that are read, and the deepest inclusion.
const FILES_MAX: usize = 200;
const DEPTH_MAX: usize = 16;

impl Reader<'_> {
    /// Reads an inclusion, if one is next, and the file that it names; returns whether there was one.
    pub(super) fn includes(&mut self) -> Result<bool, HoconError> {
        let Some(what) = self
            .rest
            .strip_prefix("include")
            .filter(|rest| rest.starts_with([' ', '\t']))
        else {
            return Ok(false);
        };
        let what = what.trim_start_matches([' ', '\t']);
        let name = ["required(", "file("].iter().fold(what, |what, word| {
            what.strip_prefix(word).unwrap_or(what).trim_start()
        });
        let is_inclusion =
            name.starts_with('"') || what.starts_with("url(") || what.starts_with("classpath(");
        if !is_inclusion {
            return Ok(false);
        }
        let line = self.line;
        if name.starts_with('"') {
            self.skip(self.rest.len() - name.len());
            let name = self.quoted()?;
            let after = self.rest.trim_start_matches([' ', '\t', ')']);
            self.skip(self.rest.len() - after.len());
            self.include(&name, line)?;
        } else {
            self.skip_line();
        }
        Ok(true)
    }

    fn include(&mut self, name: &str, line: usize) -> Result<(), HoconError> {
        let files = &mut *self.files;
        let at = files.hocon.tree.place(line);
        let path: Rc<Path> = at.file.parent().unwrap_or(Path::new("")).join(name).into();
        let fault = |fault| HoconError::Syntax {
            at: at.clone(),
            fault,
        };
        let is_same = |open: &Rc<Path>| open.canonicalize().ok() == path.canonicalize().ok();
        if path.exists() && files.open.iter().any(is_same) {
            return Err(fault("the file includes itself"));
        }
        if files.open.len() == DEPTH_MAX || files.count == FILES_MAX {
            return Err(fault("too many files are included"));
        }
        let contents = refuse_fifo(&path).and_then(|()| read(&path)).ok();
        let text = contents
            .as_ref()
            .and_then(|contents| std::str::from_utf8(contents).ok());
        let Some(text) = text else {
            files.hocon.missing.push(Setting {
                key: "include".to_owned(),
                value: path.display().to_string(),
                at,
            });
            return Ok(());
        };
        files.open.push(Rc::clone(&path));
        files.count += 1;
        let outer = files.hocon.tree.enter(path);
        Reader::new(text, &self.path, files).file()?;
        files.hocon.tree.enter(outer);
        files.open.pop();
        Ok(())
    }
}
