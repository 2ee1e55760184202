//! Opening a database.

use std::time::Duration;

use super::{
    connect,
    connection::Connection,
    driver::Driver,
    error::{DatabaseError, DatabaseFault},
    file, hosts,
    options::OpenOptions,
    url::{DatabaseUrl, Location, SessionAttributes},
};

/// The time that one of several servers may take to answer.
const PATIENCE_WITH_ONE_OF_SEVERAL: Duration = Duration::from_secs(2);

impl Connection {
    /// Opens a database that exists.
    ///
    /// # Errors
    /// [`DatabaseError`], if it does not exist, cannot be reached, or refuses the login.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, DatabaseError> {
        Self::open_with(url, &OpenOptions::default()).await
    }

    /// Opens a database with options. Of several servers it is the first that answers and is of the requested kind.
    ///
    /// # Errors
    /// As [`Connection::open`].
    pub async fn open_with(url: &DatabaseUrl, options: &OpenOptions) -> Result<Self, DatabaseError> {
        let Location::Server(kind, server, settings) = &url.0 else {
            let patience = options.patience;
            return Self::opened(url, file::open(url, options), None, options, patience).await;
        };
        if let [host] = server.hosts.as_slice() {
            let patience = settings.connect_timeout.unwrap_or(options.patience);
            let connecting = connect::server(*kind, server, host, settings, options);
            return Self::opened(url, connecting, settings.session, options, patience).await;
        }
        let wanted = settings.session.unwrap_or(match options.writable {
            true => SessionAttributes::PreferReadWrite,
            false => SessionAttributes::Any,
        });
        let (strictly, fallback) = hosts::passes(wanted);
        let mut failures = Vec::new();
        for wanted in std::iter::once(strictly).chain(fallback) {
            for host in &server.hosts {
                let one = url.with_host(host);
                let patience = settings.connect_timeout.unwrap_or(PATIENCE_WITH_ONE_OF_SEVERAL);
                let connecting = connect::server(*kind, server, host, settings, options);
                match Self::opened(&one, connecting, Some(wanted), options, patience).await {
                    Ok(connection) => return Ok(connection),
                    Err(DatabaseError { fault, .. }) => failures.push((host.shown(*kind), fault)),
                }
            }
        }
        Err(DatabaseError {
            target: url.to_string(),
            fault: hosts::failed(&failures),
        })
    }

    async fn opened(
        url: &DatabaseUrl,
        connecting: impl Future<Output = Result<Driver, DatabaseFault>>,
        wanted: Option<SessionAttributes>,
        options: &OpenOptions,
        patience: Duration,
    ) -> Result<Self, DatabaseError> {
        let target = url.to_string();
        let faulty = |fault| DatabaseError {
            target: target.clone(),
            fault,
        };
        let silent = |_| {
            faulty(DatabaseFault::Unreachable(
                "no answer within the time allowed".to_owned(),
            ))
        };
        let connecting = async {
            let mut driver = connecting.await.map_err(&faulty)?;
            let dialect = driver.dialect().await;
            let dialect = dialect.map_err(|error| faulty(DatabaseFault::of(&error)))?;
            let mut connection = Self {
                driver,
                dialect,
                target: target.clone(),
                in_transaction: false,
            };
            if let Some(session) = dialect.session() {
                connection.command(session).await?;
            }
            if let (Some(catch_up), true) = (dialect.catch_up(), options.writable) {
                // A server that was built without Galera does not know the setting, and does not need it.
                let _ = connection.command(catch_up).await;
            }
            if let Some(wanted) = wanted {
                hosts::check(&mut connection, wanted).await?;
            }
            Ok(connection)
        };
        tokio::time::timeout(patience, connecting).await.map_err(silent)?
    }
}
