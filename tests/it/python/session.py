"""A client that does one thing after the other.

Arguments: a JSON object with `port`, `protocol` (4 or 5), `client_id`, optionally `ca`, `certificate`, `key`, `username`,
`password`; and `steps`: `["subscribe", FILTER…]`, `["publish", TOPIC, TEXT]` with QoS 1, and `["receive"]`, which
publishes to `done` with QoS 1 and takes what came before that comes back, so the client needs the rights to it.

Prints a JSON array: the reason code of the CONNACK and, if that is 0, what each step heard: codes, or topics with texts.
"""

import json
import queue
import socket
import ssl
import sys

import paho.mqtt.client as mqtt

given = json.loads(sys.argv[1])
heard, messages = queue.Queue(), queue.Queue()
# Somebody listens: what goes wrong from here on is a refusal.
socket.create_connection(("127.0.0.1", given["port"]), timeout=20).close()

client = mqtt.Client(
    mqtt.CallbackAPIVersion.VERSION2,
    client_id=given["client_id"],
    protocol=given["protocol"],
    reconnect_on_failure=False,
)
if "ca" in given:
    context = ssl.create_default_context(cafile=given["ca"])
    if "certificate" in given:
        context.load_cert_chain(given["certificate"], given["key"])
    client.tls_set_context(context)
if "username" in given:
    client.username_pw_set(given["username"], given.get("password"))
client.on_connect = lambda _client, _userdata, _flags, reason, _properties: heard.put(reason.value)
client.on_subscribe = lambda _client, _userdata, _mid, reasons, _properties: heard.put([r.value for r in reasons])
client.on_publish = lambda _client, _userdata, _mid, reason, _properties: heard.put(reason.value)
client.on_message = lambda _client, _userdata, message: messages.put([message.topic, message.payload.decode()])
client.connect("127.0.0.1", given["port"], keepalive=30)
client.loop_start()

answers = [heard.get(timeout=30)]
for step, *arguments in given["steps"] if answers == [0] else []:
    if step == "subscribe":
        client.subscribe([(text, mqtt.SubscribeOptions(qos=1)) if given["protocol"] == 5 else (text, 1) for text in arguments])
        answers.append(heard.get(timeout=30))
    elif step == "publish":
        client.publish(*arguments, qos=1)
        answers.append(heard.get(timeout=30))
    else:
        client.publish("done", "", qos=1)
        assert heard.get(timeout=30) == 0
        came = []
        while (message := messages.get(timeout=30)) != ["done", ""]:
            came.append(message)
        answers.append(came)
client.disconnect()
print(json.dumps(answers))
