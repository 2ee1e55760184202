//! Advice about a right or a question, beside the result.

use amqtt_database::StoredRights;
use amqtt_rules::broker::amqtt_grants;
use amqtt_verifier::{AccountName, Acl, Action, Request, TopicFilter, Verdict};

use crate::{
    context::Context,
    operations::{import::rights::pattern_in, known_devices::KnownDevices},
    options::pasted,
    store::Store,
};

/// Warns of a filter that looks like a pattern.
pub(super) fn on_pattern(filter: &TopicFilter, context: &Context) {
    if let Some(pattern) = pattern_in(filter.as_str()) {
        context.output.warn(format_args!(
            "{filter} is stored as it is: patterns such as {pattern} are not expanded, neither by aMQTT nor by these rules"
        ));
    }
}

/// Warns about the first right of an unknown client: the name may be mistyped.
pub(super) fn on_stranger(
    client: &AccountName,
    devices: &KnownDevices,
    store: &mut Store,
    context: &Context,
) {
    let is_first = matches!(store.rights(client), Ok(Some(stored)) if stored.count() == 1);
    if !is_first || !matches!(store.has_account(client), Ok(false)) {
        return;
    }
    match devices.has(client) {
        Ok(Some(true)) => {}
        Ok(Some(false)) => context.output.warn(format_args!(
            "no account and no device in the inventory is named {client}: check the name"
        )),
        Ok(None) => context.output.warn(format_args!(
            "no account is named {client}: check the name, unless it is a device that connects with a certificate"
        )),
        Err(failure) => context.output.warn(failure.message()),
    }
}

/// Notes that a client which may subscribe is not sent all messages, as each delivery needs a receive right.
pub(super) fn on_receiving(client: &AccountName, request: Request<'_>, acl: &Acl, context: &Context) {
    let Request::Subscribe(subscription) = request else {
        return;
    };
    if !acl.allows(request) {
        return;
    }
    if let Verdict::Denied { witness, .. } = acl.receive.decide(subscription) {
        context.output.note(format_args!(
            "{client} may subscribe, but has no receive right for {witness}: the broker delivers no such messages\n\
             give it one with `amqtt-admin topic add {} -a receive {}`",
            pasted::client(client.as_str()),
            pasted::quoted(subscription.filter()),
        ));
    }
}

/// Warns where aMQTT's own plug-in answers otherwise.
pub(super) fn on_stock_amqtt(request: Request<'_>, stored: &StoredRights, context: &Context) {
    let here = stored.acl().allows(request);
    let there = stored
        .of(request.action())
        .iter()
        .any(|filter| amqtt_grants(filter, request));
    let is_shared = matches!(request, Request::Subscribe(subscription) if subscription.group().is_some());
    match (here, there) {
        (false, true) if request.action() == Action::Subscribe => context.output.warn(
            "aMQTT's own TopicAuthDBPlugin allows this: it matches the filter of a SUBSCRIBE as if it were a topic name",
        ),
        (false, true) => context.output.warn("aMQTT's own TopicAuthDBPlugin allows this"),
        (true, false) if is_shared => context.output.warn(
            "aMQTT's own TopicAuthDBPlugin denies this: it does not know shared subscriptions",
        ),
        (true, false) => context.output.warn(
            "aMQTT's own TopicAuthDBPlugin denies this: it does not join several filters to cover a SUBSCRIBE",
        ),
        _ => {}
    }
}
