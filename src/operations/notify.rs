//! Telling the service manager how far the program is: sd_notify(3), which is one datagram.

use std::{
    env,
    os::{
        linux::net::SocketAddrExt as _,
        unix::{
            ffi::OsStrExt as _,
            net::{SocketAddr, UnixDatagram},
        },
    },
};

/// Says that the service answers.
pub(crate) fn ready() {
    say("READY=1");
}

/// Says that the service ends.
pub(crate) fn stopping() {
    say("STOPPING=1");
}

/// It is not an error if the manager does not listen.
fn say(state: &str) {
    let Some(name) = env::var_os("NOTIFY_SOCKET") else {
        return;
    };
    let address = match name.as_bytes() {
        [b'@', name @ ..] => SocketAddr::from_abstract_name(name),
        _ => SocketAddr::from_pathname(&name),
    };
    if let (Ok(address), Ok(socket)) = (address, UnixDatagram::unbound()) {
        let _ = socket.send_to_addr(state.as_bytes(), &address);
    }
}
