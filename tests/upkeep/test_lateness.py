"""A backup that is late is told to whoever runs the server, and to nobody else."""

from datetime import timedelta

import pytest
from django.core import mail

from alliance.upkeep.models import Backup
from alliance.upkeep.services.lateness import mail_if_late
from tests import make
from tests.upkeep.conftest import NOW

pytestmark = [pytest.mark.requirement("REL-13"), pytest.mark.django_db]


@pytest.fixture
def admin():
    clinic = make.clinic()
    make.member(of=clinic)
    return make.member(of=clinic, roles="admin").user


def backup_made(ago):
    Backup.objects.create(name="n", made_at=NOW - ago, size_bytes=1, rows=1, seconds=1)


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    def send():
        with django_capture_on_commit_callbacks(execute=True):
            mail_if_late(now=NOW)
        return [(message.to, message.body) for message in mail.outbox]

    return send


def test_a_backup_of_last_night_is_not_told(admin, send):
    backup_made(timedelta(hours=25))

    assert send() == []


def test_a_late_one_is_told_to_the_admins(admin, send):
    backup_made(timedelta(hours=27))

    ((to, body),) = send()

    assert to == [admin.email]
    assert "27 hours ago" in body


def test_none_at_all_is_late_too(admin, send):
    ((_to, body),) = send()

    assert "No backup of http://localhost:8000 has been made yet." in body


def test_the_operator_is_told_instead_where_there_is_one(admin, send, settings):
    settings.OPERATOR_MAIL = "operator@clinic.example"

    ((to, _body),) = send()

    assert to == ["operator@clinic.example"]


def test_where_nobody_practises_nobody_is_told(send):
    make.member(of=make.clinic(is_demo=True), roles="admin")

    assert send() == []
