"""The caseload: who needs a look first, and what is said of everyone else."""

from datetime import date, datetime, time, timedelta

import pytest

from alliance.logbook.models import Client, Rupture
from alliance.logbook.services import clients, logs
from alliance.logbook.services.absences import note_absence
from alliance.progress.queries.case_words import learning_words
from alliance.progress.queries.caseload import SESSIONS_DRAWN, caseload
from tests import make

pytestmark = pytest.mark.django_db
LAST_WEEK = make.TODAY - timedelta(days=7)
MORNING = datetime.combine(make.TODAY, time(8))


def rows(member, *, today: date = make.TODAY):
    return {row.code: row for row in caseload(member, now=datetime.combine(today, time(8))).rows}


def words(about: Client, *, today: date = make.TODAY) -> str:
    return rows(about.clinician, today=today)[about.code].words.text


def glyph(about: Client) -> str:
    return rows(about.clinician)[about.code].words.glyph


def falling(about: Client, *, last: date = make.TODAY) -> Client:
    """Nine usual sessions, then one clearly below."""
    make.series(about, count=9, last=last - timedelta(weeks=1))
    make.log(of=about, held_on=last, ratings=make.ratings(2))
    return about


def easing_lower(about: Client, *, last: date = make.TODAY) -> Client:
    """Nine usual sessions, then four that each lie a little below, none of them a drop."""
    make.series(about, count=9, last=last - timedelta(weeks=4))
    lower = make.ratings(4, goals_wants=3, repair_invited=3)
    for week in (3, 2, 1, 0):
        make.log(of=about, held_on=last - timedelta(weeks=week), ratings=lower)
    return about


def strained(about: Client, *, on: date, status: str = "open") -> Client:
    make.series(about, count=5, last=on - timedelta(weeks=1))
    make.log(of=about, held_on=on, rupture=make.rupture(status=status))
    return about


# --- what a row says --------------------------------------------------------------------------


def test_a_client_without_a_log_says_so():
    assert words(make.client()) == "Nothing logged yet"


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "Usual range after 2 more"), (2, "Usual range with the next one")],
)
def test_the_first_sessions_say_when_the_usual_range_comes(count, said):
    about = make.client()
    make.series(about, count=count)

    assert words(about) == said
    assert glyph(about) == ""


def test_before_the_first_session_three_are_missing():
    assert learning_words(0) == "Usual range after 3 more"


def test_a_session_like_the_others_is_a_grey_line():
    about = make.client()
    make.series(about, count=5)

    assert words(about) == "Within usual range"
    assert glyph(about) == ""


def test_a_session_above_the_others_is_a_grey_line():
    about = make.client()
    make.series(about, count=8, value=3, last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(5))

    assert words(about) == "Higher than usual"
    assert glyph(about) == ""


def test_a_session_without_ratings_says_so():
    about = make.client()
    make.series(about, count=5, last=LAST_WEEK)
    make.log(of=about, ratings={})

    assert words(about) == "Last session not rated"


def test_a_drop_is_marked():
    about = falling(make.client())

    assert words(about) == "Drop last session"
    assert glyph(about) == "low"


def test_a_dip_that_goes_on_counts_its_sessions():
    about = falling(make.client(), last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(2))

    assert words(about) == "In a dip, 2 sessions"


def test_a_dip_that_is_over_is_a_grey_line():
    about = falling(make.client(), last=LAST_WEEK)
    make.log(of=about)

    assert words(about) == "Within usual range"


def test_a_decline_counts_its_sessions():
    about = easing_lower(make.client())

    assert words(about) == "Easing lower, 4 sessions"
    assert glyph(about) == "low"


def test_a_decline_is_no_mark_once_a_session_is_back_at_the_level_before():
    about = easing_lower(make.client(), last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(5))

    assert words(about) == "Higher than usual"
    assert glyph(about) == ""


def test_a_planned_ending_is_told():
    about = make.client(contexts=["ending"])
    make.series(about, count=5)

    assert words(about) == "An ending is planned"
    assert glyph(about) == ""


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "since today"), (1, "1 day"), (13, "1 week"), (14, "2 weeks"), (70, "since 10 Sep 2026")],
)
def test_an_open_rupture_says_since_when(days, said):
    about = strained(make.client(), on=make.TODAY - timedelta(days=days))

    assert words(about) == f"Open rupture, {said}"
    assert glyph(about) == "open"


def test_a_partly_repaired_rupture_is_told_as_that():
    about = strained(make.client(), on=make.TODAY - timedelta(days=14), status="partly")

    assert words(about) == "Rupture partly repaired, 2 weeks"
    assert glyph(about) == "partly"


def test_a_repaired_rupture_is_no_mark():
    about = strained(make.client(), on=make.TODAY, status="repaired")

    assert glyph(about) == ""


def test_a_client_has_one_mark_and_the_rupture_comes_before_the_drop():
    about = falling(make.client(), last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(1), rupture=make.rupture())

    assert words(about).startswith("Open rupture")


def test_a_session_that_was_due_and_not_logged_is_told():
    about = make.client()
    make.series(about, count=6, last=make.TODAY - timedelta(days=10))

    assert words(about) == "No log since Mon 9 Nov"
    assert glyph(about) == ""


def test_a_noted_absence_is_no_missing_log():
    about = make.client()
    make.series(about, count=6, last=make.TODAY - timedelta(days=10))
    due = make.TODAY - timedelta(days=3)
    note_absence(about, kind="cancelled", starts_on=due, ends_on=None, by=about.clinician)

    assert words(about) == "Within usual range"


def test_a_client_seen_long_ago_is_told_with_the_day():
    about = make.client()
    make.log(of=about, held_on=make.TODAY - timedelta(days=600))

    assert rows(about.clinician)[about.code].last_held_on == make.TODAY - timedelta(days=600)


# --- who is listed, and in what order ---------------------------------------------------------


def test_clients_that_need_a_look_come_first():
    member = make.member()
    names = ["A-1", "A-2", "A-3", "A-4"]
    quiet, dropped, open_rupture, new = (make.client(of=member, code=name) for name in names)
    make.series(quiet, count=5)
    falling(dropped)
    strained(open_rupture, on=LAST_WEEK)
    make.log(of=new)

    found = caseload(member, now=MORNING)

    assert [row.code for row in found.rows] == ["A-3", "A-2", "A-4", "A-1"]


def test_the_rest_stands_in_the_order_of_codes():
    member = make.member()
    for code in ("K-14", "B-2", "K-9"):
        make.series(make.client(of=member, code=code), count=4)

    found = caseload(member, now=MORNING)

    assert [row.code for row in found.rows] == ["B-2", "K-9", "K-14"]
    assert [row.code for row in found.by_code] == ["B-2", "K-9", "K-14"]


def test_sorted_by_last_session_the_latest_comes_first():
    member = make.member()
    for days, code in enumerate(("K-1", "K-2", "K-3")):
        make.log(of=make.client(of=member, code=code), held_on=make.TODAY - timedelta(days=days))
    make.client(of=member, code="K-4")

    found = caseload(member, now=MORNING)

    assert [row.code for row in found.by_last_session] == ["K-1", "K-2", "K-3", "K-4"]


def test_closed_trashed_and_other_peoples_clients_are_not_listed():
    member = make.member()
    closed, trashed = make.client(of=member), make.client(of=member)
    clients.close_client(closed, reason="completed", on=make.TODAY, by=member)
    clients.trash_client(trashed, by=member)
    make.client(of=make.member(of=member.clinic))

    assert rows(member) == {}


def test_signals_beyond_the_cap_are_held_back_and_reachable():
    member = make.member()
    for number in range(5):
        falling(make.client(of=member, code=f"D-{number}"))

    found = caseload(member, now=MORNING)

    assert sum(row.words.glyph == "low" for row in found.rows) == 3
    assert len(found.held_back) == 2
    assert "2 more clients have a signal" in found.held_back_line


def test_a_log_in_the_trash_is_not_drawn():
    about = make.client()
    made = make.series(about, count=3)
    before = rows(about.clinician)[about.code]

    logs.trash_log(made[-1], by=about.clinician)

    after = rows(about.clinician)[about.code]
    assert (before.session, after.session) == ("session 3", "session 2")
    assert after.last_held_on == made[1].held_on


def test_the_number_counts_sessions_before_alliance():
    about = make.client(sessions_before=12)
    make.log(of=about)

    assert rows(about.clinician)[about.code].session == "session 13"


@pytest.mark.parametrize("count", [3, SESSIONS_DRAWN + 3])
def test_each_of_the_last_sessions_is_drawn_once(count):
    about = make.client()
    made = make.series(about, count=count - 1)
    make.log(of=about, held_on=made[1].held_on)

    drawn = rows(about.clinician)[about.code].sparkline

    line = drawn.split('class="c-line-quiet" d="')[1].split('"')[0]
    assert line.count(" ") == min(count, SESSIONS_DRAWN)


def test_a_repaired_rupture_leaves_the_line_alone():
    about = strained(make.client(), on=LAST_WEEK)
    rupture = Rupture.objects.get()
    make.log(of=about, threads={rupture.pk: make.rupture(kind="", status="repaired")})

    assert "is-live" not in rows(about.clinician)[about.code].sparkline
