//! The answers to the broker's events.
//!
//! The broker asks from its one thread, so the locks are never waited for. None of them is held while the broker is called: it
//! may call back at once.

use std::{
    ffi::c_int,
    mem,
    sync::{
        Mutex, MutexGuard, PoisonError,
        mpsc::{self, Receiver},
    },
    time::{Duration, Instant},
};

use amqtt_gate::{Blocking, Connect, Event};
use amqtt_verifier::{
    Action, AuthenticatedClient,
    certificate::{CertificateDer, UnixTime},
};

use crate::{
    abi::{answer, level},
    ffi::{self, Client, Handle},
    offline, options,
    reload::Reload,
    sessions::Sessions,
};

/// Certificates and revocation lists lapse without any change of a file.
const RECHECK_EVERY: Duration = Duration::from_secs(60);
/// Time that checking live sessions may take from the broker at once.
const RECHECK_SHARE: Duration = Duration::from_millis(5);
/// A broker that has not called about a tick for so long does not do so at all.
const TICK_IS_MISSING: Duration = Duration::from_secs(2);

/// What a client wants with a topic.
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
    gate: Blocking,
    events: Mutex<Receiver<Event>>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    sessions: Sessions,
    reload: Reload,
    watch: Watch,
    last_tick: Instant,
}

/// The check of live sessions.
#[derive(Debug)]
struct Watch {
    /// The gate's files as they were at the last check.
    generation: u64,
    last: Instant,
    /// Sessions that are still to be checked.
    due: Vec<Handle>,
    /// Clients whose session is to end.
    refused: Vec<String>,
}

impl Plugin {
    /// Opens the plug-in with the broker's options.
    pub(crate) fn open(given: &[(String, String)]) -> Result<Self, String> {
        let configuration = options::configuration(given).map_err(|error| error.to_string())?;
        let (report, events) = mpsc::channel();
        // The broker's log takes lines from its own thread alone.
        let report = move |event| {
            let _ = report.send(event);
        };
        let gate = Blocking::open(&configuration, report).map_err(|error| error.to_string())?;
        let now = Instant::now();
        let watch = Watch {
            generation: gate.gate().generation(),
            last: now,
            due: Vec::new(),
            refused: Vec::new(),
        };
        Ok(Self {
            gate,
            events: Mutex::new(events),
            state: Mutex::new(State {
                sessions: Sessions::default(),
                reload: Reload::default(),
                watch,
                last_tick: now,
            }),
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
        let certificate = client.certificate().map(CertificateDer::from);
        let chain = certificate.as_slice();
        let mut connect = Connect::new(id).with_chain(chain);
        if let Some(user_name) = user_name {
            connect = connect.with_user_name(user_name);
        }
        if let Some(password) = password {
            connect = connect.with_password(password);
        }
        let session = match self.gate.connect(&connect, UnixTime::now()) {
            Ok(session) => session,
            Err(reason) => return refused(id, &reason.to_string()),
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
        match state.sessions.get(client.handle(), id) {
            Some(known) if known.is_revoked => Some(answer::AUTH),
            // A login over a web socket may come in between, but never for an object that lives.
            Some(known) if known.is_live || !client.is_websocket() => Some(answer::SUCCESS),
            // Read from the broker's own file: it has to log in before it gets anything.
            None if !client.has_address() => Some(answer::SUCCESS),
            _ => None,
        }
    }

    /// Decides about a topic.
    pub(crate) fn topic(&self, client: &Client<'_>, access: Access, topic: &[u8]) -> c_int {
        let (Some(id), Ok(topic)) = (client.id(), str::from_utf8(topic)) else {
            return answer::ACL_DENIED;
        };
        let action = match access {
            Access::Read => Action::Receive,
            Access::Write => Action::Publish,
            Access::Subscribe => Action::Subscribe,
            Access::Unsubscribe => return answer::SUCCESS,
        };
        let state = self.state();
        let is_allowed = match state.sessions.get(client.handle(), id) {
            // The broker ends the session of one who publishes with another answer than a denial.
            Some(known) if known.is_revoked && access == Access::Write => return answer::AUTH,
            Some(known) if known.is_revoked => false,
            Some(known) => self.gate.decide(&known.session, action, topic).is_ok(),
            // A session that the broker read from its own file: messages are kept for it, and nothing else.
            None if access == Access::Read => offline::client(id, client.user_name())
                .is_some_and(|client| self.gate.authorize(&client, action, topic).is_ok()),
            None => false,
        };
        match is_allowed {
            true => answer::SUCCESS,
            false => answer::ACL_DENIED,
        }
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
        let now = Instant::now();
        {
            let mut state = self.state();
            state.reload.end();
            state.last_tick = now;
        }
        self.watch(now);
        self.end_refused(None);
        answer::SUCCESS
    }

    /// A client publishes something: where ticks do not come, an occasion to end sessions.
    pub(crate) fn message(&self, client: &Client<'_>) -> c_int {
        let now = Instant::now();
        if now.duration_since(self.state().last_tick) < TICK_IS_MISSING {
            return answer::SUCCESS;
        }
        self.watch(now);
        // The broker is in the middle of a message of this client; the answer has it end the session.
        self.end_refused(client.id());
        let state = self.state();
        let known = client.id().and_then(|id| state.sessions.get(client.handle(), id));
        match known {
            Some(known) if known.is_revoked => answer::AUTH,
            _ => answer::SUCCESS,
        }
    }

    /// Reports what happened to the files, and checks live sessions if it is time to.
    fn watch(&self, now: Instant) {
        for event in lock(&self.events).try_iter() {
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

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
