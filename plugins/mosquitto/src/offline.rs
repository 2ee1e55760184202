//! Sessions that the broker read from its own file: their clients have not come back yet.

use amqtt_verifier::{
    AuthenticatedClient, BoxFuture, ConnectRequest, Decision, Evidence, Request, Source, Verifier,
};

use crate::ffi::Client;

/// Returns the client of such a session. Its user name is the one that the broker was given when it logged in.
pub(crate) fn client(client: &Client<'_>) -> Option<AuthenticatedClient> {
    let id = client.id()?.parse().ok()?;
    let user_name = client.user_name()?;
    let request = ConnectRequest::new(&id).with_user_name(&user_name);
    Verifier::new().with(Remembered).authenticate_now(&request).ok()
}

/// The broker remembers a login.
struct Remembered;

impl Source for Remembered {
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
