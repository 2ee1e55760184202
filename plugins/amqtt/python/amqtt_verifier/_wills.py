"""Wills: messages that the broker publishes for a client that is gone, without asking whether it may."""

from amqtt.contexts import Action, BaseContext
from amqtt.session import Session

from ._asking import recall

_HELD = "amqtt_verifier.will"


class WillPlugin:
    """Keeps a will from being published that its client may not publish."""

    async def on_broker_client_connected(self, *, client_id: str, client_session: Session) -> None:
        """Hold the will until it is known to be allowed, by every plug-in that is asked."""
        session = client_session
        held = session.attributes.setdefault(_HELD, {"askers": 0, "stands": session.will_flag})
        if not held["stands"]:
            del session.attributes[_HELD]
            return
        held["askers"] += 1
        session.will_flag = False
        allowed = await self.topic_filtering(  # type: ignore[attr-defined]
            session=session, topic=session.will_topic, action=Action.PUBLISH
        )
        held["askers"] -= 1
        held["stands"] = held["stands"] and allowed is True
        if not held["askers"]:
            session.will_flag = held["stands"]
            session.attributes.pop(_HELD, None)


def drop_wills_of_refused(context: BaseContext, kind: str) -> None:
    """Drop the wills of live sessions whose certificates are no longer accepted."""
    for session in getattr(context, "sessions", ()):
        client = recall(session, kind)
        if session.will_flag and client is not None and client.refusal:
            context.logger.info("client %r: will dropped: %s", session.client_id, client.refusal)
            session.will_flag = False
