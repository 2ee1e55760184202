//! The answers to the broker's events.
//!
//! The broker asks from its one thread. Nothing stays borrowed while the broker is called: it may call back at once.

use std::{
    cell::{RefCell, RefMut},
    ffi::c_int,
    mem,
    sync::{
        Arc,
        mpsc::{self, Receiver},
    },
    time::{Duration, Instant},
};

use amqtt_gate::Event;
use amqtt_verifier::{
    Action, AuthenticatedClient, Request,
    certificate::{CertificateDer, UnixTime},
};
use zeroize::Zeroizing;

use crate::{
    abi::{answer, level},
    apart::Apart,
    ffi::{self, Client, Handle},
    login::Login,
    offline, options,
    reload::Reload,
    sessions::{Known, Sessions},
};

/// Certificates and revocation lists lapse without any change of a file.
const RECHECK_EVERY: Duration = Duration::from_secs(60);
/// Time that checking live sessions may take from the broker at once.
const RECHECK_SHARE: Duration = Duration::from_millis(5);

/// Access that a client asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// To be sent a message.
    Read,
    Write,
    Subscribe,
    Unsubscribe,
}

/// The plug-in, for all listeners.
pub(crate) struct Plugin {
    events: Receiver<Event>,
    /// Dropped before the gate is, in which its sessions have a part.
    state: RefCell<State>,
    gate: Apart,
}

#[derive(Debug)]
struct State {
    sessions: Sessions,
    reload: Reload,
    watch: Watch,
}

/// The check of live sessions.
#[derive(Debug)]
struct Watch {
    /// The age of the gate at the last look at what has happened.
    age: u64,
    /// The gate's files as they were at the last check.
    generation: u64,
    last: Instant,
    /// Sessions that are still to be checked.
    due: Vec<Handle>,
    /// Clients whose session is to end.
    refused: Vec<String>,
}

impl Watch {
    /// Returns whether it is time for a look: the broker calls after every packet. A check that is under way goes on at once.
    fn is_time(&mut self, age: u64) -> bool {
        mem::replace(&mut self.age, age) != age || !self.due.is_empty()
    }
}

impl Plugin {
    /// Opens the plug-in with the broker's options.
    pub(crate) fn open(given: &[(String, String)]) -> Result<Self, String> {
        let configuration = options::configuration(given).map_err(|error| error.to_string())?;
        configuration
            .check_inventory()
            .map_err(|fault| fault.to_string())?;
        let (report, events) = mpsc::channel();
        // The broker's log takes lines from its own thread alone.
        let report = move |event| {
            let _ = report.send(event);
        };
        let gate = Apart::open(configuration, report)?;
        let now = Instant::now();
        let watch = Watch {
            age: gate.age(),
            generation: gate.gate().generation(),
            last: now,
            due: Vec::new(),
            refused: Vec::new(),
        };
        Ok(Self {
            events,
            state: RefCell::new(State {
                sessions: Sessions::default(),
                reload: Reload::default(),
                watch,
            }),
            gate,
        })
    }

    /// Decides about a login, or about a session at a reload.
    pub(crate) fn login(
        &self,
        client: &Client<'_>,
        user_name: Option<&[u8]>,
        password: Option<&[u8]>,
    ) -> c_int {
        let Some(id) = client.id() else {
            return answer::AUTH;
        };
        let is_reload = self.state().reload.includes(Instant::now());
        if is_reload && let Some(answer) = self.at_reload(client, id) {
            return answer;
        }
        let user_name = user_name.map(str::from_utf8).transpose();
        let Ok(user_name) = user_name else {
            return refused(id, "the user name is not UTF-8");
        };
        self.state().sessions.forget(client.handle());
        let login = Login {
            id: id.to_owned(),
            user_name: user_name.map(str::to_owned),
            password: password.map(|password| Zeroizing::new(password.to_vec())),
            certificate: client.certificate().map(CertificateDer::from),
        };
        let session = match self.gate.ask(move |gate| login.ask(gate)) {
            Some(Ok(session)) => session,
            Some(Err(reason)) => return refused(id, &reason.to_string()),
            None => return refused(id, "the question failed"),
        };
        let name = name(session.client());
        if user_name != Some(name) && !client.set_user_name(name) {
            return refused(id, "the broker does not take the user name");
        }
        self.state().sessions.begin(client.handle(), session);
        answer::SUCCESS
    }

    /// Returns the verdict of the session, without a hash and without a certificate, which those that are away do not have.
    fn at_reload(&self, client: &Client<'_>, id: &str) -> Option<c_int> {
        let state = self.state();
        match state.sessions.get(client.handle(), id.as_bytes()) {
            Some(known) if known.is_revoked => Some(answer::AUTH),
            // A login over a web socket may come in between, but never for an object that lives.
            Some(known) if known.is_live || !client.is_websocket() => Some(answer::SUCCESS),
            // Read from the broker's own file: it has to log in before it gets anything.
            None if !client.has_address() => Some(answer::SUCCESS),
            _ => None,
        }
    }

    /// Decides about a topic.
    pub(crate) fn topic(&self, client: &Client<'_>, access: Access, topic: &str) -> c_int {
        let Some(id) = client.id_octets() else {
            return answer::ACL_DENIED;
        };
        let action = match access {
            Access::Read => Action::Receive,
            Access::Write => Action::Publish,
            Access::Subscribe => Action::Subscribe,
            Access::Unsubscribe => return answer::SUCCESS,
        };
        let is_allowed = match self.state().sessions.get_mut(client.handle(), id) {
            // The broker ends the session of one who publishes with another answer than a denial.
            Some(known) if known.is_revoked && access == Access::Write => return answer::AUTH,
            Some(known) if known.is_revoked => false,
            Some(known) => self.decide(known, action, topic),
            // A session that the broker read from its own file: messages are kept for it, and nothing else.
            None if access == Access::Read => self.decide_offline(client, topic),
            None => false,
        };
        match is_allowed {
            true => answer::SUCCESS,
            false => answer::ACL_DENIED,
        }
    }

    fn decide(&self, known: &mut Known, action: Action, topic: &str) -> bool {
        match known.rights(self.gate.age()) {
            Some(acl) => Request::parse(action, topic).is_ok_and(|request| acl.allows(request)),
            None => self.ask(known, action, topic),
        }
    }

    #[cold]
    fn ask(&self, known: &Known, action: Action, topic: &str) -> bool {
        if known.session.answers_at_once() {
            return known.session.decide(action, topic).is_ok();
        }
        let (session, topic) = (Arc::clone(&known.session), topic.to_owned());
        let answer = self.gate.ask(move |gate| gate.decide(&session, action, &topic));
        answer.is_some_and(|answer| answer.is_ok())
    }

    #[cold]
    fn decide_offline(&self, client: &Client<'_>, topic: &str) -> bool {
        let Some(client) = offline::client(client) else {
            return false;
        };
        let topic = topic.to_owned();
        let answer = self
            .gate
            .ask(move |gate| gate.authorize(&client, Action::Receive, &topic));
        answer.is_some_and(|answer| answer.is_ok())
    }

    /// The connection of a client has ended.
    pub(crate) fn disconnected(&self, client: &Client<'_>) -> c_int {
        if let Some(id) = client.id() {
            self.state().sessions.end(client.handle(), id, client.is_clean());
        }
        answer::SUCCESS
    }

    /// The broker reads its configuration again.
    pub(crate) fn reloading(&self) -> c_int {
        self.state().reload.begin(Instant::now());
        answer::SUCCESS
    }

    /// The broker has gone through its connections; it does so at least ten times a second.
    pub(crate) fn tick(&self) -> c_int {
        let is_time = {
            let State { reload, watch, .. } = &mut *self.state();
            reload.end();
            watch.is_time(self.gate.age())
        };
        if is_time {
            self.look(None);
        }
        answer::SUCCESS
    }

    /// A client publishes something: where ticks do not come, an occasion to end sessions.
    pub(crate) fn message(&self, client: &Client<'_>) -> c_int {
        // The broker is in the middle of a message of this client; the answer has it end the session.
        let is_time = self.state().watch.is_time(self.gate.age());
        if is_time {
            self.look(client.id());
        }
        let state = self.state();
        let id = client.id_octets();
        let known = id.and_then(|id| state.sessions.get(client.handle(), id));
        match known {
            Some(known) if known.is_revoked => answer::AUTH,
            _ => answer::SUCCESS,
        }
    }

    /// Reports what happened to the files, checks live sessions, and ends those that are to end, but for one client's.
    #[cold]
    fn look(&self, spared: Option<&str>) {
        self.watch(Instant::now());
        self.end_refused(spared);
    }

    /// Reports what happened to the files, and checks live sessions.
    fn watch(&self, now: Instant) {
        for event in self.events.try_iter() {
            let level = match event {
                Event::Reloaded { .. } => level::INFO,
                _ => level::WARNING,
            };
            ffi::log(level, &format!("amqtt-verifier: {event}"));
        }
        let gate = self.gate.gate();
        let mut state = self.state();
        let State { sessions, watch, .. } = &mut *state;
        let generation = gate.generation();
        if watch.generation != generation || now.duration_since(watch.last) >= RECHECK_EVERY {
            watch.generation = generation;
            watch.last = now;
            watch.due = sessions.live_devices();
        }
        let mut refused = Vec::new();
        while !watch.due.is_empty() && now.elapsed() < RECHECK_SHARE {
            let Some(handle) = watch.due.pop() else { break };
            let session = sessions.live(handle);
            if let Some(Err(reason)) = session.map(|session| gate.check(session, UnixTime::now()))
                && let Some(id) = sessions.revoke(handle)
            {
                refused.push((id, reason));
            }
        }
        let ids = refused.iter().map(|(id, _)| id.clone());
        watch.refused.extend(ids);
        drop(state);
        for (id, reason) in refused {
            let line = format!("amqtt-verifier: ending the session of {id:?}: {reason}");
            ffi::log(level::NOTICE, &line);
        }
    }

    /// Ends the sessions that are to end, but for one client's.
    fn end_refused(&self, spared: Option<&str>) {
        let mut refused = mem::take(&mut self.state().watch.refused);
        refused.retain(|id| {
            let is_spared = Some(id.as_str()) == spared;
            if !is_spared {
                ffi::kick(id);
            }
            is_spared
        });
        self.state().watch.refused.append(&mut refused);
    }

    fn state(&self) -> RefMut<'_, State> {
        self.state.borrow_mut()
    }
}

/// Returns the user name that a client has at the broker from now on.
fn name(client: &AuthenticatedClient) -> &str {
    match (client.account(), client.device()) {
        (Some(account), _) => account.as_str(),
        // An id that is too long for an account has no rights, but a name.
        (None, Some(device)) => device,
        (None, None) => client.client_id().as_str(),
    }
}

fn refused(id: &str, reason: &str) -> c_int {
    let line = format!("amqtt-verifier: refusing {id:?}: {reason}");
    ffi::log(level::NOTICE, &line);
    answer::AUTH
}
