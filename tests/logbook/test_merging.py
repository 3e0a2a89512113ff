"""Two codes that stand for one client become one."""

import uuid
from datetime import timedelta

import pytest

from alliance.logbook.models import Absence, Client, Rupture, SessionLog
from alliance.logbook.services import merging
from alliance.logbook.services.absences import note_absence
from alliance.logbook.services.holds import place_hold
from alliance.logbook.services.logs import move_log
from alliance.reviews.services.comments import add_comment
from alliance.reviews.services.sign_offs import sign_off
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def member():
    return make.member()


@pytest.fixture
def stays(member):
    stays = make.client(of=member, started_on=make.MONTH_AGO)
    make.series(stays, count=3, last=make.TODAY)
    return stays


@pytest.fixture
def goes(member):
    """Two sessions before the others, the later with words of every kind."""
    goes = make.client(of=member, sessions_before=4)
    make.log(of=goes, held_on=make.MONTH_AGO - 7 * DAY)
    make.log(
        of=goes,
        held_on=make.MONTH_AGO,
        reflection="A kestrel.",
        shared_note="A heron.",
        rupture=make.rupture(what_happened="A wren."),
    )
    return goes


def test_every_session_is_one_of_the_code_that_stays_with_all_its_words(
    client, member, stays, goes
):
    told = SessionLog.objects.filter(client=goes).latest("held_on")

    Browser(client, member).post(f"/clients/{goes.pk}/merge/", {"client": stays.pk})

    numbers = SessionLog.objects.of_client(stays).values_list("number", flat=True)
    assert list(numbers) == [5, 6, 7, 8, 9]
    page = Browser(client, member).read(f"/log/{told.pk}/")
    for word in ("A kestrel.", "A heron.", "A wren."):
        assert word in page
    assert Rupture.objects.get().client == stays
    stays.refresh_from_db()
    assert stays.started_on == goes.started_on
    assert Client.objects.get(pk=goes.pk).trashed_at


def test_comments_and_sign_offs_stay_with_their_log(client, member, stays, goes):
    supervisor = make.member(of=member.clinic, roles="supervisor")
    make.supervision(supervisor, member)
    log = SessionLog.objects.filter(client=goes).latest("held_on")
    add_comment(log, text="A robin.", submission=uuid.uuid4(), by=supervisor)
    sign_off(log, version=1, by=supervisor)

    merging.merge_clients(goes, into=stays, by=member)

    assert "A robin." in Browser(client, supervisor).read(f"/reviews/{log.pk}/")
    log.refresh_from_db()
    assert (log.signed_off_version, log.version) == (1, 1)


def test_comments_can_be_read_when_one_log_moves(client, member, stays):
    supervisor = make.member(of=member.clinic, roles="supervisor")
    make.supervision(supervisor, member)
    log = make.log(of=make.client(of=member))
    add_comment(log, text="A robin.", submission=uuid.uuid4(), by=supervisor)

    move_log(log, to=stays, by=member)

    assert "A robin." in Browser(client, member).read(f"/log/{log.pk}/comments/")


def test_absences_on_the_same_day_are_one(member, stays, goes):
    for about, day in ((stays, 1), (goes, 1), (goes, 2)):
        note_absence(
            about,
            kind=Absence.Kind.CANCELLED,
            starts_on=make.TODAY - day * DAY,
            by=member,
        )

    merging.merge_clients(goes, into=stays, by=member)

    assert Absence.objects.filter(client=stays).count() == 2


def test_a_colleagues_client_is_not_merged_with(client, member, stays):
    other = make.client(of=make.member(of=member.clinic))

    with pytest.raises(merging.NotBothOwn):
        merging.merge_clients(stays, into=other, by=member)
    with pytest.raises(merging.NotBothOwn):
        merging.merge_clients(stays, into=stays, by=member)
    fields = {"client": other.pk}
    assert Browser(client, member).post(f"/clients/{stays.pk}/merge/", fields).status_code == 422


def test_nothing_moves_while_a_legal_hold_stands(member, stays, goes):
    place_hold(goes, basis="An order.", by=member)

    with pytest.raises(merging.IsHeld):
        merging.merge_clients(goes, into=stays, by=member)
    assert SessionLog.objects.filter(client=goes).count() == 2
