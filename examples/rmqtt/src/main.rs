//! rmqtt 0.24 with the accounts and rights of a database.
//!
//! ```sh
//! cargo run -p rmqtt-with-rights -- sqlite:auth.db ca.crt server.crt server.key
//! ```
//!
//! | rule | kept |
//! |---|---|
//! | passwords | yes; a client without user name and password is refused |
//! | certificates | in part: rmqtt checks that a client's certificate is signed by `ca.crt`. It hands over the common name and not the certificate, so the trust domain, revocation lists and the rest of the rules are **not** checked; `cert_cn_as_username` is left off, as a common name proves nothing where a CA signs more than devices |
//! | rights to publish | yes; the topic of a will is checked at CONNECT, as rmqtt does not ask when it publishes it |
//! | rights to subscribe | yes, filters covered by filters |
//! | rights to receive | yes, for clients that are connected: rmqtt has no hook that stops a delivery but the one that asks whether a message has expired, and a message that must not be delivered is called expired there |
//! | revoked accounts | at the next CONNECT: live sessions stay; their rights are gone within seconds |

mod rules;

use std::error::Error;

use amqtt_gate::{Configuration, Gate};
use amqtt_verifier::sources::database::DatabaseOptions;
use rmqtt::{context::ServerContext, hook::Type, net::Builder, server::MqttServer};

use crate::rules::Rules;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: rmqtt-with-rights DATABASE_URL CA SERVER_CERTIFICATE SERVER_KEY";
    let arguments: [String; 4] = std::env::args()
        .skip(1)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| usage)?;
    let [database, ca, certificate, key] = arguments;

    let mut configuration = Configuration::default();
    configuration.database = Some(DatabaseOptions::new(database.parse()?));
    let gate = Gate::open(&configuration, |event| eprintln!("{event}"))?;
    let rules = Rules::new(gate);

    let context = ServerContext::new().build().await;
    let register = context.extends.hook_mgr().register();
    for question in [
        Type::ClientAuthenticate,
        Type::ClientSubscribeCheckAcl,
        Type::MessagePublishCheckAcl,
        Type::MessageExpiryCheck,
        Type::SessionTerminated,
    ] {
        // The highest priority, and no other handler is asked after this one.
        register
            .add_priority(question, u32::MAX, Box::new(rules.clone()))
            .await;
    }
    register.start().await;

    let listener = Builder::new()
        .name("mqtts")
        .laddr(([127, 0, 0, 1], 8883).into())
        // rmqtt admits a client without a user name by default, and asks nobody.
        .allow_anonymous(false)
        .tls_cross_certificate(true)
        .tls_client_ca_certs(Some(ca))
        .tls_cert(Some(certificate))
        .tls_key(Some(key))
        .bind()?
        .tls()?;
    MqttServer::new(context).listener(listener).build().run().await?;
    Ok(())
}
