"""Certificate, password and rights, joined into one identity."""

from amqtt.contexts import Action, BaseContext
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin
from amqtt.session import Session

from ._asking import UNASKED, ask, octets, recall, remember
from ._options import all_options, with_ca
from ._tls import Connections
from ._wills import DeviceWillPlugin, WillPlugin

KIND = "client"


class VerifierAuthPlugin(DeviceWillPlugin, BaseAuthPlugin):
    """Admits devices by certificate, and people by user name and password.

    A device without a user name has the rights of its device id. Nobody takes another's name.
    """

    _kind = KIND

    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)
        self._connections = Connections(context)
        self._open(with_ca(vars(self.config), context))

    async def authenticate(self, *, session: Session) -> bool:
        """Return whether certificate, user name and password admit the client."""
        return await self._admitted(
            session,
            KIND,
            lambda: self._gate.admit(
                session.client_id or "",
                session.username,
                octets(session.password),
                self._connections.chain(session),
                hold=True,
            ),
        )

    async def on_broker_client_disconnected(self, *, client_id: str, client_session: Session) -> None:
        """Stop keeping the rights of a client up to date whose session ends with its connection."""
        if client_session.clean_session:
            remember(client_session, KIND, None)

    # Every option of the gate; as in aMQTT, an outdated hash is replaced unless that is switched off.
    Config = all_options(rehash=True)  # type: ignore[assignment]


class VerifierTopicPlugin(WillPlugin, BaseTopicPlugin):
    """Grants topics by the rights of whom `VerifierAuthPlugin` has admitted. It has no options of its own."""

    async def topic_filtering(
        self, *, session: Session | None = None, topic: str | None = None, action: Action | None = None
    ) -> bool:
        """Return whether the client may do this. A client whose certificate is no longer accepted may do nothing."""
        if session is None or not topic or action is None:
            return False
        client = recall(session, KIND, otherwise=UNASKED)
        if client is UNASKED:
            self.context.logger.warning("client %r: denied: VerifierAuthPlugin has not seen this client", session.client_id)
        if client is UNASKED or client is None:
            return False
        answer = await ask(
            self.context.logger, lambda: client.authorize(action, topic), session, f"{action} {topic!r}"
        )
        return answer is True
