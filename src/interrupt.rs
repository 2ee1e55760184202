//! Signals: an interruption ends the program with its exit code, the terminal as it was, and no file half written.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, atomic::AtomicBool},
    thread,
};

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
use signal_hook::{
    consts::{SIGINT, SIGTERM, SIGXFSZ},
    flag,
    iterator::Signals,
};

/// Held while files are being published: an interruption waits for it.
static PUBLISHING: Mutex<()> = Mutex::new(());

/// The state of the terminal before the first prompt.
static TERMINAL: OnceLock<Termios> = OnceLock::new();

/// Called in place of ending the program, once, when it is asked to end.
static ON_TERMINATION: Mutex<Option<Box<dyn FnOnce() + Send>>> = Mutex::new(None);

/// Held while the terminal is changed.
static TAKING: Mutex<()> = Mutex::new(());

/// Starts to listen for signals.
///
/// # Errors
/// When the system refuses a handler or a thread.
pub(crate) fn install() -> io::Result<()> {
    // A file-size limit becomes an error of the write that meets it.
    flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            if signal == SIGTERM
                && let Some(end) = lock(&ON_TERMINATION).take()
            {
                end();
                continue;
            }
            let _published = hold();
            let _restored = restore_terminal();
            #[allow(
                clippy::exit,
                clippy::disallowed_methods,
                reason = "this is what an interruption means"
            )]
            std::process::exit(128 + signal);
        }
    })?;
    Ok(())
}

/// Lets the program end by itself at the first SIGTERM: the function is called in place of ending it.
#[cfg(feature = "serve")]
pub(crate) fn on_termination(end: impl FnOnce() + Send + 'static) {
    *lock(&ON_TERMINATION) = Some(Box::new(end));
}

/// SIGHUP, which would end the program, as a request instead.
#[cfg(feature = "serve")]
pub(crate) struct Hangups(Signals);

#[cfg(feature = "serve")]
impl Hangups {
    /// Takes the signal: from now on it does not end the program.
    ///
    /// # Errors
    /// When the system refuses a handler.
    pub(crate) fn take() -> io::Result<Self> {
        Signals::new([signal_hook::consts::SIGHUP]).map(Self)
    }

    /// Calls a function for each signal, those that have come already among them, on a thread of its own.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub(crate) fn each(mut self, work: impl Fn() + Send + 'static) -> io::Result<()> {
        thread::Builder::new()
            .name("hangups".to_owned())
            .spawn(move || self.0.forever().for_each(|_| work()))
            .map(drop)
    }
}

/// Keeps interruptions waiting until the guard is dropped.
pub(crate) fn hold() -> MutexGuard<'static, ()> {
    lock(&PUBLISHING)
}

/// Remembers how the terminal is, before a prompt changes it.
pub(crate) fn remember_terminal() {
    if let Ok(settings) = tcgetattr(io::stdin()) {
        let _ = TERMINAL.set(settings);
    }
}

/// The terminal while a prompt reads keys: it shows nothing by itself. It is as before when this is dropped.
pub(crate) struct TakenTerminal(());

/// Takes the terminal for a prompt.
///
/// # Errors
/// When the terminal does not let itself be changed.
pub(crate) fn take_terminal() -> io::Result<TakenTerminal> {
    let _taking = taking();
    if let Some(settings) = TERMINAL.get() {
        let mut keys = settings.clone();
        keys.local_modes
            .remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::IEXTEN);
        keys.special_codes[SpecialCodeIndex::VMIN] = 1;
        keys.special_codes[SpecialCodeIndex::VTIME] = 0;
        // A program that is suspended here would leave the terminal as it is now.
        keys.special_codes[SpecialCodeIndex::VSUSP] = 0;
        tcsetattr(io::stdin(), OptionalActions::Now, &keys)?;
    }
    Ok(TakenTerminal(()))
}

impl Drop for TakenTerminal {
    fn drop(&mut self) {
        let _taking = taking();
        if let Some(settings) = TERMINAL.get() {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, settings);
        }
    }
}

/// Gives the terminal back as it was before the first prompt, if there was one. No prompt takes it as long as the guard
/// is held.
fn restore_terminal() -> MutexGuard<'static, ()> {
    let taking = taking();
    if let Some(settings) = TERMINAL.get() {
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, settings);
        let _ = dialoguer::console::Term::stderr().write_line("");
    }
    taking
}

fn taking() -> MutexGuard<'static, ()> {
    lock(&TAKING)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
