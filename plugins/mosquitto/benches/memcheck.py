"""The plug-in in Mosquitto under valgrind's memcheck: logins, messages, reloads, a revocation, and the end of the broker.

Arguments: the plug-in, and amqtt-admin. `scripts/plugin-mosquitto memcheck` builds both. Ends with an error if memcheck finds one,
or memory that nothing refers to any more.
"""

import atexit
import contextlib
import pathlib
import sys

from mqtt import Broker, Client, Fleet

LEAKS = ["--leak-check=full", "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite"]
MEMCHECK = ["valgrind", "--log-file=memcheck.log", "--error-exitcode=1", *LEAKS]
NOT_AUTHORIZED = 0x87
library, admin = sys.argv[1:3]

fleet = Fleet(admin)
fleet.devices(3)
fleet.account("ada", "pw", "--argon2", "m=64,t=1,p=1")
for action in ["subscribe", "receive"]:
    fleet.grant("ada", action, "plant/#")
for number in range(1, 4):
    fleet.grant(f"dev-{number:05}", "publish", f"plant/dev-{number:05}/#")
# Everything takes tens of times as long.
broker = Broker(fleet.options(library) + "plugin_opt_login_timeout 60s\nplugin_opt_database_timeout 60s\n", MEMCHECK)
atexit.register(broker.process.kill)

console = Client(broker.plain, "console", user="ada", password="pw")
assert console.code == 0
assert (console.subscribe("plant/+/state"), console.subscribe("#")) == (0, NOT_AUTHORIZED)
assert Client(broker.plain, "console-2", user="ada", password="guessed").code == NOT_AUTHORIZED
assert Client(broker.tls, "dev-00002", certificate="dev-00001").code == NOT_AUTHORIZED
devices = [Client(broker.tls, f"dev-{n:05}", f"dev-{n:05}", will=f"plant/dev-{n:05}/will") for n in range(1, 4)]
for number, device in enumerate(devices, 1):
    assert (device.code, device.publish("plant/other/state")) == (0, NOT_AUTHORIZED)
    for _ in range(20):
        assert device.publish(f"plant/dev-{number:05}/state") == 0
        assert console.read()[0] == 0x30
for _ in range(2):
    broker.reload()
    assert all(client.ping() for client in [console, *devices])
fleet.run("device", "revoke", "dev-00001", "--yes", "--crl")
with contextlib.suppress(ConnectionError):
    while devices[0].read()[0] != 0xE0:
        pass
# One leaves without a word, so that its will is asked about; the others are there when the broker ends.
devices[1].close()
assert console.ping()
broker.process.terminate()
code = broker.process.wait()
print(pathlib.Path("memcheck.log").read_text())
sys.exit(code)
