//! Finds out what a broker allows a device: requests within its rights, and beyond them.

use amqtt_database::StoredRights;
use amqtt_verifier::{Action, Request};

use super::{
    Known,
    check::{Check, Expected},
    client::{Broker, Live, Seen},
    rights::Witnesses,
};

/// Somebody else, who publishes what the device may not receive.
pub(super) struct Publisher<'a> {
    pub(super) broker: &'a Broker,
    pub(super) known: &'a Known,
}

/// Checks what a device may do, by its rights.
pub(super) fn checks(
    mut live: Live,
    rights: &StoredRights,
    id: &str,
    publisher: Option<&Publisher<'_>>,
    checks: &mut Vec<Check>,
) {
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
    receive(
        &mut live,
        &witnesses.receive_beyond,
        rights,
        id,
        publisher,
        checks,
    );
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

const NOBODY_PUBLISHES: &str = "not looked at: it needs somebody who may publish that (--from)";

/// Has a message published that the device may subscribe to and not receive: by itself, or by somebody who may. A broker refuses the
/// subscription, or does not deliver the message.
fn receive(
    live: &mut Live,
    topics: &[String],
    rights: &StoredRights,
    id: &str,
    publisher: Option<&Publisher<'_>>,
    checks: &mut Vec<Check>,
) {
    let Some(first) = topics.first() else { return };
    let of = |rights: &StoredRights| {
        let acl = rights.acl();
        let may =
            |topic: &str| Request::parse(Action::Publish, topic).is_ok_and(|request| acl.allows(request));
        topics.iter().find(|topic| may(topic))
    };
    let other = publisher.and_then(|other| Some((other, of(other.known.rights.as_ref()?)?)));
    let (topic, seen) = match (of(rights), other) {
        (Some(topic), _) => (topic, delivered(live, None, topic)),
        (None, Some((other, topic))) => (topic, sent_by(other, live, topic)),
        (None, None) => (first, Seen::Unknown(NOBODY_PUBLISHES.to_owned())),
    };
    let made = Check::of("receive_beyond_rights", Expected::Refused, &seen, |_| {
        format!("{id} receives {topic}, which it has no right to receive: the broker checks no delivery")
    });
    checks.push(about(made, topic));
}

fn sent_by(other: &Publisher<'_>, live: &mut Live, topic: &str) -> Seen {
    let id = other.known.id.as_str();
    match other.broker.log_in(Some(&other.known.credential), id).result {
        Ok(mut sender) => {
            let seen = delivered(live, Some(&mut sender), topic);
            sender.leave();
            seen
        }
        Err(_) => Seen::Unknown(format!("not looked at: {id} is not admitted")),
    }
}

/// Returns whether the device is sent what it has subscribed to, after somebody has published it.
fn delivered(live: &mut Live, sender: Option<&mut Live>, topic: &str) -> Seen {
    match live.subscribe(topic, false) {
        Seen::Admitted => {}
        other => return other,
    }
    let sent = match sender {
        Some(sender) => sender.publish(topic),
        None => live.publish(topic),
    };
    match sent {
        Seen::Admitted => live.receives_soon(topic),
        Seen::Refused(reason) => Seen::Unknown(format!("nothing was sent: {}", reason.text)),
        unknown @ Seen::Unknown(_) => unknown,
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
