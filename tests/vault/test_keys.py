import base64
import os
import sys

import pytest
from django.core.checks import run_checks
from django.views.debug import ExceptionReporter

from alliance.vault.errors import KeysUnusable
from alliance.vault.keys import key_ring, new_key_line
from tests.vault.conftest import key_line

SHORT_KEY = base64.b64encode(b"secretsecret").decode()
GOOD_KEY = base64.b64encode(b"s" * 32).decode()


def test_a_missing_key_file_is_refused(settings, tmp_path):
    settings.VAULT_KEY_FILE = tmp_path / "nowhere"

    with pytest.raises(KeysUnusable, match="make_keys"):
        key_ring()


def test_no_key_file_named_at_all_is_refused(settings):
    settings.VAULT_KEY_FILE = ""

    with pytest.raises(KeysUnusable, match="VAULT_KEY_FILE"):
        key_ring()


def test_a_folder_in_place_of_the_key_file_is_refused(settings, tmp_path):
    settings.VAULT_KEY_FILE = tmp_path

    with pytest.raises(KeysUnusable, match="cannot be read"):
        key_ring()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o604, 0o601, 0o610])
def test_a_key_file_others_can_use_is_refused(use_keys, mode):
    use_keys(key_line(1, "a"), mode=mode)

    with pytest.raises(KeysUnusable, match="chmod 600"):
        key_ring()


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_file_of_ones_own_is_read(use_keys, mode):
    use_keys(key_line(1, "a"), mode=mode)

    assert key_ring().versions == {1}


@pytest.mark.parametrize(
    "line",
    [
        GOOD_KEY,
        f"1{GOOD_KEY}",
        f"one {GOOD_KEY}",
        f"0 {GOOD_KEY}",
        f"-1 {GOOD_KEY}",
        f"65536 {GOOD_KEY}",
        f"² {GOOD_KEY}",
        f"1 {SHORT_KEY}",
        f"1 {GOOD_KEY[:-2]}",
        f"1 {GOOD_KEY[1:]}",
        f"1 {GOOD_KEY} 2",
        f"1 {GOOD_KEY[:-4]}!!!=",
        "1",
        "\0\0\0\0",
    ],
)
def test_a_garbled_key_is_refused_without_quoting_it(use_keys, line):
    use_keys(key_line(7, "a"), line + "\n")

    with pytest.raises(KeysUnusable, match="line 2") as refusal:
        key_ring()

    assert SHORT_KEY not in str(refusal.value)
    assert GOOD_KEY[:-4] not in str(refusal.value)
    assert refusal.value.__context__ is None


def test_a_version_that_occurs_twice_is_refused(use_keys):
    use_keys(key_line(1, "a"), key_line(1, "b"))

    with pytest.raises(KeysUnusable, match="line 2"):
        key_ring()


@pytest.mark.parametrize("content", ["", "\n\n", "# a remark\n"])
def test_a_key_file_without_a_key_is_refused(use_keys, content):
    use_keys(content)

    with pytest.raises(KeysUnusable, match="no key"):
        key_ring()


@pytest.mark.parametrize("line", [f"² {GOOD_KEY}", "keyless", f"1 {GOOD_KEY},1 {GOOD_KEY}"])
def test_garbled_keys_in_the_environment_are_refused_without_quoting_them(settings, line):
    settings.VAULT_KEYS = line

    with pytest.raises(KeysUnusable, match="VAULT_KEYS is garbled") as refusal:
        key_ring()

    assert GOOD_KEY not in str(refusal.value)


@pytest.mark.parametrize("between", ["", ","])
def test_keys_may_come_from_the_environment_instead(settings, between):
    settings.VAULT_KEY_FILE = "/nowhere"
    settings.VAULT_KEYS = key_line(1, "a") + between + key_line(2, "b")

    assert key_ring().versions == {1, 2}
    assert key_ring().newest == 2


def test_keys_are_random(use_keys):
    first, second = new_key_line(), new_key_line()
    use_keys(first, second.replace("1 ", "2 ", 1))

    assert first != second
    assert key_ring().versions == {1, 2}


def test_a_printed_key_ring_shows_no_key():
    assert repr(key_ring()) == "KeyRing()"


def test_a_crash_report_of_garbled_keys_shows_no_key(use_keys):
    use_keys(key_line(1, "a"), "garbled")
    try:
        key_ring()
    except KeysUnusable:
        reporter = ExceptionReporter(None, *sys.exc_info())

    shown = repr([f["vars"] for f in reporter.get_traceback_frames() if f["filename"] != __file__])
    assert key_line(1, "a").split()[1] not in shown


def test_the_system_check_names_unsafe_keys(use_keys):
    path = use_keys(key_line(1, "a"), mode=0o644)

    said = [problem for problem in run_checks(tags=["security"]) if problem.id == "vault.E001"]
    path.chmod(0o600)
    said_later = [p for p in run_checks(tags=["security"]) if p.id == "vault.E001"]

    assert len(said) == 1
    assert os.fspath(path) in said[0].msg
    assert said_later == []
