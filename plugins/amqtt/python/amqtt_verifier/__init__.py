"""Plug-ins for the aMQTT broker that decide by the rules of amqtt-verifier.

`VerifierAuthPlugin` and `VerifierTopicPlugin` join certificate, password and rights into one identity. The other classes
take the place of aMQTT's own, with the same names and the same options.
"""

from .certificates import UserAuthCertPlugin
from .database import TopicAuthDBPlugin, UserAuthDBPlugin
from .http import TopicAuthHttpPlugin, UserAuthHttpPlugin
from .joined import VerifierAuthPlugin, VerifierTopicPlugin

# The names in older pages of aMQTT.
CertificateAuthPlugin = UserAuthCertPlugin
AuthUserDBPlugin = UserAuthDBPlugin
AuthTopicDBPlugin = TopicAuthDBPlugin
HttpAuthTopicPlugin = TopicAuthHttpPlugin

__all__ = [
    "AuthTopicDBPlugin",
    "AuthUserDBPlugin",
    "CertificateAuthPlugin",
    "HttpAuthTopicPlugin",
    "TopicAuthDBPlugin",
    "TopicAuthHttpPlugin",
    "UserAuthCertPlugin",
    "UserAuthDBPlugin",
    "UserAuthHttpPlugin",
    "VerifierAuthPlugin",
    "VerifierTopicPlugin",
]
