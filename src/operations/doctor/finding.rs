//! Findings in a broker's configuration.

use std::fmt::Display;

use serde::Serialize;

use super::setting::Place;

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// Somebody gets in who should not, or nobody gets in, or the broker does not start.
    Error,
    /// Something will fail later, or a protection is missing that a fleet may do without.
    Warning,
}

impl Severity {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A fault in a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    pub(crate) file: String,
    /// The line of the setting, or of what lacks it; counted from 1.
    pub(crate) line: usize,
    pub(crate) severity: Severity,
    /// The kind of finding: a word that scripts can rely on.
    pub(crate) finding: &'static str,
    pub(crate) problem: String,
    pub(crate) why: &'static str,
    /// The line of the configuration, or the command, that fixes it.
    pub(crate) fix: String,
}

/// The keys of a finding, in order.
pub(crate) const COLUMNS: &[&str] = &["file", "line", "severity", "finding", "problem", "why", "fix"];

/// A kind of finding: its word, and why it matters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule(pub(super) &'static str, pub(super) &'static str);

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn error(&mut self, at: &Place, rule: Rule, problem: impl Display, fix: impl Display) {
        self.add(at, Severity::Error, rule, problem, fix);
    }

    pub(super) fn warning(&mut self, at: &Place, rule: Rule, problem: impl Display, fix: impl Display) {
        self.add(at, Severity::Warning, rule, problem, fix);
    }

    /// Adds a finding, once: two listeners may use one file.
    pub(super) fn add(
        &mut self,
        at: &Place,
        severity: Severity,
        Rule(finding, why): Rule,
        problem: impl Display,
        fix: impl Display,
    ) {
        let finding = Finding {
            file: at.file.display().to_string(),
            line: at.line,
            severity,
            finding,
            problem: problem.to_string(),
            why,
            fix: fix.to_string(),
        };
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }

    /// Returns the findings in the order of their lines, file by file.
    pub(super) fn sorted(self) -> Vec<Finding> {
        let mut files: Vec<String> = Vec::new();
        for finding in &self.0 {
            if !files.contains(&finding.file) {
                files.push(finding.file.clone());
            }
        }
        let mut findings = self.0;
        findings.sort_by_key(|finding| {
            let file = files.iter().position(|file| *file == finding.file);
            (file, finding.line)
        });
        findings
    }
}
