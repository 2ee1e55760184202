//! Decides which topics a client may use.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use amqtt_database::{BrokenRow, Connection, RecordError, RightsRow};
use amqtt_rules::{acl::Acl, names::AccountName, topic::Request};

use crate::{
    client::AuthenticatedClient,
    decision::{Decision, Reason, SourceFault},
    source::{BoxFuture, ConnectRequest, Evidence, Source},
};

use super::{
    cell::Cell,
    mac::{Mac, MacKey, Purpose},
    options::DatabaseOptions,
    pool::Pool,
    refresh::Refresher,
    rows::{Named, Read, Rows},
};

/// The rights of all clients.
#[derive(Clone)]
pub(super) struct Rights {
    rows: Arc<Rows<Reader>>,
    /// The greatest age of rights while the database cannot be asked: those of a device, and others.
    stale: [Duration; 2],
}

struct Reader {
    key: Arc<MacKey>,
}

/// The rights in a row.
#[derive(Clone)]
pub(super) struct Known {
    /// Digest of the row, to detect a change.
    row: Mac,
    acl: Result<Arc<Acl>, Arc<BrokenRow>>,
}

impl Known {
    fn acl(&self, target: &dyn Fn() -> String) -> Result<&Arc<Acl>, SourceFault> {
        self.acl.as_ref().map_err(|row| {
            let (target, row) = (target(), BrokenRow::clone(row));
            RecordError::Broken { target, row }.into()
        })
    }

    fn decide(&self, target: &dyn Fn() -> String, request: Request<'_>) -> Decision {
        match self.acl(target) {
            Err(fault) => Decision::Deny(fault.into()),
            Ok(acl) if acl.allows(request) => Decision::Allow,
            Ok(_) => Decision::Deny(Reason::NotGranted),
        }
    }
}

impl Read for Reader {
    type Row = RightsRow;
    type Value = Known;

    fn rows<'a>(
        connection: &'a mut Connection,
        names: &'a [Arc<str>],
    ) -> BoxFuture<'a, Result<Named<RightsRow>, RecordError>> {
        Box::pin(async move {
            let names: Vec<&str> = names.iter().map(|name| &**name).collect();
            let rows = connection.rights_rows(&names).await?;
            let named = |row: RightsRow| Some((row.username()?.into(), row));
            Ok(rows.into_iter().filter_map(named).collect())
        })
    }

    fn octets(row: &RightsRow) -> usize {
        row.octets()
    }

    fn value(&self, row: Option<&RightsRow>, before: Option<&Known>) -> Known {
        let mac = self
            .key
            .digest(Purpose::Rights, row.into_iter().flat_map(RightsRow::parts));
        let acl = match before.filter(|before| before.row == mac) {
            Some(before) => before.acl.clone(),
            None => match row {
                Some(row) => row.read().map(|rights| Arc::new(rights.acl())).map_err(Arc::new),
                None => Ok(Arc::default()),
            },
        };
        Known { row: mac, acl }
    }

    fn is_same(one: &Known, other: &Known) -> bool {
        one.row == other.row
    }
}

impl Rights {
    pub(super) fn new(options: &DatabaseOptions, pool: Arc<Pool>, key: Arc<MacKey>) -> Self {
        Self {
            rows: Arc::new(Rows::new(options, pool, Reader { key })),
            stale: [true, false].map(|is_device| options.stale(is_device)),
        }
    }

    /// Decides by a row read after the question was asked, or at most the time to live before it.
    pub(super) async fn decide(
        &self,
        client: &AuthenticatedClient,
        account: &str,
        request: Request<'_>,
    ) -> Decision {
        if account.parse::<AccountName>().is_err() {
            return Decision::Deny(Reason::NotGranted);
        }
        match self.rows.get(account, self.stale_for(client)).await {
            Ok(known) => known.value.decide(&|| self.rows.pool.target(), request),
            Err(fault) => Decision::Deny(fault.into()),
        }
    }

    pub(super) async fn acl(&self, account: &AccountName, is_device: bool) -> Result<Arc<Acl>, SourceFault> {
        let stale = self.stale[usize::from(!is_device)];
        let known = self.rows.get(account.as_str(), stale).await?;
        known.value.acl(&|| self.rows.pool.target()).map(Arc::clone)
    }

    pub(super) async fn hold(&self, client: &AuthenticatedClient) -> HeldRights {
        let stale = self.stale_for(client);
        let account = client.account().cloned();
        let cell = account
            .as_ref()
            .map(|account| self.rows.kept.hold(account.as_str()));
        if let Some(account) = &account {
            // A fault leaves the client without rights for now.
            let _ = self.rows.get(account.as_str(), stale).await;
        }
        HeldRights {
            account,
            cell,
            stale,
            pool: Arc::clone(&self.rows.pool),
        }
    }

    pub(super) fn refresher(&self, options: &DatabaseOptions) -> Refresher {
        Refresher::new(Arc::clone(&self.rows), options)
    }

    pub(super) fn invalidate(&self, account: &str) {
        self.rows.invalidate(account);
    }

    fn stale_for(&self, client: &AuthenticatedClient) -> Duration {
        self.stale[usize::from(client.device().is_none())]
    }
}

/// The rights of one client, which are kept up to date by a [`Refresher`]. As a source it answers at once, without a query
/// and without a lock: [`Verifier::authorize_now`](crate::Verifier::authorize_now). It abstains for other accounts, and about
/// who a client is.
pub struct HeldRights {
    account: Option<AccountName>,
    cell: Option<Arc<Cell<Known>>>,
    stale: Duration,
    pool: Arc<Pool>,
}

impl HeldRights {
    /// Returns the rights as they are now, for deciding about many topics within this time. `None` if they might not count for as
    /// long, should the database not answer from now on; and if there are none, or the row is broken.
    #[must_use]
    pub fn lasting(&self, time: Duration) -> Option<Arc<Acl>> {
        let until = Instant::now() + time;
        self.cell.as_ref()?.with(|known| {
            let known = known.filter(|known| until <= known.read + self.stale)?;
            known.value.acl.as_ref().ok().map(Arc::clone)
        })
    }

    fn decide(&self, client: &AuthenticatedClient, request: Request<'_>) -> Decision {
        let Some(cell) = self
            .cell
            .as_ref()
            .filter(|_| client.account() == self.account.as_ref())
        else {
            return Decision::Abstain;
        };
        let now = Instant::now();
        cell.with(|known| match known {
            None => Decision::Deny(SourceFault::NotReady.into()),
            Some(known) if now > known.read + self.stale => {
                let after = self.stale;
                Decision::Deny(SourceFault::Stale { after }.into())
            }
            Some(known) => known.value.decide(&|| self.pool.target(), request),
        })
    }
}

impl Source for HeldRights {
    fn evidence(&self) -> Evidence {
        Evidence::Account
    }

    fn authenticate<'a>(&'a self, _: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(std::future::ready(Decision::Abstain))
    }

    fn authorize<'a>(
        &'a self,
        client: &'a AuthenticatedClient,
        request: Request<'a>,
    ) -> BoxFuture<'a, Decision> {
        Box::pin(std::future::ready(self.decide(client, request)))
    }

    fn authorize_now(&self, client: &AuthenticatedClient, request: Request<'_>) -> Option<Decision> {
        Some(self.decide(client, request))
    }
}

impl std::fmt::Debug for HeldRights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HeldRights")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}
