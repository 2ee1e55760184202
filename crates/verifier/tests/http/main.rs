//! The HTTP source against servers of our own, on the loopback interface: well-behaved, faulty and hostile ones.
#![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

mod answers;
mod connections;
mod faults;
mod modes;
mod server;
mod tls;
mod wire;

use amqtt_verifier::{
    Action, AuthenticatedClient, BoxFuture, ClientId, ConnectRequest, Decision, Evidence, Request, Source,
    Verifier,
    sources::http::{HttpOptions, HttpSource},
};

const PASSWORD: &str = "p4ssw0rd \"=&";

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

async fn client(client_id: &str, user_name: Option<&str>) -> AuthenticatedClient {
    let client_id: ClientId = client_id.parse().unwrap();
    let mut request = ConnectRequest::new(&client_id);
    if let Some(user_name) = user_name {
        request = request.with_user_name(user_name);
    }
    Verifier::new()
        .with(Everybody)
        .authenticate(&request)
        .await
        .unwrap()
}

fn options(port: u16) -> HttpOptions {
    HttpOptions::new("127.0.0.1", port)
}

/// Asks about the client `pump-7` with the user name `ada`.
async fn ask_user(source: &HttpSource) -> Decision {
    let client_id: ClientId = "pump-7".parse().unwrap();
    let request = ConnectRequest::new(&client_id)
        .with_user_name("ada")
        .with_password(PASSWORD.as_bytes());
    source.authenticate(&request).await
}

/// Asks whether the same client may publish to `a/b`.
async fn ask_topic(source: &HttpSource) -> Decision {
    let client = client("pump-7", Some("ada")).await;
    source
        .authorize(&client, Request::parse(Action::Publish, "a/b").unwrap())
        .await
}
