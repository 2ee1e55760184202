//! The connected clients, and the messages they get. It asks the verifier nothing but whether live devices are still
//! good.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use amqtt_gate::Gate;
use amqtt_verifier::{
    AuthenticatedClient, Filters, Subscription, TopicName,
    certificate::{DeviceIdentity, UnixTime},
};
use mqtt_proto::v5::{DisconnectReasonCode, Publish, SubscribeReasonCode};
use tokio::sync::mpsc;

/// Maximum number of messages that wait for a slow client.
const INBOX: usize = 256;
/// Maximum number of filters that a client may subscribe to.
const MAX_SUBSCRIPTIONS: usize = 100;

/// A client that is connected.
pub(crate) struct Session {
    pub(crate) client: AuthenticatedClient,
    device: Option<DeviceIdentity>,
    subscriptions: Mutex<HashMap<String, Subscribed>>,
    inbox: mpsc::Sender<Delivery>,
    close: mpsc::Sender<DisconnectReasonCode>,
}

struct Subscribed {
    filter: Filters,
    is_shared: bool,
    no_local: bool,
}

/// A message from the router to a session.
pub(crate) struct Hearing {
    /// Messages for its subscriptions. Whether it may receive them is still to be asked.
    pub(crate) inbox: mpsc::Receiver<Delivery>,
    /// That it has to end, and why.
    pub(crate) closed: mpsc::Receiver<DisconnectReasonCode>,
}

/// A message on its way to one session.
pub(crate) struct Delivery {
    pub(crate) message: Publish,
    /// The next receivers, the last one first: the other members of a group that shares a subscription.
    next: Vec<mpsc::Sender<Delivery>>,
}

impl Delivery {
    /// Hands the message to the next session that has room for it. With none left it is lost, as QoS 0 permits.
    pub(crate) fn pass_on(mut self) {
        while let Some(next) = self.next.pop() {
            match next.try_send(self) {
                Ok(()) => return,
                Err(error) => self = error.into_inner(),
            }
        }
    }
}

impl Session {
    /// A session that is not open yet.
    pub(crate) fn new(client: AuthenticatedClient, device: Option<DeviceIdentity>) -> (Arc<Self>, Hearing) {
        let (to_inbox, inbox) = mpsc::channel(INBOX);
        let (close, closed) = mpsc::channel(1);
        let session = Self {
            client,
            device,
            subscriptions: Mutex::default(),
            inbox: to_inbox,
            close,
        };
        (Arc::new(session), Hearing { inbox, closed })
    }

    pub(crate) fn id(&self) -> &str {
        self.client.client_id().as_str()
    }

    /// Adds a subscription that was granted.
    pub(crate) fn subscribe(&self, text: &str, no_local: bool) -> SubscribeReasonCode {
        let subscribed = Subscription::parse(text).and_then(|subscription| {
            Ok(Subscribed {
                filter: Filters::from_iter([subscription.filter().parse()?]),
                is_shared: subscription.group().is_some(),
                no_local,
            })
        });
        let Ok(subscribed) = subscribed else {
            return SubscribeReasonCode::TopicFilterInvalid;
        };
        let mut subscriptions = lock(&self.subscriptions);
        if subscriptions.len() == MAX_SUBSCRIPTIONS && !subscriptions.contains_key(text) {
            return SubscribeReasonCode::QuotaExceeded;
        }
        subscriptions.insert(text.to_owned(), subscribed);
        SubscribeReasonCode::GrantedQoS0
    }

    /// Takes a subscription away; whether there was one.
    pub(crate) fn unsubscribe(&self, text: &str) -> bool {
        lock(&self.subscriptions).remove(text).is_some()
    }

    fn close(&self, reason: DisconnectReasonCode) {
        // There is room for one: the first reason is the one that counts.
        let _ = self.close.try_send(reason);
    }

    /// Returns whether it may take the place of another session with its client id. A password proves a user name, and
    /// any client id may stand beside it: so only the same account may, or the device whose certificate proves the
    /// client id.
    fn may_replace(&self, held: &Self) -> bool {
        self.client.device().is_some() || self.client.account() == held.client.account()
    }
}

/// The sessions that are open.
#[derive(Default)]
pub(crate) struct Router {
    sessions: Mutex<HashMap<String, Arc<Session>>>,
    turn: AtomicUsize,
}

impl Router {
    /// Opens a session, which ends another one with this client id (MQTT 5, 3.1.4-3); false where it must not.
    pub(crate) fn open(&self, session: &Arc<Session>) -> bool {
        let mut sessions = lock(&self.sessions);
        if let Some(held) = sessions.get(session.id()) {
            if !session.may_replace(held) {
                return false;
            }
            held.close(DisconnectReasonCode::SessionTakenOver);
        }
        sessions.insert(session.id().to_owned(), Arc::clone(session));
        true
    }

    /// Removes a session that has ended, unless another one has taken its place.
    pub(crate) fn remove(&self, session: &Arc<Session>) {
        if let Entry::Occupied(held) = lock(&self.sessions).entry(session.id().to_owned())
            && Arc::ptr_eq(held.get(), session)
        {
            held.remove();
        }
    }

    /// Hands a message to every subscriber, and to one of each group that shares a subscription (MQTT 5, 4.8.2): its
    /// members have the first turn one after the other, and a member that may not receive the message passes it on.
    pub(crate) fn deliver(&self, from: &Session, message: &Publish) {
        let Ok(topic) = TopicName::parse(&message.topic_name) else {
            return;
        };
        let hand_to = |next| {
            let message = message.clone();
            Delivery { message, next }.pass_on();
        };
        let mut groups: HashMap<String, Vec<_>> = HashMap::new();
        for session in lock(&self.sessions).values() {
            let mut is_subscribed = false;
            let subscriptions = lock(&session.subscriptions);
            for (text, subscribed) in subscriptions.iter().filter(|(_, it)| it.filter.matches(topic)) {
                if subscribed.is_shared {
                    let members = groups.entry(text.clone()).or_default();
                    members.push(session.inbox.clone());
                } else if !(subscribed.no_local && session.id() == from.id()) {
                    is_subscribed = true;
                }
            }
            if is_subscribed {
                hand_to(vec![session.inbox.clone()]);
            }
        }
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        for mut members in groups.into_values() {
            let first = turn % members.len();
            members.rotate_left(first);
            hand_to(members);
        }
    }

    /// Ends the sessions of devices that would not be admitted any more.
    pub(crate) fn recheck(&self, gate: &Gate) {
        let sessions = lock(&self.sessions);
        let devices = sessions.values().filter_map(|session| session.device.as_ref());
        for (device, refusal) in gate.recheck(devices, UnixTime::now()) {
            eprintln!("{:?} is put out: {refusal}", device.device_id());
            // The device id is the client id.
            if let Some(session) = sessions.get(device.device_id()) {
                session.close(DisconnectReasonCode::NotAuthorized);
            }
        }
    }
}

/// The state after a panic is whole: nothing is changed in two steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
