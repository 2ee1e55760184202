"""Lints certificates with pkilint's PKIX linter and prints every finding of notice or worse, one a line.

Arguments: the certificates in PEM. Allowed is one false finding: the linter does not know the scheme spiffe.
"""

import contextlib
import io
import sys

from pkilint.bin import lint_pkix_cert

ALLOWED = "pkix.invalid_uri_syntax"

for certificate in sys.argv[1:]:
    report = io.StringIO()
    with contextlib.redirect_stdout(report):
        try:
            lint_pkix_cert.main(["lint", "-s", "NOTICE", "-f", "TEXT", certificate])
        except SystemExit:
            pass
    text = report.getvalue()
    findings = [line.strip() for line in text.splitlines() if "(" in line and ALLOWED not in line]
    for finding in findings:
        print(f"{certificate}: {finding}")
    print(f"{certificate}: linted")
