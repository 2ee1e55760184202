//! Safe wrappers of what the broker offers. With `entry`, the other direction, it is the only place with `unsafe` code.
//!
//! - The broker calls from its one thread, and every pointer that it passes lives as long as the call. So a [`Client`] cannot
//!   leave the callback, and texts that the broker may replace meanwhile are copied.
//! - `i2d_X509` and `X509_free` are those of the OpenSSL that the broker itself uses.
#![allow(unsafe_code, reason = "the border to C")]

use std::{
    ffi::{CStr, CString, c_char, c_int, c_uchar, c_uint, c_void},
    marker::PhantomData,
    ptr,
};

use crate::abi::{self, answer};

// SAFETY: the declarations are those of the broker's headers and of OpenSSL's; the broker's process has all of them.
unsafe extern "C" {
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
    /// Returns the client of a callback.
    ///
    /// # Safety
    /// The pointer is the broker's, and valid until the callback returns.
    pub(crate) unsafe fn new(raw: *mut c_void) -> Self {
        Self {
            raw,
            callback: PhantomData,
        }
    }

    pub(crate) fn handle(&self) -> Handle {
        Handle(self.raw as usize)
    }

    /// Returns the client id; `None` for a client that has none yet, or one that is not UTF-8.
    pub(crate) fn id(&self) -> Option<&str> {
        str::from_utf8(self.id_octets()?).ok()
    }

    /// The same, as the broker has it.
    pub(crate) fn id_octets(&self) -> Option<&[u8]> {
        // SAFETY: the client is valid for the callback, and the broker never replaces its id.
        unsafe { bytes(mosquitto_client_id(self.raw)) }
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

/// Gives the calling thread, and those that it starts, file descriptors of their own: of those of the process the standard streams
/// alone. Before Linux 5.9 everything stays as it is, which costs the broker time and nothing else.
pub(crate) fn leave_descriptors() {
    // SAFETY: the thread has opened nothing yet, and what other threads have open stays open for them.
    unsafe {
        libc::syscall(
            libc::SYS_close_range,
            libc::STDERR_FILENO + 1,
            c_uint::MAX,
            libc::CLOSE_RANGE_UNSHARE,
        );
    }
}

/// Returns a text up to its NUL.
///
/// # Safety
/// The pointer is null or that of a C string that outlives the result.
pub(crate) unsafe fn bytes<'a>(text: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: as the caller promises.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_bytes())
}

/// Returns a text if it is UTF-8. It takes less time for ASCII, as nearly all topics are.
pub(crate) fn text(octets: &[u8]) -> Option<&str> {
    if is_ascii(octets) {
        // SAFETY: ASCII is UTF-8.
        return Some(unsafe { str::from_utf8_unchecked(octets) });
    }
    str::from_utf8(octets).ok()
}

/// Returns whether all octets are ASCII, looked at eight by eight; the last eight may overlap those before.
fn is_ascii(octets: &[u8]) -> bool {
    let Some(last) = octets.last_chunk() else {
        return octets.is_ascii();
    };
    let is_ascii = |word: &[u8; 8]| u64::from_le_bytes(*word) & 0x8080_8080_8080_8080 == 0;
    octets.as_chunks().0.iter().all(is_ascii) && is_ascii(last)
}
