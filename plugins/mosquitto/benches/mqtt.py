"""A small client of MQTT 5, a fleet, and a broker: what the bench and the soak test share."""

import contextlib
import os
import pathlib
import signal
import socket
import ssl
import struct
import subprocess
import tempfile
import time


def text(value):
    octets = value.encode()
    return struct.pack(">H", len(octets)) + octets


def packet(kind, body):
    length, left = b"", len(body)
    while True:
        length += bytes([left % 128 | (0x80 if left >= 128 else 0)])
        left //= 128
        if not left:
            return bytes([kind]) + length + body


def publish(topic, payload, mid=None):
    """A PUBLISH with QoS 0, or with QoS 1 where it has an id."""
    head = text(topic) + (b"" if mid is None else struct.pack(">H", mid)) + b"\0"
    return packet(0x30 if mid is None else 0x32, head + payload)


class Client:
    """A client that does one thing after the other."""

    def __init__(self, port, client_id, certificate=None, user=None, password=None, will=None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        if certificate:
            context = ssl.create_default_context(cafile="ca.crt")
            context.load_cert_chain(certificate + ".crt", certificate + ".key")
            self.socket = context.wrap_socket(self.socket, server_hostname="127.0.0.1")
        flags, names = 0x02, text(client_id)
        if will:
            flags |= 0x04
            names += b"\0" + text(will) + text("lost")
        if user is not None:
            flags |= 0xC0
            names += text(user) + text(password)
        self.socket.sendall(packet(0x10, text("MQTT") + bytes([5, flags]) + struct.pack(">H", 0) + b"\0" + names))
        self.code = self.read()[1][1]

    def exactly(self, count):
        octets = b""
        while len(octets) < count:
            more = self.socket.recv(count - len(octets))
            if not more:
                raise ConnectionError("closed")
            octets += more
        return octets

    def read(self):
        """The next packet: its first octet and its body."""
        kind, length, shift = self.exactly(1)[0], 0, 0
        while True:
            octet = self.exactly(1)[0]
            length |= (octet & 0x7F) << shift
            shift += 7
            if octet < 0x80:
                return kind, self.exactly(length)

    def subscribe(self, topic):
        self.socket.sendall(packet(0x82, b"\0\1\0" + text(topic) + b"\0"))
        return self.read()[1][-1]

    def publish(self, topic):
        """The reason code of the PUBACK."""
        self.socket.sendall(publish(topic, b"x", 1))
        body = self.read()[1]
        return body[2] if len(body) > 2 else 0

    def ping(self):
        self.socket.sendall(b"\xc0\0")
        return self.read()[0] == 0xD0

    def close(self):
        with contextlib.suppress(OSError):
            self.socket.close()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Fleet:
    """A directory with a CA, a broker's credential, and a database."""

    def __init__(self, admin):
        self.admin = admin
        self.directory = tempfile.TemporaryDirectory()
        os.chdir(self.directory.name)
        self.run("ca", "create", "--cn", "Bench", "--uri", "d.example")
        self.run("server", "create", "--cn", "broker.example")
        self.run("ca", "crl")
        self.run("user", "sync")
        self.run("topic", "sync")

    def run(self, *arguments):
        subprocess.run([self.admin, "--quiet", *arguments], check=True, stdout=subprocess.DEVNULL)

    def devices(self, count):
        self.run("device", "import", "--count", str(count), "--pattern", "dev-{:05}", "--output-dir", ".")

    def account(self, name, password, *more):
        pathlib.Path("password").write_text(password)
        os.chmod("password", 0o600)
        self.run("user", "add", "-c", name, "--password-file", "password", *more)

    def grant(self, name, action, topic):
        self.run("topic", "add", "-c", name, "-a", action, "--", topic)

    def options(self, library):
        here = os.getcwd()
        return (
            f"allow_anonymous false\nplugin {library}\nplugin_opt_trust_domain d.example\nplugin_opt_ca_crt {here}/ca.crt\n"
            f"plugin_opt_crl {here}/ca.crl\nplugin_opt_database_url sqlite:{here}/auth.db\n"
        )


class Broker:
    """Mosquitto on two free ports, `tls` for devices and `plain` for accounts; `under` is a program that runs it."""

    def __init__(self, lines, under=()):
        self.tls, self.plain = free_port(), free_port()
        user = "user root\n" if os.geteuid() == 0 else ""
        pathlib.Path(f"{self.tls}.conf").write_text(
            f"{user}max_queued_messages 1000000\nlog_type error\nlog_type warning\n{lines}"
            f"listener {self.tls} 127.0.0.1\ncafile ca.crt\ncertfile server.crt\nkeyfile server.key\n"
            f"require_certificate true\nlistener {self.plain} 127.0.0.1\n"
        )
        command = ["prlimit", "--nofile=8192:8192", *under, "/usr/sbin/mosquitto", "-c", f"{self.tls}.conf"]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(3000):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.plain)).close()
                return
            time.sleep(0.02)
        raise SystemExit("the broker does not start")

    def processor_time(self):
        """Seconds of processor time that its threads have used: those of the plug-in's own threads too."""
        threads = pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9

    def memory(self):
        """Resident memory in kB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def stop(self):
        self.process.terminate()
        code = self.process.wait()
        assert code == 0, f"the broker ended with {code}"
