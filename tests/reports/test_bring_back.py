"""Own data brought back: the same in a new place, nothing twice, nothing of a broken file."""

import io
import json
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alliance.jobs.services.heart import Progress
from alliance.logbook.models import Client, SessionLog
from alliance.logbook.services.absences import note_absence
from alliance.logbook.services.clients import close_client
from alliance.logbook.services.logs import trash_log
from alliance.reports import storage
from alliance.reports.kinds.bring_back import BRING_BACK
from alliance.reports.kinds.kind import Order
from alliance.reports.kinds.my_data import MY_DATA
from alliance.reports.models import Export
from alliance.reports.own_file import NotOwnData, read_own_file
from alliance.reports.queries.own_rows import PARTS, own_rows
from alliance.reports.services.asking import ask
from alliance.reports.services.running import remove_outlived
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db

# What is new in a new place: ids, the moments of writing, and what others or the place decided.
NEW = {
    *("id", "client_id", "log_id", "author_id", "clinician_id", "opened_in_id", "closed_in_id"),
    *("rupture_id", "created_at", "changed_at", "noted_at", "offered_at", "outcome_in_id"),
}
BROUGHT = ("clients", "absences", "sessions", "reflections", "ruptures", "rupture_steps", "signals")


@pytest.fixture
def member():
    return make.member()


@pytest.fixture
def content(member):
    """A client with a course, a rupture that was repaired, and words; and one who was closed."""
    about = make.client(of=member, code="K-14", sessions_before=3, contexts=["trauma"])
    strain = make.opened_rupture(about, what_happened="A long silence.")
    make.series(about, count=3, last=make.TODAY - timedelta(days=7))
    make.log(
        of=about,
        held_on=make.TODAY,
        reflection="I waited.",
        shared_note="Was it right?",
        intention="Leave room.",
        threads={strain.pk: make.rupture(kind="", status="repaired", next_step="Ask again.")},
    )
    note_absence(about, kind="cancelled", starts_on=make.TODAY - timedelta(days=2), by=member)
    closed = make.client(of=member, code="K-15")
    make.series(closed, count=4, value=3)
    close_client(closed, reason="completed", on=make.TODAY, by=member)
    trash_log(make.log(of=about, held_on=make.TODAY - timedelta(days=3)), by=member)
    return own_data(member)


def own_data(member) -> bytes:
    out = io.BytesIO()
    MY_DATA.write(Order(author=member, parameters={}, today=make.TODAY), out, Progress())
    return out.getvalue()


def bring(content, member) -> str:
    out = io.BytesIO()
    order = Order(author=member, parameters={}, today=make.TODAY, upload=content)
    BRING_BACK.write(order, out, Progress())
    return out.getvalue().decode()


def told(member):
    """What stands in each part and holds, without what is new in a new place."""
    trashed = set(SessionLog.objects.trashed_by(member).values_list("pk", flat=True))
    found = {}
    for part in PARTS:
        if part.name in BROUGHT:
            rows = own_rows(part, member, today=make.TODAY)
            kept = [row for row in rows if not trashed & {row["id"], row.get("log_id")}]
            plain = [{k: v for k, v in row.items() if k not in NEW} for row in kept]
            found[part.name] = sorted(plain, key=lambda row: json.dumps(row, default=str))
    return found


def test_in_a_new_place_it_reads_as_it_did(content, member):
    new = make.member()

    said = bring(content, new)

    assert told(new) == told(member)
    assert "Sessions brought in: 9" in said
    assert "lay in the trash: 1" in said


def test_twice_it_changes_nothing(content):
    new = make.member()
    bring(content, new)
    before = told(new)

    said = bring(content, new)

    assert told(new) == before
    assert "Sessions brought in: 0" in said
    assert "were here already: 9" in said


def test_where_it_came_from_it_changes_nothing(content, member):
    before = SessionLog.objects.count(), Client.objects.count()

    bring(content, member)

    assert (SessionLog.objects.count(), Client.objects.count()) == before


def test_broken_off_it_goes_on_where_it_was(content, member):
    class Dying(Progress):
        def check(self):
            if self.done == 7:
                raise KeyboardInterrupt

    new = make.member()
    order = Order(author=new, parameters={}, today=make.TODAY, upload=content)
    with pytest.raises(KeyboardInterrupt):
        BRING_BACK.write(order, io.BytesIO(), Dying())
    assert Client.objects.filter(clinician=new).count() == 1

    bring(content, new)

    assert told(new) == told(member)


def repacked(content, *, change):
    """The same zip with one file changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


@pytest.mark.parametrize(
    "broken",
    [
        lambda content: b"",
        lambda content: b"no zip",
        lambda content: content[:-40],
        lambda content: repacked(content, change=lambda name, old: b"{}"),
        lambda content: repacked(
            content, change=lambda name, old: old.replace(b"A long", b"A short")
        ),
        lambda content: repacked(
            content,
            change=lambda name, old: old.replace(b"own-data-1", b"own-data-9"),
        ),
    ],
    ids=["empty", "no zip", "cut off", "another json", "a word changed", "another version"],
)
def test_a_file_that_is_not_as_it_was_made_is_refused_whole(content, broken):
    with pytest.raises(NotOwnData):
        read_own_file(broken(content))


def sent(content):
    return {
        "submission": str(uuid.uuid4()),
        "file": SimpleUploadedFile("own.zip", content, content_type="application/zip"),
    }


def test_it_is_sent_by_form_and_lies_sealed_until_it_was_read(client, content, member):
    answer = Browser(client, member).post("/reports/ask/bring_back/", sent(content))

    assert answer.status_code == 302
    export = Export.objects.get()
    lying = (storage.folder() / export.upload).read_bytes()
    assert b"sessions.jsonl" not in lying
    storage.remove_file(export.upload)


def test_a_wrong_file_is_told_beside_the_field(client, member):
    answer = Browser(client, member).post("/reports/ask/bring_back/", sent(b"no zip"))

    assert answer.status_code == 422
    assert "Nothing was changed" in answer.text
    assert not Export.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_once_it_was_read_the_file_is_gone(content):
    new = make.member()
    order = {"upload": content, "submission": uuid.uuid4(), "by": new, "parameters": {}}

    export = make.made(ask(BRING_BACK, **order))
    remove_outlived(timezone.now())

    export.refresh_from_db()
    assert (export.state, export.rows_done, export.upload) == ("done", 9, "")
    assert {path.name for path in storage.folder().iterdir()} == {export.file}
    storage.remove_file(export.file)
