"""Each class by itself: what aMQTT demands of it, and what it answers to whatever a session may hold."""

from inspect import iscoroutinefunction
import logging

import amqtt_verifier
from amqtt.contexts import Action
from amqtt.plugins.base import BaseAuthPlugin, BasePlugin, BaseTopicPlugin
from amqtt.plugins.manager import import_string
from dacite import DaciteError
from fleet import Fleet
import pytest
from sessions import Connection, plugin, session

from amqtt_verifier import (
    TopicAuthDBPlugin,
    TopicAuthHttpPlugin,
    UserAuthCertPlugin,
    UserAuthDBPlugin,
    UserAuthHttpPlugin,
    VerifierAuthPlugin,
    VerifierTopicPlugin,
)

CLASSES = [
    UserAuthCertPlugin,
    UserAuthDBPlugin,
    TopicAuthDBPlugin,
    UserAuthHttpPlugin,
    TopicAuthHttpPlugin,
    VerifierAuthPlugin,
    VerifierTopicPlugin,
]
# A port on which nothing answers.
NOWHERE = {"host": "127.0.0.1", "port": 9, "timeout": 1}


def options(fleet: Fleet) -> dict[type, dict]:
    files = {"ca_crt": fleet / "ca.crt", "crl": [fleet / "ca.crl"]}
    return {
        UserAuthCertPlugin: {"uri_domain": "d.example", **files},
        UserAuthDBPlugin: {"connection": fleet.connection},
        TopicAuthDBPlugin: {"connection": fleet.connection},
        UserAuthHttpPlugin: NOWHERE,
        TopicAuthHttpPlugin: NOWHERE,
        VerifierAuthPlugin: {"trust_domain": "d.example", **files, "database_url": fleet.connection},
        VerifierTopicPlugin: {},
    }


@pytest.mark.parametrize("kind", CLASSES)
def test_a_class_is_what_amqtt_loads(kind: type) -> None:
    assert import_string(f"amqtt_verifier.{kind.__name__}") is kind
    assert issubclass(kind, BasePlugin)
    if issubclass(kind, BaseAuthPlugin):
        assert iscoroutinefunction(kind.authenticate)
    if issubclass(kind, BaseTopicPlugin):
        assert iscoroutinefunction(kind.topic_filtering)


def test_older_names_are_aliases() -> None:
    assert amqtt_verifier.CertificateAuthPlugin is UserAuthCertPlugin
    assert amqtt_verifier.AuthUserDBPlugin is UserAuthDBPlugin
    assert amqtt_verifier.AuthTopicDBPlugin is TopicAuthDBPlugin
    assert amqtt_verifier.HttpAuthTopicPlugin is TopicAuthHttpPlugin


@pytest.mark.parametrize("kind", CLASSES)
def test_an_unknown_option_is_refused(fleet: Fleet, kind: type) -> None:
    with pytest.raises(DaciteError):
        plugin(kind, {**options(fleet)[kind], "no_such_option": 1})


@pytest.mark.parametrize(
    ("kind", "wrong", "named"),
    [
        (UserAuthCertPlugin, {"uri_domain": "Not A Domain"}, "trust-domain"),
        (UserAuthCertPlugin, {"ca_crt": ["/nonexistent/ca.crt"]}, "/nonexistent/ca.crt"),
        (UserAuthCertPlugin, {"ca_crt": []}, "ca-crt"),
        (VerifierAuthPlugin, {"inventory": "sqlite:/nonexistent/ca.db"}, "/nonexistent/ca.db"),
        (UserAuthDBPlugin, {"connection": "oracle://x"}, "database-url"),
        (UserAuthDBPlugin, {"hash_schemes": ["md5"]}, "hash_schemes"),
        (UserAuthHttpPlugin, {"request_method": "delete"}, "http-request-method"),
        (TopicAuthHttpPlugin, {"response_mode": "xml"}, "http-response-mode"),
        (TopicAuthHttpPlugin, {"topic_uri": "acl"}, "topic_uri"),
    ],
)
async def test_a_wrong_option_is_named_at_the_start(
    fleet: Fleet, kind: type, wrong: dict, named: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ValueError, match=named):
        plugin(kind, {**options(fleet)[kind], **wrong})
    said = [record for record in caplog.records if record.name == "amqtt_verifier"]
    assert [record.levelno for record in said] == [logging.ERROR]
    assert named in said[0].getMessage()


ODD_SESSIONS = [
    session(),
    session("", "", ""),
    session("pump-7", "x" * 70000, "x" * 70000),
    session("\ud800", "\udfff", "\ud800"),
    session("a\0b", "a\0b", "a\0b"),
    session(7, b"bytes", 7.5),
]


@pytest.mark.parametrize("kind", CLASSES)
async def test_whatever_a_session_holds_the_answer_is_no_and_never_an_exception(fleet: Fleet, kind: type) -> None:
    asked = plugin(kind, options(fleet)[kind])
    no = (False, None) if "Http" in kind.__name__ else (False,)
    for odd in ODD_SESSIONS:
        if issubclass(kind, BaseAuthPlugin):
            assert await asked.authenticate(session=odd) in no
        # The one for certificates leaves the topics of a session that it was never asked about to others.
        if issubclass(kind, BaseTopicPlugin) and kind is not UserAuthCertPlugin:
            for topic, action in [("a", Action.PUBLISH), (None, Action.PUBLISH), ("a", None), ("", "fly"), ("\ud800", "publish")]:
                assert await asked.topic_filtering(session=odd, topic=topic, action=action) in no, (odd.username, topic)
    if issubclass(kind, BaseTopicPlugin):
        assert await asked.topic_filtering() in no


@pytest.mark.parametrize("kind", CLASSES)
async def test_a_closed_plugin_denies(fleet: Fleet, kind: type) -> None:
    asked = plugin(kind, options(fleet)[kind])
    await asked.close()
    known = session("pump-7", "ada", "what ada typed")
    if issubclass(kind, BaseAuthPlugin):
        assert await asked.authenticate(session=known) in (False, None)
    if issubclass(kind, BaseTopicPlugin) and kind is not UserAuthCertPlugin:
        assert not await asked.topic_filtering(session=known, topic="a", action=Action.PUBLISH)


async def test_secrets_are_not_logged(fleet: Fleet, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for kind in (UserAuthDBPlugin, UserAuthHttpPlugin, VerifierAuthPlugin):
        asked = plugin(kind, options(fleet)[kind])
        assert not await asked.authenticate(session=session("c", "ada", "a secret that nobody sees"))
    assert "denied" in caplog.text
    assert "a secret" not in caplog.text


async def test_certificates_by_the_listeners_ca(fleet: Fleet) -> None:
    asked = plugin(UserAuthCertPlugin, {"uri_domain": "d.example"}, cafile=fleet / "ca.crt")
    for certificate, client_id, admitted in [
        ("pump-7", "pump-7", True),
        ("pump-7", "pump-8", False),
        (None, "pump-7", False),
        ("server", "broker.example", False),
    ]:
        client = session(client_id)
        client.ssl_object = Connection(fleet, certificate)
        assert await asked.authenticate(session=client) is admitted
    assert await asked.authenticate(session=session("pump-7")) is False


async def test_topics_without_the_logins_are_denied_and_it_says_why(caplog: pytest.LogCaptureFixture) -> None:
    asked = plugin(VerifierTopicPlugin, {})
    assert await asked.topic_filtering(session=session("pump-7"), topic="a", action=Action.PUBLISH) is False
    assert "VerifierAuthPlugin" in caplog.text


async def test_rights_of_the_user_name(fleet: Fleet) -> None:
    asked = plugin(TopicAuthDBPlugin, {"connection": fleet.connection})
    device = session("any", "pump-7")
    for action in Action:
        assert await asked.topic_filtering(session=device, topic="plant/pump-7/x", action=action) is True
        assert await asked.topic_filtering(session=device, topic="plant/pump-8/x", action=action) is False
    assert await asked.topic_filtering(session=session("any"), topic="plant/pump-7/x", action=Action.PUBLISH) is False


async def test_tables_are_made_where_that_is_configured(fleet: Fleet) -> None:
    connection = f"sqlite+aiosqlite:///{fleet / 'new.db'}"
    asked = plugin(UserAuthDBPlugin, {"connection": connection, "sync_schema": True})
    await asked.on_broker_pre_start()
    fleet.admin("user", "add", "-c", "bob", "--argon2", "m=64,t=1,p=1", "--database-url", "sqlite:new.db", password="b")
    assert await asked.authenticate(session=session("c", "bob", "b")) is True
    assert (fleet.directory / "new.db").stat().st_mode & 0o077 == 0


async def test_a_database_that_is_away_denies_and_says_so(fleet: Fleet, caplog: pytest.LogCaptureFixture) -> None:
    asked = plugin(UserAuthDBPlugin, {"connection": f"sqlite:{fleet / 'nowhere.db'}"})
    assert await asked.authenticate(session=session("c", "ada", "what ada typed")) is False
    assert [record.levelname for record in caplog.records] == ["WARNING"]
