//! An examination: what it measures by, and what it has found.

use std::{
    io,
    path::{Path, PathBuf},
};

use amqtt_x509::time::UnixTime;
use rustls_pki_types::ServerName;
use zeroize::Zeroizing;

use super::{
    finding::{Findings, Rule, Severity},
    setting::{Place, Setting},
};
use crate::{
    error::Failure,
    files::{self, FileError},
    operations::access::SystemUser,
    options::pasted::quoted_path,
};

/// The limits that an examination applies.
#[derive(Debug)]
pub(crate) struct Measure {
    /// The hosts that clients connect to.
    pub(crate) hosts: Vec<ServerName<'static>>,
    /// The user that the broker runs as.
    pub(crate) user: Option<String>,
    pub(crate) now: UnixTime,
    /// Certificates that end within this number of seconds are reported.
    pub(crate) expires_within: i64,
    /// Lists that lapse within this number of seconds are reported.
    pub(crate) crl_within: i64,
}

/// An examination of one configuration.
pub(super) struct Exam<'a> {
    pub(super) measure: &'a Measure,
    pub(super) findings: Findings,
    /// The directory of the configuration, and the words that stand for it.
    pub(super) base: PathBuf,
    /// The user that the broker runs as, where this system has it.
    pub(super) user: Option<SystemUser>,
    /// A line of this broker's dialect with a key and a value.
    pub(super) line: fn(&str, &str) -> String,
}

pub(super) const CLEAR: Rule = Rule(
    "http_without_tls",
    "passwords cross the network for anyone to read",
);
const NOT_EXAMINED: Rule = Rule(
    "not_examined",
    "the file cannot be examined by the user who runs this command",
);
pub(super) const MISSING: Rule = Rule("file_missing", "the broker does not start without the file");
const UNREADABLE: Rule = Rule(
    "broker_cannot_read",
    "the broker does not run as the user who made the file, and fails when it opens the file",
);

impl<'a> Exam<'a> {
    pub(super) fn new(measure: &'a Measure, file: &Path, line: fn(&str, &str) -> String) -> Self {
        let base = file.parent().map(Path::to_path_buf).unwrap_or_default();
        Self {
            measure,
            findings: Findings::default(),
            base,
            user: measure.user.as_deref().and_then(SystemUser::find),
            line,
        }
    }

    /// Returns the path of a file that a setting names; `None` where that depends on the broker's environment. A relative one is
    /// looked for in the working directory, then beside the configuration.
    pub(super) fn path(&self, setting: &Setting) -> Option<PathBuf> {
        let value = setting.value.trim();
        let etc = ["${EMQX_ETC_DIR}/", "$EMQX_ETC_DIR/", "etc/"];
        let within = etc.iter().find_map(|name| value.strip_prefix(name));
        let path = Path::new(within.unwrap_or(value));
        if path.is_absolute() {
            return Some(path.to_path_buf());
        }
        if value.is_empty() || path.to_string_lossy().contains('$') {
            return None;
        }
        Some(match path.exists() && within.is_none() {
            true => path.to_path_buf(),
            false => self.base.join(path),
        })
    }

    /// Reads a file that a setting names. One that is missing, or that the broker's user cannot read, is a finding.
    pub(super) fn read(&mut self, setting: &Setting, max: Size) -> Option<(PathBuf, Zeroizing<Vec<u8>>)> {
        let path = self.path(setting)?;
        let shown = path.display();
        let read = files::refuse_fifo(&path).and_then(|()| match max {
            Size::Small => files::read(&path),
            Size::Lists => files::read_crls(&path),
        });
        let contents = match read {
            Ok(contents) => contents,
            Err(FileError::Read { source, .. }) if source.kind() == io::ErrorKind::PermissionDenied => {
                let problem = format!("{} {shown} cannot be read here", setting.key);
                self.findings
                    .warning(&setting.at, NOT_EXAMINED, problem, "run this command with sudo");
                return None;
            }
            Err(error) => {
                let problem = format!("{}: {}", setting.key, Failure::from(error).message());
                let fix = (self.line)(&setting.key, "FILE");
                self.findings.error(&setting.at, MISSING, problem, fix);
                return None;
            }
        };
        self.broker_reads(setting, &path);
        Some((path, contents))
    }

    /// Reports a file that the broker's user cannot read.
    fn broker_reads(&mut self, setting: &Setting, path: &Path) {
        let Some(user) = &self.user else { return };
        if user.can_read(path) == Some(false) {
            let problem = format!("the user {} cannot read {}", user.name, path.display());
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let fix = format!(
                "sudo install -D -o {} -m 400 {} /etc/{}/certs/{name}",
                user.name,
                quoted_path(path),
                user.name
            );
            self.findings.error(&setting.at, UNREADABLE, problem, fix);
        }
    }

    /// Returns the whole days until a time, or since it.
    pub(super) fn days(&self, time: UnixTime) -> i64 {
        self.measure.now.days_until(time).abs()
    }

    /// Returns whether a time is within this number of seconds from now, or has passed.
    pub(super) fn is_within(&self, time: UnixTime, seconds: i64) -> bool {
        time.seconds() <= self.measure.now.seconds().saturating_add(seconds)
    }

    /// Reports the address of a service that is asked without TLS on another machine.
    pub(super) fn refuse_clear(&mut self, setting: &Setting) {
        let Some(address) = setting.value.strip_prefix("http://") else {
            return;
        };
        let host = address.split('/').next().unwrap_or_default();
        if !is_local(split_address(host).0) && !is_local(host) {
            let problem = format!("{} is asked without TLS", setting.value);
            let fix = (self.line)(&setting.key, &format!("https://{address}"));
            self.findings.warning(&setting.at, CLEAR, problem, fix);
        }
    }

    /// Reports a file that every user of this machine may read.
    pub(super) fn refuse_readers(
        &mut self,
        at: &Place,
        path: &Path,
        severity: Severity,
        rule: Rule,
        what: &str,
    ) {
        if files::is_for_everybody(path) {
            let problem = format!("every user of this machine may read {what} {}", path.display());
            let fix = format!("chmod o= {}", quoted_path(path));
            self.findings.add(at, severity, rule, problem, fix);
        }
    }
}

/// The most that is read of a file, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Size {
    Small,
    Lists,
}

/// Returns whether an address accepts clients of this machine alone.
pub(super) fn is_local(host: &str) -> bool {
    let host = host.trim().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Splits an address such as `0.0.0.0:8883`, `[::]:8883`, `:8883` or `8883` into host and port.
pub(super) fn split_address(address: &str) -> (&str, &str) {
    match address.rsplit_once(':') {
        Some((host, port)) => (host, port),
        None if address.bytes().all(|octet| octet.is_ascii_digit()) => ("", address),
        None => (address, ""),
    }
}
