"""Reports read from a standby if it is fresh; everything else, and all writing, stays at home."""

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from alliance.people.models import Clinic
from alliance.web import replica
from alliance.web.snapshot import snapshot
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def standby(monkeypatch):
    """The same database under the other name: what a standby without lag would be."""
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL has a standby.")
    allowed = BaseDatabaseWrapper.ensure_connection

    def ensure_connection(self):
        if self.alias != replica.ALIAS:
            allowed(self)
        elif self.connection is None:
            with self.wrap_database_errors:
                self.connect()

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", ensure_connection)
    home = connections.settings["default"]
    connections.settings[replica.ALIAS] = home | {"ATOMIC_REQUESTS": False}
    yield
    connections[replica.ALIAS].close()
    connections[replica.ALIAS].close_pool()
    del connections[replica.ALIAS]
    del connections.settings[replica.ALIAS]


def where_it_reads():
    return Clinic.objects.all().db


def test_without_a_standby_everything_is_read_at_home():
    assert not replica.has_replica()
    with snapshot():
        assert where_it_reads() == "default"


def test_a_report_reads_from_a_fresh_standby_and_nobody_else_does(standby, monkeypatch):
    clinic = make.clinic()
    monkeypatch.setattr(replica, "seconds_behind", lambda: 3.0)

    with snapshot():
        assert where_it_reads() == replica.ALIAS
        assert Clinic.objects.get(pk=clinic.pk) == clinic
    assert where_it_reads() == "default"


def test_a_report_tells_how_far_behind_the_standby_was_that_it_read(standby, monkeypatch):
    monkeypatch.setattr(replica, "seconds_behind", lambda: 3.4)

    export = make.made(make.export(kind="my_data"))

    assert export.state == "done"
    assert export.read_behind_seconds == 4


def test_one_that_was_read_at_home_tells_of_no_standby(standby, monkeypatch):
    monkeypatch.setattr(replica, "seconds_behind", lambda: None)

    assert make.made(make.export(kind="my_data")).read_behind_seconds is None


@pytest.mark.parametrize("behind", [61.0, None])
def test_one_that_is_too_far_behind_or_away_is_passed_over(standby, monkeypatch, behind):
    monkeypatch.setattr(replica, "seconds_behind", lambda: behind)

    with snapshot():
        assert where_it_reads() == "default"


def test_what_is_no_standby_is_never_fresh(standby):
    assert replica.seconds_behind() is None


def test_one_that_refuses_is_away(standby):
    connections.settings[replica.ALIAS]["PORT"] = "1"

    assert replica.seconds_behind() is None


def test_nothing_is_written_there(standby, monkeypatch):
    monkeypatch.setattr(replica, "seconds_behind", lambda: 0.0)

    with snapshot(), connections[replica.ALIAS].cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("on",)
