"""The Python side of the benches: times calls of a peer in this process, in turns with what is measured beside it.

Arguments: the peer, which is one of the functions below, and what that takes. The first line on stdout is `ready`, or
`absent` where the peer is not installed. A line of stdin then says how often to call, and the answer is the nanoseconds
that all these calls took: elapsed, and of processors. To `turns` there is one call, beside a task that wants a turn of
the event loop every millisecond; the answer is the nanoseconds elapsed, and the longest that this task had to wait.
"""

import asyncio
import sys
import time
from types import SimpleNamespace


def argon2():
    from argon2.low_level import Type, hash_secret

    async def call():
        return hash_secret(b"secret", b"0123456789abcdef", 3, 65536, 4, 32, Type.ID)

    return call


def certificate(uri_domain, client_id, der):
    from amqtt.contrib.cert import UserAuthCertPlugin

    der = bytes.fromhex(der)
    tls = SimpleNamespace(getpeercert=lambda binary_form: der)
    plugin = configured(UserAuthCertPlugin, uri_domain=uri_domain)
    client = session(client_id=client_id, ssl_object=tls)
    return lambda: plugin.authenticate(session=client)


def topic(connection, username, name):
    from amqtt.contexts import Action
    from amqtt.contrib.auth_db.plugin import TopicAuthDBPlugin

    plugin = configured(TopicAuthDBPlugin, connection=connection)
    client = session(username=username)
    return lambda: plugin.topic_filtering(session=client, topic=name, action=Action.PUBLISH)


def password(connection, username, typed):
    from amqtt.contrib.auth_db.plugin import UserAuthDBPlugin

    plugin = configured(UserAuthDBPlugin, connection=connection)
    client = session(username=username, password=typed)
    return lambda: plugin.authenticate(session=client)


PEERS = {peer.__name__: peer for peer in (argon2, certificate, topic, password)}


def configured(plugin, **config):
    from amqtt.contexts import BaseContext

    context = BaseContext()
    context.config = plugin.Config(**config)
    return plugin(context)


def session(**attributes):
    from amqtt.session import Session

    client = Session()
    for name, value in attributes.items():
        setattr(client, name, value)
    return client


async def timed(call, calls):
    start, cpu = time.perf_counter_ns(), time.process_time_ns()
    for _ in range(calls):
        # A plugin that does not let the client in is not what is to be measured.
        assert await call()
    return time.perf_counter_ns() - start, time.process_time_ns() - cpu


async def beside_turns(call):
    longest = 0

    async def turns():
        nonlocal longest
        while True:
            before = time.perf_counter_ns()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter_ns() - before)

    other = asyncio.create_task(turns())
    await asyncio.sleep(0)
    elapsed, _ = await timed(call, 1)
    # The turn that the call may have kept from it.
    await asyncio.sleep(0.001)
    other.cancel()
    return elapsed, longest


async def main(peer, *arguments):
    try:
        call = PEERS[peer](*arguments)
    except ModuleNotFoundError:
        return print("absent")
    await timed(call, 3)
    print("ready", flush=True)
    for line in sys.stdin:
        answer = beside_turns(call) if line == "turns\n" else timed(call, int(line))
        print(*await answer, flush=True)


asyncio.run(main(*sys.argv[1:]))
