"""Whether all is well, for the machines that ask every few seconds, and for admins."""

from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from alliance.home.services.upkeep import WORKS
from alliance.jobs.models import Run
from alliance.upkeep.models import Backup
from alliance.upkeep.queries import health
from alliance.upkeep.queries.status_page import WORK_NAMES
from alliance.upkeep.services.heartbeat import Heartbeat, beat
from alliance.upkeep.services.metrics import InstallationCollector
from alliance.vault.services import remember_keys
from tests import make

pytestmark = pytest.mark.requirement("REL-15")
Usage = namedtuple("Usage", "total used free")


def test_alive_is_answered_without_the_database():
    """No database mark here: touching one would fail this test, on either database."""
    answer = Client().get("/livez")

    assert (answer.status_code, answer.content) == (200, b"alive")


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_knows_its_keys(client):
    assert client.get("/readyz").status_code == 503

    remember_keys()

    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready")
    assert answer["Cache-Control"] == "no-store"


def test_not_ready_when_the_database_is_away(monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr("django.db.connection.ensure_connection", refuse)

    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready")


def test_health_is_asked_over_plain_http_too(settings):
    settings.SECURE_SSL_REDIRECT = True

    assert Client().get("/livez").status_code == 200


def full_disk(monkeypatch):
    usage = Usage(total=100 * 1024**3, used=99 * 1024**3, free=1024**3)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _folder: usage)


def silent_worker(monkeypatch):
    long_ago = timezone.now() - timedelta(minutes=3)
    # A worker of another test may have left its last beat.
    Run.objects.update_or_create(
        name=health.HEARTBEAT, defaults={"started_at": long_ago, "finished_at": long_ago}
    )


def older_tables(monkeypatch):
    monkeypatch.setattr(health, "own_migrations", lambda: frozenset({("logbook", "9999_next")}))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "part"),
    [(full_disk, "disk"), (silent_worker, "worker"), (older_tables, "tables")],
)
def test_not_ready_when_a_part_is_not_well(client, monkeypatch, spoil, part):
    remember_keys()
    spoil(monkeypatch)

    assert client.get("/readyz").status_code == 503
    assert health.failing(now=timezone.now()) == [part]


@pytest.mark.django_db
def test_a_tenth_of_a_large_disk_is_room_enough(monkeypatch):
    usage = Usage(total=4000 * 1024**3, used=3900 * 1024**3, free=100 * 1024**3)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _folder: usage)

    assert health.disk_has_room(timezone.now())


@pytest.mark.django_db
def test_what_a_newer_release_added_does_no_harm_while_this_one_runs(monkeypatch):
    ours = frozenset(list(health.own_migrations())[:-1])
    monkeypatch.setattr(health, "own_migrations", lambda: ours)

    assert health.schema_is_ours(timezone.now())


@pytest.mark.django_db
def test_a_heartbeat_makes_a_silent_worker_well():
    silent_worker(None)

    beat()

    assert health.worker_is_alive(timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_worker_beats_while_it_is_at_one_long_piece_of_work():
    with Heartbeat() as heart:
        pass

    assert not heart.thread.is_alive()
    assert health.last_heartbeat() > timezone.now() - timedelta(minutes=1)


# --- the page for admins ------------------------------------------------------------------------


@pytest.fixture
def page(client, db):
    remember_keys()
    admin = make.member(roles="admin")
    client.force_login(admin.user)
    return lambda: client.get(f"/c/{admin.clinic.slug}/status/")


def test_an_admin_sees_what_is_not_well(page, monkeypatch):
    full_disk(monkeypatch)

    text = page().text

    assert "Something needs whoever runs the server." in text
    assert text.count("not well") == 1
    assert "1.0\xa0GB free" in text


def test_an_admin_sees_the_backups_and_when_all_is_well(page):
    now = timezone.now()
    for number in range(7):
        Backup.objects.create(
            name=f"n{number}", made_at=now - timedelta(days=number), size_bytes=1, rows=7, seconds=1
        )

    text = page().text

    assert "All is well." in text
    assert text.count("7 rows") == 5


def test_all_work_of_the_worker_is_told_in_words(page):
    Run.objects.create(name="keep to retention", started_at=timezone.now())

    assert {work.name for work in WORKS} == set(WORK_NAMES)
    assert "Delete what is over its time" in page().text


def test_the_page_costs_the_same_whatever_has_run(page, django_assert_max_num_queries):
    for number in range(9):
        Run.objects.create(name=f"work {number}", started_at=timezone.now())
    page()

    with django_assert_max_num_queries(14):
        page()


@pytest.mark.django_db(transaction=True)
def test_prometheus_learns_which_part_is_not_well():
    remember_keys()
    silent_worker(None)

    told = {
        (sample.name, sample.labels.get("part")): sample.value
        for family in InstallationCollector().collect()
        for sample in family.samples
    }

    assert told["alliance_part_is_well", "database"] == 1
    assert told["alliance_part_is_well", "worker"] == 0
    assert told["alliance_worker_silent_seconds", None] > 120
    assert told["alliance_exports_waiting", None] == 0
