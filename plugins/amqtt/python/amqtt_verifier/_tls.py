"""The certificate that a client shows."""

from amqtt.contexts import BaseContext
from amqtt.session import Session


class Connections:
    """Tells which TLS connection a CONNECT came over.

    A session that outlives its connection is handed back by the broker as it was when its client returns, TLS object and
    all. The certificate that counts is the one of this connection: the broker is asked for it, and a TLS object that has
    been shown at an earlier CONNECT shows nothing any more.
    """

    _BROKER_STEP = "_initialize_client_session"

    def __init__(self, context: BaseContext) -> None:
        self._shown = "amqtt_verifier.tls." + str(id(self))
        broker = getattr(context, "_broker_instance", None)
        step = getattr(broker, self._BROKER_STEP, None)
        if step is None or getattr(step, "follows_connections", False):
            return

        async def following(reader, writer, *remote):  # type: ignore[no-untyped-def]
            handler, session = await step(reader, writer, *remote)
            session.ssl_object = writer.get_ssl_info()
            return handler, session

        following.follows_connections = True  # type: ignore[attr-defined]
        setattr(broker, self._BROKER_STEP, following)

    def chain(self, session: Session) -> list[bytes]:
        """Return the certificate of the client, in DER; nothing without one. It is shown once for each connection."""
        tls = session.ssl_object
        if not tls or session.attributes.get(self._shown) is tls:
            return []
        session.attributes[self._shown] = tls
        leaf = tls.getpeercert(binary_form=True)
        return [leaf] if leaf else []
