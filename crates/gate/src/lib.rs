//! From one configuration to the [`Verifier`](amqtt_verifier::Verifier) of a broker, kept up to date with its files.
//!
//! A [`Configuration`] names the CA files, revocation lists, database and HTTP server that decide about clients. A [`Gate`]
//! is made of it once, and is asked at every CONNECT ([`Gate::admit`]), PUBLISH, SUBSCRIBE and delivery
//! ([`Gate::authorize`]). The service for brokers and the plug-ins do the same, so that all of them decide alike.
//!
//! - **Files are followed.** When a CA file or a revocation list changes, the change counts within one second, without a
//!   signal and without a restart. A file that cannot be read, or cannot be used, changes nothing: what was read last goes
//!   on to count, and an [`Event`] says so. A revocation list counts until its nextUpdate in any case; after that,
//!   **every device of its issuer is refused**, as it is no longer known which of them are revoked.
//! - **Live sessions** are looked at again with [`Gate::recheck`]: whenever [`Gate::generation`] has changed, and once a
//!   minute, as certificates and lists lapse.
//! - **Without async**: [`Blocking`] is the same with a runtime of its own, for brokers that call from their threads.
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
//! match gate.admit(&connect, UnixTime::now()) {
//!     Ok(admitted) => {
//!         let may = gate.authorize(&admitted.client, Action::Publish, "plant/pump-7/state");
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
mod follow;
mod gate;
#[cfg(feature = "rustls")]
mod handshake;
mod trust;

pub use blocking::{Blocking, BlockingError};
pub use certificates::FileFault;
pub use configuration::{CertificateFiles, Configuration};
pub use connect::{Admitted, Connect};
pub use follow::Event;
pub use gate::{Gate, GateError};

/// The examples of the README, held by `cargo test --doc`.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
