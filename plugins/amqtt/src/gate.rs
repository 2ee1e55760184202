//! The gate, the clients that it has admitted, and its denials, as Python sees them.

use std::sync::Arc;

use amqtt_gate::{Admitted, Connect, Event, Gate as Inner, Session};
use amqtt_verifier::{
    AccountName, Action, AuthenticatedClient, Reason,
    certificate::{CertificateDer, DeviceIdentity, Refusal, UnixTime},
};
use pyo3::{IntoPyObjectExt as _, exceptions::PyValueError, prelude::*};
use zeroize::Zeroizing;

use crate::{
    answer::answer,
    options::{self, invalid},
    runtime::runtime,
    vouched::vouched,
};

/// Decides about the clients of a broker.
#[pyclass(frozen, module = "amqtt_verifier._native")]
pub(crate) struct Gate(Arc<Inner>);

#[pymethods]
impl Gate {
    /// Opens a gate with options by their names. `report` is called from another thread, with a sentence for each thing that
    /// happens to a file or a database, and whether it is for the worse.
    #[staticmethod]
    fn open(py: Python<'_>, report: Py<PyAny>, options: Vec<(String, String)>) -> PyResult<Self> {
        let configuration = options::configuration(options)?;
        let runtime = runtime()?;
        let report = move |event: Event| {
            let is_bad = matches!(event, Event::Kept { .. } | Event::Away { .. });
            // A report that fails must not stop anything from being followed.
            Python::try_attach(|py| drop(report.call1(py, (event.to_string(), is_bad))));
        };
        let opened = py.detach(|| {
            let _within = runtime.enter();
            Inner::open(&configuration, report)
        });
        opened
            .map(|gate| Self(Arc::new(gate)))
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// Decides about a CONNECT: a `Client` or a `Denial`, or a future of one. With `hold`, the rights of the client are kept up
    /// to date for as long as it lives, so that its topics are decided at once.
    #[pyo3(signature = (client_id, user_name = None, password = None, chain = Vec::new(), *, hold = false))]
    fn admit<'py>(
        &self,
        py: Python<'py>,
        client_id: String,
        user_name: Option<String>,
        password: Option<Vec<u8>>,
        chain: Vec<Vec<u8>>,
        hold: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let gate = Arc::clone(&self.0);
        let password = password.map(Zeroizing::new);
        answer(py, async move {
            let chain: Vec<CertificateDer<'_>> =
                chain.iter().map(|der| CertificateDer::from(&**der)).collect();
            let mut connect = Connect::new(&client_id).with_chain(&chain);
            if let Some(user_name) = &user_name {
                connect = connect.with_user_name(user_name);
            }
            if let Some(password) = &password {
                connect = connect.with_password(password);
            }
            let now = UnixTime::now();
            let who = match hold {
                true => gate.connect(&connect, now).await.map(Who::held),
                false => gate.admit(&connect, now).await.map(Who::admitted),
            };
            Admission::from(who.map(|who| Client { gate, who }))
        })
    }

    /// A number that differs after every change of the CA files, the revocation lists and the inventory.
    #[getter]
    fn generation(&self) -> u64 {
        self.0.generation()
    }

    /// Returns a client that other plug-ins of the broker have admitted under this name, or a `Denial`.
    #[pyo3(signature = (client_id, user_name = None))]
    fn vouch(&self, client_id: &str, user_name: Option<&str>) -> Admission {
        let gate = Arc::clone(&self.0);
        Admission::from(vouched(client_id, user_name).map(|client| Client {
            gate,
            who: Who::Vouched(client),
        }))
    }
}

/// A client that was admitted.
#[pyclass(frozen, module = "amqtt_verifier._native")]
pub(crate) struct Client {
    gate: Arc<Inner>,
    who: Who,
}

/// What is known about a client.
enum Who {
    /// The client's rights too.
    Held(Arc<Session>),
    Admitted(Box<Admitted>),
    /// The client's name, on the broker's word.
    Vouched(AuthenticatedClient),
}

#[pymethods]
impl Client {
    /// Decides about a topic: `True` or a `Denial`, or a future of one.
    fn authorize<'py>(&self, py: Python<'py>, action: &str, topic: String) -> PyResult<Bound<'py, PyAny>> {
        let action: Action = action.parse().map_err(invalid("action"))?;
        if let Some(refused) = self.refused() {
            return Verdict::from(Err(refused.into())).into_bound_py_any(py);
        }
        match &self.who {
            Who::Held(session) => {
                let session = Arc::clone(session);
                answer(
                    py,
                    async move { Verdict::from(session.ask(action, &topic).await) },
                )
            }
            who => {
                let (gate, client) = (Arc::clone(&self.gate), who.client().clone());
                answer(py, async move {
                    Verdict::from(gate.authorize(&client, action, &topic).await)
                })
            }
        }
    }

    /// The reason for which its certificate would not be accepted any more, such as a revocation; `None` while it would be.
    #[getter]
    fn refusal(&self) -> Option<String> {
        self.refused().map(|refusal| refusal.to_string())
    }

    /// The account whose rights it has.
    #[getter]
    fn account(&self) -> Option<&str> {
        self.who.client().account().map(AccountName::as_str)
    }

    /// The device id that its certificate proved.
    #[getter]
    fn device(&self) -> Option<&str> {
        self.who.client().device()
    }

    fn __repr__(&self) -> String {
        let client_id = self.who.client().client_id().as_str();
        let (account, device) = (self.account(), self.device());
        format!("Client(client_id={client_id:?}, account={account:?}, device={device:?})")
    }
}

impl Client {
    fn refused(&self) -> Option<Refusal> {
        let refused = self.gate.recheck(self.who.device(), UnixTime::now()).pop();
        refused.map(|(_, refusal)| refusal)
    }
}

impl Who {
    fn held(session: Session) -> Self {
        Self::Held(Arc::new(session))
    }

    fn admitted(admitted: Admitted) -> Self {
        Self::Admitted(Box::new(admitted))
    }

    fn client(&self) -> &AuthenticatedClient {
        match self {
            Self::Held(session) => session.client(),
            Self::Admitted(admitted) => &admitted.client,
            Self::Vouched(client) => client,
        }
    }

    fn device(&self) -> Option<&DeviceIdentity> {
        match self {
            Self::Held(session) => session.device(),
            Self::Admitted(admitted) => admitted.device.as_ref(),
            Self::Vouched(_) => None,
        }
    }
}

/// The answer to a CONNECT.
#[derive(IntoPyObject)]
enum Admission {
    Admitted(Client),
    Denied(Denial),
}

impl From<Result<Client, Reason>> for Admission {
    fn from(decided: Result<Client, Reason>) -> Self {
        match decided {
            Ok(client) => Self::Admitted(client),
            Err(reason) => Self::Denied(reason.into()),
        }
    }
}

/// The answer about a topic.
#[derive(IntoPyObject)]
enum Verdict {
    Allowed(bool),
    Denied(Denial),
}

impl From<Result<(), Reason>> for Verdict {
    fn from(decided: Result<(), Reason>) -> Self {
        match decided {
            Ok(()) => Self::Allowed(true),
            Err(reason) => Self::Denied(reason.into()),
        }
    }
}

/// A denial, with its reason for the log. It counts as false.
#[pyclass(frozen, get_all, module = "amqtt_verifier._native")]
pub(crate) struct Denial {
    /// The reason, without any secret.
    reason: String,
    /// Nothing was asked, or nothing had an answer: another plug-in may know.
    abstained: bool,
    /// Nothing could be asked, such as a database that does not answer.
    fault: bool,
}

#[pymethods]
impl Denial {
    fn __bool__(&self) -> bool {
        false
    }

    fn __repr__(&self) -> String {
        format!("Denial({:?})", self.reason)
    }
}

impl From<Reason> for Denial {
    fn from(reason: Reason) -> Self {
        Self {
            abstained: matches!(reason, Reason::NoAnswer | Reason::NothingGiven),
            fault: matches!(reason, Reason::Source(_)),
            reason: reason.to_string(),
        }
    }
}
