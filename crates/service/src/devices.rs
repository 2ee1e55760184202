//! Devices that came by certificate: a question about a topic names one without its certificate.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use amqtt_gate::Gate;
use amqtt_verifier::{
    certificate::{DeviceIdentity, Refusal, UnixTime},
    sources::database::HeldStates,
};

/// Devices that are remembered; beyond that, another one is forgotten.
const MOST: usize = 100_000;

/// The devices that logged in since the service started, each by its last certificate.
#[derive(Default)]
pub(crate) struct Devices(Mutex<HashMap<Box<str>, Arc<Known>>>);

struct Known {
    device: DeviceIdentity,
    /// What the inventory says about it, which is kept up to date meanwhile.
    _states: Option<HeldStates>,
}

impl Devices {
    /// Remembers a device that was admitted.
    pub(crate) fn remember(&self, gate: &Gate, device: DeviceIdentity) {
        let (name, states) = (Box::from(device.device_id()), gate.hold(&device));
        let known = Arc::new(Known {
            device,
            _states: states,
        });
        let mut devices = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if devices.len() >= MOST && !devices.contains_key(&name) {
            let other = devices.keys().next().cloned();
            other.map(|other| devices.remove(&other));
        }
        devices.insert(name, known);
    }

    /// Returns whether a device is known to be admitted still.
    ///
    /// # Errors
    /// Returns the refusal of one that would not be admitted any more.
    pub(crate) fn check(&self, gate: &Gate, name: &str, now: UnixTime) -> Result<bool, Refusal> {
        let devices = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = devices.get(name).cloned();
        drop(devices);
        let Some(known) = known else { return Ok(false) };
        match gate.recheck([&known.device], now).pop() {
            None => Ok(true),
            Some((_, refusal)) => Err(refusal),
        }
    }
}
