import pytest
from django.db import connection
from django.utils import timezone

from tests import routes


@pytest.fixture
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has neither roles nor a second wall: docs/security.md says so.")


@pytest.fixture
def two_clinics():
    """Two clinics with a row in nearly every table."""
    return [routes.build_world(today=timezone.localdate()) for _clinic in range(2)]
