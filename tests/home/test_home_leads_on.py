"""Where home leads: why a client is marked, the brief before a session, one's growth edges."""

from datetime import timedelta

import pytest

from tests import make
from tests.browse import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def home_of(client, member) -> str:
    return Browser(client, member).get("/").content.decode()


def test_a_mark_explains_itself_in_one_click(client):
    about = make.client()
    make.series(about, count=8, last=make.TODAY - timedelta(days=7))
    make.log(of=about, ratings=make.ratings(1))

    text = home_of(client, about.clinician)

    marked = text.split('<details class="state why">')[1].split("</details>")[0]
    assert "Drop last session" in marked
    assert "The rule" in marked
    assert "Chance" in marked
    assert f"/signals/{about.signals.get(kind='drop').pk}/" in marked


def test_a_client_without_a_mark_has_nothing_to_unfold(client):
    about = make.client()
    make.series(about, count=8)

    assert '<details class="state why">' not in home_of(client, about.clinician)


def test_the_brief_is_offered_for_those_usually_seen_today(client):
    about = make.client()
    make.series(about, count=4, last=make.TODAY - timedelta(days=7))

    text = home_of(client, about.clinician)

    assert f"/clients/{about.pk}/brief/" in text


def test_home_leads_to_ones_growth_edges(client):
    about = make.client()

    assert "/growth/" in home_of(client, about.clinician)
