//! The sessions that the plug-in has admitted, each with its verdict.

use std::collections::{HashMap, VecDeque};

use amqtt_verifier::{AuthenticatedClient, certificate::DeviceIdentity};

use crate::ffi::Handle;

/// Number of ended sessions that are remembered although their client had asked for a new one each time. The broker says when a
/// connection ends, but not when it forgets a session.
const ENDED_MAX: usize = 4096;

/// A session, from the login of its client.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: AuthenticatedClient,
    /// The device, if it came by certificate.
    pub(crate) device: Option<DeviceIdentity>,
    /// Set while the client is connected.
    pub(crate) is_live: bool,
    /// Set once the device is refused: it may do nothing more.
    pub(crate) is_revoked: bool,
}

/// All sessions, by the broker's object of each.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    known: HashMap<Handle, Session>,
    /// The object of the last session of a client id.
    latest: HashMap<String, Handle>,
    ended: VecDeque<Handle>,
}

impl Sessions {
    /// Returns the session of an object, if it is that of the client: the broker may use an object again.
    pub(crate) fn get(&self, handle: Handle, client_id: &str) -> Option<&Session> {
        self.known
            .get(&handle)
            .filter(|session| session.client.client_id().as_str() == client_id)
    }

    /// Adds a session. An ended one of the same client is forgotten; one that lives is about to end, and may have a will.
    pub(crate) fn begin(
        &mut self,
        handle: Handle,
        client: AuthenticatedClient,
        device: Option<DeviceIdentity>,
    ) {
        self.forget(handle);
        let id = client.client_id().as_str().to_owned();
        if let Some(before) = self.latest.insert(id, handle)
            && self.known.get(&before).is_some_and(|session| !session.is_live)
        {
            self.known.remove(&before);
        }
        let session = Session {
            client,
            device,
            is_live: true,
            is_revoked: false,
        };
        self.known.insert(handle, session);
    }

    /// Notes that the connection of a session has ended. What the broker asks later is about its will, and about messages that
    /// it keeps for the client.
    pub(crate) fn end(&mut self, handle: Handle, client_id: &str, is_clean: bool) {
        let Some(session) = self.known.get_mut(&handle) else {
            return;
        };
        session.is_live = false;
        if self.latest.get(client_id) != Some(&handle) || is_clean {
            self.ended.push_back(handle);
        }
        while self.ended.len() > ENDED_MAX {
            if let Some(oldest) = self.ended.pop_front()
                && self.known.get(&oldest).is_some_and(|session| !session.is_live)
            {
                self.forget(oldest);
            }
        }
    }

    /// Forgets a session.
    pub(crate) fn forget(&mut self, handle: Handle) {
        if let Some(session) = self.known.remove(&handle) {
            let id = session.client.client_id().as_str();
            if self.latest.get(id) == Some(&handle) {
                self.latest.remove(id);
            }
        }
    }

    /// Returns the objects of all devices that are connected.
    pub(crate) fn live_devices(&self) -> Vec<Handle> {
        let is_live = |session: &Session| session.is_live && !session.is_revoked && session.device.is_some();
        self.known
            .iter()
            .filter(|(_, session)| is_live(session))
            .map(|(handle, _)| *handle)
            .collect()
    }

    /// Returns the device of a session that is connected.
    pub(crate) fn live_device(&self, handle: Handle) -> Option<&DeviceIdentity> {
        let session = self.known.get(&handle)?;
        session
            .device
            .as_ref()
            .filter(|_| session.is_live && !session.is_revoked)
    }

    /// Takes everything from a session, and returns its client id.
    pub(crate) fn revoke(&mut self, handle: Handle) -> Option<String> {
        let session = self.known.get_mut(&handle)?;
        session.is_revoked = true;
        Some(session.client.client_id().as_str().to_owned())
    }
}
