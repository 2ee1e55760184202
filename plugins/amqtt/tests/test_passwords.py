"""Outdated hashes are replaced at a login, and the event loop goes on meanwhile."""

import asyncio

from amqtt_verifier import UserAuthDBPlugin
import bcrypt
from fleet import Fleet
import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sessions import plugin, session


async def login(fleet: Fleet, password: str, **options: object) -> bool:
    asked = plugin(UserAuthDBPlugin, {"connection": fleet.connection, **options})
    return await asked.authenticate(session=session("c", "ada", password))


def outdated() -> str:
    return bcrypt.hashpw(b"what ada typed", bcrypt.gensalt(4)).decode()


async def test_an_outdated_hash_is_replaced(fleet: Fleet) -> None:
    before = outdated()
    fleet.set_hash("ada", before)
    assert not await login(fleet, "guessed")
    assert fleet.stored_hash("ada") == before
    assert await login(fleet, "what ada typed")
    after = fleet.stored_hash("ada")
    # aMQTT's own hasher takes it, and would not replace it again.
    assert Argon2Hasher().verify("what ada typed", after)
    assert not Argon2Hasher().check_needs_rehash(after)
    assert await login(fleet, "what ada typed")
    assert fleet.stored_hash("ada") == after


async def test_a_hash_stays_where_that_is_configured(fleet: Fleet) -> None:
    before = outdated()
    fleet.set_hash("ada", before)
    assert await login(fleet, "what ada typed", rehash=False)
    assert fleet.stored_hash("ada") == before


async def test_the_light_hash_of_a_generated_secret_stays(fleet: Fleet) -> None:
    secret = next(word for word in fleet.admin("user", "add", "-c", "eve", "--generate").split() if word.startswith("amqtt_"))
    before = fleet.stored_hash("eve")
    asked = plugin(UserAuthDBPlugin, {"connection": fleet.connection})
    assert await asked.authenticate(session=session("c", "eve", secret)) is True
    assert fleet.stored_hash("eve") == before


@pytest.mark.parametrize("password", ["what ada typed", "guessed"])
async def test_the_loop_goes_on_while_a_password_is_hashed(fleet: Fleet, password: str) -> None:
    asked = plugin(UserAuthDBPlugin, {"connection": fleet.connection})
    logins = [asyncio.ensure_future(asked.authenticate(session=session("c", "ada", password))) for _ in range(20)]
    turns = 0
    while not all(login.done() for login in logins):
        turns += 1
        await asyncio.sleep(0)
    assert turns > 100
    assert {await login for login in logins} == {password == "what ada typed"}
