//! The sessions that the plug-in has admitted, each with its verdict.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use amqtt_gate::Session;
use amqtt_verifier::acl::RecentAcl;
use foldhash::fast::RandomState;

use crate::{apart::AGE, ffi::Handle};

/// Time for which rights have to last: the next age may come late.
const LASTING: Duration = AGE.saturating_mul(2);

/// Number of ended sessions that are remembered although their client had asked for a new one each time. The broker says when a
/// connection ends, but not when it forgets a session.
const ENDED_MAX: usize = 4096;

/// A session, from the login of its client.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) session: Arc<Session>,
    /// Set while the client is connected.
    pub(crate) is_live: bool,
    /// Set once the device is refused: it may do nothing more.
    pub(crate) is_revoked: bool,
    rights: Rights,
}

/// The rights of a session, as they were at an age of the gate.
#[derive(Debug, Default)]
struct Rights {
    /// The age at which they count; 0 for none.
    age: u64,
    /// `None` if the session itself has to be asked.
    acl: Option<RecentAcl>,
}

/// All sessions, by the broker's object of each.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    known: HashMap<Handle, Known, RandomState>,
    /// The object of the last session of a client id.
    latest: HashMap<String, Handle>,
    ended: VecDeque<Handle>,
}

impl Sessions {
    /// Returns the session of an object, if it is that of the client: the broker may use an object again.
    pub(crate) fn get(&self, handle: Handle, client_id: &[u8]) -> Option<&Known> {
        self.known
            .get(&handle)
            .filter(|known| known.id().as_bytes() == client_id)
    }

    /// The same, to decide by.
    pub(crate) fn get_mut(&mut self, handle: Handle, client_id: &[u8]) -> Option<&mut Known> {
        self.known
            .get_mut(&handle)
            .filter(|known| known.id().as_bytes() == client_id)
    }

    /// Adds a session. An ended one of the same client is forgotten; one that lives is about to end, and may have a will.
    pub(crate) fn begin(&mut self, handle: Handle, session: Session) {
        self.forget(handle);
        let known = Known {
            session: Arc::new(session),
            is_live: true,
            is_revoked: false,
            rights: Rights::default(),
        };
        let before = self.latest.insert(known.id().to_owned(), handle);
        self.known.insert(handle, known);
        if let Some(before) = before {
            self.forget_ended(before);
        }
    }

    /// Notes that the connection of a session has ended. What the broker asks later is about its will, and about messages that
    /// it keeps for the client.
    pub(crate) fn end(&mut self, handle: Handle, client_id: &str, is_clean: bool) {
        let Some(known) = self.known.get_mut(&handle) else {
            return;
        };
        known.is_live = false;
        if is_clean || self.latest.get(client_id) != Some(&handle) {
            self.ended.push_back(handle);
        }
        if self.ended.len() > ENDED_MAX
            && let Some(oldest) = self.ended.pop_front()
        {
            self.forget_ended(oldest);
        }
    }

    /// Forgets a session.
    pub(crate) fn forget(&mut self, handle: Handle) {
        if let Some(known) = self.known.remove(&handle)
            && self.latest.get(known.id()) == Some(&handle)
        {
            self.latest.remove(known.id());
        }
    }

    fn forget_ended(&mut self, handle: Handle) {
        if self.known.get(&handle).is_some_and(|known| !known.is_live) {
            self.forget(handle);
        }
    }

    /// Returns the objects of all devices that are connected.
    pub(crate) fn live_devices(&self) -> Vec<Handle> {
        let objects = self.known.iter().filter(|(_, known)| known.is_checked());
        objects.map(|(handle, _)| *handle).collect()
    }

    /// Returns a session that is connected and that nobody has ended.
    pub(crate) fn live(&self, handle: Handle) -> Option<&Session> {
        let known = self.known.get(&handle).filter(|known| known.is_checked());
        known.map(|known| &*known.session)
    }

    /// Takes everything from a session, and returns its client id.
    pub(crate) fn revoke(&mut self, handle: Handle) -> Option<String> {
        let known = self.known.get_mut(&handle)?;
        known.is_revoked = true;
        Some(known.id().to_owned())
    }
}

impl Known {
    /// Returns the rights at an age of the gate, if they need not be asked for.
    pub(crate) fn rights(&mut self, age: u64) -> Option<&mut RecentAcl> {
        if self.rights.age != age {
            self.look_up_rights(age);
        }
        self.rights.acl.as_mut()
    }

    #[cold]
    fn look_up_rights(&mut self, age: u64) {
        self.rights.age = age;
        let before = self.rights.acl.take();
        self.rights.acl = self.session.rights_for(LASTING).map(|acl| {
            let same = before.filter(|before| Arc::ptr_eq(before.acl(), &acl));
            same.unwrap_or_else(|| RecentAcl::new(acl))
        });
    }

    fn id(&self) -> &str {
        self.session.client().client_id().as_str()
    }

    /// True if the certificate is checked again and again.
    fn is_checked(&self) -> bool {
        self.is_live && !self.is_revoked && self.session.device().is_some()
    }
}
