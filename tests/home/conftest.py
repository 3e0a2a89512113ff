from datetime import date

import pytest
from django.db import connection

from alliance.audit.kept import let_go
from alliance.audit.models import Entry
from alliance.home.services.demo import load_demo
from alliance.home.services.leaving import leave_demo


@pytest.fixture(scope="module")
def demo_day():
    return date(2026, 11, 22)  # a Sunday


@pytest.fixture(scope="module")
def loaded_demo(demo_day, django_db_setup, django_db_blocker):
    """The demo, loaded once for a module: it takes seconds. Tests only read it."""
    with django_db_blocker.unblock():
        load_demo(today=demo_day)
        connection.close()
    yield
    with django_db_blocker.unblock():
        leave_demo()
        with let_go():
            Entry.objects.all().delete()
        connection.close()
