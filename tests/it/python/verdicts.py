"""Clients that come to a broker, one after the other, and what each gets.

Standard input: a JSON object. `plain` and `tls` are ports, `source` is the user name and password of an account that may publish
everything, and `rows` are objects with `client_id`, `certificate` (the path of a credential without its ending), `user_name`,
`password`, `action`, `topic`, each of them null where it is absent. `protocol` is 4 or 5, and `asks_on_delivery` is false for a broker
that delivers whatever matches a subscription.

Prints a JSON array with two of true and false for each row: whether the client gets in, and whether it gets what it wants.
"""

import json
import queue
import ssl
import sys

import paho.mqtt.client as mqtt

PATIENCE = 60


class Client:
    """A client with what it hears, in the order in which it comes."""

    def __init__(self, client_id, certificate, user_name, password):
        self.heard, self.messages = queue.Queue(), queue.Queue()
        self.paho = paho = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2, client_id=client_id, protocol=given["protocol"], reconnect_on_failure=False
        )
        self.port = given["tls"] if certificate else given["plain"]
        if certificate:
            context = ssl.create_default_context(cafile="ca.crt")
            context.load_cert_chain(certificate + ".crt", certificate + ".key")
            paho.tls_set_context(context)
        if user_name is not None:
            paho.username_pw_set(user_name, password)
        paho.on_connect = lambda _client, _userdata, _flags, reason, _properties: self.heard.put(reason.value)
        paho.on_disconnect = lambda *_: self.heard.put(None)
        paho.on_subscribe = lambda _client, _userdata, _mid, reasons, _properties: self.heard.put(reasons[0].value)
        paho.on_publish = lambda _client, _userdata, _mid, reason, _properties: self.heard.put(reason.value)
        paho.on_message = lambda _client, _userdata, message: self.messages.put(message.topic)

    def connect(self):
        try:
            self.paho.connect("127.0.0.1", self.port, keepalive=60)
        except ssl.SSLCertVerificationError:
            raise
        except (ssl.SSLError, ConnectionError):
            return False
        self.paho.loop_start()
        return self.heard.get(timeout=PATIENCE) == 0

    def is_yes(self):
        """Whether the next answer is a yes; before MQTT 5 a no may be the end of the connection."""
        answer = self.heard.get(timeout=PATIENCE)
        return answer is not None and answer < 0x80

    def publish(self, topic):
        self.paho.publish(topic, "", qos=1)
        return self.is_yes()

    def subscribe(self, topic):
        is_v5 = given["protocol"] == mqtt.MQTTv5
        self.paho.subscribe(topic, **{"options": mqtt.SubscribeOptions(qos=1)} if is_v5 else {"qos": 1})
        return self.is_yes()

    def receive(self, topic):
        may_subscribe = self.subscribe(topic)
        if not may_subscribe and not given["asks_on_delivery"]:
            return False
        assert may_subscribe, f"a client may not subscribe to {topic}"
        source = Client("source", None, *given["source"])
        assert source.connect() and source.publish(topic)
        source.leave()
        if not given["asks_on_delivery"]:
            return self.messages.get(timeout=PATIENCE) == topic
        # What the broker has sent before is here before the next answer.
        self.subscribe(topic + "/nothing")
        return not self.messages.empty() and self.messages.get() == topic

    def leave(self):
        self.paho.on_disconnect = None
        self.paho.disconnect()
        self.paho.loop_stop()


def verdict(row):
    client = Client(row["client_id"], row["certificate"], row["user_name"], row["password"])
    is_yes = is_admitted = client.connect()
    if is_admitted and row["action"] != "connect":
        is_yes = getattr(client, row["action"])(row["topic"])
    client.leave()
    return is_admitted, is_yes


given = json.load(sys.stdin)
print(json.dumps([verdict(row) for row in given["rows"]]))
