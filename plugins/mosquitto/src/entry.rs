//! The functions that the broker calls. With `ffi`, the other direction, it is the only place with `unsafe` code.
//!
//! No panic crosses: it is caught, and the answer is a denial.
#![allow(unsafe_code, reason = "the border to C")]

use std::{
    cell::Cell,
    ffi::{c_int, c_void},
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    sync::Arc,
};

use crate::{
    abi::{self, AclCheck, BasicAuth, Disconnect, Message, Opt, access, answer, event, level},
    ffi::{Client, bytes, log},
    plugin::{Access, Plugin},
    shared,
};

type Callback = unsafe extern "C" fn(c_int, *mut c_void, *mut c_void) -> c_int;

// SAFETY: the declarations are those of the broker's headers.
unsafe extern "C" {
    fn mosquitto_callback_register(
        identifier: *mut c_void,
        event: c_int,
        callback: Callback,
        event_data: *const c_void,
        userdata: *mut c_void,
    ) -> c_int;
    fn mosquitto_callback_unregister(
        identifier: *mut c_void,
        event: c_int,
        callback: Callback,
        event_data: *const c_void,
    ) -> c_int;
}

/// Reads the `plugin_opt_…` lines.
///
/// # Safety
/// The pointer is that of as many options, or there are none.
unsafe fn options(options: *const Opt, count: c_int) -> Vec<(String, String)> {
    let count = usize::try_from(count).unwrap_or(0);
    if options.is_null() || count == 0 {
        return Vec::new();
    }
    // SAFETY: as the caller promises.
    let options = unsafe { std::slice::from_raw_parts(options, count) };
    // What is not UTF-8 is refused later: no option has such a value.
    let copy = |text: Option<&[u8]>| String::from_utf8_lossy(text.unwrap_or_default()).into_owned();
    // SAFETY: keys and values are C strings, or null.
    let pair = |option: &Opt| unsafe { (copy(bytes(option.key)), copy(bytes(option.value))) };
    options.iter().map(pair).collect()
}

/// Runs what must not panic into the broker.
fn guarded(denial: c_int, work: impl FnOnce() -> c_int) -> c_int {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(denial)
}

/// The events that the plug-in answers.
const EVENTS: [c_int; 6] = [
    event::RELOAD,
    event::BASIC_AUTH,
    event::ACL_CHECK,
    event::MESSAGE,
    event::TICK,
    event::DISCONNECT,
];

/// The broker's handle of the plug-in: one for each time that it has been opened.
struct Loaded {
    plugin: Arc<Plugin>,
    /// The broker's identifier of the plug-in.
    identifier: *mut c_void,
    /// Set while it is called about messages.
    has_messages: Cell<bool>,
}

impl Loaded {
    /// Where ticks come, messages need not be the occasion for what is done from time to time, and a call for each would be
    /// for nothing.
    fn leave_messages(&self) {
        if self.has_messages.replace(false) {
            // SAFETY: as at the registration; at a tick the broker is not going through what it calls about messages.
            unsafe {
                mosquitto_callback_unregister(self.identifier, event::MESSAGE, on_event, ptr::null());
            }
        }
    }
}

/// Says which version of the interface the plug-in wants.
///
/// # Safety
/// Called by the broker: `versions` are `count` numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mosquitto_plugin_version(count: c_int, versions: *const c_int) -> c_int {
    let count = usize::try_from(count).unwrap_or(0);
    if versions.is_null() || count == 0 {
        return -1;
    }
    // SAFETY: as the broker promises.
    let versions = unsafe { std::slice::from_raw_parts(versions, count) };
    if versions.contains(&abi::VERSION) {
        abi::VERSION
    } else {
        -1
    }
}

/// Reads the options and registers the callbacks.
///
/// # Safety
/// Called by the broker: all pointers are valid, and `given` are `count` options.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mosquitto_plugin_init(
    identifier: *mut c_void,
    userdata: *mut *mut c_void,
    given: *mut Opt,
    count: c_int,
) -> c_int {
    guarded(answer::UNKNOWN, || {
        // SAFETY: as the broker promises.
        let given = unsafe { options(given, count) };
        let plugin = match shared::get_or_open(given) {
            Ok(plugin) => plugin,
            Err(error) => {
                log(level::ERR, &format!("amqtt-verifier: {error}"));
                return answer::UNKNOWN;
            }
        };
        let loaded = Loaded {
            plugin,
            identifier,
            has_messages: Cell::new(true),
        };
        let loaded = Box::into_raw(Box::new(loaded)).cast::<c_void>();
        // SAFETY: the broker keeps the pointer for its callbacks, and gives it back to the cleanup.
        unsafe { *userdata = loaded };
        for event in EVENTS {
            // SAFETY: the identifier is the broker's own, and the callback reads the data of these events.
            let registered =
                unsafe { mosquitto_callback_register(identifier, event, on_event, ptr::null(), loaded) };
            if registered != answer::SUCCESS {
                log(
                    level::ERR,
                    &format!("amqtt-verifier: the broker refuses event {event}"),
                );
                return answer::UNKNOWN;
            }
        }
        answer::SUCCESS
    })
}

/// Closes the plug-in.
///
/// # Safety
/// Called by the broker: `userdata` is what the initialization gave it. No callback follows.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mosquitto_plugin_cleanup(
    userdata: *mut c_void,
    _options: *mut Opt,
    _count: c_int,
) -> c_int {
    guarded(answer::SUCCESS, || {
        if !userdata.is_null() {
            // SAFETY: made by `Box::into_raw`, and given back once.
            let loaded = unsafe { Box::from_raw(userdata.cast::<Loaded>()) };
            for event in EVENTS {
                // SAFETY: as at the registration.
                unsafe {
                    mosquitto_callback_unregister(loaded.identifier, event, on_event, ptr::null());
                }
            }
        }
        answer::SUCCESS
    })
}

/// All events.
unsafe extern "C" fn on_event(event: c_int, data: *mut c_void, userdata: *mut c_void) -> c_int {
    let denial = match event {
        event::BASIC_AUTH => answer::AUTH,
        event::ACL_CHECK => answer::ACL_DENIED,
        _ => answer::SUCCESS,
    };
    guarded(denial, || {
        // SAFETY: what was registered; it lives until the cleanup.
        let loaded = unsafe { &*userdata.cast::<Loaded>() };
        let plugin = &loaded.plugin;
        // SAFETY: the data is that of the event, and the texts in it are C strings or null.
        unsafe {
            match event {
                event::BASIC_AUTH => {
                    let asked = &*data.cast::<BasicAuth>();
                    // A copy: the plug-in replaces the broker's.
                    let user_name = bytes(asked.username).map(<[u8]>::to_vec);
                    plugin.login(
                        &Client::new(asked.client),
                        user_name.as_deref(),
                        bytes(asked.password),
                    )
                }
                event::ACL_CHECK => {
                    let asked = &*data.cast::<AclCheck>();
                    let access = match asked.access {
                        access::READ => Access::Read,
                        access::WRITE => Access::Write,
                        access::SUBSCRIBE => Access::Subscribe,
                        access::UNSUBSCRIBE => Access::Unsubscribe,
                        _ => return answer::ACL_DENIED,
                    };
                    match bytes(asked.topic) {
                        Some(topic) => plugin.topic(&Client::new(asked.client), access, topic),
                        None => answer::ACL_DENIED,
                    }
                }
                event::MESSAGE => plugin.message(&Client::new((*data.cast::<Message>()).client)),
                event::DISCONNECT => plugin.disconnected(&Client::new((*data.cast::<Disconnect>()).client)),
                event::TICK => {
                    loaded.leave_messages();
                    plugin.tick()
                }
                event::RELOAD => plugin.reloading(),
                _ => answer::SUCCESS,
            }
        }
    })
}
