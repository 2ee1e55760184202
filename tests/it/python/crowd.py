"""A crowd of clients that stay connected and are asked from time to time whether they still are.

Standard input: first a line with a JSON object: `clients` are objects with `port`, `client_id`, and either `certificate` (the path
of a credential without its ending) or `username` and `password`. Then a line for each question.

Prints a line when all are connected, and for each question a JSON object: `alive` is the number of clients that still get an answer,
`longest` the longest time in milliseconds that the first client had to wait for one since the last question.
"""

import json
import resource
import socket
import ssl
import struct
import sys
import threading
import time


def text(value):
    octets = value.encode()
    return struct.pack(">H", len(octets)) + octets


def connect(client):
    """A connected socket: MQTT 3.1.1, a clean session, no keep-alive."""
    connection = socket.create_connection(("127.0.0.1", client["port"]), timeout=60)
    if "certificate" in client:
        context = ssl.create_default_context(cafile="ca.crt")
        context.load_cert_chain(client["certificate"] + ".crt", client["certificate"] + ".key")
        connection = context.wrap_socket(connection, server_hostname="127.0.0.1")
    flags, names = 0x02, text(client["client_id"])
    if "username" in client:
        flags |= 0xC0
        names += text(client["username"]) + text(client["password"])
    body = text("MQTT") + bytes([4, flags]) + struct.pack(">H", 0) + names
    length, left = b"", len(body)
    while True:
        length += bytes([left % 128 | (0x80 if left >= 128 else 0)])
        left //= 128
        if not left:
            break
    connection.sendall(b"\x10" + length + body)
    answer = connection.recv(4)
    assert answer == b"\x20\x02\x00\x00", f"{client['client_id']}: {answer}"
    return connection


def is_alive(connection):
    try:
        connection.sendall(b"\xc0\x00")
        return connection.recv(2) == b"\xd0\x00"
    except (OSError, ssl.SSLError):
        return False


resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192))
first, *others = json.loads(sys.stdin.readline())["clients"]
prober = connect(first)
crowd = [connect(client) for client in others]
waits, lock = [0.0], threading.Lock()


def probe():
    while True:
        start = time.monotonic()
        alive = is_alive(prober)
        with lock:
            waits.append(time.monotonic() - start if alive else float("inf"))
        if not alive:
            return
        time.sleep(0.002)


threading.Thread(target=probe, daemon=True).start()
print("connected", flush=True)
for _ in sys.stdin:
    alive = sum(map(is_alive, crowd))
    with lock:
        longest, waits = max(waits), [0.0]
    alive += longest != float("inf")
    print(json.dumps({"alive": alive, "longest": round(longest * 1000, 1) if alive else None}), flush=True)
