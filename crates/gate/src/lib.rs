//! From one configuration to the [`Verifier`](amqtt_verifier::Verifier) of a broker, kept up to date with its files.
//!
//! A [`Configuration`] names the CA files, revocation lists, database and HTTP server that decide about clients. A [`Gate`]
//! is made of it once, and is asked at every CONNECT ([`Gate::connect`]); the [`Session`] that it answers with, at every PUBLISH,
//! SUBSCRIBE and delivery. The service for brokers and the plug-ins do the same, so that all of them decide alike.
//!
//! - **Files are followed.** When a CA file or a revocation list changes, the change counts within one second, without a
//!   signal and without a restart. A file that cannot be read, or cannot be used, changes nothing: what was read last goes
//!   on to count, and an [`Event`] says so. A revocation list counts until its nextUpdate in any case; after that,
//!   **every device of its issuer is refused**, as it is no longer known which of them are revoked.
//!   A [`Follower`] does the same for other files of a broker, such as its TLS certificate and key.
//! - **The inventory** of `amqtt-admin` may say what is revoked, without any list: [`Configuration::inventory`].
//! - **Rights are followed too.** A [`Session`] holds the rights of a client that is connected: they are read again twice a
//!   second, by a thread of the gate's own, and [`Session::decide`] answers at once, without a query and without a lock.
//! - **A database that is unavailable** stops no client at once: what was read before counts for [`Configuration::max_stale`], and for
//!   known devices for [`Configuration::grace`].
//! - **Live sessions** are looked at again with [`Gate::check`] or [`Gate::recheck`]: whenever [`Gate::generation`] has changed,
//!   and once a minute, as certificates and lists lapse.
//! - **Without async**: [`Blocking`] is the same with a runtime of its own, for brokers that call from their threads.
//! - **By names**: [`Options`] makes a configuration of names and texts, as a broker's own configuration file gives them.
//!
//! ```no_run
//! use amqtt_gate::{Blocking, CertificateFiles, Configuration, Connect};
//! use amqtt_verifier::{Action, certificate::UnixTime};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut files = CertificateFiles::new("fleet.example".parse()?);
//! files.ca_files = vec!["/etc/broker/ca.crt".into()];
//! files.crl_files = vec!["/etc/broker/ca.crl".into()];
//! let mut configuration = Configuration::default();
//! configuration.certificates = Some(files);
//!
//! let gate = Blocking::open(&configuration, |event| println!("{event}"))?;
//! # let chain = Vec::new();
//! // At CONNECT, with the chain that TLS shows, the leaf first:
//! let connect = Connect::new("pump-7").with_chain(&chain);
//! match gate.connect(&connect, UnixTime::now()) {
//!     Ok(session) => {
//!         let may = session.decide(Action::Publish, "plant/pump-7/state");
//!         println!("pump-7 is in; it may publish: {}", may.is_ok());
//!     }
//!     Err(reason) => println!("refused: {reason}"),
//! }
//! # Ok(())
//! # }
//! ```

mod blocking;
mod certificates;
mod configuration;
mod connect;
mod event;
mod fault;
mod follow;
mod gate;
#[cfg(feature = "rustls")]
mod handshake;
mod keeper;
mod options;
mod report;
mod session;
mod trust;

pub use blocking::{Blocking, BlockingError};
pub use configuration::{CertificateFiles, Configuration};
pub use connect::{Admitted, Connect};
pub use event::{Away, Database, Event};
pub use fault::FileFault;
pub use follow::{Followed, Follower, Seen};
pub use gate::{Gate, GateError};
pub use options::{GateOption, InvalidSpan, OptionError, Options, parse_span};
pub use session::Session;

/// The examples of the README, held by `cargo test --doc`.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
