import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

from alliance.audit import kept
from alliance.walls.roles import make_roles
from alliance.web.prepared import forget_prepared
from tests import make
from tests.in_role import AppClient

pytest_plugins = ["tests.security.marking"]

COMMITS = {"transactional_db", "live_server"}


def pytest_configure():
    shutil.rmtree(settings.TEST_FOLDER, ignore_errors=True)
    settings.TEST_FOLDER.mkdir(mode=0o700)


def pytest_unconfigure():
    shutil.rmtree(settings.TEST_FOLDER)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tables, and on PostgreSQL the roles."""
    if connection.vendor == "sqlite":
        let_tests_empty_the_trail()
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            make_roles({})


def let_tests_empty_the_trail():
    """A test that commits ends with every table empty, the one that nobody may empty too."""
    emptying = SQLite.ops_class.sql_flush

    def sql_flush(self, style, tables, **kwargs):
        statements = emptying(self, style, tables, **kwargs)
        return [*kept.DROP, *statements, *kept.MAKE] if "audit_entry" in tables else statements

    SQLite.ops_class.sql_flush = sql_flush


@pytest.fixture
def client():
    """A browser. On PostgreSQL its requests are made in the role of the web server."""
    return AppClient()


@pytest.fixture(autouse=True)
def _forget_what_is_cached(request):
    """The cache's table is no model's, so nobody else empties it after a test that commits."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if COMMITS & set(request.fixturenames) or (marker and marker.kwargs.get("transaction")):
        cache.clear()


@pytest.fixture(autouse=True)
def _forget_what_is_kept_beside_the_database():
    """Else the next test finds checkpoints and erasures of a clinic that it never had."""
    yield
    for written in (settings.AUDIT_CHECKPOINTS, settings.ERASURE_LEDGER):
        Path(written).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _forget_prepared_queries():
    """A test that opens a wall, or changes what a query is built from, does so for itself."""
    yield
    forget_prepared()


@pytest.fixture
def _today(monkeypatch):
    """The day the builders build for."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: make.TODAY)
