"""Our tables in the program that most people open them with."""

import pytest

from tools.chaos.office import lo


@pytest.mark.requirement("INP-03")
def test_libreoffice_runs_nothing_in_our_tables(how_many, tried):
    """Sixty formulas, in CSV and XLSX; the same in a table without our care are run."""
    if not how_many(0, full=1):
        pytest.skip("LibreOffice is opened by `make security`")

    (outcome,) = lo(None)

    tried(outcome.tries)
    assert (outcome.skipped, outcome.told, outcome.failures) == ("", "", 0)
    assert outcome.control_failed
