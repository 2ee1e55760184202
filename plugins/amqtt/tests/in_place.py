"""A plug-in of pytest that puts these classes in the place of aMQTT's own, to run aMQTT's tests of them:

    python -m pytest -p in_place AMQTT/tests/contrib/test_cert.py AMQTT/tests/contrib/test_db_plugin.py AMQTT/tests/contrib/test_http.py
"""

from amqtt.contrib import auth_db, cert, http
import pytest

import amqtt_verifier

for module, names in [
    (cert, {"UserAuthCertPlugin": "UserAuthCertPlugin", "CertificateAuthPlugin": "UserAuthCertPlugin"}),
    (auth_db, {"UserAuthDBPlugin": "UserAuthDBPlugin", "TopicAuthDBPlugin": "TopicAuthDBPlugin"}),
    (auth_db.plugin, {"UserAuthDBPlugin": "UserAuthDBPlugin", "TopicAuthDBPlugin": "TopicAuthDBPlugin"}),
    (http, {"UserAuthHttpPlugin": "UserAuthHttpPlugin", "TopicAuthHttpPlugin": "TopicAuthHttpPlugin"}),
    (http, {"HttpAuthPlugin": "UserAuthHttpPlugin", "HttpTopicPlugin": "TopicAuthHttpPlugin"}),
]:
    for theirs, ours in names.items():
        setattr(module, theirs, getattr(amqtt_verifier, ours))


@pytest.fixture(autouse=True)
def named_ca(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name the CA of a test that makes one: aMQTT leaves it to TLS, which such a test may do without."""
    if "ca_creds" in request.fixturenames:
        _, certificate = request.getfixturevalue("ca_creds")
        monkeypatch.setattr("amqtt_verifier._options._listener_ca_files", lambda _: [str(certificate)])
