"""What the broker does without asking a plug-in, or without showing it: its first step with a client, watched over."""

from typing import Any

from amqtt.contexts import Action, BaseContext
from amqtt.session import Session

_STEP = "_initialize_client_session"


def watch_over(context: BaseContext) -> None:
    """Watch over the broker of a plug-in; once is enough.

    A session that outlives its connection is handed back as it was when its client returns, with the TLS object of the
    earlier connection: it gets the one of this connection. Messages that were kept, for a topic or for a client that was
    away, and wills are sent without asking: each is asked about first.
    """
    broker = getattr(context, "_broker_instance", None)
    step = getattr(broker, _STEP, None)
    if step is None or getattr(step, "is_watched", False):
        return

    async def watched(reader: Any, writer: Any, *remote: Any) -> tuple[Any, Session]:
        handler, session = await step(reader, writer, *remote)
        session.ssl_object = writer.get_ssl_info()
        handler.mqtt_publish = _asking_first(broker, handler)
        handler.wait_disconnect = _asking_about_the_will(broker, handler, session)
        return handler, session

    watched.is_watched = True  # type: ignore[attr-defined]
    setattr(broker, _STEP, watched)


def _asking_first(broker: Any, handler: Any) -> Any:
    send = handler.mqtt_publish

    async def mqtt_publish(topic: str, data: bytes, qos: int | None, retain: bool, ack_timeout: int | None = None) -> Any:
        # What was not kept has been asked about when it was published.
        if retain:
            if not await _may(broker, handler.session, topic, Action.RECEIVE):
                return None
        return await send(topic, data, qos, retain, ack_timeout)

    return mqtt_publish


def _asking_about_the_will(broker: Any, handler: Any, session: Session) -> Any:
    wait = handler.wait_disconnect

    async def wait_disconnect() -> Any:
        goodbye = await wait()
        # The right to it may have been withdrawn since the client connected.
        if goodbye is None and session.will_flag:
            session.will_flag = await _may(broker, session, session.will_topic, Action.PUBLISH)
        return goodbye

    return wait_disconnect


async def _may(broker: Any, session: Session, topic: str | None, action: Action) -> bool:
    answers = await broker.plugins_manager.map_plugin_topic(session=session, topic=topic, action=action)
    return all(answers.values())


class Connections:
    """The certificates of clients, each from the connection of this CONNECT alone."""

    def __init__(self, context: BaseContext) -> None:
        self._shown = "amqtt_verifier.tls." + str(id(self))
        watch_over(context)

    def chain(self, session: Session) -> list[bytes]:
        """Return the certificate of the client, in DER; nothing without one. It is shown once for each connection."""
        tls = session.ssl_object
        if not tls or session.attributes.get(self._shown) is tls:
            return []
        session.attributes[self._shown] = tls
        leaf = tls.getpeercert(binary_form=True)
        return [leaf] if leaf else []
