"""Live sessions at a real broker: revocation, sessions that outlive their connection, and wills."""

import asyncio

from amqtt.contexts import Action
from amqtt_verifier import TopicAuthDBPlugin, UserAuthDBPlugin
from clients import PATIENCE, Device, broker
from fleet import Fleet
import pytest
from sessions import plugin, session


def joined(fleet: Fleet) -> dict:
    options = {"trust_domain": "d.example", "crl": fleet / "ca.crl", "database_url": fleet.connection}
    return {"amqtt_verifier.VerifierAuthPlugin": options, "amqtt_verifier.VerifierTopicPlugin": {}}


def by_inventory(fleet: Fleet) -> dict:
    """Return the plug-ins with the inventory of `amqtt-admin` in place of a revocation list."""
    plugins = joined(fleet)
    options = plugins["amqtt_verifier.VerifierAuthPlugin"]
    del options["crl"]
    options["inventory"] = f"sqlite:{fleet / 'ca.db'}"
    return plugins


def certificates_alone(fleet: Fleet) -> dict:
    return {"amqtt_verifier.UserAuthCertPlugin": {"uri_domain": "d.example", "crl": fleet / "ca.crl"}}


async def observer(fleet: Fleet, port: int, *, by_certificate: bool = False) -> Device:
    """Return a client that has subscribed to everything."""
    if by_certificate:
        device = Device(fleet, port, "pump-8", certificate="pump-8")
    else:
        device = Device(fleet, port, "observer", user_name="ada", password="what ada typed")
    assert await device.connect()
    assert await device.subscribe("#")
    return device


async def revoked(fleet: Fleet, device: Device, watch: Device, *, by_inventory: bool = False) -> None:
    """Revoke a device, and wait until the broker knows: until what it publishes does not arrive."""
    await asyncio.to_thread(fleet.admin, "device", "revoke", "pump-7", "--yes")
    if not by_inventory:
        await asyncio.to_thread(fleet.admin, "ca", "crl")
    for attempt in range(PATIENCE):
        topic = f"plant/pump-7/{attempt}"
        await device.publish(topic)
        await watch.publish(f"marker/{attempt}")
        assert await watch.has_received(f"marker/{attempt}")
        if topic not in watch.messages:
            return
        await asyncio.sleep(0.2)
    pytest.fail("what a revoked device publishes still arrives")


@pytest.mark.parametrize("plugins", [joined, by_inventory, certificates_alone])
async def test_a_revoked_session_sends_and_receives_nothing_more(fleet: Fleet, plugins) -> None:
    async with broker(fleet, plugins(fleet)) as running:
        watch = await observer(fleet, running.port, by_certificate=plugins is certificates_alone)
        device = Device(fleet, running.port, "pump-7", certificate="pump-7")
        assert await device.connect()
        assert await device.subscribe("plant/pump-7/#")
        await watch.publish("plant/pump-7/before")
        assert await device.has_received("plant/pump-7/before")

        await revoked(fleet, device, watch, by_inventory=plugins is by_inventory)
        assert not await device.subscribe("plant/pump-7/more")
        await watch.publish("plant/pump-7/after")
        assert await watch.has_received("plant/pump-7/after")
        await asyncio.sleep(0.2)
        assert "plant/pump-7/after" not in device.messages
        await device.leave()
        assert not await Device(fleet, running.port, "pump-7", certificate="pump-7").connect()
        await watch.leave()


async def test_a_list_that_is_rubbish_changes_nothing(fleet: Fleet) -> None:
    async with broker(fleet, joined(fleet)) as running:
        (fleet.directory / "ca.crl").write_bytes(b"rubbish")
        await asyncio.sleep(1.5)
        device = Device(fleet, running.port, "pump-7", certificate="pump-7")
        assert await device.connect()
        await device.leave()


async def test_kept_messages_need_the_right_to_receive(fleet: Fleet) -> None:
    fleet.right("subscribe", "pump-7", "alarms/+")
    async with broker(fleet, joined(fleet)) as running:
        watch = await observer(fleet, running.port)
        for topic in ("alarms/kept", "plant/pump-7/kept"):
            await watch.publish(topic, retain=True)
            assert await watch.has_received(topic)
        device = Device(fleet, running.port, "pump-7", certificate="pump-7")
        assert await device.connect()
        assert await device.subscribe("alarms/+")
        assert await device.subscribe("plant/pump-7/#")
        assert await device.has_received("plant/pump-7/kept")
        await asyncio.sleep(0.5)
        assert "alarms/kept" not in device.messages
        await device.leave()
        await watch.leave()


async def test_messages_for_a_client_that_was_away_need_the_right_when_it_returns(fleet: Fleet) -> None:
    async with broker(fleet, joined(fleet)) as running:
        watch = await observer(fleet, running.port)
        kept = {"certificate": "pump-7", "keep_session": True}
        device = Device(fleet, running.port, "pump-7", **kept)
        assert await device.connect()
        assert await device.subscribe("plant/pump-7/#")
        await device.leave()
        for topic in ("plant/pump-7/a", "plant/pump-7/b"):
            await watch.publish(topic)
            assert await watch.has_received(topic)
        await asyncio.to_thread(fleet.admin, "topic", "rm", "-c", "pump-7", "-a", "receive", "--", "plant/pump-7/#")
        await asyncio.to_thread(fleet.right, "receive", "pump-7", "plant/pump-7/b")
        await asyncio.sleep(1.5)
        returned = Device(fleet, running.port, "pump-7", **kept)
        assert await returned.connect()
        assert await returned.has_received("plant/pump-7/b")
        await asyncio.sleep(0.5)
        assert "plant/pump-7/a" not in returned.messages
        await returned.leave()
        await watch.leave()


async def test_a_change_of_rights_counts_in_a_live_session(fleet: Fleet) -> None:
    async with broker(fleet, joined(fleet)) as running:
        device = Device(fleet, running.port, "pump-7", certificate="pump-7")
        assert await device.connect()
        assert not await device.subscribe("alarms/#")
        await asyncio.to_thread(fleet.right, "subscribe", "pump-7", "alarms/#")
        for _ in range(PATIENCE * 5):
            if await device.subscribe("alarms/#"):
                break
            await asyncio.sleep(0.2)
        else:
            pytest.fail("a new right does not count")
        await asyncio.to_thread(fleet.admin, "topic", "rm", "-c", "pump-7", "-a", "subscribe", "--", "alarms/#")
        for _ in range(PATIENCE * 5):
            if not await device.subscribe("alarms/#"):
                break
            await asyncio.sleep(0.2)
        else:
            pytest.fail("a right that was taken away still counts")
        await device.leave()


async def test_a_session_that_is_kept_is_opened_by_its_own_device_alone(fleet: Fleet) -> None:
    async with broker(fleet, joined(fleet)) as running:
        for certificate, user_name, password, admitted in [
            ("pump-7", None, None, True),
            ("pump-8", None, None, False),
            (None, None, None, False),
            (None, "ada", "guessed", False),
            ("pump-7", None, None, True),
        ]:
            device = Device(
                fleet,
                running.port,
                "pump-7",
                certificate=certificate,
                user_name=user_name,
                password=password,
                keep_session=True,
            )
            assert await device.connect() is admitted, (certificate, user_name)
            await device.leave()


async def test_a_login_that_fails_lends_no_name_to_a_session(fleet: Fleet) -> None:
    fleet.account("bob", "bob's own")
    accounts = plugin(UserAuthDBPlugin, {"connection": fleet.connection})
    topics = plugin(TopicAuthDBPlugin, {"connection": fleet.connection})

    async def may_publish() -> bool:
        return await topics.topic_filtering(session=kept, topic="a", action=Action.PUBLISH)

    kept = session("c", "bob", "bob's own")
    assert await accounts.authenticate(session=kept)
    assert not await may_publish()
    # The broker writes what a CONNECT says into the session that it is for, before it asks.
    kept.username, kept.password = "ada", "guessed"
    assert not await may_publish()
    assert not await accounts.authenticate(session=kept)
    assert not await may_publish()
    kept.password = "what ada typed"
    assert await accounts.authenticate(session=kept)
    assert await may_publish()


@pytest.mark.parametrize(("will", "sent"), [("plant/pump-7/gone", True), ("plant/pump-8/gone", False)])
async def test_a_will_needs_the_right_to_publish(fleet: Fleet, will: str, sent: bool) -> None:
    async with broker(fleet, joined(fleet)) as running:
        watch = await observer(fleet, running.port)
        device = Device(fleet, running.port, "pump-7", certificate="pump-7", will=will)
        assert await device.connect()
        await device.publish("plant/pump-7/x")
        assert await watch.has_received("plant/pump-7/x")
        await device.vanish()
        if sent:
            assert await watch.has_received(will)
        else:
            await asyncio.sleep(0.5)
            assert will not in watch.messages
        await watch.leave()


async def test_a_will_is_not_sent_once_the_right_to_it_is_withdrawn(fleet: Fleet) -> None:
    async with broker(fleet, joined(fleet)) as running:
        watch = await observer(fleet, running.port)
        device = Device(fleet, running.port, "pump-7", certificate="pump-7", will="plant/pump-7/gone")
        assert await device.connect()
        await asyncio.to_thread(fleet.admin, "topic", "rm", "-c", "pump-7", "-a", "publish", "--", "plant/pump-7/#")
        # It counts once a message is not delivered any more.
        for attempt in range(600):
            await device.publish(f"plant/pump-7/{attempt}", acknowledged=False)
            await asyncio.sleep(0.1)
            if f"plant/pump-7/{attempt}" not in watch.messages:
                break
        await asyncio.sleep(1.5)
        await device.vanish()
        await asyncio.sleep(0.5)
        assert "plant/pump-7/gone" not in watch.messages
        await watch.leave()


@pytest.mark.parametrize("plugins", [joined, by_inventory, certificates_alone])
async def test_the_will_of_a_revoked_device_is_not_sent(fleet: Fleet, plugins) -> None:
    async with broker(fleet, plugins(fleet)) as running:
        watch = await observer(fleet, running.port, by_certificate=plugins is certificates_alone)
        device = Device(fleet, running.port, "pump-7", certificate="pump-7", will="plant/pump-7/gone")
        assert await device.connect()
        await revoked(fleet, device, watch, by_inventory=plugins is by_inventory)
        await asyncio.sleep(0.5)
        await device.vanish()
        await asyncio.sleep(0.5)
        assert "plant/pump-7/gone" not in watch.messages
        await watch.leave()
