"""What is installed is what was tested, byte for byte, from whichever registry a machine uses."""

import json
import re

import pytest
from django.conf import settings

REQUIREMENTS = settings.BASE_DIR / "requirements"
LOCKED = sorted(REQUIREMENTS.glob("*.txt"))


def pins_of(locked):
    """Name → the whole entry: version, markers and hashes."""
    entries = re.split(r"\n(?=\S)", locked.read_text().replace("\\\n", "").strip())
    return {re.match(r"[\w.-]+", entry)[0].lower(): entry for entry in entries}


def direct_packages(name):
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    names = (re.match(r"[\w.-]+", line) for line in lines if not line.startswith(("#", "-")))
    return {name[0].lower().replace(".", "-") for name in names if name}


@pytest.mark.requirement("DEP-01")
@pytest.mark.parametrize("locked", LOCKED, ids=lambda path: path.stem)
def test_every_python_package_is_pinned_by_hash(locked):
    for entry in pins_of(locked).values():
        assert re.match(r"[\w.-]+==[\w.]+ ", entry)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry)


@pytest.mark.parametrize(
    "locked", [*LOCKED, settings.BASE_DIR / "package-lock.json"], ids=lambda path: path.name
)
def test_no_lock_names_a_registry(locked):
    text = locked.read_text()

    assert "index-url" not in text
    assert '"resolved"' not in text
    assert not re.search(r"https?://\S+\.(whl|tgz|tar\.gz)", text)


@pytest.mark.requirement("DEP-01")
def test_every_browser_package_is_pinned_by_hash():
    lock = json.loads((settings.BASE_DIR / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())


@pytest.mark.parametrize("name", ["run", "test", "tools", "node"])
def test_what_is_asked_for_is_locked(name):
    assert direct_packages(name) <= set(pins_of(REQUIREMENTS / f"{name}.txt"))


@pytest.mark.requirement("DEP-02")
def test_what_the_app_needs_stays_small():
    assert len(direct_packages("run")) <= 20


def test_the_tests_run_with_what_the_app_runs_with():
    """So an environment made for the tests serves the app too, and neither undoes the other."""
    run, test = pins_of(REQUIREMENTS / "run.txt"), pins_of(REQUIREMENTS / "test.txt")

    assert run.items() <= test.items()
