import stat
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from alliance.vault.key_file import write_once
from alliance.vault.keys import key_ring


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def make_keys(*options):
    said = StringIO()
    call_command("make_keys", *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def new_file(settings, tmp_path):
    settings.VAULT_KEYS = ""
    settings.VAULT_KEY_FILE = tmp_path / "new" / "vault_key"
    return settings.VAULT_KEY_FILE


def test_the_key_file_is_for_its_owner_only_and_holds_one_key(new_file):
    make_keys()

    assert mode_of(new_file) == 0o600
    assert mode_of(new_file.parent) == 0o700
    assert key_ring().versions == {1}


def test_what_is_said_holds_no_key(new_file):
    said = make_keys()

    key = new_file.read_text().split()[-1]
    assert str(new_file) in said
    assert key not in said


def test_a_key_file_is_never_overwritten(key_file):
    before = key_file.read_bytes()

    with pytest.raises(CommandError, match="left as it is"):
        make_keys()
    said = make_keys("--if-missing")

    assert key_file.read_bytes() == before
    assert said == ""


def test_even_an_empty_or_unsafe_key_file_is_never_overwritten(use_keys):
    path = use_keys("", mode=0o644)

    make_keys("--if-missing")

    assert path.read_bytes() == b""
    assert mode_of(path) == 0o644


def test_a_link_that_leads_nowhere_is_not_written_through(new_file):
    new_file.parent.mkdir()
    new_file.symlink_to(new_file.parent / "elsewhere")

    make_keys("--if-missing")

    assert not (new_file.parent / "elsewhere").exists()


def test_the_secret_key_is_made_beside_it_and_kept(new_file, tmp_path):
    secret = tmp_path / "new" / "secret_key"
    make_keys("--secret-key-file", str(secret))
    before = secret.read_text()

    make_keys("--if-missing", "--secret-key-file", str(secret))

    assert mode_of(secret) == 0o600
    assert len(before.strip()) >= 50
    assert secret.read_text() == before


def test_keys_from_the_environment_need_no_file(settings, new_file):
    settings.VAULT_KEYS = "1 whatever"

    make_keys("--if-missing")
    with pytest.raises(CommandError, match="VAULT_KEYS"):
        make_keys()

    assert not new_file.exists()


def test_nothing_is_left_over_when_the_name_is_taken(new_file):
    write_once(new_file, "first")

    with pytest.raises(FileExistsError):
        write_once(new_file, "second")

    assert list(new_file.parent.iterdir()) == [new_file]
    assert new_file.read_text() == "first"


RACE = """
import sys
from pathlib import Path
from alliance.vault.key_file import write_once

name, own_text = sys.argv[1:]
print("ready", flush=True)
sys.stdin.read()
try:
    write_once(Path(name), own_text)
    print("won")
except FileExistsError:
    print("lost", Path(name).read_text())
"""


def test_of_racing_processes_one_makes_the_key_and_all_find_it(tmp_path):
    path = tmp_path / "race" / "key"
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(path), str(number) * 100_000],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for racer in racers:
        racer.stdout.readline()
    for racer in racers:
        racer.stdin.close()
    outcomes = [racer.stdout.read().strip() for racer in racers]
    for racer in racers:
        racer.stdout.close()
        racer.wait()

    winner = outcomes.index("won")
    assert path.read_text() == str(winner) * 100_000
    assert outcomes.count("won") == 1
    assert outcomes.count(f"lost {path.read_text()}") == 3
    assert list(path.parent.iterdir()) == [path]
