"""Keys are rotated while people read and write, and the rotation is killed at any moment."""

import random
import select
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from alliance.vault import rotating
from alliance.vault.errors import WrongKey
from alliance.vault.keys import key_ring
from alliance.vault.queries import verify_keys
from tests import make
from tests.home.test_rotate_keys import TEXT, key_file, logs, read_all, versions  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("CRY-03")]
SEED = 3


def database_in_use():
    """As the connection itself says: other tests may have left another name in the settings."""
    if connection.vendor == "sqlite":
        return str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return cursor.fetchone()[0]


def read_now():
    """Rows read before a key was retired, and to be opened after, are read anew."""
    try:
        return read_all()
    except WrongKey:
        return read_all()


@pytest.fixture
def rotation(key_file, logs):  # noqa: F811 - the fixtures
    """`rotation(7)`: one that is killed at its seventh moment; what came of it, and how often
    everything was read meanwhile."""
    command = [sys.executable, "-m", "tests.home.dying_rotation"]
    command += [database_in_use(), str(key_file)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR
    )
    assert process.stdout.readline() == "ready\n"

    def rotate(last):
        process.stdin.write(f"{last}\n")
        process.stdin.flush()
        readings = 0
        while not select.select([process.stdout], [], [], 0)[0]:
            assert set(read_now()) == {TEXT}
            readings += 1
        return process.stdout.readline().strip(), readings

    yield rotate
    process.communicate()


def test_killed_at_any_moment_every_text_stays_readable_and_it_goes_on(rotation, how_many, tried):
    said, _readings = rotation(0)
    assert said.startswith("lived through "), said
    moments = int(said.removeprefix("lived through "))
    assert moments > 60
    dice, readings = random.Random(SEED), 0
    killed_at = dice.sample(range(1, moments + 1), how_many(5, full=moments))

    for last in killed_at:
        said, meanwhile = rotation(last)
        assert said == "killed", (last, said)
        assert set(read_all()) == {TEXT}, last
        verify_keys()
        readings += 1 + meanwhile

    # Somebody wrote meanwhile.
    make.log(of=make.client(), reflection=TEXT)
    call_command("rotate_keys")
    for version in sorted(key_ring().versions)[:-1]:
        call_command("rotate_keys", "--retire", str(version))
    assert versions() == key_ring().versions == {key_ring().newest}
    assert sum(rotating.wrapped_with(old) for old in range(1, key_ring().newest)) == 0
    assert read_all() == [TEXT] * 6
    tried(len(killed_at))
    print(f"{len(killed_at)} kills of {moments} moments, {readings} readings of everything")  # noqa: T201
