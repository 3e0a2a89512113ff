"""A worker killed at any moment: no half file is ever offered, and nothing is done twice."""

import os
import random
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.reports import storage
from alliance.reports.models import Export
from alliance.reports.services.fetching import Gone, fetch
from alliance.reports.services.running import remove_outlived
from tests import make
from tests.reports.dying import AROUND

pytestmark = pytest.mark.django_db(transaction=True)

SEED = int(os.environ.get("CHAOS_SEED", "1"))
KILLS = int(os.environ.get("CHAOS_KILLS", "4"))
ROWS = 20_000


@pytest.fixture
def killed_at():
    """`killed_at("row 5")`: a worker takes the next export and is killed there."""
    command = [sys.executable, "-m", "tests.reports.dying"]
    command += [str(connection.settings_dict["NAME"]), str(settings.EXPORT_FOLDER)]
    worker = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR
    )
    assert worker.stdout.readline() == "ready\n"

    def kill(point):
        worker.stdin.write(f"{point}\n")
        worker.stdin.flush()
        assert worker.stdout.readline() == "killed\n", point

    yield kill
    worker.communicate()


def content(export):
    return b"".join(fetch(export, now=timezone.now(), by=export.author).chunks)


@pytest.mark.requirement("REL-10")
def test_killed_at_any_moment_it_ends_whole_or_is_made_again(trial, killed_at):
    trial.rows = ROWS
    chance = random.Random(SEED)
    points = [*AROUND, *(f"row {chance.randrange(ROWS)}" for _number in range(KILLS))]
    for point in points:
        export = make.export(kind="trial")
        killed_at(point)
        expect_nothing_half(export, is_done=point == "after the row")

        Export.objects.filter(state="running").update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
        made = make.made(export)

        assert made.state == "done", point
        assert content(made).count(b"\n") == ROWS, point
        assert Entry.objects.about(made.pk).filter(verb="made").count() == 1, point
        remove_outlived(timezone.now())
        assert {path.name for path in storage.folder().iterdir()} == {made.file}, point
        remove_outlived(timezone.now() + timedelta(days=2))


def expect_nothing_half(export, *, is_done):
    row = Export.objects.select_related("author__clinic", "author__user").get(pk=export.pk)
    assert row.state == ("done" if is_done else "running")
    if not is_done:
        with pytest.raises(Gone):
            fetch(row, now=timezone.now(), by=row.author)
