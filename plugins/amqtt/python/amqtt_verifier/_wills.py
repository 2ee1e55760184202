"""Wills: messages that the broker publishes for a client that is gone, without asking whether it may."""

import asyncio
import time

from amqtt.contexts import Action
from amqtt.session import Session

from ._asking import GatePlugin, recall

_HELD = "amqtt_verifier.will"
# Seconds between two looks at what has changed, and at what has lapsed.
_LOOK_EVERY = 0.25
_LAPSES_EVERY = 60


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


class DeviceWillPlugin(GatePlugin):
    """Drops the wills of live sessions whose certificates are no longer accepted."""

    _kind: str
    _watching: asyncio.Task[None] | None = None

    async def on_broker_post_start(self) -> None:
        """Begin to watch."""
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Stop watching."""
        if self._watching:
            self._watching.cancel()
        await super().close()

    async def _watch(self) -> None:
        seen, looked = self._gate.generation, time.monotonic()
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            # Without any change, certificates and lists lapse.
            if self._gate.generation != seen or time.monotonic() - looked > _LAPSES_EVERY:
                seen, looked = self._gate.generation, time.monotonic()
                self._drop_wills()

    def _drop_wills(self) -> None:
        for session in getattr(self.context, "sessions", ()):
            client = recall(session, self._kind)
            if session.will_flag and client is not None and client.refusal:
                self.context.logger.info("client %r: will dropped: %s", session.client_id, client.refusal)
                session.will_flag = False
