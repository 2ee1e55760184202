"""Lints revocation lists with pkilint's linter for PKIX and prints every finding of notice or worse, one a line.

Arguments: the revocation lists in PEM.
"""

import contextlib
import io
import sys

from pkilint.bin import lint_crl

ALLOWED = "pkix.invalid_uri_syntax"

for certificate in sys.argv[1:]:
    report = io.StringIO()
    with contextlib.redirect_stdout(report):
        count = lint_crl.main(["lint", "-s", "NOTICE", "-f", "TEXT", certificate])
    findings = [line.strip() for line in report.getvalue().splitlines() if "(" in line]
    # The linter also ends with 1 where it cannot read the certificate, and prints nothing then.
    if count != len(findings):
        sys.exit(f"{certificate}: the linter counts {count} findings, and prints {len(findings)}")
    for finding in findings:
        if ALLOWED not in finding:
            print(f"{certificate}: {finding}")
    print(f"{certificate}: linted")
