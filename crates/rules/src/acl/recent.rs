//! The rights of a client that asks about one topic after another.

use std::sync::Arc;

use super::{Acl, index::Place};
use crate::topic::Request;

/// The rights of a client that asks about one topic after another: for each message, for instance. Most clients keep to one of
/// their filters, whatever its wildcards stand for, so the filter that allowed the last request is tried first.
///
/// ```
/// use std::sync::Arc;
///
/// use amqtt_rules::{Acl, Action, RecentAcl, Request};
///
/// let acl: Acl = [(Action::Publish, "plant/+/state".parse()?)].into_iter().collect();
/// let mut recent = RecentAcl::new(Arc::new(acl));
/// assert!(recent.allows(Request::parse(Action::Publish, "plant/1/state")?));
/// assert!(recent.allows(Request::parse(Action::Publish, "plant/2/state")?));
/// assert!(!recent.allows(Request::parse(Action::Publish, "plant/2/alarm")?));
/// # Ok::<(), amqtt_rules::InvalidTopic>(())
/// ```
#[derive(Debug, Clone)]
pub struct RecentAcl {
    acl: Arc<Acl>,
    /// The filter that allowed the last request to publish.
    publish: Option<Place>,
    /// The filter that allowed the last request to receive.
    receive: Option<Place>,
}

impl RecentAcl {
    /// Returns rights of which none was used yet.
    #[must_use]
    pub fn new(acl: Arc<Acl>) -> Self {
        Self {
            acl,
            publish: None,
            receive: None,
        }
    }

    /// Returns the rights themselves.
    #[must_use]
    pub fn acl(&self) -> &Arc<Acl> {
        &self.acl
    }

    /// Returns what [`Acl::allows`] does.
    #[must_use]
    #[inline]
    pub fn allows(&mut self, request: Request<'_>) -> bool {
        match request {
            Request::Publish(name) => {
                !name.is_reserved() && self.acl.publish.index().matches_again(name, &mut self.publish)
            }
            Request::Subscribe(subscription) => self.acl.subscribe.cover(subscription),
            Request::Receive(name) => self.acl.receive.index().matches_again(name, &mut self.receive),
        }
    }
}
