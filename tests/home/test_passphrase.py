"""A practice of one that a passphrase locks: it starts locked, and a copied disk says nothing."""

import io
import shutil
import stat
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from alliance.logbook.models import Reflection
from alliance.logbook.sealing import key_of, opened
from alliance.vault import memory, unlocking
from alliance.vault.errors import KeysLocked, KeysUnusable, WrongPassphrase
from alliance.vault.keys import is_locked, key_ring, lock_file
from alliance.vault.lock import Cost, lock, unlock
from alliance.vault.management.commands.make_keys import ABOUT
from alliance.vault.services import remember_keys
from alliance.vault.start import refuse_without_keys
from tests import make
from tests.vault.conftest import key_line

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CRY-09")]
PASSPHRASE = "a quiet room with two chairs"
CHEAP = "--memory-kib=64"
TEXT = "A canary thought."


@pytest.fixture(autouse=True)
def nothing_unlocked(monkeypatch):
    monkeypatch.setattr(unlocking, "guesses", unlocking._Guesses())
    memory.forget()
    yield
    memory.forget()


@pytest.fixture
def key_file(settings, tmp_path):
    path = tmp_path / "keys" / "vault_key"
    path.parent.mkdir()
    # As `make_keys` writes it: the remarks have commas in them.
    path.write_text(ABOUT + key_line(1, "a"))
    path.chmod(0o600)
    settings.VAULT_KEYS, settings.VAULT_KEY_FILE = "", path
    remember_keys()
    return path


@pytest.fixture
def log(key_file):
    return make.log(reflection=TEXT)


@pytest.fixture
def say(monkeypatch):
    """Answer what a command asks for."""

    def answer(*lines):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return answer


@pytest.fixture
def recovery(log, say, capsys):
    """The keys of the practice are locked; the recovery key that was shown."""
    say(PASSPHRASE, PASSPHRASE)
    call_command("passphrase", "--set", CHEAP)
    return next(line.strip() for line in capsys.readouterr().out.splitlines() if "-" in line[:12])


def page(log, browser=None):
    browser = browser or Browser()
    browser.force_login(log.author.user)
    return browser.get(f"/c/{log.clinic.slug}/log/{log.pk}/")


# --- locked ---------------------------------------------------------------------------------------


def test_it_starts_locked_and_serves_the_page_that_asks_and_nothing_else(
    recovery, log, monkeypatch
):
    # It gives back the connection of the thread that starts; this test still needs it.
    monkeypatch.setattr("alliance.vault.start.connection", SimpleNamespace(close=lambda: None))
    refuse_without_keys()
    browser = Browser()

    for path in ("/", f"/c/{log.clinic.slug}/clients/", "/accounts/login/", "/readyz", "/privacy/"):
        answer = browser.get(path)
        assert (answer.status_code, answer.url) == (302, "/unlock/"), path
    assert browser.post("/accounts/login/", {"login": "x"}).url == "/unlock/"
    assert browser.get("/livez").status_code == 200
    assert "Locked." in browser.get("/unlock/").text
    with pytest.raises(KeysLocked):
        key_ring()


@pytest.mark.parametrize("way", ["passphrase", "recovery key", "recovery key typed by hand"])
def test_either_secret_opens_it_for_as_long_as_it_runs(recovery, log, way):
    secret = {
        "passphrase": PASSPHRASE,
        "recovery key": recovery,
        "recovery key typed by hand": recovery.lower().replace("-", " "),
    }[way]

    answer = Browser().post("/unlock/", {"secret": secret})

    assert answer.url == "/"
    assert not is_locked()
    assert TEXT in page(log).text


def test_a_wrong_one_opens_nothing_and_the_page_says_no_more(recovery, log):
    answer = Browser().post("/unlock/", {"secret": "a quiet room with two chairs."})

    assert answer.status_code == 422
    assert "neither the passphrase nor the recovery key" in answer.text
    assert "two chairs" not in answer.text
    assert is_locked()


def test_twenty_wrong_ones_are_slowed_down_and_the_right_one_still_opens(recovery, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(unlocking.time, "monotonic", lambda: now[0])
    browser, waited = Browser(), 0

    for number in range(20):
        answer = browser.post("/unlock/", {"secret": f"wrong passphrase {number}"})
        if answer.status_code == 429:
            seconds = int(answer["Retry-After"])
            waited += seconds
            now[0] += seconds
            answer = browser.post("/unlock/", {"secret": f"wrong passphrase {number}"})
        assert answer.status_code == 422
    now[0] += 300

    assert waited > 20 * 60
    assert browser.post("/unlock/", {"secret": PASSPHRASE}).url == "/"


def test_while_it_waits_the_right_one_is_not_tried_either(recovery):
    browser = Browser()
    for number in range(5):
        browser.post("/unlock/", {"secret": f"wrong passphrase {number}"})

    answer = browser.post("/unlock/", {"secret": PASSPHRASE})

    assert answer.status_code == 429
    assert is_locked()


def test_keys_of_another_database_are_refused_and_forgotten(recovery, key_file):
    text, _recovery = lock(key_line(1, "b"), passphrase=PASSPHRASE, cost=Cost(memory_kib=64))
    lock_file().write_text(text)

    answer = Browser().post("/unlock/", {"secret": PASSPHRASE})

    assert "not the key that sealed this" in answer.text
    assert is_locked()


def test_the_worker_waits_instead_of_failing(recovery, capsys):
    call_command("worker", "--once")

    assert "waits until they are unlocked" in capsys.readouterr().out


# --- a copied disk --------------------------------------------------------------------------------


def test_a_copied_folder_holds_neither_key_nor_secret(recovery, key_file, tmp_path):
    copied = tmp_path / "thief"
    shutil.copytree(key_file.parent, copied)

    files = {path.name: path.read_text() for path in copied.iterdir()}

    assert set(files) == {"vault_lock"}
    for secret in (key_line(1, "a").split()[1], PASSPHRASE, recovery, recovery.replace("-", "")):
        assert secret not in files["vault_lock"]
    assert stat.S_IMODE(lock_file().stat().st_mode) == 0o600


def test_what_is_in_the_lock_file_costs_a_guess_its_time():
    text, _recovery = lock(key_line(1, "a"), passphrase=PASSPHRASE)

    assert '"memory_kib": 131072' in text
    assert '"passes": 3' in text


def test_one_changed_byte_opens_nothing():
    text, _recovery = lock(key_line(1, "a"), passphrase=PASSPHRASE, cost=Cost(memory_kib=64))
    salt = text.split('"salt": "')[1][:4]

    with pytest.raises(WrongPassphrase):
        unlock(text.replace(salt, "AAAA", 1), secret=PASSPHRASE)
    with pytest.raises(KeysUnusable, match="garbled"):
        unlock(text[:-30], secret=PASSPHRASE)


def test_the_same_passphrase_from_another_keyboard():
    text, _recovery = lock(
        "1 x", passphrase="ein stilles Zimmer für zwei", cost=Cost(memory_kib=64)
    )

    assert unlock(text, secret="ein stilles Zimmer fu\u0308r zwei") == "1 x"


# --- setting, changing, taking off ----------------------------------------------------------------


def test_a_short_passphrase_or_a_slip_changes_nothing(log, say, key_file):
    for lines in (["too short", "too short"], [PASSPHRASE, PASSPHRASE + "!"]):
        say(*lines)
        with pytest.raises(CommandError):
            call_command("passphrase", "--set", CHEAP)

    assert key_file.exists()
    assert not lock_file().exists()


def test_set_twice_it_says_change(recovery, say):
    say(PASSPHRASE, PASSPHRASE)
    with pytest.raises(CommandError, match="--change"):
        call_command("passphrase", "--set", CHEAP)


def test_changed_with_the_recovery_key_the_old_ones_open_nothing(recovery, log, say):
    say(recovery, "another quiet room, one chair", "another quiet room, one chair")
    call_command("passphrase", "--change", CHEAP)

    browser = Browser()
    assert browser.post("/unlock/", {"secret": PASSPHRASE}).status_code == 422
    assert browser.post("/unlock/", {"secret": recovery}).status_code == 422
    assert browser.post("/unlock/", {"secret": "another quiet room, one chair"}).url == "/"


def test_taken_off_the_key_file_is_back_as_it_was(recovery, log, say, key_file):
    say(PASSPHRASE)
    call_command("passphrase", "--remove")

    assert key_file.read_text() == ABOUT + key_line(1, "a")
    assert not lock_file().exists()
    row = Reflection.objects.select_related("log__client__key").get()
    assert opened(row, column="text", key=key_of(row.log.client)) == TEXT


def test_no_new_key_is_made_beside_a_lock(recovery, key_file):
    call_command("make_keys", "--if-missing")

    assert not key_file.exists()
    with pytest.raises(CommandError, match="left alone"):
        call_command("make_keys")


def test_prepare_says_that_it_could_not_look(recovery, capsys):
    call_command("vault_check")

    assert "locked" in capsys.readouterr().out


def test_web_and_worker_share_what_was_unlocked_in_memory(recovery, monkeypatch):
    number = memory.new_shared()
    if number is None:
        pytest.skip("this system has no memory without a name")
    monkeypatch.setenv(memory.NUMBER, str(number))
    Browser().post("/unlock/", {"secret": PASSPHRASE})

    memory._own.clear()  # as another process would begin

    assert not is_locked()
    assert key_ring().versions == {1}
    memory.forget()
    assert is_locked()


def test_unlocked_pages_pay_one_look_at_a_file(log, settings):
    assert TEXT in page(log).text
    assert Browser().get("/unlock/").url == "/"
