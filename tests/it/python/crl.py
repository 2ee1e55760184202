"""Writes a revocation list, which no command of the program does yet.

Arguments: CA certificate, CA key, the file to write, the CRLNumber, and the certificates that are revoked.
"""

import datetime
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

ca, key, out, number, *revoked = sys.argv[1:]
with open(ca, "rb") as file:
    ca = x509.load_pem_x509_certificate(file.read())
with open(key, "rb") as file:
    key = serialization.load_pem_private_key(file.read(), None)
now = datetime.datetime.now(datetime.timezone.utc)
identifier = ca.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
builder = (
    x509.CertificateRevocationListBuilder()
    .issuer_name(ca.subject)
    .last_update(now - datetime.timedelta(hours=1))
    .next_update(now + datetime.timedelta(days=1))
    .add_extension(x509.CRLNumber(int(number)), critical=False)
    .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
)
for certificate in revoked:
    with open(certificate, "rb") as file:
        serial = x509.load_pem_x509_certificate(file.read()).serial_number
    entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now).build()
    builder = builder.add_revoked_certificate(entry)
with open(out, "wb") as file:
    file.write(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
