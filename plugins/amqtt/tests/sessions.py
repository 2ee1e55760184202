"""Plug-ins and sessions without a broker."""

import logging
import ssl
from types import SimpleNamespace
from typing import Any

from amqtt.broker import BrokerContext
from amqtt.session import Session
from dacite import Config as DaciteConfig, from_dict

from fleet import Fleet


def plugin(kind: type, options: dict[str, Any], cafile: str | None = None) -> Any:
    """Make a plug-in as aMQTT does: its options are read strictly."""
    listener = SimpleNamespace(cafile=cafile)
    context = BrokerContext(SimpleNamespace(listeners_config={"default": listener}, sessions={}))
    context.logger = logging.getLogger(f"test.{kind.__name__}")
    context.config = from_dict(kind.Config, options, DaciteConfig(strict=True))
    return kind(context)


def session(client_id: str | None = None, user_name: str | None = None, password: str | None = None) -> Session:
    """Return a session without a certificate."""
    made = Session()
    made.client_id, made.username, made.password = client_id, user_name, password
    return made


class Connection:
    """The TLS object of a connection over which a device has shown its certificate, or none."""

    def __init__(self, fleet: Fleet, certificate: str | None) -> None:
        self._der = None
        if certificate:
            with open(fleet / f"{certificate}.crt") as file:
                self._der = ssl.PEM_cert_to_DER_cert(file.read())

    def getpeercert(self, binary_form: bool = False) -> bytes | None:
        assert binary_form
        return self._der
