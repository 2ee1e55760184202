"""Clients that do one thing after the other.

Argument: a JSON object. `clients` has them by name, each with `port`, `protocol` (4 or 5), `client_id`, and optionally `ca`,
`certificate`, `key`, `username`, `password`, `will` (topic, text, QoS, retain), `transport` (`websockets`). `steps` are arrays of a
client's name, one of the methods of `Client` below, and its arguments.

Prints a JSON array of what each step heard: codes, or topics with texts. For clients that are not in there are no steps.
"""

import json
import queue
import socket
import ssl
import sys
import time

import paho.mqtt.client as mqtt


class Client:
    """A client with what it hears."""

    def __init__(self, given):
        self.given, self.is_in = given, False
        self.heard, self.messages, self.ends = queue.Queue(), queue.Queue(), queue.Queue()
        self.paho = paho = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2,
            client_id=given["client_id"],
            protocol=given["protocol"],
            transport=given.get("transport", "tcp"),
            reconnect_on_failure=False,
        )
        if "ca" in given:
            context = ssl.create_default_context(cafile=given["ca"])
            if "certificate" in given:
                context.load_cert_chain(given["certificate"], given["key"])
            paho.tls_set_context(context)
        if "username" in given:
            paho.username_pw_set(given["username"], given.get("password"))
        if "will" in given:
            paho.will_set(*given["will"])
        paho.on_connect = lambda _client, _userdata, _flags, reason, _properties: self.heard.put(reason.value)
        paho.on_subscribe = lambda _client, _userdata, _mid, reasons, _properties: self.heard.put([r.value for r in reasons])
        paho.on_publish = lambda _client, _userdata, _mid, reason, _properties: self.heard.put(reason.value)
        paho.on_message = lambda _client, _userdata, message: self.messages.put([message.topic, message.payload.decode()])
        paho.on_disconnect = lambda _client, _userdata, _flags, reason, _properties: self.ends.put(reason.value)

    def connect(self):
        """The code of the CONNACK."""
        # Somebody listens: what goes wrong from here on is a refusal.
        socket.create_connection(("127.0.0.1", self.given["port"]), timeout=20).close()
        self.paho.connect("127.0.0.1", self.given["port"], keepalive=30)
        self.paho.loop_start()
        code = self.heard.get(timeout=30)
        self.is_in = code == 0
        return code

    def subscribe(self, *filters):
        """The codes of the SUBACK."""
        is_v5 = self.given["protocol"] == 5
        self.paho.subscribe([(text, mqtt.SubscribeOptions(qos=1)) if is_v5 else (text, 1) for text in filters])
        return self.heard.get(timeout=30)

    def publish(self, topic, text):
        """The code of the PUBACK; 0 before MQTT 5."""
        self.paho.publish(topic, text, qos=1)
        return self.heard.get(timeout=30)

    def publish_until(self, topic, code):
        """The code of the last PUBACK, after as many messages as it takes to get this one."""
        end = time.monotonic() + 60
        while (heard := self.publish(topic, "again")) != code and time.monotonic() < end:
            pass
        return heard

    def receive(self):
        """What came until a message to `done` comes back, to which the client needs the rights."""
        assert self.publish("done", "") == 0
        came = []
        while (message := self.messages.get(timeout=30)) != ["done", ""]:
            came.append(message)
        return came

    def take(self, count):
        """As many messages, as they come."""
        return [self.messages.get(timeout=30) for _ in range(count)]

    def leave(self):
        """The connection ends with a DISCONNECT: the code is 0."""
        self.is_in = False
        self.paho.disconnect()
        return self.ends.get(timeout=30)

    def break_off(self):
        """The connection ends without a DISCONNECT, so that there is a will to publish."""
        self.is_in = False
        self.paho.socket().shutdown(socket.SHUT_RDWR)
        return self.ends.get(timeout=30)

    def ended(self):
        """The code with which the broker ends the connection."""
        self.is_in = False
        return self.ends.get(timeout=30)


given = json.loads(sys.argv[1])
clients = {name: Client(client) for name, client in given["clients"].items()}
answers = []
for name, step, *arguments in given["steps"]:
    if step == "connect" or clients[name].is_in:
        answers.append(getattr(clients[name], step)(*arguments))
for client in clients.values():
    if client.is_in:
        client.leave()
print(json.dumps(answers))
