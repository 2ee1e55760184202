"""The fleet of the shared table of verdicts, made by amqtt-admin."""

from dataclasses import dataclass
import json
import os
from pathlib import Path
import sqlite3
import subprocess

ROOT = Path(__file__).parents[3]
DATA = ROOT / "testkit" / "data"
ADMIN = os.environ.get("AMQTT_ADMIN", str(ROOT / "target" / "debug" / "amqtt-admin"))
# Cheap enough to make many, and too strong to be outdated for a test that does not ask for that.
CHEAP = ["--argon2", "m=64,t=1,p=1"]


class Fleet:
    """A directory with credentials and `ca.crl`, a database, which is `auth.db` there or a server's, and the tool to change them."""

    def __init__(self, directory: Path, connection: str | None = None) -> None:
        self.directory = directory
        self.connection = connection or f"sqlite:{directory}/auth.db"

    def __truediv__(self, name: str) -> str:
        return str(self.directory / name)

    def admin(self, *arguments: str, password: str | None = None) -> str:
        """Run amqtt-admin, which must succeed, with a password from standard input."""
        stdin = ["--password-stdin"] if password is not None else []
        run = subprocess.run(
            [ADMIN, *arguments, *stdin],
            cwd=self.directory,
            env={**os.environ, "AMQTT_ADMIN_DATABASE_URL": self.connection},
            input=password,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def account(self, name: str, password: str) -> None:
        self.admin("user", "add", "-c", name, *CHEAP, password=password)

    def device(self, name: str, domain: str = "d.example") -> None:
        folder, _, device_id = name.rpartition("/")
        elsewhere = ["--ca-key", f"{folder}/ca.key", "--ca-crt", f"{folder}/ca.crt", "--output-dir", folder]
        at = elsewhere if folder else []
        self.admin("device", "create", "--device-id", device_id, "--uri", domain, *at)

    def right(self, action: str, name: str, topic: str) -> None:
        self.admin("topic", "add", "-c", name, "-a", action, "--", topic)

    def query(self, statement: str, *values: str) -> list[tuple]:
        connection = sqlite3.connect(self / "auth.db")
        with connection:
            rows = connection.execute(statement, values).fetchall()
        connection.close()
        return rows

    def stored_hash(self, name: str) -> str:
        accounts = json.loads(self.admin("user", "export", "--to", "json"))
        return next(account["password_hash"] for account in accounts if account["username"] == name)

    def set_hash(self, name: str, text: str) -> None:
        file = self.directory / "account.ndjson"
        file.write_text(json.dumps({"username": name, "password_hash": text}))
        self.admin("user", "import", str(file), "--on-conflict", "update")

    def do(self, kind: str, name: str, value: str) -> None:
        """Take a step of verdicts-fleet.tsv."""
        match kind:
            case "device":
                self.device(name, value)
            case "server":
                self.admin("server", "create", "--cn", value)
            case "revoke":
                self.admin("device", "revoke", name, "--reason", value, "--yes")
            case "suspend":
                self.admin("device", "suspend", name)
            case "account":
                self.account(name, value)
            case "broken":
                self.right("publish", name, "cmd/#")
                for column in ("publish_acl", "subscribe_acl", "receive_acl"):
                    self.query(f"UPDATE topic_auth SET {column} = ? WHERE username = ?", value, name)
            case _:
                self.right(kind, name, value)


def empty_fleet(directory: Path, connection: str | None = None) -> Fleet:
    """Return a fleet of a CA and an empty database."""
    fleet = Fleet(directory, connection)
    fleet.admin("ca", "create", "--cn", "Test CA", "--uri", "d.example")
    fleet.admin("user", "sync")
    fleet.admin("topic", "sync")
    return fleet


def small_fleet(directory: Path, connection: str | None = None) -> Fleet:
    """Return a fleet of two devices, one account and a broker."""
    fleet = empty_fleet(directory, connection)
    fleet.admin("server", "create", "--cn", "broker.example")
    for device in ("pump-7", "pump-8"):
        fleet.device(device)
        for action in ("publish", "subscribe", "receive"):
            fleet.right(action, device, f"plant/{device}/#")
    fleet.account("ada", "what ada typed")
    for action in ("publish", "subscribe", "receive"):
        fleet.right(action, "ada", "#")
    fleet.admin("ca", "crl")
    return fleet


def fleet_of_the_table(directory: Path) -> Fleet:
    """Return the fleet of the table of verdicts."""
    fleet = empty_fleet(directory)
    (directory / "stranger").mkdir()
    fleet.admin("ca", "create", "--cn", "Test CA", "--uri", "d.example", "--output-dir", "stranger")
    for step in _rows("verdicts-fleet.tsv"):
        fleet.do(*step)
    fleet.admin("ca", "crl")
    return fleet


@dataclass
class Verdict:
    """A row of the table."""

    database: str
    client_id: str
    certificate: str | None
    user_name: str | None
    password: str | None
    action: str
    topic: str | None
    is_yes: bool
    why: str


def verdicts() -> list[Verdict]:
    """Return the table of verdicts."""
    table = []
    for database, *cells, verdict, why in _rows("verdicts.tsv"):
        client_id, certificate, user_name, password, action, topic = map(_text, cells)
        is_yes = {"admitted": True, "allowed": True, "refused": False, "denied": False}[verdict]
        table.append(Verdict(database, client_id, certificate, user_name, password, action, topic, is_yes, why))
    return table


def _rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _text(cell: str) -> str | None:
    """Return a cell: a dash is absent, and one that begins with a quotation mark is a JSON string."""
    if cell == "-":
        return None
    return json.loads(cell) if cell.startswith('"') else cell
