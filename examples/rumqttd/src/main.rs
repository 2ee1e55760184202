//! rumqttd 0.20 with the accounts of a database.
//!
//! ```sh
//! cargo run -p rumqttd-with-passwords -- sqlite:auth.db ca.crt server.crt server.key
//! ```
//!
//! rumqttd asks one question, with client id, user name and password, so that is all that can be decided here:
//!
//! | rule | kept |
//! |---|---|
//! | passwords | yes; a client without user name and password is refused |
//! | certificates | in part: rumqttd checks that a client's certificate is signed by `ca.crt`. It hands over neither the certificate nor a name from it, so the device id, the trust domain, revocation lists and the rest of the rules are **not** checked |
//! | rights | **no**: every client that is admitted may publish and subscribe to everything |
//! | revoked accounts | at the next CONNECT: live sessions stay |
//!
//! `scripts/example-rumqttd` runs it with clients, and shows the first three.

use std::{collections::HashMap, error::Error, sync::Arc};

use amqtt_gate::{Configuration, Connect, Gate};
use amqtt_verifier::{certificate::UnixTime, sources::database::DatabaseOptions};
use rumqttd::{Broker, Config, ConnectionSettings, RouterConfig, ServerSettings, TlsConfig};

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: rumqttd-with-passwords DATABASE_URL CA SERVER_CERTIFICATE SERVER_KEY";
    let arguments: [String; 4] = std::env::args()
        .skip(1)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| usage)?;
    let [database, ca, certificate, key] = arguments;

    let mut configuration = Configuration::default();
    configuration.database = Some(DatabaseOptions::new(database.parse()?));
    // rumqttd has a runtime for each of its servers; the database needs one that lives as long as the gate.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let gate = {
        let _within = runtime.enter();
        Arc::new(Gate::open(&configuration, |event| eprintln!("{event}"))?)
    };

    let mut server = ServerSettings {
        name: "mqtts".to_owned(),
        listen: ([127, 0, 0, 1], 8883).into(),
        tls: Some(TlsConfig::Rustls {
            capath: Some(ca),
            certpath: certificate,
            keypath: key,
        }),
        next_connection_delay_ms: 1,
        connections: ConnectionSettings {
            connection_timeout_ms: 10_000,
            max_payload_size: 256 * 1024,
            max_inflight_count: 100,
            auth: None,
            external_auth: None,
            dynamic_filters: false,
        },
    };
    let handle = runtime.handle().clone();
    server.set_auth_handler(move |client_id: String, user_name: String, password: String| {
        let gate = Arc::clone(&gate);
        let answer = handle.spawn(async move {
            let connect = Connect::new(&client_id)
                .with_user_name(&user_name)
                .with_password(password.as_bytes());
            match gate.admit(&connect, UnixTime::now()).await {
                Ok(_) => true,
                Err(reason) => {
                    eprintln!("{client_id:?} is refused: {reason}");
                    false
                }
            }
        });
        // An answer that never comes is a no.
        async { answer.await.unwrap_or(false) }
    });

    let mut config = Config {
        router: RouterConfig {
            max_connections: 10_000,
            max_outgoing_packet_count: 200,
            max_segment_size: 10 * 1024 * 1024,
            max_segment_count: 10,
            ..RouterConfig::default()
        },
        ..Config::default()
    };
    config.v4 = Some(HashMap::from([("mqtts".to_owned(), server)]));
    Broker::new(config).start()?;
    Ok(())
}
