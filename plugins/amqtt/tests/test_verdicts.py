"""The table of verdicts that every broker must give, by real clients of a real broker."""

import asyncio

from clients import PATIENCE, Device, Witness, broker
from fleet import Fleet, Verdict, verdicts
import pytest

TABLE = verdicts()


def plugins(fleet: Fleet) -> dict:
    """Return the two plug-ins that join certificate, password and rights."""
    return {
        "amqtt_verifier.VerifierAuthPlugin": {
            "trust_domain": "d.example",
            "crl": fleet / "ca.crl",
            "database_url": fleet.connection,
        },
        "amqtt_verifier.VerifierTopicPlugin": {},
        "clients.Witness": {},
    }


class Case:
    """A broker, and a client that may publish all."""

    def __init__(self, fleet: Fleet, port: int) -> None:
        self.fleet = fleet
        self.port = port

    async def start(self) -> None:
        self.teller = Device(self.fleet, self.port, "t", user_name="teller", password="tells all")
        assert await self.teller.connect()

    async def verdict(self, row: Verdict) -> bool:
        """Return what the broker makes of a row."""
        device = Device(
            self.fleet,
            self.port,
            row.client_id,
            certificate=row.certificate,
            user_name=row.user_name,
            password=row.password,
        )
        admitted = await device.connect()
        try:
            if row.action == "connect":
                return admitted
            assert admitted, row
            return await getattr(self, row.action)(device, row.topic)
        finally:
            await device.leave()

    async def subscribe(self, device: Device, topic: str) -> bool:
        return await device.subscribe(topic)

    async def publish(self, device: Device, topic: str) -> bool:
        Witness.seen.clear()
        Witness.taken.clear()
        await device.publish(topic, acknowledged=False)
        # aMQTT closes the connection over some topics; else the next message shows that this one is decided.
        if topic.startswith("$"):
            await asyncio.sleep(0.2)
        else:
            await device.publish("next", acknowledged=False)
            for _ in range(PATIENCE * 50):
                if "next" in Witness.seen:
                    break
                await asyncio.sleep(0.02)
        assert topic in Witness.seen
        return topic in Witness.taken

    async def receive(self, device: Device, topic: str) -> bool:
        wider = "#" if await device.subscribe("#") else "cmd/pump-7/+"
        assert await device.subscribe(wider)
        # What it may receive for certain shows that all before it was delivered, or was not.
        marker = "plant/marker" if wider == "#" else "cmd/pump-7/now"
        await self.teller.publish(topic)
        await self.teller.publish(marker)
        assert await device.has_received(marker)
        await asyncio.sleep(0.1)
        return topic in device.messages


@pytest.mark.parametrize("database", ["up", "down"])
async def test_the_broker_gives_the_verdicts(table_fleet: Fleet, database: str) -> None:
    auth, away = table_fleet.directory / "auth.db", table_fleet.directory / "away.db"
    rows = [row for row in TABLE if row.database == database]
    assert rows
    if database == "down":
        auth.rename(away)
    try:
        async with broker(table_fleet, plugins(table_fleet)) as running:
            case = Case(table_fleet, running.port)
            if database == "up":
                await case.start()
            wrong = [row for row in rows if await case.verdict(row) != row.is_yes]
            assert not wrong, wrong
    finally:
        if database == "down":
            away.rename(auth)
