from types import SimpleNamespace

import pytest
from django.utils import timezone

from alliance.people import services as people
from tests import make
from tests.browse import Browser


@pytest.fixture
def pair(client):
    """A supervisor with a trainee who has one client; `read` is the supervisor's browser."""
    trainee = make.member()
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    people.start_supervision(
        trainee, supervisor=supervisor, starts_on=make.MONTH_AGO, by=supervisor
    )
    return SimpleNamespace(
        trainee=trainee,
        supervisor=supervisor,
        clinic=trainee.clinic,
        about=make.client(of=trainee),
        read=Browser(client, supervisor),
    )


@pytest.fixture
def today():
    return timezone.localdate()
