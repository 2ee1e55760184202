"""A real broker, and real clients over real connections."""

import asyncio
from contextlib import asynccontextmanager
import socket
import ssl
from typing import Any, ClassVar

from amqtt.broker import Broker
from amqtt.plugins.base import BasePlugin
import paho.mqtt.client as mqtt

from fleet import Fleet

PATIENCE = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@asynccontextmanager
async def broker(fleet: Fleet, plugins: dict[str, Any]):
    """Run a broker with these plug-ins on a free port; yield it, with its port as an attribute."""
    port = free_port()
    tls = {"ssl": True, "cafile": fleet / "ca.crt", "certfile": fleet / "server.crt", "keyfile": fleet / "server.key"}
    config = {"listeners": {"default": {"type": "tcp", "bind": f"127.0.0.1:{port}", **tls}}, "plugins": plugins}
    running = Broker(config)
    await running.start()
    running.port = port
    try:
        yield running
    finally:
        await running.shutdown()


class Witness(BasePlugin):
    """Sees what the broker is sent, and what it takes to be delivered."""

    seen: ClassVar[list[str]] = []
    taken: ClassVar[list[str]] = []

    async def on_broker_message_received(self, *, client_id: str, message: Any) -> None:
        self.seen.append(message.topic)

    async def on_broker_message_broadcast(self, *, client_id: str, message: Any) -> None:
        self.taken.append(message.topic)


class Device:
    """A client of paho."""

    def __init__(
        self,
        fleet: Fleet,
        port: int,
        client_id: str,
        *,
        certificate: str | None = None,
        user_name: str | None = None,
        password: str | None = None,
        keep_session: bool = False,
        will: str | None = None,
    ) -> None:
        self.port = port
        self.messages: list[str] = []
        self._loop = asyncio.get_running_loop()
        self._connected: asyncio.Future[bool] = self._loop.create_future()
        self._acknowledged: dict[int, asyncio.Future[bool]] = {}
        self._mqtt = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2, client_id, clean_session=not keep_session, reconnect_on_failure=False
        )
        tls = ssl.create_default_context(cafile=fleet / "ca.crt")
        if certificate:
            tls.load_cert_chain(fleet / f"{certificate}.crt", fleet / f"{certificate}.key")
        self._mqtt.tls_set_context(tls)
        if user_name is not None:
            self._mqtt.username_pw_set(user_name, password)
        if will:
            self._mqtt.will_set(will, b"gone", qos=1)
        self._mqtt.on_connect = lambda _c, _u, _f, code, _p: self._settle(self._connected, not code.is_failure)
        self._mqtt.on_connect_fail = lambda *_: self._settle(self._connected, False)
        self._mqtt.on_disconnect = lambda *_: self._settle(self._connected, False)
        self._mqtt.on_message = lambda _c, _u, message: self.messages.append(message.topic)
        self._mqtt.on_subscribe = lambda _c, _u, mid, codes, _p: self._acknowledge(mid, not codes[0].is_failure)
        self._mqtt.on_publish = lambda _c, _u, mid, _r, _p: self._acknowledge(mid, True)

    def _settle(self, future: asyncio.Future[bool], value: bool) -> None:
        self._loop.call_soon_threadsafe(lambda: future.done() or future.set_result(value))

    def _acknowledge(self, mid: int, value: bool) -> None:
        self._loop.call_soon_threadsafe(lambda: self._settle(self._awaited(mid), value))

    def _awaited(self, mid: int) -> asyncio.Future[bool]:
        return self._acknowledged.setdefault(mid, self._loop.create_future())

    async def connect(self) -> bool:
        """Return whether the broker admits the client."""
        try:
            await asyncio.to_thread(self._mqtt.connect, "127.0.0.1", self.port)
        except (ssl.SSLError, ConnectionError):
            return False
        self._mqtt.loop_start()
        return await asyncio.wait_for(self._connected, PATIENCE)

    async def subscribe(self, topic: str) -> bool:
        """Return whether the broker grants the subscription."""
        _, mid = self._mqtt.subscribe(topic, qos=1)
        return await asyncio.wait_for(self._awaited(mid), PATIENCE)

    async def publish(self, topic: str, *, acknowledged: bool = True) -> None:
        sent = self._mqtt.publish(topic, b"x", qos=1)
        if acknowledged:
            await asyncio.wait_for(self._awaited(sent.mid), PATIENCE)

    async def has_received(self, topic: str) -> bool:
        """Wait for a message; return whether it came."""
        for _ in range(PATIENCE * 50):
            if topic in self.messages:
                return True
            await asyncio.sleep(0.02)
        return False

    async def vanish(self) -> None:
        """Close the connection without a DISCONNECT."""
        self._mqtt.socket().shutdown(socket.SHUT_RDWR)
        await asyncio.to_thread(self._mqtt.loop_stop)

    async def leave(self) -> None:
        self._mqtt.disconnect()
        await asyncio.to_thread(self._mqtt.loop_stop)
