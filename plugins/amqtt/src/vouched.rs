//! Clients that the broker has admitted already, by whatever plug-ins it has.

use amqtt_verifier::{
    AuthenticatedClient, BoxFuture, ConnectRequest, Decision, Evidence, Reason, Request, Source, Verifier,
};

/// Takes the broker's word for the user name of a client.
struct Broker;

impl Source for Broker {
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

/// Returns a client of this name, for a broker whose own plug-ins have admitted it.
///
/// # Errors
/// Returns the reason if the names are not names.
pub(crate) fn vouched(client_id: &str, user_name: Option<&str>) -> Result<AuthenticatedClient, Reason> {
    let client_id = client_id.parse().map_err(Reason::ClientId)?;
    let mut request = ConnectRequest::new(&client_id);
    if let Some(user_name) = user_name {
        request = request.with_user_name(user_name);
    }
    Verifier::new().with(Broker).authenticate_now(&request)
}
