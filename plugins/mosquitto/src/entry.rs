//! The functions that the broker calls. With `ffi`, the other direction, it is the only place with `unsafe` code.
//!
//! No panic crosses: it is caught, and the answer is a denial.
#![allow(unsafe_code, reason = "the border to C")]

use std::{
    cell::Cell,
    ffi::{c_int, c_void},
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    rc::Rc,
};

use crate::{
    abi::{self, AclCheck, BasicAuth, Disconnect, Message, Opt, access, answer, event, level},
    ffi::{Client, bytes, log, text},
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

/// The events that the plug-in answers. Each has a function of its own: those about messages stay short, and are not mixed with what
/// runs once a login.
const EVENTS: [(c_int, Callback); 6] = [
    (event::RELOAD, on_reload),
    (event::BASIC_AUTH, on_login),
    (event::ACL_CHECK, on_topic),
    (event::MESSAGE, on_message),
    (event::TICK, on_tick),
    (event::DISCONNECT, on_disconnect),
];

/// The broker's handle of the plug-in: one for each time that it has been opened.
struct Loaded {
    plugin: Rc<Plugin>,
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
                mosquitto_callback_unregister(self.identifier, event::MESSAGE, on_message, ptr::null());
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
        for (event, callback) in EVENTS {
            // SAFETY: the identifier is the broker's own, and the callback reads the data of this event.
            let registered =
                unsafe { mosquitto_callback_register(identifier, event, callback, ptr::null(), loaded) };
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
            for (event, callback) in EVENTS {
                // SAFETY: as at the registration.
                unsafe {
                    mosquitto_callback_unregister(loaded.identifier, event, callback, ptr::null());
                }
            }
        }
        answer::SUCCESS
    })
}

/// Answers an event.
///
/// # Safety
/// Called by the broker: `userdata` is what was registered, which lives until the cleanup.
unsafe fn answered(denial: c_int, userdata: *mut c_void, work: impl FnOnce(&Loaded) -> c_int) -> c_int {
    // SAFETY: as the broker promises.
    guarded(denial, || work(unsafe { &*userdata.cast::<Loaded>() }))
}

/// Returns what the broker says about an event.
///
/// # Safety
/// Called with the data of such an event, which lives as long as the callback.
unsafe fn data_of<'a, E>(data: *mut c_void) -> &'a E {
    // SAFETY: as the caller promises.
    unsafe { &*data.cast::<E>() }
}

unsafe extern "C" fn on_login(_: c_int, data: *mut c_void, userdata: *mut c_void) -> c_int {
    let work = |loaded: &Loaded| {
        // SAFETY: the data is that of the event; the texts in it are C strings or null. The name is a copy: the plug-in replaces
        // the broker's.
        let (client, user_name, password) = unsafe {
            let asked: &BasicAuth = data_of(data);
            let user_name = bytes(asked.username).map(<[u8]>::to_vec);
            (Client::new(asked.client), user_name, bytes(asked.password))
        };
        loaded.plugin.login(&client, user_name.as_deref(), password)
    };
    // SAFETY: the broker calls.
    unsafe { answered(answer::AUTH, userdata, work) }
}

unsafe extern "C" fn on_topic(_: c_int, data: *mut c_void, userdata: *mut c_void) -> c_int {
    let work = |loaded: &Loaded| {
        // SAFETY: the data is that of the event; the topic is a C string or null.
        let (asked_access, client, topic) = unsafe {
            let asked: &AclCheck = data_of(data);
            (asked.access, Client::new(asked.client), bytes(asked.topic))
        };
        let access = match asked_access {
            access::READ => Access::Read,
            access::WRITE => Access::Write,
            access::SUBSCRIBE => Access::Subscribe,
            access::UNSUBSCRIBE => Access::Unsubscribe,
            _ => return answer::ACL_DENIED,
        };
        match topic.and_then(text) {
            Some(topic) => loaded.plugin.topic(&client, access, topic),
            None => answer::ACL_DENIED,
        }
    };
    // SAFETY: the broker calls.
    unsafe { answered(answer::ACL_DENIED, userdata, work) }
}

unsafe extern "C" fn on_message(_: c_int, data: *mut c_void, userdata: *mut c_void) -> c_int {
    // SAFETY: the broker calls, with the data of the event.
    unsafe {
        let client = Client::new(data_of::<Message>(data).client);
        answered(answer::SUCCESS, userdata, |loaded| loaded.plugin.message(&client))
    }
}

unsafe extern "C" fn on_tick(_: c_int, _: *mut c_void, userdata: *mut c_void) -> c_int {
    let work = |loaded: &Loaded| {
        loaded.leave_messages();
        loaded.plugin.tick()
    };
    // SAFETY: the broker calls.
    unsafe { answered(answer::SUCCESS, userdata, work) }
}

unsafe extern "C" fn on_disconnect(_: c_int, data: *mut c_void, userdata: *mut c_void) -> c_int {
    // SAFETY: the broker calls, with the data of the event.
    unsafe {
        let client = Client::new(data_of::<Disconnect>(data).client);
        answered(answer::SUCCESS, userdata, |loaded| {
            loaded.plugin.disconnected(&client)
        })
    }
}

unsafe extern "C" fn on_reload(_: c_int, _: *mut c_void, userdata: *mut c_void) -> c_int {
    // SAFETY: the broker calls.
    unsafe { answered(answer::SUCCESS, userdata, |loaded| loaded.plugin.reloading()) }
}
