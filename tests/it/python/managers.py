"""aMQTT's own managers of accounts and rights, as its plugins and scripts use them.

Argument: the database, as SQLAlchemy spells it. On stdin a JSON list of calls, `[name, arguments...]`; on stdout the
JSON list of what they gave back, where an error of aMQTT is `{"error": ...}`.
"""

import asyncio
import json
import sys

from amqtt.contexts import Action
from amqtt.contrib.auth_db.managers import TopicManager, UserManager
from amqtt.errors import MQTTError

ACTIONS = {action.value: action for action in (Action.PUBLISH, Action.SUBSCRIBE, Action.RECEIVE)}


async def call(users, topics, name, *arguments):
    match name:
        case "sync":
            await users.db_sync()
        case "users":
            return [user.username for user in await users.list_user_auths()]
        case "rights":
            rows = await topics.list_topic_auths()
            return [[row.username, action, item.topic] for row in rows for action in ACTIONS
                    for item in row.get_topic_list(ACTIONS[action])]
        case "create_user":
            await users.create_user_auth(*arguments)
        case "delete_user":
            return await users.delete_user_auth(*arguments) is not None
        case "set_password":
            await users.update_user_auth_password(*arguments)
        case "verify":
            return await users.verify_user_auth_password(*arguments)
        case "create_client":
            await topics.create_topic_auth(*arguments)
        case "add" | "remove" | "allows":
            username, action, topic = arguments
            if name == "allows":
                row = await topics.get_topic_auth(username)
                return row is not None and topic in row.get_topic_list(ACTIONS[action])
            change = topics.add_allowed_topic if name == "add" else topics.remove_allowed_topic
            await change(username, topic, ACTIONS[action])
        case _:
            sys.exit(f"no such call: {name}")


async def main():
    answers = []
    async with UserManager(sys.argv[1]) as users, TopicManager(sys.argv[1]) as topics:
        for name, *arguments in json.load(sys.stdin):
            try:
                answers.append(await call(users, topics, name, *arguments))
            except MQTTError as error:
                answers.append({"error": str(error)})
    json.dump(answers, sys.stdout)


asyncio.run(main())
