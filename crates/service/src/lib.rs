//! Answers MQTT brokers that ask over HTTP whether a client may connect, and what it may do, out of a
//! [`Gate`](amqtt_gate::Gate).
//!
//! Each kind of broker has its own addresses, and is answered in its own words:
//!
//! | broker | addresses |
//! |---|---|
//! | aMQTT's HTTP plugins | `/amqtt/{user,superuser,acl}` for the response modes `json` and `status`; `/amqtt/text/…` for `text` |
//! | mosquitto-go-auth | `/go-auth/{user,superuser,acl}`, `/go-auth/text/…` |
//! | EMQX | `/emqx/authn`, `/emqx/authz` |
//! | VerneMQ | `/vernemq`, for the hooks `auth_on_register`, `auth_on_publish`, `auth_on_subscribe` and those for MQTT 5 |
//! | RabbitMQ | `/rabbitmq/{user,vhost,resource,topic}` |
//! | NanoMQ | `/nanomq/{auth,super,acl}` |
//!
//! For operators there are `/healthz`, `/readyz`, `/metrics`, `/ca.crt` and `/ca.crl`.
//!
//! - **A no is a no** in every mode of a broker: where the broker takes an error for "no opinion", a denial is not an error.
//! - **Nobody is a superuser**, and no name has a tag.
//! - A question that cannot be read, comes too slowly, is too long or has a field twice is answered with no.
//! - Where a broker does not ask before it delivers, a SUBSCRIBE must be covered by the subscribe and the receive rights:
//!   [`Broker`](amqtt_verifier::broker::Broker) says what each broker cannot keep.
//! - Failed logins of a name are limited.
//!
//! [`Service`] makes the router, [`serve`] answers connections.

mod asking;
mod body;
mod devices;
mod dialect;
mod dialects;
mod fields;
mod limit;
mod log;
mod metrics;
mod public;
mod server;
mod service;
mod shadow;
mod tls;

pub use axum::Router;
pub use log::Log;
pub use server::serve;
pub use service::{Service, ServiceOptions};
pub use shadow::{Shadow, ShadowError};
pub use tls::{BrokerCertVerifier, Tls};
