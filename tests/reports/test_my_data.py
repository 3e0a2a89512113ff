"""My data: whole, in one's own words, and nobody else's."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps

from alliance.jobs.services.heart import Progress
from alliance.logbook.services.logs import trash_log
from alliance.people.models import Membership
from alliance.reports.kinds.kind import Order
from alliance.reports.kinds.my_data import MY_DATA
from alliance.reports.queries.own_rows import PARTS
from tests import make

pytestmark = pytest.mark.django_db

# Tables that hold nothing of a person's own: who is here, what the app keeps to run, and the
# registers of a clinic about what was handed out, held and erased.
OTHERS = {
    *("Export", "Handover", "Invitation", "OfflineKey", "StandingOrder", "TeamPlace"),
    *("Disclosure", "Erasure", "LegalHold", "SubjectPackage"),
    *("EmergencyAccess", "Lead", "Will"),
}


def package_of(member) -> zipfile.ZipFile:
    out = io.BytesIO()
    MY_DATA.write(Order(author=member, parameters={}, today=make.TODAY), out, Progress())
    return zipfile.ZipFile(out)


def rows(package, name):
    return [json.loads(line) for line in package.read(f"{name}.jsonl").splitlines()]


@pytest.fixture
def member():
    return make.member()


@pytest.fixture
def package(member):
    about = make.client(of=member, code="K-14")
    make.series(about, count=3, last=make.TODAY - timedelta(weeks=1))
    make.log(
        of=about,
        reflection="I wanted to be liked.",
        shared_note="What do I do with silence?",
        rupture=make.rupture(what_happened="A long silence."),
    )
    stranger = make.client(of=make.member(of=member.clinic))
    make.log(of=stranger, reflection="A canary thought.")
    return package_of(member)


def test_it_holds_ones_own_words_opened(package):
    assert [row["text"] for row in rows(package, "reflections")] == ["I wanted to be liked."]
    assert rows(package, "sessions")[-1]["shared_note"] == "What do I do with silence?"
    assert rows(package, "rupture_steps")[0]["what_happened"] == "A long silence."
    assert [row["code"] for row in rows(package, "clients")] == ["K-14"]
    assert len(rows(package, "sessions")) == 4


def test_nothing_of_anybody_else_is_in_it(package):
    for name in package.namelist():
        assert b"canary" not in package.read(name)


def test_what_lies_in_the_trash_is_still_ones_own(member):
    log = make.log(of=make.client(of=member))
    trash_log(log, by=member)

    assert rows(package_of(member), "sessions")[0]["trashed_at"]


def test_the_manifest_counts_rows_and_hashes_each_file(package):
    manifest = json.loads(package.read("manifest.json"))

    told = {file["name"]: file for file in manifest["files"]}
    assert set(told) == set(package.namelist()) - {"manifest.json"}
    for name, file in told.items():
        assert file["sha256"] == hashlib.sha256(package.read(name)).hexdigest()
    assert told["sessions.jsonl"]["rows"] == 4


def test_the_dictionary_says_what_every_column_means(package):
    described = list(csv.DictReader(io.StringIO(package.read("dictionary.csv").decode())))

    named = {(row["file"], row["column"]) for row in described}
    assert all(row["meaning"] for row in described)
    for part in PARTS:
        for row in rows(package, part.name):
            assert {(f"{part.name}.jsonl", column) for column in row} <= named


def test_it_says_what_self_reports_cannot(package):
    assert "not a measure of the client" in package.read("readme.txt").decode()
    assert "Fully" in package.read("checklist-1.csv").decode()


def test_asked_for_twice_it_is_the_same_to_the_byte(member, package):
    again, once_more = package_of(member), package_of(member)

    assert again.fp.getvalue() == once_more.fp.getvalue()


def test_every_table_with_an_author_is_in_it():
    """A new table of a person's own has to be handed over as well."""
    holds_own = {
        model
        for model in apps.get_models()
        if model.__module__.startswith("alliance.")
        and any(field.related_model is Membership for field in model._meta.local_fields)
    }

    missing = {model.__name__ for model in holds_own} - {part.model.__name__ for part in PARTS}
    assert missing <= OTHERS
