"""Two hundred clients that come and go at a real broker: each gets the verdict that it should, and the broker's memory does not grow.

Arguments: the plug-in, amqtt-admin, and how many seconds. `scripts/plugin-mosquitto soak` builds both.
"""

import collections
import random
import sys
import threading
import time

from mqtt import Broker, Client, Fleet

CLIENTS, NOT_AUTHORIZED, GROWTH_KB = 200, 0x87, 8192
library, admin, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3] if len(sys.argv) > 3 else 600)


def check(seen, expected, what):
    counts[what] += 1
    if seen != expected:
        wrong.append(f"{what}: {seen}, not {expected}")


def device(number):
    """Its own certificate: its own topics and no others."""
    name = f"dev-{number:05}"
    client = Client(broker.tls, name, certificate=name, will=f"plant/{name}/will")
    check(client.code, 0, "a device comes in")
    check(client.publish(f"plant/{name}/state") < 0x80, True, "a device publishes its own")
    check(client.publish("plant/other/state"), NOT_AUTHORIZED, "a device publishes another's")
    check(client.subscribe("#"), NOT_AUTHORIZED, "a device subscribes to everything")
    client.close()


def impostor(number):
    client = Client(broker.tls, "dev-00001", certificate=f"dev-{number + 1:05}")
    check(client.code, NOT_AUTHORIZED, "a device with another's id is refused")
    client.close()


def revoked(_):
    client = Client(broker.tls, "dev-00201", certificate="dev-00201")
    check(client.code, NOT_AUTHORIZED, "a revoked device is refused")
    client.close()


def account(number):
    client = Client(broker.plain, f"console-{number}", user="ada", password="pw")
    check(client.code, 0, "an account comes in")
    check(client.subscribe("plant/+/state"), 0, "an account subscribes")
    check(client.publish("plant/other/state"), NOT_AUTHORIZED, "an account publishes")
    client.close()


def guess(number):
    client = Client(broker.plain, f"console-{number}", user="ada", password="no")
    check(client.code, NOT_AUTHORIZED, "a wrong password is refused")
    client.close()


def anybody(_):
    client = Client(broker.plain, f"anybody-{random.random()}")
    check(client.code, NOT_AUTHORIZED, "a client without anything is refused")
    client.close()


def come_and_go(number):
    # A password that was not seen before is hashed in the broker's thread, so few of them guess.
    acts = [device] * 6 + [impostor, revoked] + [account] * 3 + [anybody] + ([guess] if number % 20 == 0 else [])
    while time.monotonic() < end:
        try:
            random.choice(acts)(number)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and shown
            wrong.append(f"{type(error).__name__}: {error}")
        time.sleep(random.random() / 5)


fleet = Fleet(admin)
fleet.devices(CLIENTS + 1)
fleet.account("ada", "pw", "--argon2", "m=64,t=1,p=1")
fleet.grant("ada", "subscribe", "plant/#")
for number in range(1, CLIENTS + 1):
    fleet.grant(f"dev-{number:05}", "publish", f"plant/dev-{number:05}/#")
fleet.run("device", "revoke", "dev-00201", "--yes", "--crl")
broker = Broker(fleet.options(library))
counts, wrong = collections.Counter(), []
start = time.monotonic()
end = start + seconds
threads = [threading.Thread(target=come_and_go, args=(number,)) for number in range(1, CLIENTS + 1)]
for thread in threads:
    thread.start()
samples = []
while time.monotonic() < end:
    time.sleep(seconds / 30)
    samples.append(broker.memory())
    if len(samples) % 10 == 0:
        broker.reload()
for thread in threads:
    thread.join()
settled, last = samples[len(samples) // 3], samples[-1]
for what, count in sorted(counts.items()):
    print(f"{count:9} {what}")
print(f"memory: {samples[0]} kB at first, {settled} kB after a third of the time, {last} kB in the end")
broker.stop()
if wrong or not all(counts.values()) or last - settled > GROWTH_KB:
    sys.exit("\n".join(["wrong:", *wrong[:20]]))
