//! Accounts and topic rights from a database, one question after the other.

use amqtt_verifier::{
    Acl, Action, AuthenticatedClient, BoxFuture, ConnectRequest, Decision, Evidence, Fault, Reason, Source,
    database::{Connection, DatabaseUrl},
    password::{Argon2Parameters, Password, PasswordHash, PasswordVerifier},
};
use tokio::{sync::Mutex, task::spawn_blocking};

pub(crate) struct DatabaseSource(Mutex<Connection>);

impl DatabaseSource {
    pub(crate) async fn open(url: &str) -> Result<Self, crate::Failure> {
        let url: DatabaseUrl = url.parse()?;
        Ok(Self(Mutex::new(Connection::open(&url).await?)))
    }

    async fn check_password(&self, name: &str, password: &[u8]) -> Option<bool> {
        let stored = self.0.lock().await.password_hash(name).await.ok()?;
        let Ok(password) = Password::new(password.to_vec()) else {
            return Some(false);
        };
        let verify = move || {
            let stored = stored.and_then(|stored| PasswordHash::parse(&stored).ok());
            PasswordVerifier::new(Argon2Parameters::default()).verify(stored.as_ref(), &password)
        };
        spawn_blocking(verify).await.ok()?.ok()
    }

    async fn rights(&self, name: &str) -> Option<Acl> {
        let stored = self.0.lock().await.rights(name).await.ok()?.unwrap_or_default();
        let of = |action| {
            stored
                .of(action)
                .iter()
                .filter_map(move |text| Some((action, text.parse().ok()?)))
        };
        Some(Action::ALL.into_iter().flat_map(of).collect())
    }
}

impl Source for DatabaseSource {
    fn evidence(&self) -> Evidence {
        Evidence::Account
    }

    fn authenticate<'a>(&'a self, request: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(async {
            let (Some(name), Some(password)) = (request.user_name(), request.password()) else {
                return Decision::Abstain;
            };
            match self.check_password(name, password).await {
                Some(true) => Decision::Allow,
                Some(false) => Decision::Deny(Reason::Credentials),
                None => Decision::Deny(Fault::BrokenOff.into()),
            }
        })
    }

    fn authorize<'a>(
        &'a self,
        client: &'a AuthenticatedClient,
        action: Action,
        topic: &'a str,
    ) -> BoxFuture<'a, Decision> {
        Box::pin(async move {
            let Some(account) = client.account() else {
                return Decision::Abstain;
            };
            match self
                .rights(account)
                .await
                .map(|rights| rights.allows(action, topic))
            {
                Some(Ok(true)) => Decision::Allow,
                Some(_) => Decision::Deny(Reason::NotGranted),
                None => Decision::Deny(Fault::BrokenOff.into()),
            }
        })
    }
}
