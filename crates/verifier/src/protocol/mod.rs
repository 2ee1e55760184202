//! The HTTP protocol of aMQTT's plugins, for both of its halves: the client, which is
//! [`HttpSource`](crate::sources::http::HttpSource), and a server. Feature `http`.
//!
//! | question | parameters |
//! |---|---|
//! | [`Question::User`]: may this client connect? | `username`, `password`, `client_id` |
//! | [`Question::Superuser`]: may this account do everything? | `username` |
//! | [`Question::Topic`]: may this client do this? | `username`, `client_id`, `topic`, `acc` (an [`Access`]) |
//!
//! [`ParamsMode`] is the format of the parameters, and [`ResponseMode`] that of the answer. This module uses no sockets.

mod access;
mod answer;
mod mode;
mod question;

pub use access::{Access, UnknownAccess};
pub use answer::Answer;
pub use mode::{ParamsMode, RequestMethod, ResponseMode, UnknownMode};
pub use question::Question;
