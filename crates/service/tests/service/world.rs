//! A service with a database, a CA and a device.

use std::{fs, net::SocketAddr, sync::Arc, time::Duration};

use amqtt_database::{Connection, DatabaseUrl, acl_column, write_acl};
use amqtt_gate::{CertificateFiles, Configuration, Gate};
use amqtt_service::{Service, ServiceOptions, serve};
use amqtt_testkit::{
    forge::{Certificate, Crl, Entry, Key},
    keys,
};
use amqtt_verifier::{
    Action,
    password::{Argon2Parameters, Password, PasswordVerifier},
    sources::database::DatabaseOptions,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

pub(crate) struct World {
    pub(crate) directory: TempDir,
    pub(crate) connection: Connection,
    pub(crate) address: SocketAddr,
    pub(crate) end: Option<oneshot::Sender<()>>,
    pub(crate) served: Option<JoinHandle<()>>,
    root: Key,
    device: Key,
}

/// An answer as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl World {
    /// A service with an account `ada` and a device `pump-7`, and rights for both.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}, ServiceOptions::default()).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Configuration), mut options: ServiceOptions) -> Self {
        let directory = TempDir::new().unwrap();
        let (root, device) = (keys::p256(), keys::p256());
        let ca = directory.path().join("ca.crt");
        fs::write(
            &ca,
            Certificate::ca("Root", &root, "Root", &root, &[1]).sign(&root),
        )
        .unwrap();
        fs::write(directory.path().join("ca.crl"), list(&root, 1, &[])).unwrap();
        let url = DatabaseUrl::sqlite(directory.path().join("auth.db"));
        fs::write(directory.path().join("auth.db"), "").unwrap();
        let mut connection = Connection::open(&url).await.unwrap();
        connection.sync().await.unwrap();

        let mut files = CertificateFiles::new("d.example".parse().unwrap());
        files.ca_files = vec![ca.clone()];
        let mut configuration = Configuration::default();
        configuration.certificates = Some(files);
        let mut database = DatabaseOptions::new(url);
        database.argon2 = Argon2Parameters::new(64, 1, 1).unwrap();
        configuration.database = Some(database);
        configuration.follow_every = Duration::from_millis(100);
        change(&mut configuration);
        let gate = Arc::new(Gate::open(&configuration, drop).unwrap());

        options.ca_files = vec![ca];
        options.trust_domain = Some("d.example".parse().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Arc::new(Service::new(gate, options)).router();
        let (end, ended) = oneshot::channel();
        let served = tokio::spawn(async move {
            let end = async { drop(ended.await) };
            serve(listener, None, router, end).await.unwrap();
        });
        let mut world = Self {
            directory,
            connection,
            address,
            end: Some(end),
            served: Some(served),
            root,
            device,
        };
        world.set_password("ada", "right").await;
        for name in ["ada", "pump-7"] {
            world
                .set_rights(name, Action::Publish, &["plant/+/state", "a,b"])
                .await;
            world
                .set_rights(name, Action::Subscribe, &["plant/#", "shop/#"])
                .await;
            world.set_rights(name, Action::Receive, &["plant/#"]).await;
        }
        world
    }

    pub(crate) async fn set_password(&mut self, name: &str, password: &str) {
        let password = Password::new(password.as_bytes().to_vec()).unwrap();
        let parameters = Argon2Parameters::new(64, 1, 1).unwrap();
        let hash = PasswordVerifier::new(parameters)
            .hash(&password, [7; 16])
            .unwrap();
        let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                      VALUES (?, ?, '[]', '[]', '[]')";
        self.connection
            .execute(insert, &[name.into(), hash.expose().into()])
            .await
            .unwrap();
    }

    pub(crate) async fn set_rights(&mut self, name: &str, action: Action, filters: &[&str]) {
        let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) \
                      VALUES (?, '[]', '[]', '[]') {or_keep:username}";
        self.connection.execute(insert, &[name.into()]).await.unwrap();
        let update = format!(
            "UPDATE topic_auth SET {} = ? WHERE username = ?",
            acl_column(action)
        );
        let acl = write_acl(filters);
        self.connection
            .execute(&update, &[acl.as_str().into(), name.into()])
            .await
            .unwrap();
    }

    /// The device's certificate in PEM.
    pub(crate) fn certificate(&self) -> String {
        let leaf = Certificate::device("pump-7", &self.device, "Root", &self.root, &[3]);
        amqtt_x509::pem::encode("CERTIFICATE", &leaf.sign(&self.root)).to_string()
    }

    /// Revokes certificates by their serial numbers, for a service that follows `ca.crl`.
    pub(crate) fn revoke(&self, number: u8, serials: &[&[u8]]) {
        fs::write(
            self.directory.path().join("ca.crl"),
            list(&self.root, number, serials),
        )
        .unwrap();
    }

    /// Sends a request as it is, and returns the answer.
    pub(crate) async fn send(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request).await.unwrap();
        read_answer(&mut stream).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        self.send(request.as_bytes()).await
    }

    pub(crate) async fn form(&self, path: &str, form: &str) -> Answer {
        self.post(path, "application/x-www-form-urlencoded", form.as_bytes(), "")
            .await
    }

    pub(crate) async fn json(&self, path: &str, json: &str) -> Answer {
        self.post(path, "application/json", json.as_bytes(), "").await
    }

    pub(crate) async fn post(&self, path: &str, content_type: &str, body: &[u8], headers: &str) -> Answer {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {content_type}\r\n{headers}Content-Length: \
             {}\r\n\r\n",
            body.len()
        );
        self.send(&[head.as_bytes(), body].concat()).await
    }
}

fn list(root: &Key, number: u8, serials: &[&[u8]]) -> Vec<u8> {
    let mut list = Crl::new("Root", root, number);
    list.next_update = Some("20340101000000Z".to_owned());
    list.entries = serials.iter().map(|serial| Entry::new(serial)).collect();
    list.sign(root)
}

/// Reads an answer until the connection ends.
pub(crate) async fn read_answer(stream: &mut TcpStream) -> Answer {
    let mut text = Vec::new();
    // A connection that is reset after the answer has been answered all the same.
    let _ = stream.read_to_end(&mut text).await;
    let text = String::from_utf8(text).unwrap();
    let (head, body) = text
        .split_once("\r\n\r\n")
        .unwrap_or_else(|| panic!("no answer: {text:?}"));
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_ascii_lowercase(),
        body: body.to_owned(),
    }
}
