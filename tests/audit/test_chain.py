"""The chain of the trail, and what `audit_verify` finds."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from alliance.audit.circumstances import one_line
from alliance.audit.kept import DROP
from alliance.audit.models import Entry, Link
from alliance.audit.queries.verifying import verify_trail
from alliance.audit.services import Nobody, note
from alliance.audit.services.linking import link_trail, write_checkpoints
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _checkpoints(settings, tmp_path):
    settings.AUDIT_CHECKPOINTS = str(tmp_path / "elsewhere" / "checkpoints.log")


@pytest.fixture
def clinic():
    """Ten entries of a clinic, linked, with their end written down."""
    clinic = make.clinic()
    for _entry in range(10):
        note("tried", clinic, by=Nobody(clinic.pk))
    link_trail(timezone.now())
    write_checkpoints(timezone.now())
    return clinic


@pytest.fixture(autouse=True)
def _as_somebody_who_has_the_file(_checkpoints):
    """The web server can't do what these tests do; who has the database can."""
    if connection.vendor == "sqlite":
        for statement in DROP:
            sql(statement)


def verified():
    out = io.StringIO()
    call_command("audit_verify", stdout=out)
    return out.getvalue()


def findings(settings):
    out = io.StringIO()
    with pytest.raises(CommandError, match="not as it was written"):
        call_command("audit_verify", "--checkpoints", settings.AUDIT_CHECKPOINTS, stderr=out)
    return out.getvalue()


def sql(statement, *values):
    """As somebody who has the database, and no Alliance, would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def entry_numbered(clinic, number):
    return Link.objects.of_chain(clinic.pk).get(number=number).entry_id


def remove(clinic, number):
    pk = entry_numbered(clinic, number)
    sql("DELETE FROM audit_link WHERE entry_id = %s", pk)
    sql("DELETE FROM audit_entry WHERE id = %s", pk)


def copy_of(clinic, number, **changed):
    entry = Entry.objects.get(pk=entry_numbered(clinic, number))
    values = {f.attname: getattr(entry, f.attname) for f in Entry._meta.local_fields} | changed
    values.pop("id")
    return Entry.objects.create(**values)


@pytest.mark.requirement("AUD-05")
def test_a_trail_that_nobody_touched_is_as_written(clinic, settings, tried):
    assert "10 entries in 1 chains, 1 checkpoints: as written" in verified()
    tried(1)


@pytest.mark.requirement("AUD-05")
@pytest.mark.parametrize(
    "column", ["verb", "user_id", "at", "role", "address", "reason", "object_id"]
)
def test_a_changed_entry_is_found(clinic, settings, column):
    other = {
        "user_id": make.user().pk,
        "at": timezone.now() - timedelta(seconds=1),
        "object_id": make.clinic().pk,
    }.get(column, "otherwise")
    link_trail(timezone.now())
    Entry.objects.filter(pk=entry_numbered(clinic, 4)).update(**{column: other})

    assert " 4: the entry, or the one before it, was changed" in findings(settings)


@pytest.mark.requirement("AUD-05")
def test_a_removed_entry_is_found(clinic, settings):
    remove(clinic, 4)

    assert "entries 4 to 4 are missing" in findings(settings)


@pytest.mark.requirement("AUD-05")
def test_an_inserted_entry_is_found(clinic, settings):
    """With the place of another, whose followers were moved on by one."""
    new = copy_of(clinic, 4)
    for number in range(10, 4, -1):
        Link.objects.filter(chain=clinic.pk, number=number).update(number=number + 1)
    told = Link.objects.of_chain(clinic.pk).get(number=4)
    Link.objects.create(
        entry=new, chain=clinic.pk, number=5, hash=told.hash, linked_at=told.linked_at
    )

    assert " 5: the entry, or the one before it, was changed" in findings(settings)


@pytest.mark.requirement("AUD-05")
def test_an_entry_dated_back_is_found_though_the_worker_links_it(clinic, settings):
    note("tried", clinic, by=Nobody(clinic.pk))
    link_trail(timezone.now())
    copy_of(clinic, 4, at=timezone.now() - timedelta(days=3))
    link_trail(timezone.now())

    assert "older than those that were linked before it" in findings(settings)


@pytest.mark.requirement("AUD-05")
def test_reordered_entries_are_found(clinic, settings):
    first, second = entry_numbered(clinic, 4), entry_numbered(clinic, 5)
    Link.objects.filter(chain=clinic.pk, number=4).update(number=99)
    Link.objects.filter(entry=second).update(number=4)
    Link.objects.filter(entry=first).update(number=5)

    assert " 4: the entry, or the one before it, was changed" in findings(settings)


@pytest.mark.requirement("AUD-05")
def test_a_cut_tail_is_found_by_the_checkpoint_and_by_nothing_else(clinic, settings):
    for number in (10, 9, 8):
        remove(clinic, number)

    assert list(verify_trail([], now=timezone.now())) == []
    assert " 10: the trail ended here on" in findings(settings)


@pytest.mark.requirement("AUD-05")
def test_a_trail_written_anew_from_the_beginning_is_found(clinic, settings):
    Link.objects.all().delete()
    Entry.objects.filter(clinic=clinic, verb="tried").first().delete()
    note("tried", clinic, by=Nobody(clinic.pk))
    link_trail(timezone.now())

    assert " 10: the trail reads otherwise than on" in findings(settings)


@pytest.mark.requirement("AUD-05")
def test_an_entry_that_was_never_linked_is_told(clinic, settings):
    entry = note("tried", clinic, by=Nobody(clinic.pk))
    Entry.objects.filter(pk=entry.pk).update(at=timezone.now() - timedelta(hours=1))

    assert "was never linked" in findings(settings)


def test_each_clinic_has_a_chain_of_its_own(clinic):
    other = make.clinic()
    note("tried", other, by=Nobody(other.pk))
    note("tried", other, by=Nobody(None))
    link_trail(timezone.now())

    assert Link.objects.of_chain(other.pk).get().number == 1
    assert Link.objects.of_chain(clinic.pk).count() == 10


@pytest.mark.requirement("AUD-08")
def test_what_a_command_does_names_the_account_on_the_server(clinic):
    call_command("recover", make.member(of=clinic).user.email, stdout=io.StringIO())

    entry = Entry.objects.filter(clinic=clinic, verb="made recovery link").get()
    assert entry.os_user
    assert entry.address == entry.request_id == ""


@pytest.mark.requirement("AUD-09")
@pytest.mark.parametrize(
    "text", ["two\nlines", "two\r\nlines", "\x1b[31mred", "a\x00b", "a\u2028b", "a\u202eb", "\x85"]
)
def test_a_reason_stays_on_its_line(text):
    clinic = make.clinic()
    entry = note("tried", clinic, by=Nobody(clinic.pk), reason=text)

    assert entry.reason.isprintable()
    assert one_line(text, most=3) == entry.reason[:3].strip() or len(entry.reason) >= 3
