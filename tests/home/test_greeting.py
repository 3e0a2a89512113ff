"""How home greets whoever comes in."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from alliance.home.queries import greeting, spoken_name
from tests import make
from tests.browse import Browser


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (4, "Good evening"),
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good afternoon"),
        (18, "Good evening"),
        (23, "Good evening"),
    ],
)
def test_the_greeting_follows_the_clock(hour, said):
    at = datetime(2026, 11, 19, hour, 59, tzinfo=ZoneInfo("Europe/London"))

    assert greeting("Therapist Demo", at=at) == f"{said}, Therapist Demo."


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Person One", "Person"),
        ("Person", "Person"),
        ("Therapist Demo", "Therapist Demo"),
        ("Dr Demo", "Dr Demo"),
        ("T. Demo", "T. Demo"),
        ("T Demo", "T Demo"),
        ("Émile Demo", "Émile"),
        ("", ""),
    ],
)
def test_the_first_word_of_a_name_is_said_where_it_is_a_name(name, spoken):
    assert spoken_name(name) == spoken


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_the_clock_is_that_of_the_clinic(client, monkeypatch):
    clinic = make.clinic(time_zone="Pacific/Auckland")
    about = make.client(of=make.member(of=clinic))
    evening_in_london = datetime(2026, 11, 19, 20, 0, tzinfo=ZoneInfo("UTC"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening_in_london)

    assert "Good morning, Person" in Browser(client, about.clinician).read("/")
