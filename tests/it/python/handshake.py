"""A mutual TLS handshake in memory, by Python's strict rules on both sides.

Arguments: CA certificate, server certificate, server key, client certificate, client key, host name, and perhaps a
revocation list, by which both sides then check.
"""

import ssl
import sys

ca, server_crt, server_key, client_crt, client_key, host, *lists = sys.argv[1:]


def context(purpose, crt, key):
    made = ssl.create_default_context(purpose, cafile=ca)
    made.verify_flags |= ssl.VERIFY_X509_STRICT
    made.verify_mode = ssl.CERT_REQUIRED
    made.load_cert_chain(crt, key)
    for revocation_list in lists:
        made.load_verify_locations(revocation_list)
        made.verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN
    return made


to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
client = context(ssl.Purpose.SERVER_AUTH, client_crt, client_key).wrap_bio(to_client, to_server, server_hostname=host)
server = context(ssl.Purpose.CLIENT_AUTH, server_crt, server_key).wrap_bio(to_server, to_client, server_side=True)

done = {client: False, server: False}
for _ in range(10):
    for side in done:
        try:
            side.do_handshake()
            done[side] = True
        except ssl.SSLWantReadError:
            pass
assert all(done.values()), "the handshake does not end"
print(server.getpeercert()["subjectAltName"])
