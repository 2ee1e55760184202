"""Many devices, one after the other: each connects with its certificate, and says CONNECT (MQTT 3.1.1).

Arguments: port, CA certificate, the directory with `<id>.crt` and `<id>.key`. The ids come on stdin, one a line. Prints
those that were refused, one a line, and at last how many were admitted. What is neither is an error.
"""

import socket
import ssl
import sys
from concurrent.futures import ThreadPoolExecutor

port, ca, directory = int(sys.argv[1]), sys.argv[2], sys.argv[3]


def is_admitted(client_id):
    context = ssl.create_default_context(cafile=ca)
    context.load_cert_chain(f"{directory}/{client_id}.crt", f"{directory}/{client_id}.key")
    name = client_id.encode()
    payload = b"\x00\x04MQTT\x04\x02\x00\x3c" + len(name).to_bytes(2, "big") + name
    # Somebody listens: what goes wrong from here on is a refusal.
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    try:
        with context.wrap_socket(connection, server_hostname="127.0.0.1") as broker:
            broker.sendall(bytes([0x10, len(payload)]) + payload)
            answer = broker.recv(4)
            if answer == b"\x20\x02\x00\x00":
                broker.sendall(b"\xe0\x00")
                return True
            if answer:
                sys.exit(f"{client_id}: CONNACK {answer.hex()}")
            return False
    except ssl.SSLCertVerificationError as error:
        sys.exit(f"the client does not trust the broker: {error}")
    except (ssl.SSLError, ConnectionError):
        return False
    finally:
        connection.close()


ids = sys.stdin.read().split()
with ThreadPoolExecutor(4) as pool:
    admitted = dict(zip(ids, pool.map(is_admitted, ids)))
for client_id in ids:
    if not admitted[client_id]:
        print(client_id)
print(sum(admitted.values()))
