//! The contents of a `dynamic-security.json`. Mosquitto ignores the case of keys, and uses the first of several objects with
//! the same name.

use serde_json::{Map, Value, value::RawValue};

use amqtt_rules::topic::Action;

use super::super::Problems;

/// Maximum priority in Mosquitto; the minimum is its negative.
const PRIORITY_MAX: i64 = 100_000;

/// A configuration.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) clients: Vec<Client>,
    pub(super) groups: Vec<Group>,
    pub(super) roles: Vec<Role>,
    /// The line of the group for clients without a user name.
    pub(super) anonymous_group: Option<u64>,
    /// Actions that are allowed if no rule matches.
    defaults: [bool; 3],
}

#[derive(Debug)]
pub(super) struct Client {
    pub(super) line: u64,
    pub(super) username: String,
    pub(super) client_id: Option<String>,
    pub(super) disabled: bool,
    pub(super) roles: Vec<Ranked>,
    encoded: Option<String>,
}

#[derive(Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) roles: Vec<Ranked>,
    pub(super) clients: Vec<Ranked>,
}

#[derive(Debug)]
pub(super) struct Role {
    pub(super) line: u64,
    pub(super) name: String,
    pub(super) wildcards: bool,
    pub(super) acls: Vec<Acl>,
}

/// A name with its priority among its siblings.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    pub(super) name: String,
    pub(super) priority: i64,
}

/// A rule of a role.
#[derive(Debug)]
pub(super) struct Acl {
    pub(super) line: u64,
    pub(super) kind: AclType,
    pub(super) topic: String,
    pub(super) priority: i64,
    pub(super) allow: bool,
}

/// The kind of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AclType {
    PublishSend,
    PublishReceive,
    SubscribeLiteral,
    SubscribePattern,
    /// About unsubscribing, which is never denied here.
    Unsubscribe,
}

impl AclType {
    fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "publishclientsend" => Self::PublishSend,
            "publishclientreceive" => Self::PublishReceive,
            "subscribeliteral" => Self::SubscribeLiteral,
            "subscribepattern" => Self::SubscribePattern,
            "unsubscribeliteral" | "unsubscribepattern" => Self::Unsubscribe,
            _ => return None,
        })
    }

    /// Returns the action of the rule.
    pub(super) fn action(self) -> Option<Action> {
        match self {
            Self::PublishSend => Some(Action::Publish),
            Self::PublishReceive => Some(Action::Receive),
            Self::SubscribeLiteral | Self::SubscribePattern => Some(Action::Subscribe),
            Self::Unsubscribe => None,
        }
    }
}

impl Client {
    /// Returns the hash of the password, in the form of Mosquitto's password files.
    pub(super) fn hash(&self) -> Option<String> {
        self.encoded.clone()
    }
}

impl Model {
    pub(super) fn allows_by_default(&self, action: Action) -> bool {
        Action::ALL
            .iter()
            .zip(self.defaults)
            .any(|(known, allowed)| *known == action && allowed)
    }
}

/// Reads a configuration; faults that keep Mosquitto from loading it go to `problems`.
pub(super) fn read(text: &[u8], problems: &mut Problems) -> Model {
    let Ok(Value::Object(tree)) = serde_json::from_slice(text) else {
        problems.add(1, "not a dynamic-security.json: not a JSON object");
        return Model::default();
    };
    let known = ["clients", "groups", "roles", "defaultACLAccess"];
    if !known.iter().any(|key| get(&tree, key).is_some()) {
        problems.add(1, "not a dynamic-security.json: no clients, groups or roles");
        return Model::default();
    }
    for list in ["clients", "groups", "roles"] {
        if get(&tree, list).is_some_and(|value| !value.is_array()) {
            problems.add(
                1,
                format_args!("not a dynamic-security.json: {list} is not a list"),
            );
            return Model::default();
        }
    }
    let lines = Places::of(text);
    let allowed = get(&tree, "defaultACLAccess").and_then(Value::as_object);
    let default = |key| {
        allowed
            .and_then(|allowed| get(allowed, key))
            .and_then(Value::as_bool)
            == Some(true)
    };
    Model {
        clients: objects(&tree, "clients", "username", &lines.clients, client),
        groups: objects(&tree, "groups", "groupname", &[], |object, _, name| Group {
            name,
            roles: ranked(object, "roles", "rolename"),
            clients: ranked(object, "clients", "username"),
        }),
        roles: objects(&tree, "roles", "rolename", &lines.roles, role),
        anonymous_group: get(&tree, "anonymousGroup").and_then(Value::as_str).map(|_| 1),
        defaults: ["publishClientSend", "subscribe", "publishClientReceive"].map(default),
    }
}

fn client(object: &Map<String, Value>, line: u64, username: String) -> Client {
    let text = |key| get(object, key).and_then(Value::as_str);
    let iterations = get(object, "iterations")
        .and_then(Value::as_i64)
        .filter(|count| *count > 0);
    let encoded = match (
        text("encoded_password"),
        iterations,
        text("salt"),
        text("password"),
    ) {
        (Some(encoded), ..) => Some(encoded.to_owned()),
        (None, Some(iterations), Some(salt), Some(hash)) => Some(format!("$7${iterations}${salt}${hash}")),
        _ => None,
    };
    Client {
        line,
        username,
        client_id: text("clientid").map(str::to_owned),
        disabled: get(object, "disabled").and_then(Value::as_bool) == Some(true),
        roles: ranked(object, "roles", "rolename"),
        encoded,
    }
}

fn role(object: &Map<String, Value>, line: u64, name: String) -> Role {
    let mut acls: Vec<Acl> = Vec::new();
    for value in array(object, "acls") {
        let Some(object) = value.as_object() else { continue };
        let text = |key| get(object, key).and_then(Value::as_str);
        let (Some(kind), Some(topic)) = (text("acltype").and_then(AclType::parse), text("topic")) else {
            continue;
        };
        let is_known = |acl: &Acl| acl.kind == kind && acl.topic == topic;
        if topic.is_empty() || acls.iter().any(is_known) {
            continue;
        }
        acls.push(Acl {
            line,
            kind,
            topic: topic.to_owned(),
            priority: priority(object, 0),
            allow: get(object, "allow").and_then(Value::as_bool) == Some(true),
        });
    }
    Role {
        line,
        name,
        wildcards: get(object, "allowwildcardsubs").and_then(Value::as_bool) != Some(false),
        acls,
    }
}

/// Returns the objects of a list that have a name, each name once.
fn objects<T>(
    tree: &Map<String, Value>,
    list: &str,
    key: &str,
    lines: &[u64],
    read: impl Fn(&Map<String, Value>, u64, String) -> T,
) -> Vec<T> {
    let mut known = std::collections::HashSet::new();
    let mut found = Vec::new();
    for (index, value) in array(tree, list).iter().enumerate() {
        let Some(object) = value.as_object() else { continue };
        let Some(name) = get(object, key)
            .and_then(Value::as_str)
            .filter(|name| !name.is_empty())
        else {
            continue;
        };
        if known.insert(name) {
            let line = lines.get(index).copied().unwrap_or(1);
            found.push(read(object, line, name.to_owned()));
        }
    }
    found
}

fn ranked(object: &Map<String, Value>, list: &str, key: &str) -> Vec<Ranked> {
    let entries = array(object, list).iter().filter_map(Value::as_object);
    entries
        .filter_map(|entry| {
            Some(Ranked {
                name: get(entry, key)?.as_str()?.to_owned(),
                priority: priority(entry, -1),
            })
        })
        .collect()
}

fn priority(object: &Map<String, Value>, default: i64) -> i64 {
    let priority = get(object, "priority").and_then(Value::as_i64);
    priority.unwrap_or(default).clamp(-PRIORITY_MAX, PRIORITY_MAX)
}

fn array<'a>(object: &'a Map<String, Value>, key: &str) -> &'a [Value] {
    get(object, key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Returns the first value with this key, ignoring case.
fn get<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    object
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
        .map(|(_, value)| value)
}

/// The lines on which clients and roles begin.
#[derive(Default)]
struct Places {
    clients: Vec<u64>,
    roles: Vec<u64>,
}

impl Places {
    fn of(text: &[u8]) -> Self {
        let Ok(tree) = serde_json::from_slice::<std::collections::BTreeMap<String, &RawValue>>(text) else {
            return Self::default();
        };
        let lines = |list: &str| {
            let raw = tree.iter().find(|(name, _)| name.eq_ignore_ascii_case(list));
            let items = raw.and_then(|(_, raw)| serde_json::from_str::<Vec<&RawValue>>(raw.get()).ok());
            let (mut line, mut counted) = (1, 0);
            items
                .unwrap_or_default()
                .iter()
                .map(|item| {
                    let at = (item.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
                    let passed = text.get(counted..at).unwrap_or_default();
                    line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
                    counted = at;
                    line
                })
                .collect()
        };
        Self {
            clients: lines("clients"),
            roles: lines("roles"),
        }
    }
}
