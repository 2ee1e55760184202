"""Admission by certificate."""

from dataclasses import dataclass

from amqtt.contexts import Action, BaseContext
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin
from amqtt.session import Session

from ._asking import UNASKED, recall
from ._options import Many, with_ca
from ._tls import Connections
from ._wills import DeviceWillPlugin

KIND = "certificate"


class UserAuthCertPlugin(DeviceWillPlugin, BaseAuthPlugin, BaseTopicPlugin):
    """Admits devices whose certificate names their client id.

    It is asked about topics too, and denies all of them to a session whose certificate is no longer accepted.
    """

    _kind = KIND

    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)
        self._connections = Connections(context)
        options = vars(self.config).copy()
        self._open(with_ca({"trust_domain": options.pop("uri_domain"), **options}, context))

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

    @dataclass
    class Config:
        """The option of aMQTT's own class, and what that leaves to TLS or does not know."""

        uri_domain: str
        """Trust domain of the devices: they are `spiffe://<uri_domain>/device/<client id>`."""
        ca_crt: Many = None
        """Files of the CAs that are trusted; those of the broker's listeners by default."""
        intermediates: Many = None
        """Files of the CAs between those and the devices, as aMQTT shows a device's own certificate alone."""
        crl: Many = None
        """Files of revocation lists. With any, every CA needs a current list. Changes count within one second."""
        profile: str = "device"
        """`svid` admits strict X509-SVIDs alone."""
