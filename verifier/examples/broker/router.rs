//! Who is connected, and who gets what. It asks the verifier nothing but whether live devices are still good.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use amqtt_verifier::{
    AuthenticatedClient, Filters, Subscription, TopicFilter, TopicName,
    certificate::{CertificateVerifier, DeviceIdentity, UnixTime},
};
use tokio::sync::{mpsc, oneshot};

use crate::wire::{DisconnectReasonCode, Publish, SubscribeReasonCode};

/// How many messages wait for a client that is slow to take them; the rest is lost, as QoS 0 permits.
const INBOX: usize = 256;
/// How many filters a client may subscribe to.
const MAX_SUBSCRIPTIONS: usize = 100;

/// The sessions, by client id.
#[derive(Default)]
pub(crate) struct Router(Mutex<State>);

#[derive(Default)]
struct State {
    sessions: HashMap<String, Session>,
    opened: u64,
    delivered: usize,
}

struct Session {
    number: u64,
    account: Option<String>,
    device: Option<DeviceIdentity>,
    subscriptions: HashMap<String, Subscribed>,
    inbox: mpsc::Sender<Publish>,
    close: oneshot::Sender<DisconnectReasonCode>,
}

struct Subscribed {
    filter: Filters,
    is_shared: bool,
    no_local: bool,
}

impl State {
    /// A session, unless another one has taken its place.
    fn session(&mut self, id: &str, number: u64) -> Option<&mut Session> {
        let session = self.sessions.get_mut(id);
        session.filter(|session| session.number == number)
    }
}

/// What a session hears from the router.
pub(crate) struct Hearing {
    /// Which of the sessions with this client id it is.
    pub(crate) number: u64,
    /// Messages for its subscriptions. Whether it may receive them is still to be asked.
    pub(crate) inbox: mpsc::Receiver<Publish>,
    /// That it has to end, and why.
    pub(crate) closed: oneshot::Receiver<DisconnectReasonCode>,
}

impl Router {
    /// Begins a session, which takes the place of another one with this client id (MQTT 5, 3.1.4-3); nothing, where it must
    /// not. A password proves a user name, and any client id may stand beside it, so that only the same account may, or the
    /// device whose certificate proves the client id.
    pub(crate) fn open(
        &self,
        client: &AuthenticatedClient,
        device: Option<DeviceIdentity>,
    ) -> Option<Hearing> {
        let mut state = self.lock();
        let id = client.client_id().as_str();
        let held = state.sessions.get(id);
        if client.device().is_none() && held.is_some_and(|held| held.account.as_deref() != client.account()) {
            return None;
        }
        state.opened += 1;
        let number = state.opened;
        let (sender, inbox) = mpsc::channel(INBOX);
        let (close, closed) = oneshot::channel();
        let session = Session {
            number,
            account: client.account().map(str::to_owned),
            device,
            subscriptions: HashMap::new(),
            inbox: sender,
            close,
        };
        if let Some(old) = state.sessions.insert(id.to_owned(), session) {
            let _ = old.close.send(DisconnectReasonCode::SessionTakenOver);
        }
        Some(Hearing {
            number,
            inbox,
            closed,
        })
    }

    /// Ends a session, unless another one has taken its place.
    pub(crate) fn close(&self, id: &str, number: u64) {
        let mut state = self.lock();
        if state.session(id, number).is_some() {
            state.sessions.remove(id);
        }
    }

    /// Adds a subscription that was granted.
    pub(crate) fn subscribe(&self, id: &str, number: u64, text: &str, no_local: bool) -> SubscribeReasonCode {
        let Ok(subscription) = Subscription::parse(text) else {
            return SubscribeReasonCode::TopicFilterInvalid;
        };
        let Ok(filter) = subscription.filter().parse::<TopicFilter>() else {
            return SubscribeReasonCode::TopicFilterInvalid;
        };
        let subscribed = Subscribed {
            filter: [filter].into_iter().collect(),
            is_shared: subscription.group().is_some(),
            no_local,
        };
        let mut state = self.lock();
        let Some(session) = state.session(id, number) else {
            return SubscribeReasonCode::UnspecifiedError;
        };
        if session.subscriptions.len() == MAX_SUBSCRIPTIONS && !session.subscriptions.contains_key(text) {
            return SubscribeReasonCode::QuotaExceeded;
        }
        session.subscriptions.insert(text.to_owned(), subscribed);
        SubscribeReasonCode::GrantedQoS0
    }

    /// Takes a subscription away; whether there was one.
    pub(crate) fn unsubscribe(&self, id: &str, number: u64, text: &str) -> bool {
        let mut state = self.lock();
        let session = state.session(id, number);
        session.is_some_and(|session| session.subscriptions.remove(text).is_some())
    }

    /// Hands a message to every subscriber, and to one of each group that shares a subscription (MQTT 5, 4.8.2), in turn.
    pub(crate) fn deliver(&self, from: &str, message: &Publish) {
        let Ok(topic) = TopicName::parse(&message.topic_name) else {
            return;
        };
        let mut state = self.lock();
        state.delivered = state.delivered.wrapping_add(1);
        let mut groups: HashMap<&str, Vec<&Session>> = HashMap::new();
        for (id, session) in &state.sessions {
            let mut is_subscribed = false;
            let subscriptions = session.subscriptions.iter();
            for (text, subscription) in
                subscriptions.filter(|(_, subscription)| subscription.filter.matches(topic))
            {
                match subscription.is_shared {
                    true => groups.entry(text).or_default().push(session),
                    false => is_subscribed |= !(subscription.no_local && id == from),
                }
            }
            if is_subscribed {
                let _ = session.inbox.try_send(message.clone());
            }
        }
        for members in groups.values() {
            let _ = members[state.delivered % members.len()]
                .inbox
                .try_send(message.clone());
        }
    }

    /// Ends the sessions of devices that would not be admitted any more. Gives their ids, each with the reason.
    pub(crate) fn recheck(&self, certificates: &CertificateVerifier, now: UnixTime) -> Vec<(String, String)> {
        let mut state = self.lock();
        let devices = state
            .sessions
            .values()
            .filter_map(|session| session.device.as_ref());
        let refused = certificates.recheck(devices, now).into_iter();
        let refused: Vec<_> = refused
            .map(|(device, refusal)| (device.device_id().to_owned(), refusal.to_string()))
            .collect();
        for (id, _) in &refused {
            if let Some(session) = state.sessions.remove(id) {
                let _ = session.close.send(DisconnectReasonCode::NotAuthorized);
            }
        }
        refused
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
