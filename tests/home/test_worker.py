import os
import signal
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from alliance.home.management.commands import worker
from alliance.jobs.models import Run
from alliance.jobs.services import Work
from alliance.logbook.models import SessionLog
from alliance.logbook.services.logs import trash_log
from alliance.people.models import Session
from alliance.vault.models import KeyCheck
from alliance.vault.services import remember_keys
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _remembered_keys():
    remember_keys()


@pytest.fixture
def expired_log():
    log = make.log()
    trash_log(log, by=log.author)
    SessionLog.objects.update(trashed_at=timezone.now() - timedelta(days=31))
    return log


def test_it_empties_the_trash_and_ends_sessions(expired_log, capsys):
    Session.objects.create(session_key="k", expire_date=timezone.now() - timedelta(hours=25))

    call_command("worker", "--once")

    assert not SessionLog.objects.exists()
    assert not Session.objects.exists()
    assert "keep to retention: 1" in capsys.readouterr().out


def test_a_sign_in_that_still_holds_is_kept():
    Session.objects.create(session_key="k", expire_date=timezone.now() + timedelta(hours=1))

    call_command("worker", "--once")

    assert Session.objects.exists()


def test_a_second_time_nothing_is_due(capsys):
    call_command("worker", "--once")
    capsys.readouterr()

    call_command("worker", "--once")

    assert capsys.readouterr().out == ""


def test_a_dry_run_says_what_would_go_and_changes_nothing(expired_log, capsys):
    call_command("worker", "--dry-run")

    assert "trash 1 (held 0), drafts 0 (held 0)" in capsys.readouterr().out
    assert SessionLog.objects.exists()
    assert not Run.objects.exists()


def test_without_its_keys_it_does_not_start():
    KeyCheck.objects.all().delete()

    with pytest.raises(CommandError, match="vault_check"):
        call_command("worker", "--once")


def test_sigterm_stops_it_and_what_it_does_is_finished(monkeypatch, capsys):
    """As the service manager sends it, in the middle of the work."""
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    finished = []

    def sweep(now):
        os.kill(os.getpid(), signal.SIGTERM)
        finished.append("first")
        return 1

    works = (
        Work(name="sweep", every=timedelta(hours=1), do=sweep),
        Work(name="next", every=timedelta(hours=1), do=lambda now: finished.append("second")),
    )
    monkeypatch.setattr("alliance.home.management.commands.worker.WORKS", works)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # ours is the test's
    try:
        call_command("worker")
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])

    assert finished == ["first"]
    assert "The worker stopped." in capsys.readouterr().out
    assert Run.objects.get(name="sweep").finished_at
