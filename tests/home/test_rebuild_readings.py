from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from alliance.logbook.models import SessionLog, Signal
from alliance.logbook.services.clients import trash_client
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    """Six quiet sessions, then a drop."""
    client = make.client()
    make.series(client, count=6, last=make.TODAY - timedelta(days=7))
    make.log(of=client, ratings=make.ratings(2))
    return client


def spoil(client):
    SessionLog.objects.filter(client=client, number=3).update(score=1.0)
    Signal.objects.filter(client=client).delete()


def readings(client):
    logs = SessionLog.objects.of_client(client)
    signals = Signal.objects.of_client(client).values_list("log", "kind", "domain", "numbers")
    return list(logs.values_list("score", "range_low", "domain_readings")), list(signals)


def test_a_rebuild_brings_back_what_was_derived(client, capsys):
    before = readings(client)
    assert before[1]
    spoil(client)

    call_command("rebuild_readings")

    assert readings(client) == before
    assert "1 clients read again; 1 differed" in capsys.readouterr().out


def test_a_rebuild_of_what_is_right_differs_in_nothing(client, capsys):
    call_command("rebuild_readings", "--check")

    assert "1 clients read again; 0 differed, in 0 rows." in capsys.readouterr().out


def test_a_check_says_that_something_differs_and_changes_nothing(client):
    spoil(client)
    before = readings(client)

    with pytest.raises(CommandError, match="1 differed"):
        call_command("rebuild_readings", "--check")

    assert readings(client) == before


def test_one_clinic_can_be_rebuilt_alone(client, capsys):
    spoil(client)
    other = make.log()

    call_command("rebuild_readings", "--clinic", other.clinic.slug)

    assert "1 clients read again; 0 differed" in capsys.readouterr().out


def test_a_clinic_that_is_not_there_is_said():
    with pytest.raises(CommandError, match="/c/nowhere/"):
        call_command("rebuild_readings", "--clinic", "nowhere")


def test_clients_in_the_trash_are_left_as_they_are(client, capsys):
    trash_client(client, by=client.clinician)

    call_command("rebuild_readings", "--check")

    assert "0 clients read again" in capsys.readouterr().out
