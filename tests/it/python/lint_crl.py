"""Lints revocation lists with pkilint's linter and prints every finding of notice or worse, one a line.

Arguments: the revocation lists in PEM.
"""

import contextlib
import io
import sys

from pkilint.bin import lint_crl

for path in sys.argv[1:]:
    report = io.StringIO()
    with contextlib.redirect_stdout(report):
        count = lint_crl.main(["lint", "-t", "CRL", "-p", "PKIX", "-s", "NOTICE", "-f", "TEXT", path])
    findings = [line.strip() for line in report.getvalue().splitlines() if "(" in line]
    # The linter also ends with 1 where it cannot read the list, and prints nothing then.
    if count != len(findings):
        sys.exit(f"{path}: the linter counts {count} findings, and prints {len(findings)}")
    for finding in findings:
        print(f"{path}: {finding}")
    print(f"{path}: linted")
