//! The order in which the dynamic security plug-in asks the rules of a client.

use super::super::LeftOut;
use super::model::{Acl, AclType, Client, Model, Ranked, Role};

/// A step of a decision.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// From here on, a SUBSCRIBE with a wildcard is denied.
    NoWildcards,
    Acl(&'a Acl),
}

/// Returns the steps of a client: its own roles, then those of its groups, by priority. At the same
/// priority, deny rules come first, so that nothing is granted that may be denied.
pub(super) fn steps<'a>(model: &'a Model, client: &Client, left_out: &mut LeftOut) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    roles(model, &client.roles, client.line, &mut steps, left_out);
    let mut groups: Vec<_> = model
        .groups
        .iter()
        .filter_map(|group| {
            let member = group
                .clients
                .iter()
                .find(|member| member.name == client.username)?;
            Some((member.priority, group))
        })
        .collect();
    groups.sort_by(|(one, a), (other, b)| other.cmp(one).then_with(|| a.name.cmp(&b.name)));
    for (_, group) in groups {
        roles(model, &group.roles, client.line, &mut steps, left_out);
    }
    steps
}

fn roles<'a>(
    model: &'a Model,
    named: &[Ranked],
    line: u64,
    steps: &mut Vec<Step<'a>>,
    left_out: &mut LeftOut,
) {
    let mut found: Vec<(i64, &Role)> = Vec::new();
    for ranked in named {
        match model.roles.iter().find(|role| role.name == ranked.name) {
            Some(role) => found.push((ranked.priority, role)),
            None => left_out.add(line, "a role that the client or its group has is not in the file"),
        }
    }
    found.sort_by(|(one, a), (other, b)| other.cmp(one).then_with(|| a.name.cmp(&b.name)));
    for (_, role) in found {
        if !role.wildcards {
            left_out.add(
                role.line,
                "wildcard subscriptions cannot be denied for a role: those after it are not granted",
            );
            steps.push(Step::NoWildcards);
        }
        let mut acls: Vec<&Acl> = role.acls.iter().collect();
        // Literal filters are asked before patterns, whatever their priorities.
        acls.sort_by_key(|acl| (acl.kind != AclType::SubscribeLiteral, -acl.priority, acl.allow));
        steps.extend(acls.into_iter().map(Step::Acl));
    }
}
