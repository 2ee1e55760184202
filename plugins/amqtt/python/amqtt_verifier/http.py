"""An HTTP server that is asked about clients and topics. These classes abstain, as aMQTT's own do, with `None`."""

from dataclasses import dataclass
from typing import Any

from amqtt.contexts import Action, BaseContext
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin
from amqtt.session import Session

from ._asking import GatePlugin, ask, octets
from ._native import Denial
from ._wills import WillPlugin


@dataclass
class HttpOptions:
    """The server, and how it is asked. The words are those of aMQTT's own options."""

    host: str
    """Host name or IP address of the server."""
    port: int
    """Port of the server."""
    request_method: str = "get"
    """`get`, `post` or `put`."""
    params_mode: str = "json"
    """How a question is written: `json` or `form`."""
    response_mode: str = "json"
    """How an answer is read: `json`, `status` or `text`."""
    with_tls: bool = False
    """Use HTTPS."""
    user_agent: str = "amqtt"
    """The header `User-Agent`."""
    superuser_uri: str | None = None
    """Path that is asked whether a user may do everything; `None` where nobody may."""
    timeout: int = 5
    """Time for one request, in seconds."""
    ca_file: str | None = None
    """File of the CAs that are trusted for the server; those of the operating system by default."""


class _HttpPlugin(GatePlugin):
    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)
        # The path of the other question is empty: that one is not asked.
        options = {"user_uri": "", "topic_uri": "", **vars(self.config), "timeout": f"{self.config.timeout}s"}
        self._open({f"http_{name}": value for name, value in options.items()})

    async def on_broker_pre_shutdown(self) -> None:
        """Close the connections to the server."""
        await self.close()


def _verdict(answer: Any) -> bool | None:
    return None if isinstance(answer, Denial) and answer.abstained else bool(answer)


class UserAuthHttpPlugin(_HttpPlugin, BaseAuthPlugin):
    """Asks a server whether a client may log in."""

    async def authenticate(self, *, session: Session) -> bool | None:
        """Return whether the server admits the client; `None` if it does not know."""

        answer = await ask(
            self.context.logger,
            lambda: self._gate.admit(session.client_id or "", session.username, octets(session.password)),
            session,
            "login",
        )
        return _verdict(answer)

    @dataclass
    class Config(HttpOptions):
        """The options of aMQTT's own class."""

        user_uri: str = "/user"
        """Path that is asked about clients."""


class TopicAuthHttpPlugin(_HttpPlugin, WillPlugin, BaseTopicPlugin):
    """Asks a server about topics."""

    async def topic_filtering(
        self, *, session: Session | None = None, topic: str | None = None, action: Action | None = None
    ) -> bool | None:
        """Return whether the server allows this; `None` if it does not know."""
        if session is None or topic is None or action is None:
            return None
        return _verdict(await self._granted(session, session.username, action, topic))

    @dataclass
    class Config(HttpOptions):
        """The options of aMQTT's own class."""

        topic_uri: str = "/acl"
        """Path that is asked about topics."""
