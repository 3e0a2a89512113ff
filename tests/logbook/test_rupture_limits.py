"""Taking a rupture up in a log: the days it may have, and what leaves it as it was."""

from datetime import timedelta

import pytest

from alliance.logbook.models import Rupture, RuptureStep, SessionLog
from alliance.logbook.services.logs import change_log
from alliance.logbook.services.ruptures import ClosedBeforeItBegan
from tests import make
from tests.browse import unrated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

WEEK = timedelta(weeks=1)
STEPS = tuple(make.repair_steps())


def test_a_rupture_is_not_closed_before_it_began():
    rupture = make.opened_rupture(make.client(), make.TODAY)

    with pytest.raises(ClosedBeforeItBegan):
        make.taken_up(rupture, on=make.MONTH_AGO, status="repaired")

    assert SessionLog.objects.count() == 1


def test_a_log_of_an_earlier_day_is_told_so_at_the_rupture(signed_in):
    about = make.client()
    rupture = make.opened_rupture(about, make.TODAY)
    fields = unrated(about, held_on=str(make.MONTH_AGO), **{f"thread-{rupture.pk}": "repaired"})

    answer = signed_in(about.clinician).post("/log/new/", fields)

    assert answer.status_code == 422
    assert "This rupture began on 19 November 2026" in answer.content.decode()


def test_a_log_of_the_same_day_takes_it_up(signed_in):
    about = make.client()
    rupture = make.opened_rupture(about, make.TODAY)

    signed_in(about.clinician).post(
        "/log/new/", unrated(about, **{f"thread-{rupture.pk}": "partly"})
    )

    assert Rupture.objects.get().status == "partly"


def test_the_log_that_opened_it_is_not_moved_behind_its_repair(signed_in):
    about = make.client()
    rupture = make.repaired_rupture(about, on=make.MONTH_AGO + WEEK)
    log = rupture.opened_in
    fields = unrated(about, version=str(log.version), rupture="yes") | {
        "rupture-kind": "withdrawal",
        "rupture-status": "open",
    }

    answer = signed_in(about.clinician).post(f"/log/{log.pk}/change/", fields)

    assert answer.status_code == 422
    assert "was taken up on" in answer.content.decode()
    with pytest.raises(ClosedBeforeItBegan):
        change_log(
            log,
            entry=make.entry(rupture=make.rupture()),
            version=log.version,
            by=about.clinician,
        )


def test_two_tabs_may_close_one_rupture(signed_in):
    about = make.client()
    rupture = make.opened_rupture(about)
    page = signed_in(about.clinician)
    yesterday = str(make.TODAY - timedelta(days=1))

    first = page.post("/log/new/", unrated(about, **{f"thread-{rupture.pk}": "repaired"}))
    late = {f"thread-{rupture.pk}": "partly", f"thread-{rupture.pk}-tried": STEPS[0]}
    second = page.post("/log/new/", unrated(about, held_on=yesterday, **late))

    assert (first.status_code, second.status_code) == (302, 302)
    found = Rupture.objects.get()
    assert (found.status, found.closed_in.held_on) == ("repaired", make.TODAY)
    assert RuptureStep.objects.get(status="partly").repair_steps == [STEPS[0]]


def test_the_same_tab_sent_twice_closes_it_once(signed_in):
    about = make.client()
    rupture = make.opened_rupture(about)
    page = signed_in(about.clinician)
    fields = unrated(about, **{f"thread-{rupture.pk}": "repaired"})

    first, second = page.post("/log/new/", fields), page.post("/log/new/", fields)

    assert first.url == second.url
    assert RuptureStep.objects.count() == 2


def test_an_answer_for_another_clients_rupture_is_passed_over(signed_in):
    member = make.member()
    theirs, about = make.opened_rupture(make.client(of=member)), make.client(of=member)

    signed_in(member).post("/log/new/", unrated(about, **{f"thread-{theirs.pk}": "repaired"}))

    assert Rupture.objects.get().status == "open"


@pytest.mark.parametrize("name", ["thread-", "thread-x", "thread-" + "f" * 36, "thread--tried"])
def test_a_name_that_is_no_rupture_breaks_nothing(signed_in, name):
    about = make.client()

    answer = signed_in(about.clinician).post("/log/new/", unrated(about, **{name: "repaired"}))

    assert answer.status_code == 302


def test_what_an_edited_log_no_longer_says_leaves_the_rupture_as_it_was():
    about = make.client()
    rupture = make.repaired_rupture(about)
    log = rupture.closed_in

    change_log(log, entry=make.entry(), version=log.version, by=about.clinician)

    found = Rupture.objects.get()
    assert (found.status, found.closed_in, found.steps.count()) == ("open", None, 1)
