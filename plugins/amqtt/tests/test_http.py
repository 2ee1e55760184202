"""The classes that ask an HTTP server, at a small one of the test's own."""

import asyncio
from contextlib import asynccontextmanager
import json

from amqtt.contexts import Action
import pytest
from sessions import plugin, session

from amqtt_verifier import TopicAuthHttpPlugin, UserAuthHttpPlugin


@asynccontextmanager
async def server(status: int, body: bytes):
    """Run a server that gives one answer to everything; yield its port and the questions, each a path and its parameters."""
    questions: list[tuple[str, dict]] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
        questions.append((head.split()[1].decode(), json.loads(await reader.readexactly(length))))
        fields = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(fields.encode() + body)
        await writer.drain()
        writer.close()

    running = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield running.sockets[0].getsockname()[1], questions
    finally:
        running.close()


@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        (200, b'{"ok": true}', True),
        (200, b'{"Ok": true}', True),
        (200, b'{"ok": false}', False),
        (200, b'{"ok": null}', None),
        (200, b"{}", None),
        (200, b'{"ok": "false"}', False),
        (200, b'{"ok": "true"}', False),
        (200, b"rubbish", False),
        (403, b'{"ok": true}', False),
        (302, b'{"ok": true}', False),
    ],
)
async def test_the_answer_of_the_server_counts(status: int, body: bytes, verdict: bool | None) -> None:
    async with server(status, body) as (port, questions):
        user = plugin(UserAuthHttpPlugin, {"host": "127.0.0.1", "port": port})
        assert await user.authenticate(session=session("c", "ada", "p")) is verdict
        topics = plugin(TopicAuthHttpPlugin, {"host": "127.0.0.1", "port": port})
        asked = await topics.topic_filtering(session=session("c", "ada"), topic="a/b", action=Action.RECEIVE)
        assert asked is verdict
    assert questions == [
        ("/user", {"username": "ada", "password": "p", "client_id": "c"}),
        ("/acl", {"username": "ada", "client_id": "c", "topic": "a/b", "acc": 1}),
    ]


async def test_a_server_that_does_not_answer_is_a_no() -> None:
    port = {"host": "127.0.0.1", "port": 9, "timeout": 1}
    assert await plugin(UserAuthHttpPlugin, port).authenticate(session=session("c", "ada", "p")) is False
