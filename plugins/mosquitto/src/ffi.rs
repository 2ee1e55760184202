//! The border to the broker, and the only place with `unsafe` code: what the broker calls, and safe wrappers of what it offers.
//!
//! - The broker calls from its one thread, and every pointer that it passes lives as long as the call. So a [`Client`] cannot
//!   leave the callback, and texts that the broker may replace meanwhile are copied.
//! - No panic crosses: it is caught, and the answer is a denial.
//! - `i2d_X509` and `X509_free` are those of the OpenSSL that the broker itself uses.
#![allow(unsafe_code, reason = "the border to C")]

use std::{
    ffi::{CStr, CString, c_char, c_int, c_uchar, c_void},
    marker::PhantomData,
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    sync::Arc,
};

use crate::{
    abi::{self, AclCheck, BasicAuth, Disconnect, Message, Opt, access, answer, event, level},
    plugin::{Access, Plugin},
};

type Callback = unsafe extern "C" fn(c_int, *mut c_void, *mut c_void) -> c_int;

// SAFETY: the declarations are those of the broker's headers and of OpenSSL's; the broker's process has all of them.
unsafe extern "C" {
    fn mosquitto_callback_register(
        identifier: *mut c_void,
        event: c_int,
        callback: Callback,
        event_data: *const c_void,
        userdata: *mut c_void,
    ) -> c_int;
    fn mosquitto_log_printf(level: c_int, format: *const c_char, ...);
    fn mosquitto_client_id(client: *const c_void) -> *const c_char;
    fn mosquitto_client_username(client: *const c_void) -> *const c_char;
    fn mosquitto_client_address(client: *const c_void) -> *const c_char;
    fn mosquitto_client_protocol(client: *const c_void) -> c_int;
    fn mosquitto_client_clean_session(client: *const c_void) -> bool;
    fn mosquitto_client_certificate(client: *const c_void) -> *mut c_void;
    fn mosquitto_set_username(client: *mut c_void, username: *const c_char) -> c_int;
    fn mosquitto_kick_client_by_clientid(client_id: *const c_char, with_will: bool) -> c_int;
    fn i2d_X509(certificate: *mut c_void, out: *mut *mut c_uchar) -> c_int;
    fn X509_free(certificate: *mut c_void);
}

/// A client of the broker, for the time of a callback.
pub(crate) struct Client<'a> {
    raw: *mut c_void,
    callback: PhantomData<&'a ()>,
}

/// The broker's object of a client: equal for calls about one session, and possibly for a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Handle(usize);

impl Client<'_> {
    pub(crate) fn handle(&self) -> Handle {
        Handle(self.raw as usize)
    }

    /// Returns the client id; `None` for a client that has none yet, or one that is not UTF-8.
    pub(crate) fn id(&self) -> Option<&str> {
        // SAFETY: the client is valid for the callback, and the broker never replaces its id.
        let id = unsafe { bytes(mosquitto_client_id(self.raw)) };
        str::from_utf8(id?).ok()
    }

    /// Returns the user name as the broker has it now.
    pub(crate) fn user_name(&self) -> Option<String> {
        // SAFETY: the text is copied before the broker is asked for anything else.
        let name = unsafe { bytes(mosquitto_client_username(self.raw)) };
        str::from_utf8(name?).ok().map(str::to_owned)
    }

    /// Returns whether the client ever came by a connection: a session that the broker read from its own file has not.
    pub(crate) fn has_address(&self) -> bool {
        // SAFETY: the client is valid for the callback.
        unsafe { !mosquitto_client_address(self.raw).is_null() }
    }

    pub(crate) fn is_websocket(&self) -> bool {
        // SAFETY: as above.
        unsafe { mosquitto_client_protocol(self.raw) == abi::protocol::WEBSOCKETS }
    }

    /// Returns whether the client asked for a new session.
    pub(crate) fn is_clean(&self) -> bool {
        // SAFETY: as above.
        unsafe { mosquitto_client_clean_session(self.raw) }
    }

    /// Returns the leaf that the TLS connection shows, in DER; an empty one if it cannot be encoded, so that it is refused.
    pub(crate) fn certificate(&self) -> Option<Vec<u8>> {
        // SAFETY: the client is valid for the callback. The certificate is ours, and freed once; `i2d_X509` writes as many
        // octets as it has said before.
        unsafe {
            let certificate = mosquitto_client_certificate(self.raw);
            if certificate.is_null() {
                return None;
            }
            let length = usize::try_from(i2d_X509(certificate, ptr::null_mut())).unwrap_or(0);
            let mut der = vec![0; length];
            let mut end = der.as_mut_ptr();
            let written = i2d_X509(certificate, &raw mut end);
            X509_free(certificate);
            if usize::try_from(written) != Ok(length) {
                der.clear();
            }
            Some(der)
        }
    }

    /// Gives the client a user name, and returns whether that was possible.
    pub(crate) fn set_user_name(&self, name: &str) -> bool {
        let Ok(name) = CString::new(name) else {
            return false;
        };
        // SAFETY: both are valid; the broker copies the name.
        unsafe { mosquitto_set_username(self.raw, name.as_ptr()) == answer::SUCCESS }
    }
}

/// Writes a line to the broker's log. Only for the broker's thread.
pub(crate) fn log(level: c_int, line: &str) {
    let line = CString::new(line.replace('\0', "\\0")).unwrap_or_default();
    // SAFETY: the format takes one text, and gets one.
    unsafe { mosquitto_log_printf(level, c"%s".as_ptr(), line.as_ptr()) }
}

/// Ends the session of a client, and its will is not sent. Never within a callback about a login or a topic, where the broker
/// is in the middle of its own lists. The broker calls back about the end before this returns.
pub(crate) fn kick(client_id: &str) {
    if let Ok(client_id) = CString::new(client_id) {
        // SAFETY: the id is valid, and not null, which would mean every client.
        unsafe {
            mosquitto_kick_client_by_clientid(client_id.as_ptr(), false);
        }
    }
}

/// Returns a text up to its NUL.
///
/// # Safety
/// The pointer is null or that of a C string that outlives the result.
unsafe fn bytes<'a>(text: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: as the caller promises.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_bytes())
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
        let plugin = match Plugin::open(given) {
            Ok(plugin) => plugin,
            Err(error) => {
                log(level::ERR, &format!("amqtt-verifier: {error}"));
                return answer::UNKNOWN;
            }
        };
        let plugin = Box::into_raw(Box::new(plugin)).cast::<c_void>();
        // SAFETY: the broker keeps the pointer for its callbacks, and gives it back to the cleanup.
        unsafe { *userdata = plugin };
        for event in [
            event::RELOAD,
            event::BASIC_AUTH,
            event::ACL_CHECK,
            event::MESSAGE,
            event::TICK,
            event::DISCONNECT,
        ] {
            // SAFETY: the identifier is the broker's own, and the callback reads the data of these events.
            let registered =
                unsafe { mosquitto_callback_register(identifier, event, on_event, ptr::null(), plugin) };
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
            drop(unsafe { Box::from_raw(userdata.cast::<Arc<Plugin>>()) });
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
        // SAFETY: what was registered; the plug-in lives until the cleanup.
        let plugin: &Plugin = unsafe { &*userdata.cast::<Arc<Plugin>>() };
        // SAFETY: the data is that of the event, and the texts in it are C strings or null.
        unsafe {
            match event {
                event::BASIC_AUTH => {
                    let asked = &*data.cast::<BasicAuth>();
                    // A copy: the plug-in replaces the broker's.
                    let user_name = bytes(asked.username).map(<[u8]>::to_vec);
                    plugin.login(&client(asked.client), user_name.as_deref(), bytes(asked.password))
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
                        Some(topic) => plugin.topic(&client(asked.client), access, topic),
                        None => answer::ACL_DENIED,
                    }
                }
                event::MESSAGE => plugin.message(&client((*data.cast::<Message>()).client)),
                event::DISCONNECT => plugin.disconnected(&client((*data.cast::<Disconnect>()).client)),
                event::TICK => plugin.tick(),
                event::RELOAD => plugin.reloading(),
                _ => answer::SUCCESS,
            }
        }
    })
}

fn client<'a>(raw: *mut c_void) -> Client<'a> {
    Client {
        raw,
        callback: PhantomData,
    }
}
