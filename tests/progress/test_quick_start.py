"""Who is usually seen today, one tap away, and whose brief comes next."""

from datetime import datetime, time, timedelta

import pytest

from alliance.logbook.models import Client
from alliance.progress.queries.caseload import caseload
from tests import make

pytestmark = pytest.mark.django_db
LAST_WEEK = make.TODAY - timedelta(days=7)
MORNING = datetime.combine(make.TODAY, time(8))


def seen_weekly(member, code, *, last=LAST_WEEK, at=None) -> Client:
    about = make.client(of=member, code=code)
    for week in range(3):
        make.log(of=about, held_on=last - timedelta(weeks=week), started_at=at)
    return about


def test_clients_usually_seen_today_are_offered_by_their_usual_time():
    member = make.member()
    seen_weekly(member, "K-1", at=time(15))
    seen_weekly(member, "K-2", at=time(9, 30))
    seen_weekly(member, "K-3")
    seen_weekly(member, "K-4", last=LAST_WEEK - timedelta(days=1))

    starts = caseload(member, now=MORNING).starts

    assert [(start.code, start.at) for start in starts] == [
        ("K-2", time(9, 30)),
        ("K-1", time(15)),
        ("K-3", None),
    ]


def test_the_briefs_offered_are_of_those_usually_seen_next():
    """Today is a Thursday: who is over is seen next week, and Friday comes before Monday."""
    member = make.member()
    seen_weekly(member, "K-1", at=time(9))
    seen_weekly(member, "K-2", at=time(15))
    seen_weekly(member, "K-3", at=time(10), last=LAST_WEEK + timedelta(days=1))
    seen_weekly(member, "K-4", at=time(9), last=LAST_WEEK + timedelta(days=1))
    seen_weekly(member, "K-5", last=LAST_WEEK + timedelta(days=4))

    def told(hour: int) -> list[str]:
        now = datetime.combine(make.TODAY, time(hour))
        return [f"{start.code}: {start.when}" for start in caseload(member, now=now).next_seen]

    friday = ["K-4: Fri, usually 09:00", "K-3: Fri, usually 10:00"]
    assert told(8) == ["K-1: usually 09:00", "K-2: usually 15:00", friday[0]]
    assert told(12) == ["K-2: usually 15:00", *friday]
    assert told(18) == [*friday, "K-5: Mon"]


def test_a_session_that_began_a_moment_ago_is_still_coming():
    member = make.member()
    seen_weekly(member, "K-1", at=time(9))
    now = datetime.combine(make.TODAY, time(9, 20))

    assert [start.code for start in caseload(member, now=now).next_seen] == ["K-1"]


def test_who_was_logged_today_is_next_seen_in_a_week():
    about = seen_weekly(make.member(), "K-1", at=time(9))
    make.log(of=about)

    (start,) = caseload(about.clinician, now=MORNING).next_seen

    assert start.day == make.TODAY + timedelta(days=7)


def test_at_most_three_are_offered():
    member = make.member()
    for number in range(5):
        seen_weekly(member, f"K-{number}")

    assert len(caseload(member, now=MORNING).starts) == 3


def test_a_client_logged_today_is_not_offered_again():
    about = seen_weekly(make.member(), "K-1")
    make.log(of=about)

    assert caseload(about.clinician, now=MORNING).starts == []
