//! The gate, the clients that it has admitted, and its denials, as Python sees them.

use std::sync::Arc;

use amqtt_gate::{Connect, Gate as Inner};
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
    /// Opens a gate. `report` is called from another thread, with a sentence for each thing that happens to the files.
    #[staticmethod]
    #[pyo3(signature = (report, *, certificates = None, database = None, http = None))]
    fn open(
        py: Python<'_>,
        report: Py<PyAny>,
        certificates: Option<options::Certificates>,
        database: Option<options::Database>,
        http: Option<options::Http>,
    ) -> PyResult<Self> {
        let configuration = options::configuration(certificates, database, http)?;
        let runtime = runtime()?;
        let report = move |event: amqtt_gate::Event| {
            // A report that fails must not stop the files from being followed.
            Python::try_attach(|py| drop(report.call1(py, (event.to_string(),))));
        };
        let opened = py.detach(|| {
            let _within = runtime.enter();
            Inner::open(&configuration, report)
        });
        opened
            .map(|gate| Self(Arc::new(gate)))
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// Decides about a CONNECT: a `Client` or a `Denial`, or a future of one.
    #[pyo3(signature = (client_id, user_name = None, password = None, chain = Vec::new()))]
    fn admit<'py>(
        &self,
        py: Python<'py>,
        client_id: String,
        user_name: Option<String>,
        password: Option<Vec<u8>>,
        chain: Vec<Vec<u8>>,
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
            match gate.admit(&connect, UnixTime::now()).await {
                Ok(admitted) => Admission::Admitted(Client::new(gate, admitted.client, admitted.device)),
                Err(reason) => Admission::Denied(reason.into()),
            }
        })
    }

    /// Returns a client that other plug-ins of the broker have admitted under this name, or a `Denial`.
    #[pyo3(signature = (client_id, user_name = None))]
    fn vouch(&self, client_id: &str, user_name: Option<&str>) -> Admission {
        match vouched(client_id, user_name) {
            Ok(client) => Admission::Admitted(Client::new(Arc::clone(&self.0), client, None)),
            Err(reason) => Admission::Denied(reason.into()),
        }
    }
}

/// A client that was admitted.
#[pyclass(frozen, module = "amqtt_verifier._native")]
pub(crate) struct Client {
    gate: Arc<Inner>,
    client: Arc<AuthenticatedClient>,
    device: Option<DeviceIdentity>,
}

#[pymethods]
impl Client {
    /// Decides about a topic: `True` or a `Denial`, or a future of one.
    fn authorize<'py>(&self, py: Python<'py>, action: &str, topic: String) -> PyResult<Bound<'py, PyAny>> {
        let action: Action = action.parse().map_err(invalid("action"))?;
        if let Some(refused) = self.refused() {
            return Denial::from(Reason::from(refused)).into_bound_py_any(py);
        }
        let (gate, client) = (Arc::clone(&self.gate), Arc::clone(&self.client));
        answer(py, async move {
            match gate.authorize(&client, action, &topic).await {
                Ok(()) => Verdict::Allowed(true),
                Err(reason) => Verdict::Denied(reason.into()),
            }
        })
    }

    /// The reason for which its certificate would not be accepted any more, such as a revocation; `None` while it would be.
    #[getter]
    fn refusal(&self) -> Option<String> {
        self.refused().map(|refusal| refusal.to_string())
    }

    /// The account whose rights it has.
    #[getter]
    fn account(&self) -> Option<&str> {
        self.client.account().map(AccountName::as_str)
    }

    /// The device id that its certificate proved.
    #[getter]
    fn device(&self) -> Option<&str> {
        self.client.device()
    }

    fn __repr__(&self) -> String {
        let (client_id, account) = (self.client.client_id().as_str(), self.account());
        format!(
            "Client(client_id={client_id:?}, account={account:?}, device={:?})",
            self.device()
        )
    }
}

impl Client {
    fn new(gate: Arc<Inner>, client: AuthenticatedClient, device: Option<DeviceIdentity>) -> Self {
        let client = Arc::new(client);
        Self { gate, client, device }
    }

    fn refused(&self) -> Option<Refusal> {
        let refused = self.gate.recheck(&self.device, UnixTime::now()).pop();
        refused.map(|(_, refusal)| refusal)
    }
}

/// The answer to a CONNECT.
#[derive(IntoPyObject)]
enum Admission {
    Admitted(Client),
    Denied(Denial),
}

/// The answer about a topic.
#[derive(IntoPyObject)]
enum Verdict {
    Allowed(bool),
    Denied(Denial),
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
            abstained: reason == Reason::NoAnswer,
            fault: matches!(reason, Reason::Source(_)),
            reason: reason.to_string(),
        }
    }
}
