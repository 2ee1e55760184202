//! The gate: who gets in, and what they may do.

use std::{collections::HashSet, fmt, ptr, sync::Arc};

use amqtt_verifier::{
    Action, AuthenticatedClient, CertificateSource, ClientId, ConnectRequest, InvalidName, Reason, Verifier,
    certificate::{CertificateVerifier, DeviceIdentity, Refusal, UnixTime},
    sources::{
        database::{DatabaseOptions, DatabaseOptionsError, DatabaseSource, HeldStates, InventorySource},
        http::{HttpOptionsError, HttpSource},
    },
};

use crate::{
    certificates,
    configuration::Configuration,
    connect::{Admitted, Connect},
    event::{Away, Database, Event},
    fault::FileFault,
    follow::Follower,
    keeper::Keeper,
    report::Report,
    session::Session,
    trust::Trust,
};

/// Error from opening a gate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GateError {
    /// A file cannot be used.
    #[error(transparent)]
    File(#[from] FileFault),
    /// The database options are out of bounds.
    #[error("cannot use the database: {0}")]
    Database(#[source] DatabaseOptionsError),
    /// The options of the inventory are out of bounds.
    #[error("cannot use the inventory: {0}")]
    Inventory(#[source] DatabaseOptionsError),
    /// The options of the HTTP server are out of bounds.
    #[error("cannot use the HTTP server: {0}")]
    Http(#[source] HttpOptionsError),
    /// A thread that follows the files or the database could not be started.
    #[error("cannot start a thread: {0}")]
    Thread(std::io::Error),
}

/// Decides about clients, by one configuration. It is made once and used by all connections; dropping it stops the thread
/// that follows its files.
pub struct Gate {
    verifier: Verifier,
    pub(crate) trust: Option<Arc<Trust>>,
    database: Option<DatabaseSource>,
    inventory: Option<InventorySource>,
    http: Option<Arc<HttpSource>>,
    follower: Option<Follower>,
    keepers: Vec<Keeper>,
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate")
            .field("verifier", &self.verifier)
            .field("trust", &self.trust)
            .finish_non_exhaustive()
    }
}

impl Gate {
    /// Opens a gate: reads all files, and begins to follow them on a thread of its own. That thread calls `report` with
    /// everything that happens to the files. Sources are asked the cheapest first: certificates, database, HTTP.
    ///
    /// # Errors
    /// Returns [`GateError`] if a file cannot be read or used, or the options of a source are out of bounds. Neither the
    /// database nor the HTTP server is asked for anything yet.
    pub fn open(
        configuration: &Configuration,
        report: impl Fn(Event) + Send + 'static,
    ) -> Result<Self, GateError> {
        let report = Report::new(report);
        let every = configuration.follow_every;
        let mut gate = Self {
            verifier: Verifier::new(),
            trust: None,
            database: None,
            inventory: None,
            http: None,
            follower: None,
            keepers: Vec::new(),
        };
        if let Some(files) = &configuration.certificates {
            let (trust, followed) = certificates::open(files)?;
            let started = Follower::start_with(followed, every, report.clone());
            gate.follower = Some(started.map_err(GateError::Thread)?);
            gate.trust = Some(trust);
            gate.verifier = gate.verifier.with(CertificateSource);
        }
        let bounded = |options: &DatabaseOptions| {
            let mut options = options.clone();
            (options.max_stale, options.grace) = (configuration.max_stale, configuration.grace);
            options.account_ttl = options.account_ttl.min(every);
            // An answer that is too old while the database is away is too old at any time.
            options.ttl = options.ttl.min(configuration.max_stale);
            options
        };
        if let (Some(options), Some(trust)) = (&configuration.inventory, &gate.trust) {
            let source = InventorySource::new(&bounded(options)).map_err(GateError::Inventory)?;
            let (refresher, trust) = (source.refresher(), Arc::clone(trust));
            let keeper = Keeper::start(Database::Inventory, refresher, every, report.clone(), move || {
                trust.changed();
            });
            gate.keepers.push(keeper.map_err(GateError::Thread)?);
            gate.inventory = Some(source);
        }
        if let Some(options) = &configuration.database {
            let source = DatabaseSource::new(&bounded(options)).map_err(GateError::Database)?;
            let keeper = Keeper::start(Database::Accounts, source.refresher(), every, report, || {});
            gate.keepers.push(keeper.map_err(GateError::Thread)?);
            gate.database = Some(source.clone());
            gate.verifier = gate.verifier.with(source);
        }
        if let Some(options) = &configuration.http {
            let source = Arc::new(HttpSource::new(options).map_err(GateError::Http)?);
            gate.http = Some(Arc::clone(&source));
            gate.verifier = gate.verifier.with(source);
        }
        Ok(gate)
    }

    /// Decides about a CONNECT, as [`admit`](Self::admit) does, and reads the rights of the client, which are then kept up to
    /// date for as long as the session is.
    ///
    /// # Errors
    /// Returns the reason for which the client must not be admitted.
    pub async fn connect(&self, connect: &Connect<'_>, now: UnixTime) -> Result<Session, Reason> {
        let Admitted { client, device } = self.admit(connect, now).await?;
        let states = device.as_ref().and_then(|device| self.hold(device));
        let (mut verifier, mut rights) = (Verifier::new(), None);
        if let Some(database) = &self.database {
            let held = rights.insert(Arc::new(database.hold(&client).await));
            verifier = verifier.with(Arc::clone(held));
        }
        if let Some(http) = &self.http {
            verifier = verifier.with(Arc::clone(http));
        }
        Ok(Session {
            client,
            device,
            _states: states,
            rights,
            verifier,
            answers_at_once: self.http.is_none(),
        })
    }

    /// Decides about a CONNECT. The chain is verified here and now, whatever the handshake did: a resumed TLS session
    /// verifies nothing, and the handshake knows no client id. A client without a certificate may still give a password.
    ///
    /// # Errors
    /// Returns the reason for which the client must not be admitted.
    pub async fn admit(&self, connect: &Connect<'_>, now: UnixTime) -> Result<Admitted, Reason> {
        let client_id: ClientId = connect.client_id.parse().map_err(Reason::ClientId)?;
        if client_id.as_str().is_empty() {
            return Err(Reason::ClientId(InvalidName::Empty));
        }
        let device = match &self.trust {
            Some(trust) if !connect.chain.is_empty() => {
                Some(trust.current().admit(connect.chain, &client_id, now)?)
            }
            _ => None,
        };
        if let (Some(inventory), Some(device)) = (&self.inventory, &device) {
            inventory.check(device).await?;
        }
        let mut request = ConnectRequest::new(&client_id);
        if let Some(device) = &device {
            request = request.with_identity(device);
        }
        // An empty one is none, as brokers that were written in C see it.
        if let Some(user_name) = connect.user_name.filter(|name| !name.is_empty()) {
            request = request.with_user_name(user_name);
        }
        if let Some(password) = connect.password {
            request = request.with_password(password);
        }
        let nothing_given = connect.password.is_none() && connect.chain.is_empty();
        match self.verifier.authenticate(&request).await {
            Ok(client) => Ok(Admitted { client, device }),
            Err(Reason::NoAnswer) if nothing_given => Err(Reason::NothingGiven),
            Err(reason) => Err(reason),
        }
    }

    /// Decides about a PUBLISH, a SUBSCRIBE, or a message to be delivered.
    ///
    /// # Errors
    /// Returns the reason for the denial.
    pub async fn authorize(
        &self,
        client: &AuthenticatedClient,
        action: Action,
        topic: &str,
    ) -> Result<(), Reason> {
        self.verifier.authorize(client, action, topic).await
    }

    /// Returns those of the live devices that would not be admitted any more, each with its refusal.
    pub fn recheck<'a>(
        &self,
        live: impl IntoIterator<Item = &'a DeviceIdentity>,
        now: UnixTime,
    ) -> Vec<(&'a DeviceIdentity, Refusal)> {
        let Some(trust) = &self.trust else {
            return Vec::new();
        };
        let live: Vec<&DeviceIdentity> = live.into_iter().collect();
        let mut refused = trust.current().recheck(live.iter().copied(), now);
        if let Some(inventory) = &self.inventory {
            let listed: HashSet<_> = refused.iter().map(|(device, _)| ptr::from_ref(*device)).collect();
            let others = live
                .into_iter()
                .filter(|device| !listed.contains(&ptr::from_ref(*device)));
            refused.extend(others.filter_map(|device| Some((device, inventory.recheck(device)?))));
        }
        refused
    }

    /// Decides whether a live session may go on: refuses it once its device would not be admitted any more. Ask whenever
    /// [`generation`](Self::generation) has changed, and once a minute, and disconnect the client.
    ///
    /// # Errors
    /// Returns the reason for which the client must be disconnected.
    pub fn check(&self, session: &Session, now: UnixTime) -> Result<(), Reason> {
        match self.recheck(session.device(), now).pop() {
            Some((_, refusal)) => Err(refusal.into()),
            None => Ok(()),
        }
    }

    /// Keeps what the inventory says about a device up to date, so that [`recheck`](Self::recheck) knows of a revocation whenever it
    /// is asked; `None` without an inventory. A [`Session`] does so by itself.
    #[must_use]
    pub fn hold(&self, device: &DeviceIdentity) -> Option<HeldStates> {
        self.inventory.as_ref().map(|inventory| inventory.hold(device))
    }

    /// Returns a number that changes with every change of the CA files, the revocation lists and the inventory: time to
    /// [recheck](Self::recheck).
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.trust.as_ref().map_or(0, |trust| trust.generation())
    }

    /// Reads the CA files and the revocation lists again now, whatever they look like, and reports again those that cannot be
    /// used: for a signal. Changes count without it.
    pub fn read_again(&self) {
        if let Some(follower) = &self.follower {
            follower.read_again();
        }
    }

    /// Returns the verifier of certificates as of now; `None` without certificates in the configuration. Ask again each
    /// time, as a change of the CA files replaces it.
    #[must_use]
    pub fn certificates(&self) -> Option<Arc<CertificateVerifier>> {
        self.trust.as_ref().map(|trust| trust.current())
    }

    /// Asks every database whether it answers: for a program that does not start without them.
    ///
    /// # Errors
    /// Returns the first [`Away`] that does not.
    pub async fn try_databases(&self) -> Result<(), Away> {
        let away = |database| move |fault| Away { database, fault };
        if let Some(database) = &self.database {
            database.try_out().await.map_err(away(Database::Accounts))?;
        }
        if let Some(inventory) = &self.inventory {
            inventory.try_out().await.map_err(away(Database::Inventory))?;
        }
        Ok(())
    }

    /// Returns whether all databases answered when they were last asked.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.away().next().is_none()
    }

    /// Returns the databases that did not answer when they were last asked, each with the reason in words.
    pub fn away(&self) -> impl Iterator<Item = (Database, Arc<str>)> {
        self.keepers.iter().filter_map(Keeper::away)
    }

    /// Returns the database with accounts and rights; `None` without one in the configuration.
    #[must_use]
    pub fn database(&self) -> Option<&DatabaseSource> {
        self.database.as_ref()
    }

    /// Returns the verifier over all sources.
    #[must_use]
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }
}
