"""Nobody changes the trail through the app's own connection, on SQLite either."""

import pytest
from django.db import DatabaseError, connection, transaction

from alliance.audit.kept import NAMES
from alliance.audit.models import Entry, Link
from alliance.audit.services import Nobody, note
from alliance.audit.services.forgetting import forget_trail
from alliance.audit.services.linking import link_trail
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUD-04")]


@pytest.fixture
def clinic():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has roles: tests/walls/test_roles.py.")
    clinic = make.clinic()
    entry = note("tried", clinic, by=Nobody(clinic.pk))
    link_trail(entry.at)
    return clinic


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'nothing'",
        "UPDATE audit_link SET hash = 'x'",
        "DELETE FROM audit_link",
        "DELETE FROM audit_entry",
        "INSERT OR REPLACE INTO audit_link SELECT * FROM audit_link",
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry",
    ],
)
def test_the_trail_is_added_to_and_never_changed(clinic, statement):
    before = list(Entry.objects.values()), list(Link.objects.values())

    with pytest.raises(DatabaseError, match="never changed|FOREIGN KEY|UNIQUE"):
        run(statement)

    assert (list(Entry.objects.values()), list(Link.objects.values())) == before


def test_it_ends_with_its_clinic_and_is_kept_again_at_once(clinic):
    other = make.clinic()
    note("tried", other, by=Nobody(other.pk))

    forget_trail(clinic.pk)

    assert not Entry.objects.filter(clinic=clinic).exists()
    with pytest.raises(DatabaseError, match="never changed"):
        run("DELETE FROM audit_entry")
    assert Entry.objects.filter(clinic=other).count() == 1


def test_the_database_has_the_triggers(clinic):
    """A migration that makes a table anew on SQLite drops them without a word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        assert dict(cursor.fetchall()) == {name: table for name, (table, _act) in NAMES.items()}
