"""The plug-ins beside aMQTT's own, in the same run.

    python benches/bench.py

Times are those of a clock, with the processor time of the event loop's thread after them: on a busy machine the clock
counts other programs too.
"""

import asyncio
from collections.abc import Awaitable
import logging
from pathlib import Path
import sys
import tempfile
import time
from typing import Any

from amqtt.contexts import Action
from amqtt.contrib.auth_db import plugin as amqtts

import amqtt_verifier

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from fleet import Fleet, empty_fleet  # noqa: E402
from sessions import Connection, plugin, session  # noqa: E402

RIGHTS = 20
DECISIONS = 2_000
LOGINS = 20
TICK = 0.001


def fleet(directory: Path) -> Fleet:
    """Return a fleet of one device with some rights, and 20 accounts with hashes of the usual strength."""
    made = empty_fleet(directory)
    made.device("pump-7")
    for number in range(RIGHTS):
        made.right("publish", "pump-7", f"plant/pump-7/{number}/+")
    made.admin("user", "add", "-c", "login-0", password="a password")
    for number in range(1, LOGINS):
        made.query(
            "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) "
            "VALUES (?, ?, '[]', '[]', '[]')",
            f"login-{number}",
            made.stored_hash("login-0"),
        )
    return made


async def decisions(topics: Any, asked: Any) -> tuple[float, float]:
    """Return the time of one decision about a topic, in microseconds."""
    wanted = {"session": asked, "topic": f"plant/pump-7/{RIGHTS - 1}/state", "action": Action.PUBLISH}
    for _ in range(50):
        assert await topics.topic_filtering(**wanted)
    clock, processor = time.perf_counter(), time.thread_time()
    for _ in range(DECISIONS):
        await topics.topic_filtering(**wanted)
    spent = time.perf_counter() - clock, time.thread_time() - processor
    return tuple(seconds / DECISIONS * 1e6 for seconds in spent)


async def login(accounts: Any) -> None:
    """Log 20 clients in at once."""
    logins = (accounts.authenticate(session=session("c", f"login-{n}", "a password")) for n in range(LOGINS))
    assert all(await asyncio.gather(*logins))


async def held(work: Awaitable[None]) -> tuple[float, float, float]:
    """Return the longest time for which work keeps the loop from its next turn, and its whole time, in ms."""
    longest = [0.0, 0.0]
    done = asyncio.Event()

    async def watch() -> None:
        while not done.is_set():
            clock, processor = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TICK)
            longest[0] = max(longest[0], time.perf_counter() - clock - TICK)
            longest[1] = max(longest[1], time.thread_time() - processor)

    watching = asyncio.ensure_future(watch())
    await asyncio.sleep(0.05)
    longest[:] = [0.0, 0.0]
    begin = time.perf_counter()
    await work
    whole = time.perf_counter() - begin
    done.set()
    await watching
    return longest[0] * 1e3, longest[1] * 1e3, whole * 1e3


async def main() -> None:
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as directory:
        made = fleet(Path(directory))
        database = {"connection": f"sqlite+aiosqlite:///{made / 'auth.db'}"}
        by_name = session("pump-7", "pump-7")

        joined = plugin(amqtt_verifier.VerifierAuthPlugin, {"database_url": made.connection, "trust_domain": "d.example", "ca_crt": made / "ca.crt"})
        by_certificate = session("pump-7")
        by_certificate.ssl_object = Connection(made, "pump-7")
        assert await joined.authenticate(session=by_certificate)

        theirs = await decisions(plugin(amqtts.TopicAuthDBPlugin, database), by_name)
        print(f"a decision about a topic, one of {RIGHTS} rights          wall      processor of the loop")
        print(f"  aMQTT's TopicAuthDBPlugin                     {theirs[0]:8.1f} µs    {theirs[1]:8.1f} µs")
        for name, topics, asked in [
            ("TopicAuthDBPlugin", plugin(amqtt_verifier.TopicAuthDBPlugin, database), by_name),
            ("VerifierTopicPlugin", plugin(amqtt_verifier.VerifierTopicPlugin, {}), by_certificate),
        ]:
            ours = await decisions(topics, asked)
            print(f"  {name:<45} {ours[0]:8.1f} µs    {ours[1]:8.1f} µs    {theirs[0] / ours[0]:.0f} times faster")

        print(f"\n{LOGINS} logins at once: the longest that the loop is held, and the whole")
        for name, work in [
            ("aMQTT's UserAuthDBPlugin", login(plugin(amqtts.UserAuthDBPlugin, database))),
            ("UserAuthDBPlugin", login(plugin(amqtt_verifier.UserAuthDBPlugin, database))),
            ("nothing, on this machine at this time", asyncio.sleep(5)),
        ]:
            wall, processor, whole = await held(work)
            print(f"  {name:<45} {wall:8.1f} ms    {processor:8.1f} ms    {whole:8.0f} ms")


if __name__ == "__main__":
    asyncio.run(main())
