"""What the plug-ins share: a gate, questions that never raise, and what a session knows of its client."""

import logging
from asyncio import Future
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias, TypeVar, cast

from amqtt.contexts import Action, BaseContext
from amqtt.plugins.base import BasePlugin
from amqtt.session import Session

from ._native import Client, Denial, Gate
from ._options import texts

# What a session knows of a plug-in that was never asked about it, such as a session that was restored from a file.
UNASKED = object()

Answer = TypeVar("Answer")
Question: TypeAlias = Callable[[], Answer | Denial | Future[Answer | Denial]]


class GatePlugin(BasePlugin[BaseContext]):
    """A plug-in that has a gate of its own."""

    _gate: Gate

    def _open(self, options: Mapping[str, Any]) -> None:
        logger = self.context.logger

        def report(event: str, is_bad: bool) -> None:
            logger.log(logging.WARNING if is_bad else logging.INFO, event)

        try:
            self._gate = Gate.open(report, list(texts(options)))
        except ValueError as fault:
            raise logged(self, fault) from None

    async def _admitted(self, session: Session, kind: str, question: Question[Client]) -> bool:
        """Return whether the client is admitted, and keep with its session who it is."""
        answer = await ask(self.context.logger, question, session, "login")
        client = answer if isinstance(answer, Client) else None
        remember(session, kind, client)
        return client is not None

    async def _granted(
        self, session: Session, name: str | None, action: Action, topic: str
    ) -> Literal[True] | Denial | None:
        """Return whether a client may do this that other plug-ins have admitted under this name."""

        def question() -> Literal[True] | Denial | Future[Literal[True] | Denial]:
            client = self._gate.vouch(session.client_id or name or "", name)
            return client.authorize(action, topic) if isinstance(client, Client) else client

        return await ask(self.context.logger, question, session, f"{action} {topic!r}")

    async def close(self) -> None:
        """Stop following files. Whatever is asked after that is denied."""
        self.__dict__.pop("_gate", None)


def logged(plugin: BasePlugin[BaseContext], fault: ValueError) -> ValueError:
    """Return the fault of an option, logged: the broker's own log says only which class failed."""
    logging.getLogger("amqtt_verifier").error("%s: %s", type(plugin).__name__, fault)
    return fault


async def ask(
    logger: logging.Logger, question: Question[Answer], session: Session, what: str
) -> Answer | Denial | None:
    """Return the answer to a question. Whatever goes wrong is a denial, as the broker would end a task that raises."""
    try:
        answer = question()
        if isinstance(answer, Future):
            answer = await cast("Future[Answer | Denial]", answer)
    except Exception:
        logger.exception("client %r: %s denied, as asking failed", session.client_id, what)
        return None
    if isinstance(answer, Denial) and not answer.abstained:
        level = logging.WARNING if answer.fault else logging.INFO
        logger.log(level, "client %r: %s denied: %s", session.client_id, what, answer.reason)
    return answer


def remember(session: Session, kind: str, client: Client | None) -> None:
    """Keep with a session who was admitted, or that nobody was."""
    session.attributes[f"amqtt_verifier.{kind}"] = client


def recall(session: Session, kind: str, otherwise: Any = None) -> Any:
    """Return who was admitted; `None` after a refusal, and `otherwise` if this was never asked."""
    return session.attributes.get(f"amqtt_verifier.{kind}", otherwise)


def octets(password: str | bytes | None) -> bytes | None:
    """Return a password byte for byte, as it came."""
    return password.encode() if isinstance(password, str) else password
