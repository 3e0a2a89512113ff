"""The page of a rupture: every step of it, for those who may read it."""

from datetime import timedelta

import pytest

from alliance.logbook.services.logs import trash_log
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

WEEK = timedelta(weeks=1)
LABELS = make.repair_steps()
STEPS = tuple(LABELS)


def test_the_page_tells_every_step_and_the_time_to_repair(signed_in):
    about = make.client()
    rupture = make.opened_rupture(about, what_happened="Went quiet after the diary.")
    make.taken_up(rupture, status="repaired", client_response="Laughed.", repair_steps=STEPS[:1])

    page = signed_in(about.clinician).read(f"/ruptures/{rupture.pk}/")

    assert page.index("Went quiet after the diary.") < page.index("Laughed.")
    assert "Repaired after 1 session, 28 days later." in page
    assert LABELS[STEPS[0]] in page.split("What went before the repair")[1].split("</ul>")[0]


def test_the_page_says_where_the_words_come_from(signed_in):
    rupture = make.opened_rupture(make.client())

    page = signed_in(rupture.client.clinician).read(f"/ruptures/{rupture.pk}/")

    assert "words of the wider literature" in page
    assert "not the 3RS" in page


def test_on_an_open_rupture_the_author_sees_what_helped_before(signed_in):
    member = make.member()
    past = make.repaired_rupture(make.client(of=member, code="R-08"), tried=STEPS[:1])
    rupture = make.opened_rupture(make.client(of=member))

    page = signed_in(member).read(f"/ruptures/{rupture.pk}/")

    assert "R-08" in page
    assert f"/ruptures/{past.pk}/" in page
    assert LABELS[STEPS[0]] in page


def test_a_supervisor_reads_the_words_but_neither_writes_nor_sees_other_clients(signed_in):
    member = make.member()
    supervisor = make.member(of=member.clinic, roles="clinician supervisor")
    make.supervision(supervisor, member)
    make.repaired_rupture(make.client(of=member, code="R-08"))
    make.repaired_rupture(make.client(of=supervisor, code="B-02"))
    rupture = make.opened_rupture(make.client(of=member), what_happened="Went quiet.")

    page = signed_in(supervisor).read(f"/ruptures/{rupture.pk}/")

    assert "Went quiet." in page
    assert "Take up in a log" not in page
    assert "R-08" not in page
    assert "B-02" not in page


def test_a_supervisor_sees_nothing_of_a_rupture_from_before_their_supervision(signed_in):
    member = make.member()
    supervisor = make.member(of=member.clinic, roles="supervisor")
    make.supervision(supervisor, member, starts_on=make.TODAY - WEEK)
    rupture = make.opened_rupture(make.client(of=member))

    assert signed_in(supervisor).get(f"/ruptures/{rupture.pk}/").status_code == 404


@pytest.mark.parametrize("roles", ["clinician", "supervisor", "admin"])
def test_for_others_the_rupture_does_not_exist(signed_in, roles):
    rupture = make.opened_rupture(make.client())
    stranger = make.member(of=rupture.clinic, roles=roles)

    assert signed_in(stranger).get(f"/ruptures/{rupture.pk}/").status_code == 404


def test_a_rupture_of_a_trashed_log_is_gone(signed_in):
    rupture = make.opened_rupture(make.client())
    member = rupture.client.clinician
    trash_log(rupture.opened_in, by=member)

    assert signed_in(member).get(f"/ruptures/{rupture.pk}/").status_code == 404


def test_the_page_costs_the_same_however_long_the_thread(signed_in):
    member = make.member()
    about = make.client(of=member)
    for each in (about, about, make.client(of=member)):
        make.repaired_rupture(each)
    rupture = make.opened_rupture(about)
    for week in range(1, 4):
        make.taken_up(
            rupture, on=make.MONTH_AGO + week * WEEK, status="partly", client_response="Yes."
        )
    page = signed_in(member)

    with counted() as statements:
        page.read(f"/ruptures/{rupture.pk}/")

    assert len(statements) - FIXED_QUERIES - READING_QUERIES <= 8


# --- what the next log asks --------------------------------------------------------------------


def test_the_next_log_asks_in_one_tap_where_each_open_rupture_stands(signed_in):
    about = make.client()
    first = make.opened_rupture(about, make.MONTH_AGO)
    second = make.opened_rupture(about, make.LAST_WEEK, kind="confrontation")
    closed = make.repaired_rupture(about, began=make.MONTH_AGO, on=make.LAST_WEEK)

    form = signed_in(about.clinician).get(f"/log/new/?client={about.pk}").content.decode()

    asked = form.split("Where does it stand after today?")[1].split("Did something strain")[0]
    assert "Moving away, since" in asked
    assert "Moving against, since" in asked
    for words in ("It did not come up", "Still open", "Partly repaired", "Repaired", "Let go"):
        assert asked.count(f">{words}</label>") == 2
    assert asked.count("What was tried") >= 2
    assert f"thread-{first.pk}" in asked
    assert f"thread-{second.pk}" in asked
    assert str(closed.pk) not in form
