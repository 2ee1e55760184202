//! A Mosquitto ACL file as rights. Deny rules and rules for clients without a name have no equivalent, and patterns are
//! expanded for the known clients; what is lost is reported. No client gets a right that it did not have.

use std::collections::BTreeMap;

use amqtt_rules::{
    names::AccountName,
    topic::{Action, TopicFilter},
};

use super::{
    Input, LeftOut, Problems,
    acl::{Access, AclLine, AclRule, acl_line},
    rights::{Rights, Rule, expanded, grant},
};
use crate::error::Outcome;

/// The rules of an ACL file.
#[derive(Debug, Default)]
pub(crate) struct AclFile {
    users: BTreeMap<AccountName, Rules>,
    patterns: Vec<Pattern>,
    /// A rule lets clients read.
    reads: bool,
}

/// The rules of a user, in Mosquitto's order: deny rules come first.
#[derive(Debug, Default)]
struct Rules {
    denied: Vec<Rule>,
    allowed: Vec<(Access, Rule)>,
}

#[derive(Debug)]
struct Pattern {
    line: u64,
    access: Access,
    text: String,
}

/// The clients that the lines are about.
enum Owner {
    /// Clients without a name.
    Anonymous,
    User(AccountName),
}

impl AclFile {
    /// Reads a file; faults of its lines go to `problems`.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn read(input: &mut Input, problems: &mut Problems, left_out: &mut LeftOut) -> Outcome<Self> {
        let mut file = Self::default();
        let mut owner = Owner::Anonymous;
        input.each_line(problems, |number, text, problems| match acl_line(text) {
            Err(fault) => problems.add(number, fault),
            Ok(AclLine::Nothing) => {}
            Ok(AclLine::User(name)) => match name.parse() {
                Ok(name) => owner = Owner::User(name),
                Err(error) => problems.add(number, format_args!("the user name {error}")),
            },
            Ok(AclLine::Pattern(rule)) => file.patterns.push(Pattern {
                line: number,
                access: rule.access,
                text: rule.topic.to_owned(),
            }),
            Ok(AclLine::Topic(rule)) => match &owner {
                Owner::Anonymous => {
                    left_out.add(number, "rules for clients without a user name are not supported");
                }
                Owner::User(name) => file.rule(name, number, &rule, left_out),
            },
        })?;
        Ok(file)
    }

    fn rule(&mut self, user: &AccountName, line: u64, rule: &AclRule<'_>, left_out: &mut LeftOut) {
        let filter: TopicFilter = match rule.topic.parse() {
            Ok(filter) => filter,
            Err(error) => return left_out.add(line, &error.to_string()),
        };
        let rules = match self.users.get_mut(user) {
            Some(rules) => rules,
            None => self.users.entry(user.clone()).or_default(),
        };
        let new = Rule { line, filter };
        match rule.access {
            Access::Deny => {
                left_out.add(
                    line,
                    "deny rules are not supported; what they overlap is not granted",
                );
                rules.denied.push(new);
            }
            access => {
                self.reads |= access != Access::Write;
                rules.allowed.push((access, new));
            }
        }
    }

    /// Returns whether there are patterns, which need the names of all clients.
    pub(crate) fn has_patterns(&self) -> bool {
        !self.patterns.is_empty()
    }

    /// Returns whether the file relies on Mosquitto allowing every SUBSCRIBE.
    pub(crate) fn reads(&self) -> bool {
        self.reads
            || self
                .patterns
                .iter()
                .any(|pattern| pattern.access.actions().contains(&Action::Receive))
    }

    /// Returns the rights of the users of the file and, by its patterns, those of the other known clients.
    pub(crate) fn rights(mut self, known: Vec<AccountName>, left_out: &mut LeftOut) -> Rights {
        if self.has_patterns() {
            for client in known {
                self.users.entry(client).or_default();
            }
        }
        for pattern in &self.patterns {
            if pattern.access == Access::Deny {
                left_out.add(
                    pattern.line,
                    "deny rules are not supported; what they overlap is not granted",
                );
            } else if self.users.is_empty() {
                left_out.add(
                    pattern.line,
                    "no account or client is known to which the pattern could apply",
                );
            }
        }
        let users = std::mem::take(&mut self.users);
        let rights = users.into_iter().map(|(user, rules)| {
            let rights = self.rights_of(&user, &rules, left_out);
            (user, rights)
        });
        rights.filter(|(_, rights)| !rights.is_empty()).collect()
    }

    fn rights_of(
        &self,
        user: &AccountName,
        rules: &Rules,
        left_out: &mut LeftOut,
    ) -> Vec<(Action, TopicFilter)> {
        let mut rights = Vec::new();
        for (access, rule) in &rules.allowed {
            for action in access.actions() {
                grant(&mut rights, *action, rule, &rules.denied, left_out);
            }
        }
        let patterns: Vec<(Access, Rule)> = self
            .patterns
            .iter()
            .filter_map(|pattern| {
                // A device uses its id as the client id; for an account, its name is the best guess.
                let filter = expanded(&pattern.text, user.as_str(), user.as_str())?;
                let line = pattern.line;
                Some((pattern.access, Rule { line, filter }))
            })
            .collect();
        let denied = || {
            let denies = patterns.iter().filter(|(access, _)| *access == Access::Deny);
            rules.denied.iter().chain(denies.map(|(_, rule)| rule))
        };
        for (access, rule) in &patterns {
            for action in access.actions() {
                grant(&mut rights, *action, rule, denied(), left_out);
            }
        }
        rights
    }
}
