"""Private servers of PostgreSQL and MariaDB, on free ports of the local host."""

from glob import glob
import os
from pathlib import Path
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from clients import free_port
from fleet import ADMIN

PATIENCE = 60
KINDS = ["postgresql", "mariadb"]
USER = "fleet"
PASSWORD = "s3cr3t"


class Server:
    """A server that can be killed, and started again with what it has committed."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._directory = Path(tempfile.mkdtemp(prefix=f"{kind}-"))
        self._process: subprocess.Popen | None = None
        (self._directory / "data").mkdir()
        (self._directory / "password").write_text(PASSWORD)
        (self._directory / "init.sql").write_text(
            f"CREATE OR REPLACE USER '{USER}'@'%' IDENTIFIED BY '{PASSWORD}';\n"
            f"GRANT ALL ON *.* TO '{USER}'@'%';\n"
            "CREATE DATABASE IF NOT EXISTS first CHARACTER SET utf8mb4;\n"
        )
        user = {"postgresql": "postgres", "mariadb": "mysql"}[kind]
        # If the tests are killed, the server goes with them.
        self._as_user = ["setpriv", "--pdeathsig", "QUIT" if kind == "postgresql" else "KILL"]
        # No database server runs as root.
        if os.geteuid() == 0:
            self._as_user += ["--reuid", user, "--regid", user, "--clear-groups"]
            self._directory.chmod(0o711)
            for name in ("data", "password", "init.sql"):
                shutil.chown(self._directory / name, user)
        self._make()
        self.port = free_port()
        self.start()

    def database(self, name: str) -> str:
        """Make a database; return its address, with the password."""
        at = ["--host=127.0.0.1", f"--port={self.port}"]
        if self.kind == "postgresql":
            command = [_find("createdb"), *at, f"--username={USER}", name]
        else:
            statement = f"CREATE DATABASE {name} CHARACTER SET utf8mb4"
            command = [_find("mariadb"), "--no-defaults", *at, f"--user={USER}", f"--execute={statement}"]
        environment = {**os.environ, "PGPASSWORD": PASSWORD, "MYSQL_PWD": PASSWORD}
        subprocess.run(command, env=environment, check=True)
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"{self.kind}://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self._directory / "log").open("ab") as log:
            self._process = subprocess.Popen([*self._as_user, *self._serve()], stdout=log, stderr=log)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self._process.poll() is None, self.log
            if self._answers():
                return
            time.sleep(0.1)
        raise AssertionError(self.log)

    def kill(self) -> None:
        """End it at once, with all its processes."""
        # PostgreSQL's own children go with it at SIGQUIT alone.
        self._process.send_signal(signal.SIGQUIT if self.kind == "postgresql" else signal.SIGKILL)
        self._process.wait()

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self._directory)

    @property
    def log(self) -> str:
        return (self._directory / "log").read_text(errors="replace")

    def _make(self) -> None:
        data = self._directory / "data"
        if self.kind == "postgresql":
            command = [_find("initdb"), "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            command += [f"--username={USER}", f"--pwfile={self._directory / 'password'}", f"--pgdata={data}"]
        else:
            command = [_find("mariadb-install-db"), "--no-defaults", "--skip-test-db", f"--datadir={data}"]
            command += ["--auth-root-authentication-method=normal", f"--tmpdir={data}"]
        run = subprocess.run([*self._as_user, *command], capture_output=True, text=True, check=False, cwd="/")
        assert run.returncode == 0, run.stdout + run.stderr

    def _serve(self) -> list[str]:
        data = self._directory / "data"
        if self.kind == "postgresql":
            options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={data}"]
            return [_find("postgres"), "-D", str(data), "-p", str(self.port), "-F", *options]
        options = [f"--datadir={data}", f"--tmpdir={data}", f"--socket={data}/socket", f"--port={self.port}"]
        init = f"--init-file={self._directory / 'init.sql'}"
        return [_find("mariadbd"), "--no-defaults", "--bind-address=127.0.0.1", "--skip-name-resolve", init, *options]

    def _answers(self) -> bool:
        """Return whether it serves clients, which is some time after its port is open."""
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", self.port)) != 0:
                return False
        first = {"postgresql": "postgres", "mariadb": "first"}[self.kind]
        environment = {**os.environ, "AMQTT_ADMIN_DATABASE_URL": self._url(first)}
        return subprocess.run([ADMIN, "user", "sync"], env=environment, capture_output=True, check=False).returncode == 0


def _find(name: str) -> str:
    """Return a program on the path, or where Debian keeps those of database servers."""
    places = [*os.environ["PATH"].split(":"), "/usr/sbin", *glob("/usr/lib/postgresql/*/bin")]
    found = shutil.which(name, path=":".join(places))
    assert found, f"{name} is missing; scripts/plugin-amqtt test installs it"
    return found
