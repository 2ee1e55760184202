//! The questions of each dialect, in the words of its broker.
//!
//! | dialect | documented by |
//! |---|---|
//! | aMQTT | `amqtt/contrib/http.py`, and the protocol in `amqtt_verifier::protocol` |
//! | mosquitto-go-auth | its README, "HTTP" |
//! | EMQX | "Use HTTP service" for authentication, and for authorization |
//! | VerneMQ | "Webhooks" |
//! | RabbitMQ | the README of `rabbitmq_auth_backend_http` |
//! | NanoMQ | "HTTP authorization configuration" |

use amqtt_gate::Gate;
use amqtt_verifier::{Action, Reason, TrustDomain, certificate::UnixTime, protocol::Access};
use serde::Deserialize;

use crate::{
    asking::{self, Denial, Login, TopicQuestion},
    devices::Devices,
    dialect::{DENIED, Dialect, Reply},
    fields::{Fields, Unreadable},
    limit::Limiter,
    shadow::Shadow,
};

/// The question that an address stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    Login,
    Superuser,
    Topic,
    /// RabbitMQ: may this client use this virtual host?
    VirtualHost,
    /// RabbitMQ: may this client use this queue or exchange?
    Resource,
    /// VerneMQ: what the header `vernemq-hook` says.
    Hook,
}

impl Question {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Superuser => "superuser",
            Self::Topic => "topic",
            Self::VirtualHost => "vhost",
            Self::Resource => "resource",
            Self::Hook => "hook",
        }
    }
}

/// A question: what is asked, and about whom.
pub(crate) struct Asked<'a> {
    pub(crate) gate: &'a Gate,
    pub(crate) limiter: &'a Limiter,
    pub(crate) devices: &'a Devices,
    pub(crate) trust_domain: Option<&'a TrustDomain>,
    pub(crate) dialect: Dialect,
    pub(crate) question: Question,
    /// The header `vernemq-hook`; `None` if it is there twice.
    pub(crate) hook: Option<&'a str>,
    pub(crate) fields: &'a Fields,
    /// The rules that answer about topics instead of the gate.
    pub(crate) shadow: Option<&'a Shadow>,
    /// Called with a topic about which the two differ.
    pub(crate) differed: &'a (dyn Fn(Difference<'_>) + Sync),
}

/// A topic about which our rules and those of a [`Shadow`] differ.
pub(crate) struct Difference<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) action: Action,
    pub(crate) topic: &'a str,
    /// The answer by the rules.
    pub(crate) ours: bool,
}

impl Asked<'_> {
    /// Returns the answer; an error is a no with its reason.
    pub(crate) async fn answer(&self) -> Result<Reply, Denial> {
        match (self.dialect, self.question) {
            (_, Question::Superuser) => Err(Denial::Superuser),
            (Dialect::Amqtt | Dialect::AmqttText, Question::Login) => self.plain_login("client_id").await,
            (Dialect::GoAuth | Dialect::GoAuthText, Question::Login) => self.plain_login("clientid").await,
            (Dialect::Amqtt | Dialect::AmqttText | Dialect::GoAuth | Dialect::GoAuthText, _) => {
                let access = Access::try_from(self.fields.number("acc")?);
                let access = access.map_err(|_| Unreadable::Type("acc"))?;
                let name = self.fields.text("username")?;
                self.topic(name, false, access.into(), self.fields.required("topic")?)
                    .await
            }
            (Dialect::Emqx, Question::Login) => self.emqx_login().await,
            (Dialect::Emqx, _) => self.emqx_topic().await,
            (Dialect::VerneMq, _) => self.vernemq().await,
            (Dialect::RabbitMq, question) => self.rabbitmq(question).await,
            (Dialect::NanoMq, Question::Login) => self.nanomq_login().await,
            (Dialect::NanoMq, _) => self.nanomq_topic().await,
        }
    }

    async fn login(&self, login: &Login<'_>) -> Result<Reply, Denial> {
        let admitted = asking::login(self.gate, self.limiter, login).await?;
        let answer = Reply::Admitted {
            device: admitted.client.device().map(str::to_owned),
            until: admitted
                .device
                .as_ref()
                .map(|device| device.valid_until().seconds()),
        };
        if let (Dialect::Emqx, Some(device)) = (self.dialect, admitted.device) {
            self.devices.remember(self.gate, device);
        }
        Ok(answer)
    }

    async fn topic(
        &self,
        name: Option<&str>,
        is_device: bool,
        action: Action,
        topic: &str,
    ) -> Result<Reply, Denial> {
        let broker = self.dialect.broker();
        let question = TopicQuestion {
            broker,
            name,
            is_device,
            action,
            topic,
        };
        let ours = asking::topic(self.gate, &question).await;
        let Some(shadow) = self.shadow else { return ours };
        let client_id = self.fields.text("client_id").ok().flatten();
        let client_id = client_id.or_else(|| self.fields.text("clientid").ok().flatten());
        let theirs = shadow.allows_at(broker, name, client_id, action, topic);
        if theirs != ours.is_ok() {
            (self.differed)(Difference {
                name,
                action,
                topic,
                ours: ours.is_ok(),
            });
        }
        match theirs {
            true => Ok(Reply::Yes),
            false => Err(Denial::Other("the ACL file denies it")),
        }
    }

    async fn plain_login(&self, client_id: &'static str) -> Result<Reply, Denial> {
        self.login(&Login {
            client_id: self.fields.text(client_id)?,
            user_name: self.fields.text("username")?,
            password: self.fields.text("password")?,
            ..Login::default()
        })
        .await
    }

    async fn emqx_login(&self) -> Result<Reply, Denial> {
        self.login(&Login {
            client_id: self.fields.filled("clientid")?,
            user_name: self.fields.filled("username")?,
            password: self.fields.filled("password")?,
            certificate: self.fields.filled("cert_pem")?,
            address: self.fields.filled("peerhost")?,
        })
        .await
    }

    async fn emqx_topic(&self) -> Result<Reply, Denial> {
        let action = match self.fields.required("action")? {
            "publish" => Action::Publish,
            "subscribe" => Action::Subscribe,
            _ => return Err(Unreadable::Type("action").into()),
        };
        // A device without a user name is known by what the login answered.
        let (user_name, device) = (self.fields.filled("username")?, self.fields.filled("device")?);
        let client_id = self.fields.filled("clientid")?;
        if device.is_some() && client_id.is_some() && device != client_id {
            return Err(NOT_ITS_CLIENT_ID);
        }
        // It came with a certificate, which may have been revoked since.
        let counts = device.map(|device| self.devices.check(self.gate, device, UnixTime::now()));
        let counts = counts
            .transpose()
            .map_err(Reason::Certificate)?
            .unwrap_or_default();
        let is_device = counts && user_name.is_none_or(|name| Some(name) == device);
        self.topic(
            user_name.or(device),
            is_device,
            action,
            self.fields.required("topic")?,
        )
        .await
    }

    async fn vernemq(&self) -> Result<Reply, Denial> {
        let hook = self
            .hook
            .ok_or(Denial::Other("there is not one header vernemq-hook"))?;
        // VerneMQ passes on a device by its certificate at the login alone, so a topic belongs to the user name.
        let name = self.fields.text("username")?;
        match hook.strip_suffix("_m5").unwrap_or(hook) {
            "auth_on_register" => {
                self.login(&Login {
                    client_id: self.fields.text("client_id")?,
                    user_name: name,
                    password: self.fields.text("password")?,
                    certificate: self.fields.filled("client_cert")?,
                    address: self.fields.filled("peer_addr")?,
                })
                .await
            }
            "auth_on_publish" => {
                self.topic(name, false, Action::Publish, self.fields.required("topic")?)
                    .await
            }
            "auth_on_subscribe" => {
                let mut filters = Vec::new();
                for VerneMqFilter { topic, qos } in self.fields.list("topics")? {
                    let asked = self.topic(name, false, Action::Subscribe, &topic).await;
                    let qos = match asked {
                        Ok(_) => qos.level().filter(|qos| *qos <= 2).unwrap_or(DENIED),
                        Err(_) => DENIED,
                    };
                    filters.push((topic, qos));
                }
                Ok(Reply::Filters(filters))
            }
            _ => Err(Denial::Other("the hook is not one that is answered")),
        }
    }

    async fn rabbitmq(&self, question: Question) -> Result<Reply, Denial> {
        let (name, is_device) = asking::account_of(self.fields.required("username")?, self.trust_domain)?;
        match question {
            // Without a password the broker has authenticated the client by TLS; an empty one is a wrong one.
            Question::Login if !self.fields.has("password") => self.known(name).map(|()| Reply::Yes),
            Question::Login => {
                let login = Login {
                    client_id: self.fields.filled("client_id")?,
                    user_name: Some(name),
                    password: Some(self.fields.required("password")?),
                    ..Login::default()
                };
                self.login(&login).await
            }
            Question::VirtualHost => {
                self.known(name)?;
                // The login does not say the client id yet. A device has its own alone: RabbitMQ hands the messages that
                // wait for a client id to any client that comes with it.
                match is_device && self.fields.filled("client_id")? != Some(name) {
                    true => Err(NOT_ITS_CLIENT_ID),
                    false => Ok(Reply::Yes),
                }
            }
            Question::Resource => {
                self.known(name)?;
                self.rabbitmq_resource()
            }
            _ => {
                let action = match self.fields.required("permission")? {
                    "write" => Action::Publish,
                    "read" => Action::Subscribe,
                    _ => return Err(Unreadable::Type("permission").into()),
                };
                if self.fields.filled("name")?.is_some_and(|name| name != EXCHANGE) {
                    return Err(NOT_FOR_MQTT);
                }
                // RabbitMQ shows no certificate, so nobody knows here whether the device is revoked by now.
                self.topic(Some(name), false, action, self.fields.required("routing_key")?)
                    .await
            }
        }
    }

    /// An MQTT client needs the exchange of all topics, and queues of its own. RabbitMQ asks about the topics themselves too.
    fn rabbitmq_resource(&self) -> Result<Reply, Denial> {
        let name = self.fields.required("name")?;
        let granted = match self.fields.required("resource")? {
            "exchange" => {
                name == EXCHANGE && ["read", "write"].contains(&self.fields.required("permission")?)
            }
            "queue" => match self.fields.filled("client_id")? {
                Some(client_id) => ["mqtt-subscription-", "mqtt-will-"].iter().any(|kind| {
                    let of_client = name
                        .strip_prefix(kind)
                        .and_then(|rest| rest.strip_prefix(client_id));
                    of_client.is_some_and(|rest| ["", "qos0", "qos1"].contains(&rest))
                }),
                None => false,
            },
            _ => false,
        };
        match granted {
            true => Ok(Reply::Yes),
            false => Err(NOT_FOR_MQTT),
        }
    }

    /// Refuses a name that no account can have.
    fn known(&self, name: &str) -> Result<(), Denial> {
        let parsed = name.parse::<amqtt_verifier::AccountName>();
        parsed
            .map(drop)
            .map_err(|error| amqtt_verifier::Reason::UserName(error).into())
    }

    async fn nanomq_login(&self) -> Result<Reply, Denial> {
        self.login(&Login {
            client_id: self.fields.filled("clientid")?,
            user_name: self.fields.filled("username")?,
            password: self.fields.filled("password")?,
            address: self.fields.filled("ipaddr")?,
            ..Login::default()
        })
        .await
    }

    async fn nanomq_topic(&self) -> Result<Reply, Denial> {
        let action = match self.fields.number("access")? {
            1 => Action::Subscribe,
            2 => Action::Publish,
            _ => return Err(Unreadable::Type("access").into()),
        };
        self.topic(
            self.fields.filled("username")?,
            false,
            action,
            self.fields.required("topic")?,
        )
        .await
    }
}

const NOT_ITS_CLIENT_ID: Denial = Denial::Other("the client id is not that of the device");
const NOT_FOR_MQTT: Denial = Denial::Other("not a resource that an MQTT client needs");

/// RabbitMQ: the exchange through which MQTT clients publish and subscribe.
const EXCHANGE: &str = "amq.topic";

/// A filter of VerneMQ's hook `auth_on_subscribe`.
#[derive(Deserialize)]
struct VerneMqFilter {
    topic: String,
    qos: VerneMqQos,
}

/// A QoS, for MQTT 5 possibly with the other options of the subscription.
#[derive(Deserialize)]
#[serde(untagged)]
enum VerneMqQos {
    Level(u8),
    Options { qos: u8 },
    Other(serde::de::IgnoredAny),
}

impl VerneMqQos {
    fn level(&self) -> Option<u8> {
        match self {
            Self::Level(qos) | Self::Options { qos } => Some(*qos),
            Self::Other(_) => None,
        }
    }
}
