//! Questions, and their parameters on the wire.

use bytes::Bytes;
use zeroize::Zeroizing;

use crate::{decision::SourceFault, protocol::Access};

/// A question, as it is put to a server.
#[derive(Clone, Copy)]
pub enum Question<'a> {
    /// May this client connect?
    User {
        /// User name of the CONNECT, where one was given.
        username: Option<&'a str>,
        /// Password of the CONNECT, where one was given.
        password: Option<&'a str>,
        /// Client id of the CONNECT.
        client_id: &'a str,
    },
    /// May this account do everything?
    Superuser {
        /// Name of the account.
        username: &'a str,
    },
    /// May this client do this?
    Topic {
        /// Name of the account, for a client that has one.
        username: Option<&'a str>,
        /// Client id.
        client_id: &'a str,
        /// Topic name, or the filter to subscribe to.
        topic: &'a str,
        /// The action.
        access: Access,
    },
}

/// The value of a parameter.
#[derive(Clone, Copy)]
enum Param<'a> {
    Text(Option<&'a str>),
    Number(u8),
}

type Params<'a> = [(&'static str, Param<'a>)];

impl Question<'_> {
    /// Returns the parameters as a JSON object. What the client did not give is `null`. The bytes are wiped when dropped.
    ///
    /// # Errors
    /// [`SourceFault::Unaskable`]; none in practice.
    pub(crate) fn to_json(self) -> Result<Bytes, SourceFault> {
        self.with_params(json)
    }

    /// Returns the parameters as `application/x-www-form-urlencoded`, after `before`. What the client did not give is left
    /// out. The bytes are wiped when dropped.
    #[must_use]
    pub(crate) fn to_form(self, before: &str) -> Bytes {
        self.with_params(|params| form(before, params))
    }

    /// The parameters, in the order in which aMQTT sends them.
    fn with_params<T>(self, work: impl FnOnce(&Params<'_>) -> T) -> T {
        match self {
            Self::User {
                username,
                password,
                client_id,
            } => work(&[
                ("username", Param::Text(username)),
                ("password", Param::Text(password)),
                ("client_id", Param::Text(Some(client_id))),
            ]),
            Self::Superuser { username } => work(&[("username", Param::Text(Some(username)))]),
            Self::Topic {
                username,
                client_id,
                topic,
                access,
            } => work(&[
                ("username", Param::Text(username)),
                ("client_id", Param::Text(Some(client_id))),
                ("topic", Param::Text(Some(topic))),
                ("acc", Param::Number(access.number())),
            ]),
        }
    }
}

impl std::fmt::Debug for Question<'_> {
    /// Shows everything but the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User {
                username, client_id, ..
            } => {
                let mut shown = f.debug_struct("User");
                shown.field("username", &username).field("client_id", &client_id);
                shown.finish_non_exhaustive()
            }
            Self::Superuser { username } => f.debug_struct("Superuser").field("username", &username).finish(),
            Self::Topic {
                username,
                client_id,
                topic,
                access,
            } => {
                let mut shown = f.debug_struct("Topic");
                shown.field("username", &username).field("client_id", &client_id);
                shown.field("topic", &topic).field("access", &access).finish()
            }
        }
    }
}

/// Returns an empty buffer that never grows, because growing would leave copies in memory: every encoding writes at most six
/// bytes for one.
fn buffer(before: &str, params: &Params<'_>) -> Zeroizing<Vec<u8>> {
    let length = |&(name, value): &(&str, Param<'_>)| match value {
        Param::Text(text) => name.len() + 6 * text.map_or(1, str::len) + 8,
        Param::Number(_) => name.len() + 12,
    };
    let length = before.len() + params.iter().map(length).sum::<usize>() + 2;
    Zeroizing::new(Vec::with_capacity(length))
}

fn json(params: &Params<'_>) -> Result<Bytes, SourceFault> {
    let mut body = buffer("", params);
    for (index, (name, value)) in params.iter().enumerate() {
        body.push(if index == 0 { b'{' } else { b',' });
        let written = serde_json::to_writer(&mut *body, name).and_then(|()| {
            body.push(b':');
            match value {
                Param::Text(text) => serde_json::to_writer(&mut *body, text),
                Param::Number(number) => serde_json::to_writer(&mut *body, number),
            }
        });
        written.map_err(|_| SourceFault::Unaskable("it cannot be written as JSON"))?;
    }
    body.push(b'}');
    Ok(Bytes::from_owner(body))
}

/// `application/x-www-form-urlencoded`, as browsers write it (URL Standard 5.2), after `before`.
fn form(before: &str, params: &Params<'_>) -> Bytes {
    let mut encoded = buffer(before, params);
    encoded.extend_from_slice(before.as_bytes());
    let mut separator = None;
    for (name, value) in params {
        let number;
        let text = match *value {
            Param::Text(None) => continue,
            Param::Text(Some(text)) => text,
            Param::Number(value) => {
                number = value.to_string();
                &number
            }
        };
        encoded.extend(separator.replace(b'&'));
        encode(&mut encoded, name);
        encoded.push(b'=');
        encode(&mut encoded, text);
    }
    Bytes::from_owner(encoded)
}

fn encode(encoded: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in text.as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => encoded.push(byte),
            b' ' => encoded.push(b'+'),
            _ => encoded.extend([b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]),
        }
    }
}
