//! The database source on SQLite files of our own, and against servers that are none.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

mod cache;
mod composition;
mod crowds;
mod faults;
mod oracle;
mod passwords;
mod rehash;
mod rights;

use std::time::Duration;

use amqtt_database::{Connection, DatabaseUrl, Value, acl_column, write_acl};
use amqtt_verifier::{
    Action, AuthenticatedClient, BoxFuture, ClientId, ConnectRequest, Decision, Evidence, Request, Source,
    Verifier,
    password::{Argon2Parameters, Password, PasswordVerifier},
    sources::database::{DatabaseOptions, DatabaseSource},
};
use tempfile::TempDir;

/// A database in a file, as another program sees it.
struct Database {
    directory: TempDir,
    connection: Connection,
}

impl Database {
    /// With tables, and nothing in them.
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("auth.db");
        tempfile::NamedTempFile::new_in(&directory)
            .unwrap()
            .persist(&file)
            .unwrap();
        let mut connection = Connection::open(&url(&directory)).await.unwrap();
        connection.sync().await.unwrap();
        // Nothing in it is worth waiting for the disk.
        connection.execute("PRAGMA synchronous = OFF", &[]).await.unwrap();
        Self {
            directory,
            connection,
        }
    }

    /// Cheap hashes, and one thread for them.
    fn options(&self) -> DatabaseOptions {
        let mut options = DatabaseOptions::new(url(&self.directory));
        options.argon2 = argon2();
        options.hash_threads = 1;
        options
    }

    fn source(&self) -> DatabaseSource {
        DatabaseSource::new(&self.options()).unwrap()
    }

    async fn execute(&mut self, statement: &str, values: &[&str]) {
        let values: Vec<Value<'_>> = values.iter().copied().map(Value::Text).collect();
        self.connection.execute(statement, &values).await.unwrap();
    }

    async fn set_password(&mut self, account: &str, password: &str) {
        self.set_hash(account, &hash(password)).await;
    }

    async fn set_hash(&mut self, account: &str, hash: &str) {
        let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                      VALUES (?, ?, '[]', '[]', '[]') {or_update:username:password_hash}";
        self.execute(insert, &[account, hash]).await;
    }

    async fn remove_account(&mut self, account: &str) {
        self.execute("DELETE FROM user_auth WHERE username = ?", &[account])
            .await;
    }

    async fn set_rights(&mut self, account: &str, action: Action, filters: &[&str]) {
        self.set_acl(account, action, &write_acl(filters)).await;
    }

    async fn set_acl(&mut self, account: &str, action: Action, json: &str) {
        let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) \
                      VALUES (?, '[]', '[]', '[]') {or_keep:username}";
        self.execute(insert, &[account]).await;
        let update = format!(
            "UPDATE topic_auth SET {} = ? WHERE username = ?",
            acl_column(action)
        );
        self.execute(&update, &[json, account]).await;
    }
}

fn url(directory: &TempDir) -> DatabaseUrl {
    let file = directory.path().join("auth.db");
    format!("sqlite:{}", file.display()).parse().unwrap()
}

fn argon2() -> Argon2Parameters {
    "m=64,t=1".parse().unwrap()
}

/// A stored hash of a password.
fn hash(password: &str) -> String {
    let password = Password::new(password.as_bytes().to_vec()).unwrap();
    let hash = PasswordVerifier::new(argon2()).hash(&password, [7; 16]).unwrap();
    hash.expose().to_owned()
}

/// Asks about a client that gives these.
async fn connect(source: &DatabaseSource, account: &str, password: &str) -> Decision {
    let client_id: ClientId = "pump-7".parse().unwrap();
    let request = ConnectRequest::new(&client_id)
        .with_user_name(account)
        .with_password(password.as_bytes());
    source.authenticate(&request).await
}

async fn publish(source: &DatabaseSource, client: &AuthenticatedClient, topic: &str) -> Decision {
    source
        .authorize(client, Request::parse(Action::Publish, topic).unwrap())
        .await
}

/// A client with this account.
async fn client(account: &str) -> AuthenticatedClient {
    let client_id: ClientId = "console-1".parse().unwrap();
    let request = ConnectRequest::new(&client_id).with_user_name(account);
    Verifier::new()
        .with(Everybody)
        .authenticate(&request)
        .await
        .unwrap()
}

/// Lets everybody in, so that there is a client to ask about topics for.
struct Everybody;

impl Source for Everybody {
    fn evidence(&self) -> Evidence {
        Evidence::Account
    }

    fn authenticate<'a>(&'a self, _: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(std::future::ready(Decision::Allow))
    }

    fn authorize<'a>(&'a self, _: &'a AuthenticatedClient, _: Request<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(std::future::ready(Decision::Abstain))
    }
}

/// Lets the given time pass at once. Nothing may be under way meanwhile.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

/// Longer than the time to live by default.
const STALE: Duration = Duration::from_secs(6);
