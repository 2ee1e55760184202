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
        count = lint_pkix_cert.main(["lint", "-s", "NOTICE", "-f", "TEXT", certificate])
    findings = [line.strip() for line in report.getvalue().splitlines() if "(" in line]
    # The linter also ends with 1 where it cannot read the certificate, and prints nothing then.
    if count != len(findings):
        sys.exit(f"{certificate}: the linter counts {count} findings, and prints {len(findings)}")
    for finding in findings:
        if ALLOWED not in finding:
            print(f"{certificate}: {finding}")
    print(f"{certificate}: linted")
