#![doc = include_str!("../README.md")]

use std::sync::atomic::{AtomicBool, Ordering};

use rustix::{
    fs::{OFlags, fcntl_getfl},
    stdio::stdout,
};

static IS_WRITABLE: AtomicBool = AtomicBool::new(true);

ctor::declarative::ctor! {
    /// Asks the kernel and stores the answer: nothing of the standard library may be used before `main`.
    #[ctor(unsafe)]
    fn look() {
        let mode = fcntl_getfl(stdout()).map(|flags| flags & OFlags::ACCMODE);
        IS_WRITABLE.store(mode.is_ok_and(|mode| mode != OFlags::RDONLY), Ordering::Relaxed);
    }
}

/// Returns whether stdout was open for writing when the program was started.
#[must_use]
pub fn stdout_is_writable() -> bool {
    IS_WRITABLE.load(Ordering::Relaxed)
}
