"""Ruptures across sessions: how long a repair took, what helped before, and what can't be."""

import uuid
from datetime import timedelta

import pytest

from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.models import Rupture, RuptureStep, SessionLog
from alliance.logbook.queries.ruptures import time_to_repair, what_helped_before
from alliance.logbook.services.clients import trash_client
from alliance.logbook.services.logs import change_log, trash_log
from alliance.logbook.services.ruptures import ClosedBeforeItBegan
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
MONTH_AGO = make.TODAY - 4 * WEEK
LABELS = dict(checklist(CURRENT_EDITION).rupture_entry.field("repair_steps").choices)
STEPS = tuple(step for step in LABELS if step != "none_yet")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: make.TODAY)


@pytest.fixture
def browser(client):
    return lambda member: Browser(client, member)


def opened_on(about, day=MONTH_AGO, **said) -> Rupture:
    log = make.log(of=about, held_on=day, rupture=make.rupture(**said))
    return Rupture.objects.get(opened_in=log)


def taken_up(rupture, *, on=make.TODAY, **said) -> SessionLog:
    entry = make.rupture(kind="", **said)
    return make.log(of=rupture.client, held_on=on, threads={rupture.pk: entry})


def repaired(about, *, on=make.TODAY, tried=(), began=MONTH_AGO) -> Rupture:
    rupture = opened_on(about, began)
    taken_up(rupture, on=on, status="repaired", repair_steps=tried)
    return Rupture.objects.get(pk=rupture.pk)


# --- time to repair ----------------------------------------------------------------------------


def test_a_repair_takes_sessions_and_days():
    about = make.client()
    rupture = opened_on(about)
    make.log(of=about, held_on=MONTH_AGO + WEEK)
    taken_up(rupture, on=MONTH_AGO + 2 * WEEK, status="partly")
    taken_up(rupture, on=MONTH_AGO + 3 * WEEK, status="repaired")

    took = time_to_repair(Rupture.objects.get())

    assert (took.sessions, took.days) == (3, 21)
    assert took.words == "Repaired after 3 sessions, 21 days later."


def test_a_rupture_repaired_at_once_took_none():
    rupture = opened_on(make.client(), status="repaired")

    assert time_to_repair(rupture).words == "Repaired in the same session."


@pytest.mark.parametrize("status", ["open", "partly", "let_go"])
def test_what_is_not_repaired_has_no_time_to_repair(status):
    assert time_to_repair(opened_on(make.client(), status=status)) is None


# --- what helped before ------------------------------------------------------------------------


def test_what_helped_before_is_told_newest_first_with_this_client_and_with_others():
    member = make.member()
    about, other = make.client(of=member), make.client(of=member)
    first = repaired(about, on=make.TODAY - 2 * WEEK, tried=STEPS[:2])
    second = repaired(about, on=make.TODAY - WEEK)
    elsewhere = repaired(other, tried=STEPS[2:3])

    helped = what_helped_before(opened_on(about, make.TODAY), by=member)

    assert [repair.rupture_id for repair in helped.here] == [second.pk, first.pk]
    assert [repair.rupture_id for repair in helped.elsewhere] == [elsewhere.pk]


def test_the_repair_steps_that_went_before_are_kept_in_order_and_once():
    member = make.member()
    about = make.client(of=member)
    rupture = opened_on(about, repair_steps=STEPS[:1])
    taken_up(rupture, on=MONTH_AGO + WEEK, status="partly", repair_steps=(*STEPS[:2], "none_yet"))
    taken_up(rupture, status="repaired", repair_steps=STEPS[2:3])

    helped = what_helped_before(opened_on(about, make.TODAY), by=member)

    assert helped.here[0].tried == tuple(LABELS[step] for step in STEPS[:3])


def test_other_peoples_repairs_and_what_was_let_go_helped_nobody():
    clinic = make.clinic()
    member = make.member(of=clinic)
    repaired(make.client(of=make.member(of=clinic)))
    opened_on(make.client(of=member), status="let_go")

    assert not what_helped_before(opened_on(make.client(of=member)), by=member)


def test_a_repair_in_the_trash_helped_nobody():
    member = make.member()
    rupture = repaired(make.client(of=member))
    trash_log(rupture.opened_in, by=member)

    assert not what_helped_before(opened_on(make.client(of=member)), by=member)


def test_repairs_with_a_client_in_the_trash_are_not_told():
    member = make.member()
    rupture = repaired(make.client(of=member))
    trash_client(rupture.client, by=member)

    assert not what_helped_before(opened_on(make.client(of=member)), by=member)


def test_what_helped_before_takes_three_queries(django_assert_num_queries):
    member = make.member()
    about = make.client(of=member)
    for each in (about, about, make.client(of=member), make.client(of=member)):
        repaired(each, tried=STEPS[:2])
    rupture = opened_on(about, make.TODAY)

    with django_assert_num_queries(3):
        what_helped_before(rupture, by=member)


# --- the page ----------------------------------------------------------------------------------


def test_the_page_tells_every_step_and_the_time_to_repair(browser):
    about = make.client()
    rupture = opened_on(about, what_happened="Went quiet after the diary.")
    taken_up(rupture, status="repaired", client_response="Laughed.", repair_steps=STEPS[:1])

    page = browser(about.clinician).read(f"/ruptures/{rupture.pk}/")

    assert page.index("Went quiet after the diary.") < page.index("Laughed.")
    assert "Repaired after 1 session, 28 days later." in page
    assert LABELS[STEPS[0]] in page.split("What went before the repair")[1].split("</ul>")[0]


def test_the_page_says_where_the_words_come_from(browser):
    rupture = opened_on(make.client())

    page = browser(rupture.client.clinician).read(f"/ruptures/{rupture.pk}/")

    assert "words of the wider literature" in page
    assert "not the 3RS" in page


def test_on_an_open_rupture_the_author_sees_what_helped_before(browser):
    member = make.member()
    past = repaired(make.client(of=member, code="R-08"), tried=STEPS[:1])
    rupture = opened_on(make.client(of=member))

    page = browser(member).read(f"/ruptures/{rupture.pk}/")

    assert "R-08" in page
    assert f"/ruptures/{past.pk}/" in page
    assert LABELS[STEPS[0]] in page


def test_a_supervisor_reads_the_words_but_neither_writes_nor_sees_other_clients(browser):
    member = make.member()
    supervisor = make.member(of=member.clinic, roles="clinician supervisor")
    make.supervision(supervisor, member)
    repaired(make.client(of=member, code="R-08"))
    repaired(make.client(of=supervisor, code="B-02"))
    rupture = opened_on(make.client(of=member), what_happened="Went quiet.")

    page = browser(supervisor).read(f"/ruptures/{rupture.pk}/")

    assert "Went quiet." in page
    assert "Take up in a log" not in page
    assert "R-08" not in page
    assert "B-02" not in page


def test_a_supervisor_sees_nothing_of_a_rupture_from_before_their_supervision(browser):
    member = make.member()
    supervisor = make.member(of=member.clinic, roles="supervisor")
    make.supervision(supervisor, member, starts_on=make.TODAY - WEEK)
    rupture = opened_on(make.client(of=member))

    assert browser(supervisor).get(f"/ruptures/{rupture.pk}/").status_code == 404


@pytest.mark.parametrize("roles", ["clinician", "supervisor", "admin"])
def test_for_others_the_rupture_does_not_exist(browser, roles):
    rupture = opened_on(make.client())
    stranger = make.member(of=rupture.clinic, roles=roles)

    assert browser(stranger).get(f"/ruptures/{rupture.pk}/").status_code == 404


def test_a_rupture_of_a_trashed_log_is_gone(browser):
    rupture = opened_on(make.client())
    member = rupture.client.clinician
    trash_log(rupture.opened_in, by=member)

    assert browser(member).get(f"/ruptures/{rupture.pk}/").status_code == 404


def test_the_page_costs_the_same_however_long_the_thread(browser):
    member = make.member()
    about = make.client(of=member)
    for each in (about, about, make.client(of=member)):
        repaired(each)
    rupture = opened_on(about)
    for week in range(1, 4):
        taken_up(rupture, on=MONTH_AGO + week * WEEK, status="partly", client_response="Yes.")
    page = browser(member)

    with counted() as statements:
        page.read(f"/ruptures/{rupture.pk}/")

    assert len(statements) - FIXED_QUERIES - READING_QUERIES <= 8


# --- what can't be -----------------------------------------------------------------------------


def posted(about, **fields):
    values = {
        "client": str(about.pk),
        "held_on": str(make.TODAY),
        "minutes": "50",
        "setting": "in_person",
        "form": "core",
        "submission": str(uuid.uuid4()),
    }
    return values | fields


def test_a_rupture_is_not_closed_before_it_began():
    rupture = opened_on(make.client(), make.TODAY)

    with pytest.raises(ClosedBeforeItBegan):
        taken_up(rupture, on=MONTH_AGO, status="repaired")

    assert SessionLog.objects.count() == 1


def test_a_log_of_an_earlier_day_is_told_so_at_the_rupture(browser):
    about = make.client()
    rupture = opened_on(about, make.TODAY)
    fields = posted(about, held_on=str(MONTH_AGO), **{f"thread-{rupture.pk}": "repaired"})

    answer = browser(about.clinician).post("/log/new/", fields)

    assert answer.status_code == 422
    assert "This rupture began on 19 November 2026" in answer.content.decode()


def test_a_log_of_the_same_day_takes_it_up(browser):
    about = make.client()
    rupture = opened_on(about, make.TODAY)

    browser(about.clinician).post("/log/new/", posted(about, **{f"thread-{rupture.pk}": "partly"}))

    assert Rupture.objects.get().status == "partly"


def test_the_log_that_opened_it_is_not_moved_behind_its_repair(browser):
    about = make.client()
    rupture = repaired(about, on=MONTH_AGO + WEEK)
    log = rupture.opened_in
    fields = posted(about, version=str(log.version), rupture="yes") | {
        "rupture-kind": "withdrawal",
        "rupture-status": "open",
    }

    answer = browser(about.clinician).post(f"/log/{log.pk}/change/", fields)

    assert answer.status_code == 422
    assert "was taken up on" in answer.content.decode()
    with pytest.raises(ClosedBeforeItBegan):
        change_log(
            log,
            entry=make.entry(rupture=make.rupture()),
            version=log.version,
            by=about.clinician,
        )


def test_two_tabs_may_close_one_rupture(browser):
    about = make.client()
    rupture = opened_on(about)
    page = browser(about.clinician)
    yesterday = str(make.TODAY - timedelta(days=1))

    first = page.post("/log/new/", posted(about, **{f"thread-{rupture.pk}": "repaired"}))
    late = {f"thread-{rupture.pk}": "partly", f"thread-{rupture.pk}-tried": STEPS[0]}
    second = page.post("/log/new/", posted(about, held_on=yesterday, **late))

    assert (first.status_code, second.status_code) == (302, 302)
    found = Rupture.objects.get()
    assert (found.status, found.closed_in.held_on) == ("repaired", make.TODAY)
    assert RuptureStep.objects.get(status="partly").repair_steps == [STEPS[0]]


def test_the_same_tab_sent_twice_closes_it_once(browser):
    about = make.client()
    rupture = opened_on(about)
    page, fields = browser(about.clinician), posted(about, **{f"thread-{rupture.pk}": "repaired"})

    first, second = page.post("/log/new/", fields), page.post("/log/new/", fields)

    assert first.url == second.url
    assert RuptureStep.objects.count() == 2


def test_an_answer_for_another_clients_rupture_is_passed_over(browser):
    member = make.member()
    theirs, about = opened_on(make.client(of=member)), make.client(of=member)

    browser(member).post("/log/new/", posted(about, **{f"thread-{theirs.pk}": "repaired"}))

    assert Rupture.objects.get().status == "open"


@pytest.mark.parametrize("name", ["thread-", "thread-x", "thread-" + "f" * 36, "thread--tried"])
def test_a_name_that_is_no_rupture_breaks_nothing(browser, name):
    about = make.client()

    answer = browser(about.clinician).post("/log/new/", posted(about, **{name: "repaired"}))

    assert answer.status_code == 302


def test_what_an_edited_log_no_longer_says_leaves_the_rupture_as_it_was():
    about = make.client()
    rupture = repaired(about)
    log = rupture.closed_in

    change_log(log, entry=make.entry(), version=log.version, by=about.clinician)

    found = Rupture.objects.get()
    assert (found.status, found.closed_in, found.steps.count()) == ("open", None, 1)
