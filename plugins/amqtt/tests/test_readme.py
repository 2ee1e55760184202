"""The README's broker and the one that amqtt-admin prints, as they are printed but for the port."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path
import re
import shlex
import sys

from clients import PATIENCE, Device, free_port
from fleet import Fleet
import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def readme_fleet(tmp_path: Path) -> Fleet:
    """Run the commands of the README; the password that one of them asks for comes from standard input."""
    fleet = Fleet(tmp_path)
    commands = next(block for block in blocks("sh") if "ca create" in block).splitlines()
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "amqtt-admin"
        fleet.admin(*arguments, password="what ada typed" if arguments[:2] == ["user", "add"] else None)
    return fleet


@asynccontextmanager
async def amqtt(fleet: Fleet, configuration: str):
    """Run the program of aMQTT with a configuration; yield its port."""
    port = free_port()
    assert configuration.count("0.0.0.0:8883") == 1
    (fleet.directory / "broker.yaml").write_text(configuration.replace("0.0.0.0:8883", f"127.0.0.1:{port}"))
    program = str(Path(sys.executable).with_name("amqtt"))
    broker = await asyncio.create_subprocess_exec(program, "-c", "broker.yaml", cwd=fleet.directory)
    try:
        for _ in range(PATIENCE * 10):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                break
        yield port
    finally:
        broker.kill()
        await broker.wait()


async def admits_as_it_should(fleet: Fleet, port: int) -> None:
    ada = Device(fleet, port, "console", user_name="ada", password="what ada typed")
    pump = Device(fleet, port, "pump-7", certificate="pump-7")
    assert await ada.connect()
    assert await ada.subscribe("#")
    assert await pump.connect()
    await pump.publish("plant/pump-8/state")
    await pump.publish("plant/pump-7/state")
    assert await ada.has_received("plant/pump-7/state")
    assert ada.messages == ["plant/pump-7/state"]
    assert not await Device(fleet, port, "pump-8", certificate="pump-7").connect()
    assert not await Device(fleet, port, "console-2", user_name="ada", password="guessed").connect()
    await pump.leave()
    await ada.leave()


async def test_the_readmes_broker(readme_fleet: Fleet) -> None:
    async with amqtt(readme_fleet, blocks("yaml")[0]) as port:
        await admits_as_it_should(readme_fleet, port)


async def test_the_broker_that_amqtt_admin_prints(readme_fleet: Fleet) -> None:
    printed = readme_fleet.admin("server", "show", "server.crt", "--config", "amqtt-plugin")
    async with amqtt(readme_fleet, printed) as port:
        await admits_as_it_should(readme_fleet, port)
        readme_fleet.admin("device", "revoke", "pump-7", "--yes")
        readme_fleet.admin("ca", "crl")
        for _ in range(PATIENCE):
            again = Device(readme_fleet, port, "pump-7", certificate="pump-7")
            if not await again.connect():
                return
            await again.leave()
            await asyncio.sleep(0.2)
        pytest.fail("a revoked device still gets in")
