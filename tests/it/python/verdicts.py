"""Clients that come to a broker, one after the other, and what each gets.

Standard input: a JSON object. `plain` and `tls` are ports, `source` is the user name and password of an account that may publish
everything, and `rows` are objects with `client_id`, `certificate` (the path of a credential without its ending), `user_name`,
`password`, `action`, `topic`, each of them null where it is absent.

Prints a JSON array with true or false for each row: admitted, or allowed.
"""

import json
import queue
import ssl
import sys

import paho.mqtt.client as mqtt

PATIENCE = 30


class Client:
    """A client with what it hears, in the order in which it comes."""

    def __init__(self, client_id, certificate, user_name, password):
        self.heard, self.messages = queue.Queue(), []
        self.paho = paho = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2, client_id=client_id, protocol=mqtt.MQTTv5, reconnect_on_failure=False
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
        paho.on_message = lambda _client, _userdata, message: self.messages.append(message.topic)

    def connect(self):
        try:
            self.paho.connect("127.0.0.1", self.port, keepalive=60)
        except ssl.SSLCertVerificationError:
            raise
        except (ssl.SSLError, ConnectionError):
            return False
        self.paho.loop_start()
        return self.heard.get(timeout=PATIENCE) == 0

    def publish(self, topic):
        self.paho.publish(topic, "", qos=1)
        return self.heard.get(timeout=PATIENCE) < 0x80

    def subscribe(self, topic):
        self.paho.subscribe(topic, options=mqtt.SubscribeOptions(qos=1))
        return self.heard.get(timeout=PATIENCE) < 0x80

    def receive(self, topic):
        assert self.subscribe(topic), f"a client may not subscribe to {topic}"
        source = Client("source", None, *given["source"])
        assert source.connect() and source.publish(topic)
        source.leave()
        # What the broker has sent before is here before the next answer.
        self.subscribe(topic + "/nothing")
        return topic in self.messages

    def leave(self):
        self.paho.on_disconnect = None
        self.paho.disconnect()
        self.paho.loop_stop()


def verdict(row):
    client = Client(row["client_id"], row["certificate"], row["user_name"], row["password"])
    is_yes = client.connect()
    if row["action"] != "connect":
        assert is_yes, f"refused: {row}"
        is_yes = getattr(client, row["action"])(row["topic"])
    client.leave()
    return is_yes


given = json.load(sys.stdin)
print(json.dumps([verdict(row) for row in given["rows"]]))
