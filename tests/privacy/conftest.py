import pytest

from tests import make


@pytest.fixture(autouse=True)
def ledger(tmp_path, settings):
    """A ledger of each test's own."""
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    return settings.ERASURE_LEDGER


@pytest.fixture
def author():
    return make.member()


@pytest.fixture
def log(author):
    return make.log(
        of=make.client(of=author),
        reflection="canary-thought",
        shared_note="canary-shared",
        intention="canary-hope",
        rupture=make.rupture(what_happened="canary-strain"),
    )


@pytest.fixture
def executor(author):
    return make.member(of=author.clinic)


@pytest.fixture
def admin(author):
    return make.member(of=author.clinic, roles="admin")
