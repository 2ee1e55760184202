"""The database classes and the joined ones on servers of PostgreSQL and MariaDB; the other tests have SQLite."""

import asyncio
from collections.abc import Iterator
from itertools import count
from pathlib import Path
import time

from amqtt.contexts import Action
import amqtt_verifier
from amqtt_verifier import TopicAuthDBPlugin, UserAuthDBPlugin
import bcrypt
from clients import PATIENCE, Device, broker
from fleet import Fleet, small_fleet
import pytest
from servers import KINDS, Server
from sessions import Connection, plugin, session


NUMBERS = count()


@pytest.fixture(scope="module", params=KINDS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    running = Server(request.param)
    yield running
    running.remove()


@pytest.fixture
def fleet(server: Server, tmp_path: Path) -> Fleet:
    return small_fleet(tmp_path, server.database(f"fleet{next(NUMBERS)}"))


async def until(question, expected: bool) -> float:
    """Ask again and again until the answer is the expected one; return the seconds that it took."""
    begin = time.monotonic()
    while await question() is not expected:
        assert time.monotonic() - begin < PATIENCE, f"the answer is not {expected}"
        await asyncio.sleep(0.05)
    return time.monotonic() - begin


async def test_passwords(fleet: Fleet) -> None:
    accounts = plugin(UserAuthDBPlugin, {"connection": fleet.connection})
    for name, password, is_yes in [
        ("ada", "what ada typed", True),
        ("ada", "guessed", False),
        ("ada", "", False),
        ("Ada", "what ada typed", False),
        ("ada ", "what ada typed", False),
        ("nobody", "what ada typed", False),
    ]:
        assert await accounts.authenticate(session=session("c", name, password)) is is_yes, (name, password)


async def test_rights_by_user_name_and_a_change_of_them(fleet: Fleet) -> None:
    topics = plugin(TopicAuthDBPlugin, {"connection": fleet.connection})
    asked = session("pump-7", "pump-7")

    async def may(action: Action, topic: str) -> bool:
        return await topics.topic_filtering(session=asked, topic=topic, action=action)

    assert await may(Action.PUBLISH, "plant/pump-7/state")
    assert not await may(Action.PUBLISH, "plant/pump-8/state")
    assert await may(Action.SUBSCRIBE, "plant/pump-7/+")
    assert not await may(Action.SUBSCRIBE, "plant/#")
    assert await may(Action.RECEIVE, "plant/pump-7/command")
    assert not await topics.topic_filtering(session=session("x", "nobody"), topic="a", action=Action.PUBLISH)

    await asyncio.to_thread(fleet.right, "publish", "pump-7", "more")
    taken = await until(lambda: may(Action.PUBLISH, "more"), True)
    print(f"\na change of rights counted after {taken:.2f} s")


async def test_the_joined_classes_at_a_live_broker(fleet: Fleet) -> None:
    options = {"trust_domain": "d.example", "crl": fleet / "ca.crl", "database_url": fleet.connection}
    plugins = {"amqtt_verifier.VerifierAuthPlugin": options, "amqtt_verifier.VerifierTopicPlugin": {}}
    async with broker(fleet, plugins) as running:
        ada = Device(fleet, running.port, "console", user_name="ada", password="what ada typed")
        pump = Device(fleet, running.port, "pump-7", certificate="pump-7")
        assert await ada.connect()
        assert await ada.subscribe("#")
        assert await pump.connect()
        await pump.publish("plant/pump-8/state")
        await pump.publish("plant/pump-7/state")
        assert await ada.has_received("plant/pump-7/state")
        assert ada.messages == ["plant/pump-7/state"]
        assert not await Device(fleet, running.port, "console-2", user_name="ada", password="guessed").connect()
        await pump.leave()
        await ada.leave()


async def test_an_outdated_hash_is_replaced(fleet: Fleet) -> None:
    before = bcrypt.hashpw(b"what ada typed", bcrypt.gensalt(4)).decode()
    fleet.set_hash("ada", before)
    accounts = plugin(UserAuthDBPlugin, {"connection": fleet.connection})
    assert await accounts.authenticate(session=session("c", "ada", "what ada typed"))
    after = fleet.stored_hash("ada")
    assert after.startswith("$argon2id$")
    assert await accounts.authenticate(session=session("c", "ada", "what ada typed"))
    assert fleet.stored_hash("ada") == after


async def test_a_new_password_is_not_undone_by_a_login_under_way(fleet: Fleet) -> None:
    # Long enough for the change to come between the read and the replacement.
    fleet.set_hash("ada", bcrypt.hashpw(b"what ada typed", bcrypt.gensalt(12)).decode())
    accounts = plugin(UserAuthDBPlugin, {"connection": fleet.connection})
    logins = [
        asyncio.ensure_future(accounts.authenticate(session=session("c", "ada", "what ada typed"))) for _ in range(8)
    ]
    await asyncio.to_thread(fleet.admin, "user", "pwd", "-c", "ada", "--argon2", "m=64,t=1,p=1", password="a new one")
    await asyncio.gather(*logins)
    await until(lambda: accounts.authenticate(session=session("c", "ada", "a new one")), True)
    assert not await accounts.authenticate(session=session("c", "ada", "what ada typed"))


async def test_a_database_that_is_killed_and_comes_back(server: Server, fleet: Fleet) -> None:
    options = {"trust_domain": "d.example", "ca_crt": fleet / "ca.crt", "database_url": fleet.connection}
    joined = plugin(amqtt_verifier.VerifierAuthPlugin, {**options, "max_stale": "1s"})
    topics = plugin(amqtt_verifier.VerifierTopicPlugin, {})
    device = session("pump-7")
    device.ssl_object = Connection(fleet, "pump-7")
    assert await joined.authenticate(session=device)

    async def may_publish() -> bool:
        return await topics.topic_filtering(session=device, topic="plant/pump-7/state", action=Action.PUBLISH)

    async def may_log_in() -> bool:
        return await joined.authenticate(session=session("c", "ada", "what ada typed"))

    assert await may_publish()
    assert await may_log_in()
    server.kill()
    # What was read before counts for a second; then everything is denied, and nothing raises.
    await until(may_publish, False)
    await until(may_log_in, False)
    server.start()
    back = await until(may_publish, True)
    await until(may_log_in, True)
    print(f"\nback {back:.2f} s after the database")
