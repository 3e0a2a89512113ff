import pytest


@pytest.fixture(autouse=True)
def ledger(tmp_path, settings):
    """A ledger of each test's own."""
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    return settings.ERASURE_LEDGER
