"""What a device gets that resumes its TLS session, before and after its certificate is revoked.

Arguments: port, the broker's process, CA certificate, device certificate and key, client id, `1.2` or `1.3`, and
the revocation list that the broker reads with the one to put in its place.

Prints the codes of the CONNACKs: of a full handshake; of a resumed session, of one with a foreign client id; and,
the device revoked, what its connection hears that is still open, and the code for one more resumed session.
"""

import os
import socket
import ssl
import sys
import time

port, process, ca, certificate, key, client_id, version, crl, next_crl = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)
context.load_cert_chain(certificate, key)
context.minimum_version = context.maximum_version = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}[version]


def packet(kind, body):
    return bytes([kind, len(body)]) + body


def connect(name, session=None):
    """Connects with MQTT 5: the connection, and the reason code of its CONNACK."""
    raw = socket.create_connection(("127.0.0.1", int(port)), timeout=20)
    tls = context.wrap_socket(raw, server_hostname="127.0.0.1", session=session)
    assert tls.session_reused == (session is not None), "the session was not resumed"
    name = name.encode()
    tls.sendall(packet(0x10, b"\0\4MQTT\5\2\0\x3c\0" + len(name).to_bytes(2, "big") + name))
    answer = tls.recv(4096)
    assert answer[0] == 0x20, answer
    return tls, answer[3]


first, code = connect(client_id)
print(code)
# With TLS 1.3 a session serves once, and the next one comes along with the answer to CONNECT.
second, code = connect(client_id, first.session)
print(code)
print(connect("somebody-else", second.session)[1])
third, code = connect(client_id)
assert code == 0, code

os.replace(next_crl, crl)
# The server says why it closes; the connection before this one heard that it was taken over.
heard = third.recv(4096)
assert heard[0] == 0xE0, heard
print(heard[2])
print(connect(client_id, third.session)[1])
