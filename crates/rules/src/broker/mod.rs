//! The rights at other brokers: the same rules, asked through what each broker passes on.
//!
//! [`Broker`] names them and says what they cannot keep at all; [`BrokerRights`] decides as a broker that asks by these
//! rules is answered; [`weaknesses`] finds the stored rights that a broker enforces in another way than they are
//! written.
//!
//! ```
//! use amqtt_rules::{Acl, Action, Request, broker::{Broker, BrokerRights}};
//!
//! let acl: Acl = [(Action::Subscribe, "plant/#".parse()?), (Action::Receive, "plant/+".parse()?)].into_iter().collect();
//! let request = Request::parse(Action::Subscribe, "plant/#")?;
//! assert!(BrokerRights::new(Broker::Mosquitto, acl.clone()).allows(request));
//! // EMQX does not ask before it delivers, so what is subscribed to must be covered by what may be received, too.
//! assert!(!BrokerRights::new(Broker::Emqx, acl).allows(request));
//! # Ok::<(), amqtt_rules::InvalidTopic>(())
//! ```

mod kind;
mod reading;
mod rights;
mod stock;
mod weakness;

pub use kind::{Broker, InvalidBroker};
pub use rights::{BrokerRights, BrokerVerdict, Demand};
pub use stock::amqtt_grants;
pub use weakness::{Weakened, Weakness, weaknesses};
