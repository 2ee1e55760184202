"""The gate of amqtt-gate: the native half of this package."""

from asyncio import Future
from collections.abc import Callable, Sequence
from typing import Literal, final

__all__ = ["Client", "Denial", "Gate", "gate_options", "sync_schema"]

@final
class Denial:
    """A denial, with its reason for the log. It counts as false."""

    @property
    def reason(self) -> str:
        """The reason, without any secret."""

    @property
    def abstained(self) -> bool:
        """Nothing had an answer: another plug-in may know."""

    @property
    def fault(self) -> bool:
        """Something could not be asked, such as a database that does not answer."""

    def __bool__(self) -> Literal[False]: ...

@final
class Client:
    """A client that was admitted."""

    @property
    def account(self) -> str | None:
        """The account whose rights it has."""

    @property
    def device(self) -> str | None:
        """The device id that its certificate proved."""

    @property
    def refusal(self) -> str | None:
        """The reason for which its certificate would not be accepted any more; `None` while it would be."""

    def authorize(self, action: str, topic: str) -> Literal[True] | Denial | Future[Literal[True] | Denial]:
        """Decides about a topic, at once where that is possible."""

@final
class Gate:
    """Decides about the clients of a broker."""

    @staticmethod
    def open(report: Callable[[str, bool], object], options: Sequence[tuple[str, str]]) -> Gate:
        """Opens a gate with options by their names.

        `report` is called from another thread, with a sentence for each thing that happens to a file or a database, and
        whether it is for the worse.
        """

    @property
    def generation(self) -> int:
        """A number that differs after every change of the CA files, the revocation lists and the inventory."""

    def admit(
        self,
        client_id: str,
        user_name: str | None = None,
        password: bytes | None = None,
        chain: Sequence[bytes] = ...,
        *,
        hold: bool = False,
    ) -> Client | Denial | Future[Client | Denial]:
        """Decides about a CONNECT, at once where that is possible.

        With `hold`, the rights of the client are kept up to date for as long as it lives, so that its topics are decided
        at once.
        """

    def vouch(self, client_id: str, user_name: str | None = None) -> Client | Denial:
        """Returns a client that other plug-ins of the broker have admitted under this name."""

def gate_options() -> list[tuple[str, str, bool]]:
    """Returns all options of a gate: the name, what it is for, and whether it takes several values."""

def sync_schema(options: Sequence[tuple[str, str]]) -> Future[str | None]:
    """Makes aMQTT's tables where they do not exist; the future is of what failed."""
