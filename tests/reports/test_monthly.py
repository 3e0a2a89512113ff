"""A clinic's months are published once, when they are settled, without its small groups."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alliance.audit.models import Entry
from alliance.logbook.models import Absence, Client
from alliance.logbook.services.clients import close_client
from alliance.people.services import teams
from alliance.reports.models import MonthlyFigures
from alliance.reports.queries.month_facts import month_facts
from alliance.reports.services.monthly import publish_all, publish_months
from alliance.trends.published_month import from_json
from tests import make
from tests.reports.figures import SETTLED, seeded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
MONDAY = date(2026, 9, 7)


def weekly(about, *, first=MONDAY, weeks=8, skipping=()):
    for week in range(weeks):
        if week not in skipping:
            make.log(of=about, held_on=first + timedelta(weeks=week))
    return about


def fact(about, month=OCTOBER):
    facts = month_facts(about.clinic, [SEPTEMBER, OCTOBER], today=make.TODAY)[month]
    return next(each for each in facts if each.client == str(about.pk))


# --- what a client adds -------------------------------------------------------------------------


def test_a_session_that_the_rhythm_led_one_to_expect_and_nobody_logged_is_missing():
    about = weekly(make.client(), skipping={5})

    assert (fact(about).sessions, fact(about).missing) == (3, 1)
    assert (fact(about, SEPTEMBER).sessions, fact(about, SEPTEMBER).missing) == (4, 0)


def test_an_absence_excuses_it():
    about = weekly(make.client(), skipping={5})
    day = MONDAY + timedelta(weeks=5)
    Absence.objects.create(
        clinic=about.clinic,
        client=about,
        author=about.clinician,
        kind="cancelled",
        starts_on=day,
        ends_on=day,
    )

    assert fact(about).missing == 0


def test_a_pause_without_an_end_excuses_until_the_next_session():
    about = weekly(make.client(), skipping={4, 5, 6})
    Absence.objects.create(
        clinic=about.clinic,
        client=about,
        author=about.clinician,
        kind="pause",
        starts_on=MONDAY + timedelta(weeks=4),
    )

    assert fact(about).missing == 0


def test_a_closed_client_is_not_expected_any_more():
    about = weekly(make.client(), weeks=5)
    close_client(about, reason="completed", on=MONDAY + timedelta(weeks=4), by=about.clinician)

    assert fact(about).missing == 0
    assert fact(about).closed == "completed"


def test_the_age_of_a_rupture_counts_to_the_end_of_the_month_and_its_repair_from_day_to_day():
    about = make.client()
    make.repaired_rupture(about, began=date(2026, 9, 10), on=date(2026, 10, 1))

    assert fact(about, SEPTEMBER).strained_days == 20
    assert fact(about).strained_days is None
    assert fact(about).repaired_days == (21,)


def test_the_line_is_that_of_the_last_session_against_its_own_range():
    about = weekly(make.client(), weeks=7)
    make.log(of=about, held_on=date(2026, 10, 28), ratings=make.ratings(1))

    assert fact(about, SEPTEMBER).line == "within"
    assert fact(about).line == "below"


def test_a_log_waits_for_a_review_while_its_author_is_supervised():
    trainee = make.member()
    about = make.client(of=trainee)
    make.log(of=about, held_on=date(2026, 10, 10))
    assert fact(about).waiting_days is None

    make.supervision(make.member(of=trainee.clinic, roles="supervisor"), trainee)

    assert fact(about).waiting_days == 21


def test_a_client_counts_in_the_team_that_the_clinician_joined_first():
    about = make.client()
    make.log(of=about, held_on=OCTOBER)
    admin = make.member(of=about.clinic, roles="admin")
    first, second = (teams.add_team(name, by=admin) for name in ("Zebra", "Adults"))
    for team in (first, second):
        teams.change_team(team, name=team.name, members={about.clinician_id}, by=admin)

    assert fact(about).team == str(first.pk)


def test_what_is_in_the_trash_and_what_belongs_to_others_is_no_part_of_it():
    about, other = make.client(), make.client()
    make.log(of=about, held_on=OCTOBER)
    make.log(of=other, held_on=OCTOBER)
    Client.objects.filter(pk=about.pk).update(trashed_at=SETTLED)

    assert month_facts(about.clinic, [OCTOBER], today=make.TODAY) == {OCTOBER: []}


def test_ones_own_facts_are_of_ones_own_clients():
    about = weekly(make.client())
    weekly(make.client(of=make.member(of=about.clinic)))

    own = month_facts(about.clinic, [OCTOBER], today=make.TODAY, of=about.clinician)

    assert [each.client for each in own[OCTOBER]] == [str(about.pk)]


# --- publishing ---------------------------------------------------------------------------------


def months_of(clinic):
    return [row.month for row in MonthlyFigures.objects.of_clinic(clinic)]


def test_a_month_is_published_a_week_after_it_ended_and_never_again():
    clinic = seeded()

    publish_months(clinic, now=datetime(2026, 11, 7, 12, tzinfo=UTC))
    assert months_of(clinic)[-1] == SEPTEMBER
    publish_months(clinic, now=SETTLED)
    before = list(MonthlyFigures.objects.of_clinic(clinic).values_list("figures", "published_at"))
    make.log(of=Client.objects.filter(clinic=clinic).first(), held_on=OCTOBER)

    assert months_of(clinic)[-1] == OCTOBER
    assert publish_months(clinic, now=SETTLED + timedelta(days=3)) == 0
    after = list(MonthlyFigures.objects.of_clinic(clinic).values_list("figures", "published_at"))
    assert after == before


def test_every_month_since_the_first_session_is_there():
    clinic = seeded()
    publish_months(clinic, now=SETTLED)

    months = months_of(clinic)

    assert len(months) == len(set(months)) > 6
    assert Entry.objects.filter(verb="published", clinic=clinic).count() == len(months)


@pytest.mark.requirement("PRIV-03")
def test_what_is_stored_holds_no_group_of_fewer_than_eight():
    clinic = seeded()
    publish_months(clinic, now=SETTLED)

    for row in MonthlyFigures.objects.of_clinic(clinic):
        numbers = list(_numbers(row.figures))
        assert all(n == 0 or (n >= 10 and n % 5 == 0) for n in numbers)


def _numbers(told, name=""):
    if isinstance(told, dict):
        for key, value in told.items():
            if key not in {"months", "weeks"}:
                yield from _numbers(value, key)
    elif isinstance(told, list):
        for value in told:
            yield from _numbers(value, name)
    elif isinstance(told, int):
        yield told


def test_stretches_of_months_neither_overlap_nor_leave_one_out():
    clinic = seeded(clients=4)
    publish_months(clinic, now=datetime(2026, 8, 9, tzinfo=UTC))
    publish_months(clinic, now=SETTLED)

    told = [from_json(row.figures) for row in MonthlyFigures.objects.of_clinic(clinic)]
    for name in ("opened", "closed", "repaired"):
        covered = 0
        for number, month in enumerate(told, start=1):
            if stretch := getattr(month, name):
                covered += stretch.months
                assert covered == number
        assert any(getattr(month, name) and getattr(month, name).months > 1 for month in told)


def test_a_clinic_without_a_log_has_no_months_and_holds_up_nobody():
    make.clinic()
    about = weekly(make.client())

    assert publish_all(SETTLED) == 2
    assert months_of(about.clinic) == [SEPTEMBER, OCTOBER]


def test_a_clinic_of_three_clients_tells_nothing():
    about = weekly(make.client())
    for _number in range(2):
        weekly(make.client(of=about.clinician))
    publish_months(about.clinic, now=SETTLED)

    told = from_json(MonthlyFigures.objects.get(clinic=about.clinic, month=OCTOBER).figures)

    assert told.seen.total is None
    assert told.due.total is None
    assert set(told.line.values()) == {None}
    assert told.strained.total == 0


def test_facts_of_any_clinic_cost_the_same_queries(django_assert_num_queries):
    clinic = seeded()

    with django_assert_num_queries(7):
        month_facts(clinic, [SEPTEMBER, OCTOBER], today=make.TODAY)
