//! Reading `mosquitto.conf` and the files that it includes (mosquitto.conf(5)).

use std::{
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use super::known;
use crate::{
    error::{Code, Failure, Outcome},
    files,
    operations::doctor::setting::{Place, Setting},
};

/// The most files that are read, and the deepest inclusion.
const FILES_MAX: usize = 200;
const DEPTH_MAX: usize = 8;

/// A configuration.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// Settings of the whole broker, in order. Those of listeners are in [`Config::listeners`].
    pub(super) global: Vec<Setting>,
    /// The listeners, in order. The first is the default one: what comes before the first `listener`.
    pub(super) listeners: Vec<Listener>,
    /// Settings with a tab in their first word, which are read here as they were meant.
    pub(super) tabs: Vec<Setting>,
    files: usize,
}

/// A listener with the settings below it.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) at: Place,
    /// The port and the address, as they are written; empty in the default listener.
    pub(super) port: String,
    pub(super) host: String,
    pub(super) settings: Vec<Setting>,
}

impl Config {
    /// Reads a file and what it includes.
    ///
    /// # Errors
    /// [`Code::Environment`] for a file that cannot be read, or is not text.
    pub(super) fn read(path: &Path, text: &str) -> Outcome<Self> {
        let mut config = Self::default();
        let file: Rc<Path> = path.into();
        config.listeners.push(Listener {
            at: Place {
                file: Rc::clone(&file),
                line: 1,
            },
            port: String::new(),
            host: String::new(),
            settings: Vec::new(),
        });
        config.take(&file, text, 0)?;
        Ok(config)
    }

    fn take(&mut self, file: &Rc<Path>, text: &str, depth: usize) -> Outcome {
        self.files += 1;
        if depth > DEPTH_MAX || self.files > FILES_MAX {
            let message = format!("{} is included too often, or too deep", file.display());
            return Err(Failure::of(Code::Environment, message));
        }
        for (line, text) in (1..).zip(text.lines()) {
            // A comment is a line that begins with '#'; one after a value is part of the value.
            let text = text.trim_end();
            if text.starts_with('#') || text.trim_start().is_empty() {
                continue;
            }
            // Mosquitto divides at spaces alone.
            let first = text.trim_start_matches(' ').split(' ').next();
            let has_tab = first.is_some_and(|word| word.contains('\t'));
            let (key, value) = text
                .trim_start()
                .split_once([' ', '\t'])
                .unwrap_or((text.trim_start(), ""));
            let setting = Setting {
                key: key.to_owned(),
                value: value.trim().to_owned(),
                at: Place {
                    file: Rc::clone(file),
                    line,
                },
            };
            if has_tab {
                self.tabs.push(setting.clone());
            }
            match key {
                "include_dir" => self.include(&setting, depth)?,
                "listener" => self.listen(setting),
                _ => self.add(setting),
            }
        }
        Ok(())
    }

    /// Reads all `*.conf` of a directory, in the order of their names.
    fn include(&mut self, setting: &Setting, depth: usize) -> Outcome {
        let directory = Path::new(&setting.value);
        let beside = setting.at.file.parent().unwrap_or(Path::new("")).join(directory);
        let directory = if directory.is_dir() { directory } else { &beside };
        let unreadable = |error| {
            let message = format!(
                "cannot read include_dir {} (line {} of {})",
                setting.value,
                setting.at.line,
                setting.at.file.display()
            );
            Failure::new(Code::Environment, anyhow::Error::new(error).context(message))
        };
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(directory).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|extension| extension == "conf") {
                paths.push(path);
            }
        }
        paths.sort();
        for path in paths {
            files::refuse_fifo(&path)?;
            let contents = files::read(&path)?;
            let text = std::str::from_utf8(&contents).map_err(|_| {
                Failure::of(Code::Environment, format_args!("{} is not text", path.display()))
            })?;
            self.take(&path.into(), text, depth + 1)?;
        }
        Ok(())
    }

    fn listen(&mut self, setting: Setting) {
        let (port, host) = setting.value.split_once(' ').unwrap_or((&setting.value, ""));
        self.listeners.push(Listener {
            at: setting.at.clone(),
            port: port.to_owned(),
            host: host.trim().to_owned(),
            settings: Vec::new(),
        });
        self.global.push(setting);
    }

    fn add(&mut self, setting: Setting) {
        let key = setting.key.as_str();
        let scoped = known::is_one_of(known::LISTENER, key)
            || known::is_one_of(known::SECURITY, key)
            || known::has_prefix(key);
        match self.listeners.last_mut() {
            Some(listener) if scoped => listener.settings.push(setting),
            _ => self.global.push(setting),
        }
    }

    /// Returns a setting of the whole broker; the last one counts.
    pub(super) fn get(&self, key: &str) -> Option<&Setting> {
        self.global.iter().rev().find(|setting| setting.key == key)
    }

    /// Returns whether security settings apply to the listener above them alone.
    pub(super) fn is_per_listener(&self) -> bool {
        self.get("per_listener_settings").is_some_and(Setting::is_on)
    }

    /// Returns all settings that are about security at a listener, in order.
    pub(super) fn security<'a>(&'a self, listener: &'a Listener) -> Vec<&'a Setting> {
        match self.is_per_listener() {
            true => listener.settings.iter().collect(),
            false => self
                .listeners
                .iter()
                .flat_map(|listener| &listener.settings)
                .collect(),
        }
    }

    /// Returns all settings, each with its scope: two of one key in one scope are about the same thing.
    pub(super) fn scoped(&self) -> impl Iterator<Item = (usize, &Setting)> {
        let per_listener = self.is_per_listener();
        let of_listeners = (1..).zip(&self.listeners).flat_map(move |(number, listener)| {
            listener.settings.iter().map(move |setting| {
                let is_global = known::is_one_of(known::SECURITY, &setting.key) && !per_listener;
                (if is_global { 0 } else { number }, setting)
            })
        });
        self.global.iter().map(|setting| (0, setting)).chain(of_listeners)
    }

    /// Returns the listeners that Mosquitto opens: the default one only where it has something of its own.
    pub(super) fn open(&self) -> Vec<&Listener> {
        let (default, others) = self.listeners.split_at(1);
        let per_listener = self.is_per_listener();
        let opens = |setting: &Setting| known::opens(&setting.key, &setting.value, per_listener);
        let is_used =
            self.get("port").or(self.get("bind_address")).is_some() || default[0].settings.iter().any(opens);
        default.iter().filter(|_| is_used).chain(others).collect()
    }
}

impl Listener {
    /// Returns whether the port is one that Mosquitto takes, which reads the digits that it begins with. Port 0 is a socket with a
    /// path.
    pub(super) fn has_port(&self) -> bool {
        match (port(&self.port), self.host.as_str()) {
            (Some(0), path) => !path.is_empty(),
            (port, _) => port.is_some(),
        }
    }

    /// Returns a setting of this listener; the last one counts.
    pub(super) fn get(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().rev().find(|setting| setting.key == key)
    }

    pub(super) fn is_on(&self, key: &str) -> bool {
        self.get(key).is_some_and(Setting::is_on)
    }

    /// Returns whether Mosquitto speaks TLS here, for which it needs certificate and key.
    pub(super) fn has_tls(&self) -> bool {
        self.get("certfile").is_some() && self.get("keyfile").is_some()
    }

    /// Returns whether the certificate of a client is its user name.
    pub(super) fn names_by_certificate(&self) -> bool {
        self.is_on("use_identity_as_username") || self.is_on("use_subject_as_username")
    }
}

/// Reads a port as Mosquitto does: by the digits that a text begins with, 0 where there are none. `None` for one out of range.
pub(super) fn port(text: &str) -> Option<u16> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    match &text[..end] {
        "" if text.starts_with('-') => None,
        "" => Some(0),
        digits => digits.parse().ok(),
    }
}
