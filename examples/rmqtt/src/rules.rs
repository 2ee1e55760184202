//! Answers rmqtt's questions.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use amqtt_gate::{Connect, Gate};
use amqtt_verifier::{Action, AuthenticatedClient, Reason, certificate::UnixTime};
use async_trait::async_trait;
use rmqtt::{
    codec::v5::SubscribeAckReason,
    hook::{Handler, HookResult, Parameter, ReturnType},
    session::Session,
    types::{AuthResult, ConnectInfo, Id, LastWill, PublishAclResult, SubscribeAclResult},
};

/// The gate, and who the clients are that it admitted. A clone shares both.
#[derive(Clone)]
pub(crate) struct Rules {
    gate: Arc<Gate>,
    /// A client id may be taken over by a second connection while the first is still being asked about, so the time of
    /// the CONNECT is part of the key.
    clients: Arc<RwLock<HashMap<(String, i64), Arc<AuthenticatedClient>>>>,
}

impl Rules {
    pub(crate) fn new(gate: Gate) -> Self {
        Self {
            gate: Arc::new(gate),
            clients: Arc::default(),
        }
    }

    async fn admit(&self, info: &ConnectInfo) -> AuthResult {
        match self.try_admit(info).await {
            Ok(client) => {
                let mut clients = self.clients.write().unwrap_or_else(PoisonError::into_inner);
                clients.insert(key(info.id()), Arc::new(client));
                AuthResult::Allow(false, None)
            }
            Err(reason) => {
                eprintln!("{:?} is refused: {reason}", &*info.client_id());
                AuthResult::NotAuthorized
            }
        }
    }

    async fn try_admit(&self, info: &ConnectInfo) -> Result<AuthenticatedClient, Reason> {
        let mut connect = Connect::new(info.client_id());
        if let Some(user_name) = info.username() {
            connect = connect.with_user_name(user_name);
        }
        if let Some(password) = info.password() {
            connect = connect.with_password(password);
        }
        let client = self.gate.admit(&connect, UnixTime::now()).await?.client;
        let will = info.last_will();
        let will = will.as_ref().map(|will| match will {
            LastWill::V3(will) => &*will.topic,
            LastWill::V5(will) => &*will.topic,
        });
        if let Some(topic) = will {
            self.gate.authorize(&client, Action::Publish, topic).await?;
        }
        Ok(client)
    }

    async fn may(&self, session: &Session, action: Action, topic: &str) -> bool {
        let client = {
            let clients = self.clients.read().unwrap_or_else(PoisonError::into_inner);
            clients.get(&key(&session.id)).cloned()
        };
        match client {
            Some(client) => self.gate.authorize(&client, action, topic).await.is_ok(),
            None => false,
        }
    }
}

fn key(id: &Id) -> (String, i64) {
    (id.client_id.to_string(), id.create_time)
}

#[async_trait]
impl Handler for Rules {
    async fn hook(&self, question: &Parameter, _: Option<HookResult>) -> ReturnType {
        let answer = match question {
            Parameter::ClientAuthenticate(info) => HookResult::AuthResult(self.admit(info).await),
            Parameter::ClientSubscribeCheckAcl(session, subscribe) => {
                let answer = if self
                    .may(session, Action::Subscribe, &subscribe.topic_filter)
                    .await
                {
                    SubscribeAclResult::new_success(subscribe.opts.qos(), None)
                } else {
                    SubscribeAclResult::new_failure(SubscribeAckReason::NotAuthorized)
                };
                HookResult::SubscribeAclResult(answer)
            }
            Parameter::MessagePublishCheckAcl(session, publish) => {
                let answer = if self.may(session, Action::Publish, &publish.topic).await {
                    PublishAclResult::allow()
                } else {
                    PublishAclResult::rejected(false, None)
                };
                HookResult::PublishAclResult(answer)
            }
            Parameter::MessageExpiryCheck(session, _, publish) => {
                if self.may(session, Action::Receive, &publish.topic).await {
                    return (true, None);
                }
                HookResult::MessageExpiry
            }
            Parameter::SessionTerminated(session, _) => {
                let mut clients = self.clients.write().unwrap_or_else(PoisonError::into_inner);
                clients.remove(&key(&session.id));
                return (true, None);
            }
            _ => return (true, None),
        };
        (false, Some(answer))
    }
}
