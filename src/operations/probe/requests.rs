//! What a broker allows a device: requests within its rights, and beyond them.

use amqtt_database::StoredRights;
use amqtt_verifier::Action;

use super::{
    check::{Check, Expected},
    client::{Live, Seen},
    rights::Witnesses,
};

/// Checks what a device may do, by its rights.
pub(super) fn checks(mut live: Live, rights: &StoredRights, id: &str, checks: &mut Vec<Check>) {
    let witnesses = Witnesses::of(&rights.acl(), rights.of(Action::Subscribe));
    // First: what the device may hear would be taken for what it may not.
    let mut asked = true;
    if let Some(topic) = &witnesses.subscribe_beyond {
        let seen = beyond(&mut live, topic, true);
        asked = !matches!(seen, Seen::Unknown(_));
        let made = Check::of("subscribe_beyond_rights", Expected::Refused, &seen, |_| {
            format!("{id} receives {topic}, which is beyond its rights: the broker checks none, or others")
        });
        checks.push(about(made, topic));
    }
    if let Some(topic) = &witnesses.subscribe_wider {
        let seen = match (live.subscribe(topic, false), asked) {
            (Seen::Admitted, false) => Seen::Unknown(GRANTED.to_owned()),
            (seen, _) => seen,
        };
        let made = Check::of("subscribe_wider_filter", Expected::Refused, &seen, |_| {
            format!(
                "{id} may subscribe to {topic}, which is wider than its rights: the broker matches filters as if they were \
                 topics"
            )
        });
        checks.push(about(made, topic));
    }
    if let Some(topic) = &witnesses.subscribe {
        let seen = live.subscribe(topic, false);
        let made = Check::of("subscribe_within_rights", Expected::Admitted, &seen, |_| {
            format!(
                "{id} may not subscribe to {topic}, though it has the right: the broker checks other rights"
            )
        });
        checks.push(about(made, topic));
    }
    publish(&mut live, &witnesses, id, checks);
    live.leave();
}

/// The reason that a subscription that was granted proves nothing.
const GRANTED: &str = "granted, and nothing was delivered: the broker may check each delivery instead";

/// Subscribes to what is beyond the rights. A broker may grant that, and check each message before it delivers it.
fn beyond(live: &mut Live, topic: &str, retained: bool) -> Seen {
    match live.subscribe(topic, retained) {
        Seen::Admitted => match live.receives(None) {
            Seen::Refused(_) => Seen::Unknown(GRANTED.to_owned()),
            seen => seen,
        },
        seen => seen,
    }
}

/// Publishes what is beyond the rights. MQTT 5 has an answer to that; in 3.1.1 the device must hear it, or nothing is known.
fn publish(live: &mut Live, witnesses: &Witnesses, id: &str, checks: &mut Vec<Check>) {
    let (topic, seen) = match (
        live.has_reasons(),
        &witnesses.publish_beyond,
        &witnesses.publish_heard,
    ) {
        (true, Some(topic), _) => (topic, live.publish(topic)),
        (false, _, Some(topic)) => (topic, heard(live, topic)),
        (false, Some(topic), None) => (topic, Seen::Unknown(NO_ANSWER.to_owned())),
        (_, None, _) => return,
    };
    let made = Check::of("publish_beyond_rights", Expected::Refused, &seen, |_| {
        format!("{id} may publish {topic}, which is beyond its rights: the broker checks none, or others")
    });
    checks.push(about(made, topic));
}

const NO_ANSWER: &str =
    "MQTT 3.1.1 has no answer to it, and the device hears no topic that it may not publish";

/// Publishes a topic that the device receives, and listens whether it comes back.
fn heard(live: &mut Live, topic: &str) -> Seen {
    match live.subscribe(topic, false) {
        Seen::Admitted => {}
        other => return other,
    }
    match live.publish(topic) {
        Seen::Admitted => live.receives(Some(topic)),
        other => other,
    }
}

/// Names the topic before the reason.
fn about(check: Check, topic: &str) -> Check {
    let reason = match check.reason {
        Some(reason) => format!("{topic}: {reason}"),
        None => topic.to_owned(),
    };
    Check {
        reason: Some(reason),
        ..check
    }
}
