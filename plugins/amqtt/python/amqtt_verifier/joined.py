"""Certificate, password and rights, joined into one identity."""

from dataclasses import dataclass, field
from typing import Literal

from amqtt.contexts import Action, BaseContext
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin
from amqtt.session import Session

from ._asking import GatePlugin, ask, octets, recall
from ._tls import Connections, with_ca_files
from ._wills import WillPlugin, drop_wills_of_refused

KIND = "client"


class VerifierAuthPlugin(GatePlugin, BaseAuthPlugin):
    """Admits devices by certificate, and people by user name and password.

    A device without a user name has the rights of its device id. Nobody takes another's name.
    """

    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)
        self._connections = Connections(context)
        self._open(
            certificates=with_ca_files(self.config, context) if self.config.uri_domain else None,
            database=vars(self.config) if self.config.connection else None,
        )

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
            ),
        )

    def _reloaded(self) -> None:
        drop_wills_of_refused(self.context, KIND)

    @dataclass
    class Config:
        """The sources that decide; at least one."""

        uri_domain: str | None = None
        """Trust domain of the devices: they are `spiffe://<uri_domain>/device/<client id>`."""
        ca_files: list[str] = field(default_factory=list)
        """Files of the CAs that are trusted; those of the broker's listeners by default."""
        intermediate_files: list[str] = field(default_factory=list)
        """Files of the CAs between those and the devices, as aMQTT shows a device's own certificate alone."""
        crl_files: list[str] = field(default_factory=list)
        """Files of revocation lists. With any, every CA needs a current list. Changes count within one second."""
        profile: Literal["device", "svid"] = "device"
        """`svid` admits strict X509-SVIDs alone."""
        connection: str | None = None
        """Address of the database with accounts and rights."""
        rehash: bool = True
        """Replace an outdated hash at a login. The hash of a generated secret stays."""


class VerifierTopicPlugin(WillPlugin, BaseTopicPlugin):
    """Grants topics by the rights of whom `VerifierAuthPlugin` has admitted. It has no options of its own."""

    async def topic_filtering(
        self, *, session: Session | None = None, topic: str | None = None, action: Action | None = None
    ) -> bool:
        """Return whether the client may do this. A client whose certificate is no longer accepted may do nothing."""
        if session is None or not topic or action is None:
            return False
        client = recall(session, KIND)
        if client is None:
            return False
        answer = await ask(
            self.context.logger, lambda: client.authorize(action, topic), session, f"{action} {topic!r}"
        )
        return answer is True
