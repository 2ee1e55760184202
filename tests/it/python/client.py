"""A device as a client: connects, subscribes, publishes, and waits for its own message.

Arguments: port, CA certificate, client id, and the certificate and key, if it has any.
Prints `admitted`, or `refused: ` and how. What is neither is an error (exit 2), so that a broker which is
not there never counts as one that refuses.
"""

import socket
import ssl
import sys
import threading

import paho.mqtt.client as mqtt

port, ca, client_id, *credential = sys.argv[1:]
port = int(port)
answer, arrived = [], threading.Event()


def on_connect(client, _userdata, _flags, reason, _properties):
    if reason.is_failure:
        answer.append(f"refused: CONNACK {reason}")
        arrived.set()
    else:
        client.subscribe(f"fleet/{client_id}", qos=1)


def on_subscribe(client, *_):
    client.publish(f"fleet/{client_id}", b"all is well", qos=1)


def on_message(_client, _userdata, message):
    answer.append("admitted" if message.payload == b"all is well" else f"wrong message: {message.payload}")
    arrived.set()


def on_disconnect(_client, _userdata, _flags, reason, _properties):
    answer.append(f"refused: disconnected, {reason}")
    arrived.set()


# Somebody listens: what goes wrong from here on is a refusal.
try:
    socket.create_connection(("127.0.0.1", port), timeout=20).close()
except OSError as error:
    sys.exit(f"no broker: {error}")

context = ssl.create_default_context(cafile=ca)
if credential:
    context.load_cert_chain(*credential)
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=client_id, reconnect_on_failure=False)
client.tls_set_context(context)
client.on_connect, client.on_subscribe = on_connect, on_subscribe
client.on_message, client.on_disconnect = on_message, on_disconnect
try:
    client.connect("127.0.0.1", port, keepalive=30)
    client.loop_start()
    if not arrived.wait(30):
        sys.exit("no answer")
except ssl.SSLCertVerificationError as error:
    sys.exit(f"the client does not trust the broker: {error}")
except (ssl.SSLError, ConnectionError) as error:
    answer.append(f"refused: {error}")
print(answer[0])
