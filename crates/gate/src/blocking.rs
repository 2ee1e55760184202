//! The gate for brokers without async: the same questions, asked from any thread.

use std::{fmt, io, sync::Arc, time::Duration};

use amqtt_verifier::{Action, AuthenticatedClient, Reason, SourceFault, certificate::UnixTime};
use tokio::{
    runtime::{Builder, Handle, Runtime},
    time::timeout,
};

use crate::{
    configuration::Configuration,
    connect::{Admitted, Connect},
    event::Event,
    gate::{Gate, GateError},
    session::Session,
};

/// Error from opening a blocking gate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BlockingError {
    /// The gate itself cannot be opened.
    #[error(transparent)]
    Gate(#[from] GateError),
    /// The runtime cannot be started.
    #[error("cannot start the runtime: {0}")]
    Runtime(#[from] io::Error),
}

/// A gate with a runtime of its own, whose one thread does its input and output. Calls block the calling thread until there
/// is an answer; any number of threads may call at once.
///
/// Called from within an async runtime it denies, with [`SourceFault::Unaskable`]: it would hold up the runtime's thread. Use
/// [`Gate`] there.
pub struct Blocking {
    gate: Arc<Gate>,
    login_timeout: Duration,
    /// Present until it is dropped.
    runtime: Option<Runtime>,
}

impl fmt::Debug for Blocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.gate).finish()
    }
}

impl Blocking {
    /// Opens a gate, as [`Gate::open`] does.
    ///
    /// # Errors
    /// Returns [`BlockingError`] if the gate cannot be opened, or its runtime cannot be started.
    pub fn open(
        configuration: &Configuration,
        report: impl Fn(Event) + Send + 'static,
    ) -> Result<Self, BlockingError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("amqtt-gate-io")
            .enable_io()
            .enable_time()
            .build()?;
        let gate = {
            let _within = runtime.enter();
            Gate::open(configuration, report)?
        };
        Ok(Self {
            gate: Arc::new(gate),
            login_timeout: configuration.login_timeout,
            runtime: Some(runtime),
        })
    }

    /// Decides about a CONNECT, as [`Gate::admit`] does.
    ///
    /// # Errors
    /// Returns the reason for which the client must not be admitted.
    pub fn admit(&self, connect: &Connect<'_>, now: UnixTime) -> Result<Admitted, Reason> {
        self.wait(self.gate.admit(connect, now))
    }

    /// Decides about a CONNECT, as [`Gate::connect`] does. It takes at most the configuration's
    /// [`login_timeout`](Configuration::login_timeout).
    ///
    /// # Errors
    /// Returns the reason for which the client must not be admitted.
    pub fn connect(&self, connect: &Connect<'_>, now: UnixTime) -> Result<Session, Reason> {
        let after = self.login_timeout;
        self.wait(async {
            let session = timeout(after, self.gate.connect(connect, now)).await;
            session.unwrap_or_else(|_| Err(SourceFault::TimedOut { after }.into()))
        })
    }

    /// Decides about a topic of a session: at once, as [`Session::decide`] does, or by asking the HTTP server.
    ///
    /// # Errors
    /// Returns the reason for the denial.
    pub fn decide(&self, session: &Session, action: Action, topic: &str) -> Result<(), Reason> {
        match session.answers_at_once() {
            true => session.decide(action, topic),
            false => self.wait(session.ask(action, topic)),
        }
    }

    /// Runs a future on the gate's runtime, for a caller that is not to be blocked: an event loop, for instance.
    ///
    /// ```no_run
    /// # use std::sync::Arc;
    /// # use amqtt_gate::{Blocking, Connect, Session};
    /// # use amqtt_verifier::{Reason, certificate::UnixTime};
    /// # fn later(blocking: &Blocking, answer: impl FnOnce(Result<Session, Reason>) + Send + 'static) {
    /// let gate = Arc::clone(blocking.gate());
    /// blocking.spawn(async move {
    ///     answer(gate.connect(&Connect::new("pump-7"), UnixTime::now()).await);
    /// });
    /// # }
    /// ```
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = &self.runtime {
            runtime.spawn(work);
        }
    }

    /// Decides about a topic, as [`Gate::authorize`] does.
    ///
    /// # Errors
    /// Returns the reason for the denial.
    pub fn authorize(&self, client: &AuthenticatedClient, action: Action, topic: &str) -> Result<(), Reason> {
        self.wait(self.gate.authorize(client, action, topic))
    }

    /// Returns the gate itself, for what needs no waiting.
    #[must_use]
    pub fn gate(&self) -> &Arc<Gate> {
        &self.gate
    }

    fn wait<T>(&self, future: impl Future<Output = Result<T, Reason>>) -> Result<T, Reason> {
        match &self.runtime {
            _ if Handle::try_current().is_ok() => {
                Err(SourceFault::Unaskable("a blocking gate was called from within an async runtime").into())
            }
            Some(runtime) => runtime.block_on(future),
            None => Err(SourceFault::Unaskable("the gate is closed").into()),
        }
    }
}

impl Drop for Blocking {
    /// Does not wait for questions under way, and may happen anywhere, in an async runtime too.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
