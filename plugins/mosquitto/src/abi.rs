//! The structures and numbers of Mosquitto's plug-in interface, version 5 (`mosquitto_plugin.h`, `mosquitto_broker.h` and
//! `mosquitto.h` of Mosquitto 2.0). A test compares every offset and number with what a C compiler makes of the headers.

use std::ffi::{c_char, c_int, c_void};

/// The version of the interface.
pub const VERSION: c_int = 5;

/// An event, in `mosquitto_callback_register` and in the callback.
pub mod event {
    use std::ffi::c_int;

    pub const RELOAD: c_int = 1;
    pub const ACL_CHECK: c_int = 2;
    pub const BASIC_AUTH: c_int = 3;
    pub const MESSAGE: c_int = 7;
    pub const TICK: c_int = 9;
    pub const DISCONNECT: c_int = 10;
}

/// Access that a client asks for.
pub mod access {
    use std::ffi::c_int;

    pub const READ: c_int = 1;
    pub const WRITE: c_int = 2;
    pub const SUBSCRIBE: c_int = 4;
    pub const UNSUBSCRIBE: c_int = 8;
}

/// The answers of a callback.
pub mod answer {
    use std::ffi::c_int;

    pub const SUCCESS: c_int = 0;
    pub const AUTH: c_int = 11;
    pub const ACL_DENIED: c_int = 12;
    pub const UNKNOWN: c_int = 13;
}

/// Levels of the broker's log.
pub mod level {
    use std::ffi::c_int;

    pub const INFO: c_int = 1;
    pub const NOTICE: c_int = 2;
    pub const WARNING: c_int = 4;
    pub const ERR: c_int = 8;
}

/// The protocol of a connection.
pub mod protocol {
    use std::ffi::c_int;

    pub const WEBSOCKETS: c_int = 2;
}

/// A `plugin_opt_…` line of the configuration.
#[repr(C)]
pub struct Opt {
    pub key: *mut c_char,
    pub value: *mut c_char,
}

/// The data of [`event::BASIC_AUTH`].
#[repr(C)]
pub struct BasicAuth {
    pub future: *mut c_void,
    pub client: *mut c_void,
    pub username: *mut c_char,
    pub password: *mut c_char,
    pub future2: [*mut c_void; 4],
}

/// The data of [`event::ACL_CHECK`].
#[repr(C)]
pub struct AclCheck {
    pub future: *mut c_void,
    pub client: *mut c_void,
    pub topic: *const c_char,
    pub payload: *const c_void,
    pub properties: *mut c_void,
    pub access: c_int,
    pub payloadlen: u32,
    pub qos: u8,
    pub retain: bool,
    pub future2: [*mut c_void; 4],
}

/// The data of [`event::MESSAGE`].
#[repr(C)]
pub struct Message {
    pub future: *mut c_void,
    pub client: *mut c_void,
    pub topic: *mut c_char,
    pub payload: *mut c_void,
    pub properties: *mut c_void,
    pub reason_string: *mut c_char,
    pub payloadlen: u32,
    pub qos: u8,
    pub reason_code: u8,
    pub retain: bool,
    pub future2: [*mut c_void; 4],
}

/// The data of [`event::DISCONNECT`].
#[repr(C)]
pub struct Disconnect {
    pub future: *mut c_void,
    pub client: *mut c_void,
    pub reason: c_int,
    pub future2: [*mut c_void; 4],
}
