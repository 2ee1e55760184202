//! Mosquitto's `dynamic-security.json`: clients with their hashes, and roles that clients have directly or by their groups.
//!
//! The dynamic security plug-in asks the rules of a client in order: those of its own roles, highest priority first, then
//! those of its groups, and the first match decides. A stored filter only grants. So an allow rule is kept only if no deny
//! rule that is asked before it (or at the same priority) has a topic in common with it.

mod model;
mod order;

use amqtt_rules::{
    acl::Filters,
    names::AccountName,
    topic::{Action, TopicFilter},
};

use self::{
    model::{AclType, Client, Model},
    order::{Step, steps},
};
use super::{
    Input, LeftOut, Problems,
    rights::{Rights, Rule, expanded, grant, pattern_in},
};
use crate::error::Outcome;

/// A parsed configuration.
#[derive(Debug)]
pub(crate) struct Dynsec(Model);

/// An account of the configuration: its name and its hash, with its place in the file.
pub(crate) struct Account {
    pub(crate) line: u64,
    pub(crate) username: String,
    pub(crate) hash: String,
}

impl Dynsec {
    /// Reads a configuration; a file of another kind goes to `problems`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn read(input: &mut Input, problems: &mut Problems) -> Outcome<Self> {
        Ok(Self(model::read(&input.all()?, problems)))
    }

    /// Returns the accounts that can log in.
    pub(crate) fn accounts(self, left_out: &mut LeftOut) -> Vec<Account> {
        let mut accounts = Vec::new();
        for client in self.0.clients {
            let line = client.line;
            if client.disabled {
                left_out.add(line, "the client is disabled");
                continue;
            }
            let Some(hash) = client.hash() else {
                left_out.add(line, "the client has no password");
                continue;
            };
            if client.client_id.is_some() {
                left_out.add(
                    line,
                    "the client is bound to a client id: here the password opens the account under any client id",
                );
            }
            accounts.push(Account {
                line,
                username: client.username,
                hash,
            });
        }
        accounts
    }

    /// Returns whether a topic holds `%u` or `%c`, which Mosquitto expands from 2.1 on.
    pub(crate) fn has_patterns(&self) -> bool {
        let mut acls = self.0.roles.iter().flat_map(|role| &role.acls);
        acls.any(|acl| pattern_in(&acl.topic).is_some())
    }

    /// Returns the rights of its clients.
    pub(crate) fn rights(&self, problems: &mut Problems, left_out: &mut LeftOut) -> Rights {
        let mut rights = Rights::new();
        if let Some(line) = self.0.anonymous_group {
            left_out.add(
                line,
                "clients without a user name are not supported (anonymousGroup)",
            );
        }
        for client in &self.0.clients {
            match client.username.parse::<AccountName>() {
                Err(error) => problems.add(client.line, format_args!("the username {error}")),
                Ok(_) if client.disabled => left_out.add(client.line, "the client is disabled"),
                Ok(name) => {
                    let granted = self.rights_of(client, left_out);
                    if !granted.is_empty() {
                        rights.entry(name).or_insert(granted);
                    }
                }
            }
        }
        rights
    }

    fn rights_of(&self, client: &Client, left_out: &mut LeftOut) -> Vec<(Action, TopicFilter)> {
        let steps = steps(&self.0, client, left_out);
        let mut rights = Vec::new();
        self.granted(client, &steps, Action::Publish, &mut rights, left_out);
        self.granted(client, &steps, Action::Subscribe, &mut rights, left_out);
        self.granted(client, &steps, Action::Receive, &mut rights, left_out);
        rights
    }

    fn granted(
        &self,
        client: &Client,
        steps: &[Step<'_>],
        action: Action,
        rights: &mut Vec<(Action, TopicFilter)>,
        left_out: &mut LeftOut,
    ) {
        let mut denied: Vec<Rule> = Vec::new();
        let mut wildcards = true;
        for step in steps {
            let acl = match step {
                Step::NoWildcards => {
                    wildcards &= action != Action::Subscribe;
                    continue;
                }
                Step::Acl(acl) if acl.kind.action() == Some(action) => acl,
                Step::Acl(_) => continue,
            };
            let own_id = client.client_id.as_deref().unwrap_or(&client.username);
            let Some(filter) = expanded(&acl.topic, &client.username, own_id) else {
                left_out.add(acl.line, "the topic is not one that can be stored");
                continue;
            };
            let has_wildcards = filter.as_str().contains(['+', '#']);
            let rule = Rule {
                line: acl.line,
                filter,
            };
            if !acl.allow {
                left_out.add(
                    acl.line,
                    "deny rules are not supported; what they overlap is not granted",
                );
                denied.push(rule);
            } else if has_wildcards && acl.kind == AclType::SubscribeLiteral {
                left_out.add(
                    acl.line,
                    "subscribeLiteral allows one filter and none of the narrower ones, which a right would allow too",
                );
            } else if has_wildcards && !wildcards {
                left_out.add(
                    acl.line,
                    "a role without wildcard subscriptions is asked before it",
                );
            } else {
                grant(rights, action, &rule, &denied, left_out);
            }
        }
        if self.0.allows_by_default(action) && wildcards {
            by_default(action, &denied, rights);
        }
    }
}

/// Grants what is allowed by default: all topics except those that begin with `$`, if no rule denies any of them; and, for
/// receiving, also those that the client may subscribe to.
fn by_default(action: Action, denied: &[Rule], rights: &mut Vec<(Action, TopicFilter)>) {
    let mut wanted: Vec<TopicFilter> = "#".parse().into_iter().collect();
    if action == Action::Receive {
        let subscribed = rights.iter().filter(|(action, _)| *action == Action::Subscribe);
        let subscribed: Vec<TopicFilter> = subscribed.map(|(_, filter)| filter.clone()).collect();
        if subscribed.is_empty() {
            return;
        }
        wanted.extend(subscribed);
    }
    // Rights are lost here only because of rules that are reported.
    let mut unreported = LeftOut::default();
    let mut granted = Vec::new();
    for filter in wanted {
        let covered: Filters = granted
            .iter()
            .map(|(_, filter): &(Action, TopicFilter)| filter.clone())
            .collect();
        // Topics under $CONTROL are never allowed by default.
        if !covered.cover(&filter) && !filter.as_str().starts_with("$CONTROL") {
            grant(
                &mut granted,
                action,
                &Rule { line: 0, filter },
                denied,
                &mut unreported,
            );
        }
    }
    rights.extend(granted);
}
