"""Who may open the page of a client, and what each sees of it."""

from datetime import timedelta

import pytest

from alliance.audit.models import Entry
from alliance.logbook.models import Rupture
from alliance.people import services as people
from tests import make
from tests.browse import Browser, client_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

LAST_WEEK = make.TODAY - timedelta(weeks=1)


def test_opening_a_client_leaves_an_entry(client):
    about = make.client()

    client_page(client, about)

    entry = Entry.objects.about(about.pk).get(verb="opened")
    assert entry.user_id == about.clinician.user_id


@pytest.mark.parametrize("roles", ["clinician", "supervisor", "admin"])
def test_a_colleague_finds_no_client(client, roles):
    about = make.client()
    colleague = make.member(of=about.clinic, roles=roles)

    assert Browser(client, colleague).get(f"/clients/{about.pk}/").status_code == 404


def test_another_clinic_finds_no_client(client):
    about = make.client()

    assert Browser(client, make.member()).get(f"/clients/{about.pk}/").status_code == 404


def test_a_supervisor_reads_and_is_offered_nothing_to_write(client):
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician)
    make.log(of=about, reflection="SECRET WORDS", intention="Slow down", rupture=make.rupture())

    page = client_page(client, about, by=supervisor)

    main = page.split("<main")[1]
    assert "Slow down" in main
    assert about.clinician.user.name in main
    assert "SECRET WORDS" not in page
    assert "/log/new/" not in main
    assert "<form" not in main.split("toasts")[0]


def test_a_supervisor_sees_sessions_since_the_supervision_began(client):
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician, starts_on=LAST_WEEK)
    before = make.log(
        of=about,
        held_on=LAST_WEEK - timedelta(days=1),
        rupture=make.rupture(what_happened="SECRET WORDS"),
    )
    since = make.log(of=about, held_on=LAST_WEEK)

    page = client_page(client, about, by=supervisor)

    assert f"/log/{since.pk}/" in page
    assert str(before.pk) not in page
    assert "SECRET WORDS" not in page


def test_a_rupture_from_before_the_supervision_is_not_told(client):
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician, starts_on=LAST_WEEK)
    make.log(of=about, held_on=LAST_WEEK - timedelta(days=1), rupture=make.rupture())
    later = make.rupture(kind="", status="partly", what_happened="SECRET WORDS")
    make.log(of=about, held_on=LAST_WEEK, threads={Rupture.objects.get().pk: later})

    page = client_page(client, about, by=supervisor)

    assert "SECRET WORDS" not in page
    assert "Left open" not in page


def test_when_supervision_ends_the_page_is_gone(client):
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    supervision = make.supervision(supervisor, about.clinician)
    people.end_supervision(supervision, on=make.TODAY, by=supervisor)

    assert Browser(client, supervisor).get(f"/clients/{about.pk}/").status_code == 404
