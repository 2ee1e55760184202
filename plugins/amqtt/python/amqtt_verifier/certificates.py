"""Admission by certificate."""

from dataclasses import dataclass, field
from typing import Literal

from amqtt.contexts import Action, BaseContext
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin
from amqtt.session import Session

from ._asking import UNASKED, GatePlugin, recall
from ._tls import Connections, with_ca_files
from ._wills import drop_wills_of_refused

KIND = "certificate"


@dataclass
class CertificateOptions:
    """Which certificates admit a device."""

    uri_domain: str
    """Trust domain of the devices: they are `spiffe://<uri_domain>/device/<client id>`."""
    ca_files: list[str] = field(default_factory=list)
    """Files of the CAs that are trusted; those of the broker's listeners by default."""
    intermediate_files: list[str] = field(default_factory=list)
    """Files of the CAs between those and the devices, as aMQTT shows a device's own certificate alone."""
    crl_files: list[str] = field(default_factory=list)
    """Files of revocation lists. With any, every CA needs a current list. Changes count within one second."""
    profile: Literal["device", "svid"] = "device"
    """`svid` admits strict X509-SVIDs alone."""


class UserAuthCertPlugin(GatePlugin, BaseAuthPlugin, BaseTopicPlugin):
    """Admits devices whose certificate names their client id.

    It is asked about topics too, and denies all of them to a session whose certificate is no longer accepted.
    """

    config: CertificateOptions

    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)
        self._connections = Connections(context)
        self._open(certificates=with_ca_files(self.config, context))

    async def authenticate(self, *, session: Session) -> bool:
        """Return whether the certificate of this connection admits the client id."""

        return await self._admitted(
            session,
            KIND,
            lambda: self._gate.admit(session.client_id or "", chain=self._connections.chain(session)),
        )

    async def topic_filtering(
        self, *, session: Session | None = None, topic: str | None = None, action: Action | None = None
    ) -> bool:
        """Return whether the certificate is still accepted; rights to topics are up to other plug-ins."""
        if session is None:
            return False
        client = recall(session, KIND, otherwise=UNASKED)
        return client is UNASKED or (client is not None and client.refusal is None)

    def _reloaded(self) -> None:
        drop_wills_of_refused(self.context, KIND)

    @dataclass
    class Config(CertificateOptions):
        """The options, aMQTT's own first."""
