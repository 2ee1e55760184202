//! The part of HOCON that EMQX's configurations use, with the lines of its settings: nested objects, dotted keys, arrays,
//! quoted and unquoted values, comments, other files that are included. Substitutions stay as they are written.

mod include;

use std::{path::Path, rc::Rc};

use super::setting::{Place, Setting, TooMuch, Tree};

/// Error from a file that is not HOCON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum HoconError {
    #[error("line {}: {fault}", at.line)]
    Syntax { at: Place, fault: &'static str },
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
}

/// A configuration that was read.
#[derive(Debug)]
pub(super) struct Hocon {
    pub(super) tree: Tree,
    /// Files that were to be included, and cannot be read.
    pub(super) missing: Vec<Setting>,
}

/// Reads a file, and those that it includes.
///
/// # Errors
/// [`HoconError`] with the line at fault.
pub(super) fn read(file: Rc<Path>, text: &str) -> Result<Hocon, HoconError> {
    let mut files = Files {
        hocon: Hocon {
            tree: Tree::new(Rc::clone(&file)),
            missing: Vec::new(),
        },
        open: vec![file],
        count: 1,
    };
    Reader::new(text, &[], &mut files).file()?;
    Ok(files.hocon)
}

/// What is known of all files so far.
struct Files {
    hocon: Hocon,
    /// The files that include one another, down to the one that is read.
    open: Vec<Rc<Path>>,
    count: usize,
}

/// The reader of one file.
struct Reader<'a> {
    rest: &'a str,
    line: usize,
    path: Vec<String>,
    files: &'a mut Files,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, path: &[String], files: &'a mut Files) -> Self {
        Self {
            rest: text,
            line: 1,
            path: path.to_vec(),
            files,
        }
    }

    /// Reads a whole file.
    fn file(&mut self) -> Result<(), HoconError> {
        self.rest = self.rest.strip_prefix('\u{feff}').unwrap_or(self.rest);
        let braces = self.blank() && self.takes('{');
        self.object(braces)?;
        match self.rest.is_empty() {
            true => Ok(()),
            false => Err(self.fault("unexpected text after the end")),
        }
    }

    /// Reads the settings of an object, and its closing brace where it has one.
    fn object(&mut self, braces: bool) -> Result<(), HoconError> {
        loop {
            self.separators();
            if braces && self.takes('}') {
                return Ok(());
            }
            if self.rest.is_empty() {
                return match braces {
                    true => Err(self.fault("'}' is missing")),
                    false => Ok(()),
                };
            }
            self.setting()?;
        }
    }

    fn setting(&mut self) -> Result<(), HoconError> {
        if self.includes()? {
            return Ok(());
        }
        let depth = self.path.len();
        let line = self.line;
        let key = self.key()?;
        self.path.extend(key);
        self.blank();
        if !self.rest.starts_with('{') {
            let assigned = self.rest.starts_with("+=") && self.skip(1);
            if !(self.takes('=') || (!assigned && self.takes(':'))) {
                return Err(self.fault("'=', ':' or '{' is missing after a key"));
            }
            self.blank();
        }
        self.value(line)?;
        self.path.truncate(depth);
        Ok(())
    }

    /// Reads a key: names with dots between them, quoted where they have a dot of their own.
    fn key(&mut self) -> Result<Vec<String>, HoconError> {
        let mut names = Vec::new();
        loop {
            let name = match self.rest.starts_with('"') {
                true => self.quoted()?,
                false => {
                    let is_end = |c: char| c.is_whitespace() || "=:{}[],.\"#".contains(c) || c == '+';
                    let end = self.rest.find(is_end).unwrap_or(self.rest.len());
                    let name = self.rest[..end].to_owned();
                    self.skip(end);
                    name
                }
            };
            if name.is_empty() {
                return Err(self.fault("a key is missing"));
            }
            names.push(name);
            if !self.takes('.') {
                return Ok(names);
            }
        }
    }

    fn value(&mut self, line: usize) -> Result<(), HoconError> {
        if self.takes('{') {
            self.files.hocon.tree.add(&self.path, None, line)?;
            return self.object(true);
        }
        if self.takes('[') {
            self.files.hocon.tree.add(&self.path, None, line)?;
            return self.array();
        }
        let mut text = String::new();
        // Parts that follow one another on a line are one value.
        loop {
            let blanks = self.rest.len() - self.rest.trim_start_matches([' ', '\t']).len();
            let after = &self.rest[blanks..];
            if after.is_empty()
                || after.starts_with(['\n', '\r', ',', '}', ']', '#'])
                || after.starts_with("//")
            {
                break;
            }
            text.push_str(if text.is_empty() { "" } else { &self.rest[..blanks] });
            self.skip(blanks);
            text += &match self.rest.starts_with('"') {
                true => self.quoted()?,
                false => self.unquoted(),
            };
        }
        Ok(self.files.hocon.tree.add(&self.path, Some(&text), line)?)
    }

    /// Reads the values of an array, which are named by their number, from 1 on, as in `authentication.1.enable`.
    fn array(&mut self) -> Result<(), HoconError> {
        for number in 1_usize.. {
            self.separators();
            if self.takes(']') {
                break;
            }
            if self.rest.is_empty() || self.rest.starts_with('}') {
                return Err(self.fault("']' is missing"));
            }
            self.path.push(number.to_string());
            self.value(self.line)?;
            self.path.pop();
        }
        Ok(())
    }

    fn quoted(&mut self) -> Result<String, HoconError> {
        if let Some(after) = self.rest.strip_prefix("\"\"\"") {
            let end = after.find("\"\"\"").ok_or(self.fault("a text without its end"))?;
            let text = after[..end].to_owned();
            self.skip(end + 6);
            return Ok(text);
        }
        let mut text = String::new();
        let mut characters = self.rest.char_indices().skip(1);
        while let Some((at, c)) = characters.next() {
            match c {
                '"' => {
                    self.skip(at + 1);
                    return Ok(text);
                }
                '\n' => break,
                '\\' => text.extend(characters.next().map(|(_, c)| match c {
                    'n' => '\n',
                    't' => '\t',
                    c => c,
                })),
                c => text.push(c),
            }
        }
        Err(self.fault("a text without its end"))
    }

    /// Reads up to the next character that ends a part of a value; `${…}` is kept whole.
    fn unquoted(&mut self) -> String {
        let mut end = 0;
        while let Some(c) = self.rest[end..].chars().next() {
            let rest = &self.rest[end..];
            if rest.starts_with("${") {
                end += rest.find(['}', '\n']).map_or(rest.len(), |at| at + 1);
            } else if c.is_whitespace() || ",}]\"#{[".contains(c) || rest.starts_with("//") {
                break;
            } else {
                end += c.len_utf8();
            }
        }
        // A bracket here is out of its place; taking it makes sure that reading goes on.
        let end = if end == 0 {
            self.rest.chars().next().map_or(0, char::len_utf8)
        } else {
            end
        };
        let text = self.rest[..end].to_owned();
        self.skip(end);
        text
    }

    /// Passes over blanks, line ends, commas and comments.
    fn separators(&mut self) {
        loop {
            let end = self
                .rest
                .find(|c: char| !c.is_whitespace() && c != ',')
                .unwrap_or(self.rest.len());
            self.skip(end);
            if !self.rest.starts_with('#') && !self.rest.starts_with("//") {
                return;
            }
            self.skip_line();
        }
    }

    /// Passes over blanks, line ends and comments; always true.
    fn blank(&mut self) -> bool {
        self.separators();
        true
    }

    fn skip_line(&mut self) {
        let end = self.rest.find('\n').unwrap_or(self.rest.len());
        self.skip(end);
    }

    fn takes(&mut self, c: char) -> bool {
        self.rest.starts_with(c) && self.skip(c.len_utf8())
    }

    /// Passes over octets, counting their lines; always true.
    fn skip(&mut self, octets: usize) -> bool {
        let (passed, rest) = self.rest.split_at(octets);
        self.line += passed.matches('\n').count();
        self.rest = rest;
        true
    }

    fn fault(&self, fault: &'static str) -> HoconError {
        HoconError::Syntax {
            at: self.files.hocon.tree.place(self.line),
            fault,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_and_dotted_keys_are_one_path_with_their_lines() {
        let text = "# comment\nlisteners.ssl.default {\n  bind = \"0.0.0.0:8883\" // here\n  ssl_options { verify = verify_peer, \
                    versions = [tlsv1.3, \"tlsv1.2\"] }\n}\nauthorization {\n  no_match: deny\n  sources = [\n    {type = file\n     path = \
                    ${DIR}\"/acl.conf\"}\n  ]\n}\n";
        let tree = read(Path::new("emqx.conf").into(), text).unwrap().tree;
        let get = |path: &[&str]| tree.get(path).map(|setting| (setting.value, setting.at.line));
        let ssl = ["listeners", "ssl", "default"];
        assert_eq!(
            get(&[&ssl[..], &["bind"]].concat()),
            Some(("0.0.0.0:8883".into(), 3))
        );
        assert_eq!(
            get(&[&ssl[..], &["ssl_options", "verify"]].concat()),
            Some(("verify_peer".into(), 4))
        );
        let versions = tree.values(&[&ssl[..], &["ssl_options", "versions"]].concat());
        assert_eq!(
            versions.iter().map(|one| one.value.as_str()).collect::<Vec<_>>(),
            ["tlsv1.3", "tlsv1.2"]
        );
        assert_eq!(get(&["authorization", "no_match"]), Some(("deny".into(), 7)));
        assert_eq!(
            get(&["authorization", "sources", "1", "path"]),
            Some(("${DIR}/acl.conf".into(), 10))
        );
    }

    #[test]
    fn what_is_broken_is_refused_with_its_line() {
        for (text, line) in [
            ("a {\n b = 1\n", 3),
            ("a = [1, 2\n", 2),
            ("a = \"x\nb = 1", 1),
            ("a\n\n}", 3),
            ("= 1", 1),
            ("a = [}", 1),
        ] {
            match read(Path::new("f").into(), text) {
                Err(HoconError::Syntax { at, .. }) => assert_eq!(at.line, line, "{text:?}"),
                other => panic!("{text:?}: {other:?}"),
            }
        }
        let deep = "a={".repeat(10_000);
        assert!(read(Path::new("f").into(), &deep).is_err());
        assert!(read(Path::new("f").into(), &"a=[[[[[".repeat(5_000)).is_err());
        let wide = "a=1\n".repeat(60_000);
        assert_eq!(
            read(Path::new("f").into(), &wide).unwrap_err(),
            HoconError::TooMuch(TooMuch::Nodes)
        );
    }
}
