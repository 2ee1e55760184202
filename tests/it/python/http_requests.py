"""Prints, as JSON, the requests that aMQTT's own HTTP plugins send: one for every method, mode and question."""

import asyncio
import itertools
import json
import urllib.parse
from types import SimpleNamespace

from amqtt.contexts import Action
from amqtt.contrib.http import ParamsMode, RequestMethod, ResponseMode, TopicAuthHttpPlugin, UserAuthHttpPlugin

SESSION = SimpleNamespace(username="ada &é+%", password='p"=ä ☃\\', client_id="pump-7/☃")
FILTER = "plant a/+/ü&=?/#"
NAME = "plant a/%2B/ü&=?/;"
QUESTIONS = {"user": None, "publish": Action.PUBLISH, "subscribe": Action.SUBSCRIBE, "receive": Action.RECEIVE}


async def read_request(reader, writer):
    """The first line, the headers that matter, and the body with its parameters taken apart."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}")
    method, target, _ = first.split(" ")
    path, _, query = target.partition("?")
    content_type = headers.get("content-type")
    return {
        "method": method,
        "path": path,
        "user_agent": headers["user-agent"],
        "content_type": content_type,
        "query": urllib.parse.parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)),
        "body": json.loads(body) if content_type == "application/json"
        else urllib.parse.parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body)),
    }


async def main():
    received = asyncio.Queue()

    async def serve(reader, writer):
        try:
            while True:
                await received.put(await read_request(reader, writer))
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    requests = []
    for method, mode, (question, action) in itertools.product(RequestMethod, ParamsMode, QUESTIONS.items()):
        plugin_type = UserAuthHttpPlugin if action is None else TopicAuthHttpPlugin
        config = plugin_type.Config(
            host="127.0.0.1", port=port, request_method=method, params_mode=mode, response_mode=ResponseMode.JSON
        )
        plugin = plugin_type(SimpleNamespace(config=config, logger=None))
        if action is None:
            answer = await plugin.authenticate(session=SESSION)
        else:
            topic = FILTER if action is Action.SUBSCRIBE else NAME
            answer = await plugin.topic_filtering(session=SESSION, topic=topic, action=action)
        assert answer is True, answer
        request = await received.get()
        requests.append({"request_method": method, "params_mode": mode, "question": question, "request": request})
        await plugin.on_broker_pre_shutdown()
    server.close()
    asked = {"username": SESSION.username, "password": SESSION.password, "client_id": SESSION.client_id,
             "filter": FILTER, "name": NAME}
    lines = ",\n".join(json.dumps(request, ensure_ascii=False) for request in requests)
    print('{"asked": ' + json.dumps(asked, ensure_ascii=False) + ',\n"requests": [\n' + lines + "\n]}")


asyncio.run(main())
