"""Accounts and rights in a database."""

from dataclasses import dataclass, field

from amqtt.contexts import Action, BaseContext
from amqtt.plugins.base import BaseAuthPlugin
from amqtt.session import Session

from ._asking import UNASKED, GatePlugin, logged, octets, recall
from ._native import sync_schema
from ._options import texts
from ._wills import TopicPlugin

KIND = "account"
_HASH_SCHEMES = {"argon2", "bcrypt", "pbkdf2_sha256", "scrypt"}


@dataclass
class DatabaseOptions:
    """Where the accounts and rights are."""

    connection: str
    """Address of the database, in SQLAlchemy's spelling or the shorter one: `sqlite:auth.db`,
    `postgresql://user:password@host/db`, `mysql://user:password@host/db`."""
    sync_schema: bool = False
    """Create the tables, or bring older ones up to date, when the broker starts."""
    database_password_file: str | None = None
    """File with the password of the database user, where the address has none."""
    max_stale: str = "30s"
    """Maximum age of an answer while the database is unavailable; after that, clients are denied."""


def gate_options(config: DatabaseOptions, **more: bool) -> dict[str, object]:
    """Return the options by the names of the gate."""
    return {
        "database_url": config.connection,
        "database_password_file": config.database_password_file,
        "max_stale": config.max_stale,
        **more,
    }


class _DatabasePlugin(GatePlugin):
    async def on_broker_pre_start(self) -> None:
        """Create the tables, if that is configured."""
        if self.config.sync_schema:
            fault = await sync_schema(list(texts(gate_options(self.config))))
            if fault:
                self.context.logger.error("cannot create the tables: %s", fault)


class UserAuthDBPlugin(_DatabasePlugin, BaseAuthPlugin):
    """Admits clients by user name and password."""

    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)
        unknown = set(self.config.hash_schemes) - _HASH_SCHEMES
        if unknown:
            msg = f"hash_schemes: unsupported: {', '.join(sorted(unknown))}"
            raise logged(self, ValueError(msg))
        self._open(gate_options(self.config, rehash=self.config.rehash))

    async def authenticate(self, *, session: Session) -> bool:
        """Return whether the password opens the account."""

        # The account alone decides: a session that has no client id is asked about under its user name.
        client_id = session.client_id or session.username or ""
        return await self._admitted(
            session,
            KIND,
            lambda: self._gate.admit(client_id, session.username, octets(session.password)),
        )

    @dataclass
    class Config(DatabaseOptions):
        """The options, aMQTT's own first."""

        hash_schemes: list[str] = field(default_factory=lambda: ["argon2", "bcrypt"])
        """Accepted for aMQTT's sake: hashes of every scheme are verified, and new ones are Argon2id."""
        rehash: bool = True
        """Replace an outdated hash at a login. The hash of a generated secret stays."""


class TopicAuthDBPlugin(_DatabasePlugin, TopicPlugin):
    """Grants topics by the rights of the user name."""

    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)
        self._open(gate_options(self.config))

    async def topic_filtering(
        self, *, session: Session | None = None, topic: str | None = None, action: Action | None = None
    ) -> bool:
        """Return whether the client may do this."""
        if session is None or not topic or action is None:
            return False
        # The name that was proven at the login, where this package saw it; else the one that aMQTT has accepted.
        admitted = recall(session, KIND, otherwise=UNASKED)
        name = session.username if admitted is UNASKED else admitted and admitted.account
        return await self._granted(session, name, action, topic) is True
    @dataclass
    class Config(DatabaseOptions):
        """The options of aMQTT's own class."""
