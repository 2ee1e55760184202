"""aMQTT with its own HTTP plugins, in one of their modes.

Arguments: port, port of the service, request_method, params_mode, response_mode, prefix of the service's addresses. A YAML file
cannot name a mode: aMQTT's plugins take only members of their enums.
"""

import asyncio
import sys

from amqtt.broker import Broker
from amqtt.contrib.http import ParamsMode, RequestMethod, ResponseMode


async def main():
    port, service, method, params, response, prefix = sys.argv[1:]
    common = {
        "host": "127.0.0.1",
        "port": int(service),
        "request_method": RequestMethod(method),
        "params_mode": ParamsMode(params),
        "response_mode": ResponseMode(response),
        "superuser_uri": f"{prefix}/superuser",
    }
    plugins = {
        "amqtt.contrib.http.UserAuthHttpPlugin": common | {"user_uri": f"{prefix}/user"},
        "amqtt.contrib.http.TopicAuthHttpPlugin": common | {"topic_uri": f"{prefix}/acl"},
    }
    listeners = {"default": {"type": "tcp", "bind": f"127.0.0.1:{port}"}}
    broker = Broker({"listeners": listeners, "plugins": plugins})
    await broker.start()
    await asyncio.Event().wait()


asyncio.run(main())
