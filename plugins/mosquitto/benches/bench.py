"""Messages a second through Mosquitto with the plug-in, with one that allows everything, and with its own acl_file, in turns.
Then a reload with a thousand clients, and the time until a revoked device is out.

Arguments: the plug-in, and amqtt-admin. `scripts/plugin-mosquitto bench` builds both.
"""

import pathlib
import select
import statistics
import subprocess
import sys
import threading
import time

from mqtt import Broker, Client, Fleet, publish

# Short rounds in turns, so that what else the machine does hits all alike.
ROUNDS, BATCH, BATCHES, WINDOW = 35, 500, 40, 4
# What a gateway may publish and a console may read, and back.
UP, DOWN = ["plant/+/state", "plant/+/alarm", "plant/+/log/#", "site/+/weather"], ["plant/+/cmd/#", "plant/+/config", "site/+/mode"]
library, admin = sys.argv[1:3]


def messages(broker, topics):
    """Messages a second by the clock, and by the processor time of the broker. A client goes through so many topics."""
    sender = Client(broker.plain, "sender", user="gateway", password="pw")
    receiver = Client(broker.plain, "receiver", user="console", password="pw")
    assert sender.code == receiver.code == 0
    assert receiver.subscribe("plant/+/state") == 0
    batch = b"".join(publish(f"plant/{n % topics:03}/state", b"20.5 degrees") for n in range(BATCH))
    total = len(batch) * BATCHES
    start, processor = time.monotonic(), broker.processor_time()
    sent = received = 0
    sender.socket.setblocking(False)
    pending = b""
    while received < total:
        may_send = pending or (sent < BATCHES and sent * len(batch) - received < WINDOW * len(batch))
        readable, writable, _ = select.select([receiver.socket], [sender.socket] if may_send else [], [], 30)
        if readable:
            received += len(receiver.socket.recv(1 << 20))
        if writable:
            if not pending:
                pending, sent = batch, sent + 1
            pending = pending[sender.socket.send(pending) :]
    count = BATCH * BATCHES
    rates = count / (time.monotonic() - start), count / (broker.processor_time() - processor)
    sender.close(), receiver.close()
    return rates


def throughput(fleet):
    lines = ""
    for name, writes, reads in [("gateway", UP, DOWN), ("console", DOWN, UP)]:
        fleet.account(name, "pw")
        rights = [("publish", writes), ("subscribe", reads), ("receive", reads)]
        for action, topic in [(action, topic) for action, topics in rights for topic in topics]:
            fleet.grant(name, action, topic)
        lines += f"user {name}\n" + "".join(f"topic write {topic}\n" for topic in writes)
        lines += "".join(f"topic read {topic}\n" for topic in reads)
        new = ["-c"] if name == "gateway" else []
        subprocess.run(["mosquitto_passwd", "-b", *new, "passwd", name, "pw"], check=True, stderr=subprocess.DEVNULL)
    source = pathlib.Path(__file__).with_name("allow.c")
    subprocess.run(["gcc", "-O2", "-fPIC", "-shared", "-o", "allow.so", source], check=True)
    here = pathlib.Path.cwd()
    pathlib.Path("acl").write_text(lines)
    brokers = {
        "a plug-in that allows everything": Broker(f"plugin {here}/allow.so\nallow_anonymous true\n"),
        "this plug-in": Broker(fleet.options(library)),
        "acl_file and password_file": Broker(f"acl_file {here}/acl\npassword_file {here}/passwd\n"),
    }
    for topics in [1, BATCH]:
        compare(brokers, topics)
    for broker in brokers.values():
        broker.stop()


def compare(brokers, topics):
    rates = {name: [] for name in brokers}
    for _ in range(ROUNDS):
        for name, broker in brokers.items():
            rates[name].append(messages(broker, topics))
    print(f"{BATCH * BATCHES} messages to {topics} topics, {ROUNDS} rounds, medians; each message is one check to publish and one"
          " to deliver")
    least = None
    for name, rate in rates.items():
        clock, processor = (statistics.median(values) for values in zip(*rate))
        least = least or (clock, processor)
        print(f"{name:34} {clock:9,.0f} a second  {processor:9,.0f} a second of its processor time"
              f"  {clock / least[0]:6.1%} {processor / least[1]:6.1%}")


def sessions(fleet):
    fleet.devices(1000)
    broker = Broker(fleet.options(library))
    crowd = [Client(broker.tls, f"dev-{n:05}", certificate=f"dev-{n:05}") for n in range(1, 1000)]
    crowd += [Client(broker.plain, f"console-{n}", user="console", password="pw") for n in range(20)]
    assert all(client.code == 0 for client in crowd)
    waits, probing = [], [True]

    def probe():
        prober = Client(broker.plain, "prober", user="console", password="pw")
        while probing:
            start = time.monotonic()
            prober.ping()
            waits.append(time.monotonic() - start)
            time.sleep(0.001)

    threading.Thread(target=probe, daemon=True).start()
    held = []
    for _ in range(5):
        time.sleep(1)
        waits.clear()
        broker.reload()
        time.sleep(1)
        held.append(max(waits))
    probing.clear()
    alive = sum(client.ping() for client in crowd)
    print(f"a reload with {len(crowd)} clients holds the broker for {statistics.median(held) * 1000:.1f} ms (worst "
          f"{max(held) * 1000:.1f} ms); {alive} go on")
    gone = []
    for n in range(1, 6):
        fleet.run("device", "revoke", f"dev-{n:05}", "--yes", "--crl")
        start = time.monotonic()
        try:
            while crowd[n - 1].read()[0] != 0xE0:
                pass
        except ConnectionError:
            pass
        gone.append(time.monotonic() - start)
    print(f"a revoked device is out {statistics.median(gone):.2f} s after the list is there (worst {max(gone):.2f} s)")
    broker.stop()


fleet = Fleet(admin)
throughput(fleet)
sessions(fleet)
