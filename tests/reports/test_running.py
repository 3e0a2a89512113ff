"""What the worker does with exports: whole files or none, for those who may, for a day."""

import errno
import os
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.jobs.services.queue import LEASE
from alliance.people import services as people
from alliance.privacy.services.erasing import erase
from alliance.reports import storage
from alliance.reports.models import Export
from alliance.reports.services import asking
from alliance.reports.services.fetching import Gone, fetch
from alliance.reports.services.running import remove_outlived, run_next
from alliance.vault.errors import Unreadable
from alliance.vault.files import CHUNK_BYTES
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def fetched(export) -> bytes:
    return b"".join(fetch(export, now=timezone.now(), by=export.author).chunks)


def files() -> set[str]:
    return {path.name for path in storage.folder().iterdir()}


@pytest.fixture(autouse=True)
def _empty_folder():
    yield
    for name in files():
        storage.remove_file(name)


def later(**how):
    return timezone.now() + timedelta(**how)


def test_what_was_asked_for_is_made_and_fetched_by_its_author(trial):
    export = make.made(make.export(kind="trial"))

    assert export.state == "done"
    assert (export.rows_done, export.rows_total) == (100, 100)
    assert fetched(export).count(b"\n") == 100
    assert export.file_bytes == len(fetched(export))
    assert Entry.objects.about(export.pk).filter(verb="downloaded").count() == 2


@pytest.mark.requirement("CRY-08")
def test_on_disk_it_is_unreadable_and_for_nobody_else(trial):
    export = make.made(make.export(kind="trial"))

    path = storage.folder() / export.file
    assert b"canary" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert storage.folder().stat().st_mode & 0o077 == 0


def test_a_mail_says_that_it_is_ready_and_nothing_else(trial):
    export = make.made(make.export(kind="trial"))

    sent = mail.outbox[-1]
    assert sent.to == [export.author.user.email]
    assert "ready" in sent.subject
    assert "canary" not in sent.body
    assert "Trial" not in sent.body


@pytest.mark.requirement("AUTHZ-13", "REL-10")
def test_a_right_that_ended_in_the_queue_makes_no_file(trial):
    waiting = make.export(kind="trial")
    trial.may = False

    export = make.made(waiting)

    assert (export.state, export.failure) == ("failed", "no_right")
    assert files() == set()


def test_somebody_who_left_gets_nothing_made(trial):
    waiting = make.export(kind="trial")
    people.deactivate(waiting.author, by=make.member(of=waiting.clinic, roles="admin"))

    assert make.made(waiting).failure == "no_right"


@pytest.mark.requirement("AUTHZ-13", "AUTHZ-18")
def test_a_right_that_ended_later_ends_the_download(trial):
    export = make.made(make.export(kind="trial"))
    trial.may = False

    with pytest.raises(asking.NotYours):
        fetched(export)


@pytest.mark.requirement("CRY-08", "AUTHZ-18")
def test_a_day_later_key_and_file_are_gone(trial):
    export = make.made(make.export(kind="trial"))

    with pytest.raises(Gone):
        fetch(export, now=later(hours=24, minutes=1), by=export.author)
    assert remove_outlived(later(hours=24, minutes=1)) == 1

    export.refresh_from_db()
    assert (export.state, export.file, export.wrapped) == ("done", "", None)
    assert files() == set()


@pytest.mark.requirement("PRIV-08")
def test_when_a_client_is_erased_no_file_that_may_hold_them_stays(trial):
    export = make.made(make.export(kind="trial"))
    elsewhere = make.made(make.export(kind="trial"))
    about = make.client(of=export.author)

    erase(about, at=timezone.now(), by=export.author)

    with pytest.raises(Gone):
        fetched(export)
    remove_outlived(timezone.now())
    assert files() == {elsewhere.file}
    assert fetched(elsewhere)


def test_what_breaks_before_it_begins_holds_nobody_up(trial):
    waiting = make.export(kind="trial")
    Export.objects.filter(pk=waiting.pk).update(purpose=bytes([1]) + bytes(60))
    other = make.export(kind="trial")

    assert make.made(waiting).failure == "broken"
    assert make.made(other).state == "done"


def test_the_clinic_may_want_them_gone_sooner(trial):
    clinic = make.clinic(export_life_hours=2)
    export = make.made(make.export(kind="trial", of=make.member(of=clinic)))

    assert remove_outlived(later(hours=1, minutes=59)) == 0
    assert remove_outlived(later(hours=2, minutes=1)) == 1
    assert Export.objects.get(pk=export.pk).removed_at


def test_stopped_half_way_it_leaves_nothing(trial):
    waiting = make.export(kind="trial")

    def stop():
        asking.stop(waiting, by=waiting.author)
        trial.progress.beat()

    trial.at[50] = stop
    export = make.made(waiting)

    assert (export.state, export.tries) == ("cancelled", 1)
    assert files() == set()


def test_how_far_it_is_can_be_seen_while_it_runs(trial):
    waiting = make.export(kind="trial")
    seen = []

    def look():
        trial.progress.beat()
        seen.append(Export.objects.values_list("state", "rows_done", "rows_total").get())

    trial.at[40] = look
    make.made(waiting)

    assert seen == [("running", 40, 100)]


def test_a_worker_that_is_told_to_stop_puts_it_back(trial):
    waiting = make.export(kind="trial")

    run_next(is_stopping=lambda: True)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.tries, waiting.lease) == ("queued", 0, None)
    assert files() == set()


@pytest.mark.requirement("REL-10")
def test_a_full_disk_is_said_and_nothing_is_left(trial):
    def full():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    trial.at[99] = full
    export = make.made(make.export(kind="trial"))

    assert (export.state, export.failure) == ("failed", "disk_full")
    assert files() == set()


def test_what_an_error_said_is_kept_nowhere(trial, caplog):
    def break_down():
        raise ValueError("A canary sang.")

    trial.at[1] = break_down
    export = make.made(make.export(kind="trial"))

    assert (export.state, export.failure) == ("failed", "broken")
    assert "canary" not in caplog.text
    assert "ValueError" in caplog.text


def test_tried_again_it_can_be_had(trial):
    def break_down():
        raise ValueError

    trial.at[1] = break_down
    failed = make.made(make.export(kind="trial"))
    trial.at.clear()

    asking.try_again(failed, by=failed.author)

    assert make.made(failed).state == "done"


@pytest.mark.requirement("REL-10")
def test_one_whose_worker_fell_silent_is_made_by_another(trial):
    """The first is still writing when its lease runs out; what it makes counts for nothing."""
    waiting = make.export(kind="trial")
    first = []

    def fall_silent():
        if not first:
            first.append(Export.objects.get().lease)
            trial.progress.is_over.set()
            Export.objects.update(lease_until=timezone.now() - LEASE)
            run_next(is_stopping=lambda: False)

    trial.at[50] = fall_silent
    make.made(waiting)

    export = Export.objects.select_related("author__clinic", "author__user").get()
    assert (export.state, export.tries) == ("done", 2)
    assert files() == {export.file}
    assert str(first[0]) not in export.file
    assert fetched(export).count(b"\n") == 100


def test_what_kills_three_workers_is_given_up(trial):
    waiting = make.export(kind="trial")
    for _number in range(3):
        Export.objects.filter(state="queued").update(
            state="running", tries=3, lease=waiting.pk, lease_until=timezone.now() - LEASE
        )
        run_next(is_stopping=lambda: False)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.failure) == ("failed", "gave_up")


def test_a_file_that_was_cut_off_or_changed_does_not_open(trial):
    trial.rows = 5_000
    export = make.made(make.export(kind="trial"))
    path = storage.folder() / export.file
    whole = path.read_bytes()

    chunk = 4 + CHUNK_BYTES + 16  # length, chunk, tag
    for broken in (
        whole[:-1],
        whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
        b"",
        # Whole chunks are missing at the end, or have changed places.
        whole[:chunk],
        whole[: 2 * chunk],
        whole[chunk : 2 * chunk] + whole[:chunk] + whole[2 * chunk :],
    ):
        path.write_bytes(broken)
        with pytest.raises(Unreadable):
            fetched(export)


def test_a_file_of_another_export_does_not_open_in_its_place(trial):
    one, other = (make.made(make.export(kind="trial")) for _number in range(2))
    os.replace(storage.folder() / one.file, storage.folder() / other.file)

    with pytest.raises(Unreadable):
        fetched(other)


def test_strays_are_swept_up_and_files_that_count_are_not(trial):
    export = make.made(make.export(kind="trial"))
    (storage.folder() / "left.behind.part").write_bytes(b"")

    remove_outlived(timezone.now())

    assert files() == {export.file}
