"""A prepared query asks what the same query asks, of whomever it is asked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliance.logbook.models import Client, Draft, SessionLog
from alliance.people.models import Membership, Supervision
from alliance.web.prepared import one_or_404, prepared
from tests import make

pytestmark = pytest.mark.django_db


@prepared
def codes_of(member: Membership) -> QuerySet[Client, str]:
    return Client.objects.of_clinician(member).order_by("code").values_list("code", flat=True)


@prepared
def logs_since(member: Membership, *, on: date) -> QuerySet[SessionLog]:
    logs = SessionLog.objects.written_by(member).select_related("client")
    return logs.filter(held_on__gt=on - timedelta(days=10)).in_order()


def test_each_who_asks_gets_their_own():
    one, other = make.member(), make.member()
    theirs = [make.client(of=one).code, make.client(of=one).code]
    others = make.client(of=other).code

    assert codes_of(one) == sorted(theirs)
    assert codes_of(other) == [others]
    assert codes_of(make.member()) == []


def test_the_database_is_asked_once_each_time():
    member = make.member()
    codes_of(member)

    with CaptureQueriesContext(connection) as asked:
        codes_of(member)

    assert len(asked) == 1


def test_rows_come_as_instances_with_what_they_were_selected_with():
    about = make.client()
    make.series(about, count=3)

    for day, count in ((make.TODAY, 2), (make.TODAY + timedelta(weeks=1), 1)):
        found = logs_since(about.clinician, on=day)
        assert len(found) == count
        assert [log.client.code for log in found] == [about.code] * count


def test_what_is_unsaved_or_changed_since_is_asked_for_anew():
    member = make.member()
    assert codes_of(member) == []

    made = make.client(of=member)

    assert codes_of(member) == [made.code]


def test_who_is_a_supervisor_is_asked_otherwise():
    """The yes-or-no columns of a row decide which SQL it is."""
    trainee = make.member()
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    make.supervision(supervisor, trainee)
    log = make.log(of=make.client(of=trainee))

    @prepared
    def seen(member: Membership) -> QuerySet[SessionLog]:
        return SessionLog.objects.visible_to(member, on=make.TODAY)

    assert seen(make.member(of=trainee.clinic)) == []
    assert seen(supervisor) == seen(trainee) == [log]
    Membership.objects.filter(pk=supervisor.pk).update(is_supervisor=False, is_clinician=True)
    assert seen(Membership.objects.get(pk=supervisor.pk)) == []


DECISIONS = {
    "it": bool,
    "equal": lambda value: value == 1,
    "other": lambda value: value != 1,
    "among": lambda value: value in [1, 2],
    "larger": lambda value: value > 0,
    "as text": str,
    "in a text": lambda value: f"{value}",
}


@pytest.mark.parametrize("decides", DECISIONS.values(), ids=DECISIONS)
def test_nothing_is_decided_by_what_is_not_known_yet(decides):
    @prepared
    def mine(member: Membership) -> QuerySet[Client]:
        return Client.objects.none() if decides(member.hints_read) else Client.objects.all()

    with pytest.raises(TypeError, match="can't decide by member"):
        mine(make.member())


def test_a_query_that_finds_nothing_for_anybody_finds_nothing():
    @prepared
    def read_by(member: Membership) -> QuerySet[Supervision]:
        return Supervision.objects.read_by(member, on=make.TODAY)

    assert read_by(make.member()) == []


def test_nothing_is_compared_with_nothing():
    @prepared
    def closed_with(about: Client) -> QuerySet[Client]:
        return Client.objects.filter(closed_on=about.closed_on)

    with pytest.raises(TypeError, match="about is None"):
        closed_with(make.client())


def test_a_row_knows_its_columns_and_nothing_else():
    @prepared
    def mine(member: Membership) -> QuerySet[Client]:
        return Client.objects.filter(clinician__user=member.user)

    with pytest.raises(AttributeError):
        mine(make.member())


def test_a_day_is_reckoned_in_the_time_zone_of_whoever_asks():
    member = make.member()
    moment = timezone.datetime(2026, 11, 19, 23, 30, tzinfo=timezone.get_fixed_timezone(0))
    draft = Draft(clinic=member.clinic, author=member, client=make.client(of=member))
    draft.submission, draft.saved_at = draft.pk, moment
    draft.save()

    @prepared
    def saved(member: Membership) -> QuerySet[Draft]:
        return Draft.objects.filter(author=member, saved_at__date=moment.date())

    with timezone.override("Europe/London"):
        assert saved(member) == [draft]
    with timezone.override("Asia/Tokyo"):
        assert saved(member) == []


def test_a_row_that_is_not_there_is_a_page_that_is_not_there():
    assert one_or_404(["K-1"]) == "K-1"
    with pytest.raises(Http404):
        one_or_404([])
