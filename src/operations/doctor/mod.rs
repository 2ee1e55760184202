//! Examining a broker's configuration: what lets somebody in who should stay out, what shuts somebody out who should get in,
//! and what will fail on a day that can be named.
//!
//! Each broker's dialect is read by a module of its own, with the lines of its settings; certificates, keys and lists are
//! examined by [`tls`], [`anchors`] and [`lists`] for all of them.

mod amqtt;
mod anchors;
mod certificates;
mod emqx;
mod exam;
mod finding;
mod hocon;
mod lists;
mod mosquitto;
mod plug_in;
mod rabbitmq;
mod setting;
mod tls;
mod yaml;

use std::path::Path;

use amqtt_x509::pem;

pub(crate) use self::{
    exam::Measure,
    finding::{COLUMNS, Finding, Severity},
};
use crate::{
    error::{Code, Failure, Outcome},
    files,
};

/// A broker whose configurations can be examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    Mosquitto,
    Amqtt,
    Rabbitmq,
    Emqx,
}

/// Examines a configuration, of the broker that it looks to be for where none is given.
///
/// # Errors
/// [`Code::Environment`] for a file that cannot be read, is not text, or is of no known kind.
pub(crate) fn examine(path: &Path, kind: Option<Kind>, measure: &Measure) -> Outcome<Vec<Finding>> {
    let name_it = "name the configuration file of the broker, such as /etc/mosquitto/mosquitto.conf";
    let contents = files::refuse_fifo(path)
        .and_then(|()| files::read(path))
        .map_err(|error| Failure::from(error).hint(name_it))?;
    let shown = path.display();
    if let Some(kind) = credential(&contents) {
        let message = format_args!(
            "{shown} is {}, not the configuration of a broker",
            kind.with_article()
        );
        return Err(Failure::of(Code::Environment, message).hint(name_it));
    }
    let text = std::str::from_utf8(&contents)
        .ok()
        .filter(|text| !text.contains('\0'))
        .ok_or_else(|| {
            Failure::of(Code::Environment, format_args!("{shown} is not a text file")).hint(name_it)
        })?;
    let kind = kind.or_else(|| guess(path, text)).ok_or_else(|| {
        Failure::of(
            Code::Environment,
            format_args!("{shown} does not look like the configuration of a known broker"),
        )
        .hint("name the broker with --kind")
    })?;
    match kind {
        Kind::Mosquitto => mosquitto::examine(path, text, measure),
        Kind::Amqtt => amqtt::examine(path, text, measure),
        Kind::Rabbitmq => rabbitmq::examine(path, text, measure),
        Kind::Emqx => emqx::examine(path, text, measure),
    }
}

/// Returns what a file is that begins with a certificate, a key or the like.
fn credential(contents: &[u8]) -> Option<pem::Kind> {
    let is_text = std::str::from_utf8(contents).is_ok();
    let begins = contents.trim_ascii_start().starts_with(b"-----BEGIN ");
    let blocks = pem::blocks(contents).ok().filter(|_| begins || !is_text)?;
    blocks.first().map(|block| block.kind)
}

/// Guesses the broker by the name of a file, else by its first settings.
fn guess(path: &Path, text: &str) -> Option<Kind> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    for (part, kind) in [
        ("mosquitto", Kind::Mosquitto),
        ("rabbitmq", Kind::Rabbitmq),
        ("emqx", Kind::Emqx),
        ("amqtt", Kind::Amqtt),
        (".yaml", Kind::Amqtt),
        (".yml", Kind::Amqtt),
        (".hocon", Kind::Emqx),
    ] {
        if name.contains(part) {
            return Some(kind);
        }
    }
    let lines = text.lines().map(str::trim_start);
    let mut settings =
        lines.filter(|line| !line.is_empty() && !line.starts_with(['#', '%']) && *line != "---");
    settings.find_map(|line| {
        let end = line.find(|c: char| c.is_whitespace() || "=:{".contains(c));
        let (key, rest) = line.split_at(end.unwrap_or(line.len()));
        let rest = rest.trim_start();
        let of_emqx = [
            "listeners",
            "authorization",
            "authentication",
            "node",
            "mqtt",
            "dashboard",
        ];
        let first = key.split('.').next().unwrap_or_default();
        match rest.chars().next() {
            Some(':') => Some(Kind::Amqtt),
            Some('{') => Some(Kind::Emqx),
            Some('=')
                if of_emqx.contains(&first)
                    && !key.starts_with("mqtt.")
                    && !key.starts_with("listeners.tcp.default") =>
            {
                Some(Kind::Emqx)
            }
            Some('=') => Some(Kind::Rabbitmq),
            _ if mosquitto::knows(key) => Some(Kind::Mosquitto),
            _ => None,
        }
    })
}
