"""The clinic's trail as an admin sees it."""

import csv
import io

import pytest
from django.utils import timezone

from alliance.audit.services import Nobody, note
from alliance.people.queries import trail
from alliance.people.views import trail as views
from tests import make
from tests.browse import LIST_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make.member(roles="admin")


@pytest.fixture
def therapist(admin):
    return make.member(of=admin.clinic, user=make.user(name="Therapist Demo"))


@pytest.mark.requirement("AUD-01", "AUD-03")
def test_an_admin_sees_who_did_what_and_no_word_of_it(client, admin, therapist):
    about = make.client(of=therapist, code="QX-17")
    make.log(of=about, reflection="A canary thought.", shared_note="A canary asked.")

    page = Browser(client, admin).read("/audit/")

    assert "Therapist Demo" in page
    assert "session log" in page
    assert "QX-17" not in page
    assert "canary" not in page


def test_it_is_narrowed_to_a_person_an_act_and_days(client, admin, therapist):
    make.client(of=therapist)
    note("purged", admin.clinic, by=Nobody(admin.clinic_id))
    browser = Browser(client, admin)

    theirs = browser.read("/audit/", data={"person": str(therapist.user_id)})
    purged = browser.read("/audit/", data={"verb": "purged"})
    long_ago = browser.read("/audit/", data={"until": "2020-01-01"})
    odd = browser.read("/audit/", data={"since": "yesterday", "person": "x", "page": "1e9"})

    assert "<td>purged" not in theirs
    assert "<td>purged" in purged
    assert "<td>added" not in purged
    assert "Nothing in the trail fits." in long_ago
    assert "Enter a valid date" in odd


@pytest.mark.requirement("INP-09")
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_days_at_the_ends_of_the_calendar_are_answered(client, zone):
    admin = make.member(roles="admin", of=make.clinic(time_zone=zone))
    browser = Browser(client, admin)

    for day in ("0001-01-01", "9999-12-31"):
        browser.read("/audit/", data={"since": day, "until": day})


def test_nothing_of_another_clinic_is_in_it(client, admin):
    stranger = make.member(user=make.user(name="Somebody Else"))
    make.client(of=stranger)

    assert "Somebody Else" not in Browser(client, admin).read("/audit/")


def test_a_long_trail_is_paged_and_costs_the_same(client, admin):
    browser = Browser(client, admin)
    with counted() as few:
        browser.read("/audit/")
    for _entry in range(120):
        note("tried", admin.clinic, by=admin)
    with counted() as many:
        page = browser.read("/audit/")

    assert page.count("<td>tried") == 50
    assert len(few) == len(many) == LIST_QUERIES + 3


def test_the_file_holds_all_of_it_and_leaves_an_entry(client, admin):
    for _entry in range(60):
        note("tried", admin.clinic, by=admin, reason="=1+1")

    answer = Browser(client, admin).get("/audit/trail.csv")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))

    assert answer["Content-Disposition"] == 'attachment; filename="trail.csv"'
    assert sum(row["did"] == "tried" for row in rows) == 60
    assert {row["reason"] for row in rows if row["did"] == "tried"} == {"'=1+1"}
    assert any(row["did"] == "exported the trail of" for row in rows)
    assert rows[0]["at"].startswith(str(timezone.now().year))


def test_pages_lead_back_so_far_and_days_lead_to_the_rest(client, admin, monkeypatch):
    """Counting a trail of years would take longer each year."""
    monkeypatch.setattr(trail, "MOST_PAGED", 100)
    monkeypatch.setattr(views, "MOST_PAGED", 100)
    for number in range(120):
        note("tried", admin.clinic, by=admin, reason=f"attempt {number}")
    browser = Browser(client, admin)

    first, last = browser.read("/audit/"), browser.read("/audit/", data={"page": "2"})

    assert "attempt 119" in first
    assert "Page 1 of 2" in first
    assert "These are the latest 100." not in first
    assert "These are the latest 100." in last
    assert "attempt 3<" not in last
    today = timezone.localdate().isoformat()
    assert "attempt 119" in browser.read("/audit/", data={"since": today})


def test_in_a_large_clinic_one_writes_a_name_and_is_not_sent_a_thousand(
    client, admin, therapist, monkeypatch
):
    monkeypatch.setattr(trail, "MOST_CHOSEN_FROM", 1)
    make.client(of=therapist)
    browser = Browser(client, admin)

    everyone = browser.read("/audit/")
    theirs = browser.read("/audit/", data={"person": " therapist d"})
    nobodys = browser.read("/audit/", data={"person": "Nobody here"})

    assert '<input type="text" name="person"' in everyone
    assert theirs.count("Therapist Demo") == everyone.count("Therapist Demo") > 0
    assert admin.user.name not in theirs.split("<main")[1]
    assert "Nothing in the trail fits." in nobodys
