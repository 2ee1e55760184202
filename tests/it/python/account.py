"""A client with an account: does what each line of stdin asks for, and answers it with a line.

Arguments: port, user name, and the password, if it has any. The first line of output is `admitted` or `refused`. Then:
`subscribe FILTER` is answered with `granted` or `denied`; `publish TOPIC TEXT` with `sent`; `receive TEXT` waits for a
message with that text, and is answered with the texts of all messages since the last one, as a JSON list.
"""

import json
import queue
import sys

import paho.mqtt.client as mqtt

PATIENCE = 30
port, username, *password = sys.argv[1:]
answers, messages = queue.Queue(), queue.Queue()

client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=f"{username}-client", reconnect_on_failure=False)
client.username_pw_set(username, *password)
client.on_connect = lambda _c, _u, _f, reason, _p: answers.put("refused" if reason.is_failure else "admitted")
client.on_disconnect = lambda *_: answers.put("refused")
client.on_subscribe = lambda _c, _u, _m, reasons, _p: answers.put("denied" if reasons[0].is_failure else "granted")
client.on_publish = lambda *_: answers.put("sent")
client.on_message = lambda _c, _u, message: messages.put(message.payload.decode())
client.connect("127.0.0.1", int(port), keepalive=60)
client.loop_start()
print(answers.get(timeout=PATIENCE), flush=True)

for line in sys.stdin:
    what, argument, *rest = line.rstrip("\n").split(" ", 2)
    if what == "subscribe":
        client.subscribe(argument, qos=1)
        print(answers.get(timeout=PATIENCE), flush=True)
    elif what == "publish":
        client.publish(argument, rest[0], qos=1)
        print(answers.get(timeout=PATIENCE), flush=True)
    elif what == "receive":
        texts = []
        while not texts or texts[-1] != argument:
            texts.append(messages.get(timeout=PATIENCE))
        print(json.dumps(texts), flush=True)
    else:
        sys.exit(f"not understood: {line}")
client.disconnect()
