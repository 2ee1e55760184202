//! The imports of a crate's modules, read off its source files.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The modules of a crate that have files, by their paths (`output::list`; the crate's root is `lib` or `main`), and
/// the imports between them. A module's imports from those inside of it are not among them: that is how it shows them
/// to others.
pub(crate) struct Graph(BTreeMap<String, BTreeSet<String>>);

impl Graph {
    pub(crate) fn of(source: &Path) -> Self {
        let files: BTreeMap<String, PathBuf> = rust_files(source)
            .into_iter()
            .map(|file| (module(file.strip_prefix(source).unwrap()), file))
            .collect();
        let modules: BTreeSet<&String> = files.keys().collect();
        let imports = files.iter().map(|(module, file)| {
            let text = fs::read_to_string(file).unwrap();
            // Tests may look at anything.
            let code = text.split("#[cfg(test)]\nmod").next().unwrap();
            let imported = paths(code, module).into_iter().filter_map(|mut path| {
                while !path.is_empty() && !modules.contains(&path.join("::")) {
                    path.pop();
                }
                let found = path.join("::");
                let inside = found.starts_with(&format!("{module}::"));
                (!found.is_empty() && found != *module && !inside).then_some(found)
            });
            (module.clone(), imported.collect())
        });
        Self(imports.collect())
    }

    pub(crate) fn modules(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn edges(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|(from, to)| to.iter().map(move |to| (from.as_str(), to.as_str())))
    }

    /// A circle of modules that import each other, where there is one.
    pub(crate) fn circle(&self) -> Option<Vec<&str>> {
        let mut done = BTreeSet::new();
        self.modules()
            .find_map(|module| self.circle_from(module, &mut Vec::new(), &mut done))
    }

    fn circle_from<'a>(
        &'a self,
        module: &'a str,
        way: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Option<Vec<&'a str>> {
        if let Some(at) = way.iter().position(|before| *before == module) {
            return Some(way[at..].iter().copied().chain([module]).collect());
        }
        if !done.insert(module) {
            return None;
        }
        way.push(module);
        let found = self.0[module]
            .iter()
            .find_map(|next| self.circle_from(next, way, done));
        way.pop();
        found
    }
}

pub(crate) fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true if path.ends_with("target") => Vec::new(),
            true => rust_files(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

fn module(file: &Path) -> String {
    let path = file.with_extension("");
    let mut names: Vec<String> = path
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    if names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names.join("::")
}

/// The paths that begin with `crate`, `super` or `self` in the code of a module, as paths from the crate's root.
fn paths(code: &str, module: &str) -> Vec<Vec<String>> {
    let own: Vec<String> = module.split("::").map(str::to_owned).collect();
    let mut found = Vec::new();
    for (start, base) in [("crate::", 0), ("super::", own.len() - 1), ("self::", own.len())] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            let is_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':');
            let in_comment = code[..at]
                .rsplit('\n')
                .next()
                .unwrap()
                .trim_start()
                .starts_with("//");
            if !is_word && !in_comment {
                let base = own[..base].to_vec();
                expand(&code[at + start.len()..], base, &mut found);
            }
        }
    }
    found
}

/// Follows a path through its braces.
fn expand(rest: &str, base: Vec<String>, found: &mut Vec<Vec<String>>) {
    let Some(group) = rest.strip_prefix('{') else {
        let name: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let after = &rest[name.len()..];
        let path = match name.as_str() {
            "super" => base[..base.len().saturating_sub(1)].to_vec(),
            "self" | "" => base,
            _ => [base, vec![name]].concat(),
        };
        return match after.strip_prefix("::") {
            Some(after) => expand(after, path, found),
            None => found.push(path),
        };
    };
    let (mut depth, mut begin) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                expand(group[begin..at].trim_start(), base.clone(), found);
                begin = at + 1;
                if c == '}' {
                    return;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
}
