"""The closing line of `make test` counts what pytest counted."""

import pytest

from tools.test import Outcome, outcome_of

REPORT = """<?xml version="1.0"?><testsuites>
<testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>"""


def test_errors_count_as_failures(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)

    assert outcome_of(report, is_good=False) == Outcome(
        passed=4, failed=3, skipped=3, is_good=False
    )


@pytest.mark.parametrize("text", [None, REPORT.replace("2", "0").replace('"1"', '"0"')])
def test_a_run_that_broke_off_is_never_counted_as_good(tmp_path, text):
    report = tmp_path / "report.xml"
    if text is not None:
        report.write_text(text)

    outcome = outcome_of(report, is_good=False)

    assert outcome.failed == 1
    assert not outcome.is_good
