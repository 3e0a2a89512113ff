"""A client goes on with a colleague: what goes along, what stays, and who decides."""

import pytest
from django.core import mail

from alliance.logbook.models import Client, Handover, Reflection, Rupture, SessionLog
from alliance.logbook.services import handovers
from alliance.logbook.services.clients import GoesOnElsewhere, reopen_client
from alliance.people import services as people
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def giver():
    return make.member()


@pytest.fixture
def receiver(giver):
    return make.member(of=giver.clinic)


@pytest.fixture
def lead(giver):
    return make.member(of=giver.clinic, roles="admin")


@pytest.fixture
def about(giver):
    """Six sessions, then a rupture with words, a reflection and a note."""
    about = make.client(of=giver, sessions_before=3)
    make.series(about, count=6, last=make.LAST_WEEK)
    make.log(
        of=about,
        rupture=make.rupture(what_happened="A heron."),
        reflection="A kestrel.",
        shared_note="A wren.",
        intention="A robin.",
    )
    return about


def handed(about, receiver, *, by=None, **what) -> Handover:
    values = {"shares_history": True} | what
    return handovers.hand_over(
        about, receiver=receiver, on=make.TODAY, by=by or about.clinician, **values
    )


def before(client, receiver, handover) -> str:
    return Browser(client, receiver).read(f"/clients/{handover.successor_id}/before/")


def test_the_receiver_goes_on_with_the_count_and_a_range_that_starts_afresh(about, receiver):
    successor = handed(about, receiver).successor

    first = make.log(of=successor)

    assert successor.clinician == receiver
    assert successor.code == about.code
    assert first.number == 3 + 7 + 1
    assert first.range_low is None
    assert successor.started_on == make.TODAY


def test_a_code_that_is_taken_gives_way_to_another(about, receiver):
    make.client(of=receiver, code=about.code)

    assert handed(about, receiver).successor.code != about.code


def test_what_was_written_stays_with_its_author(client, about, giver, receiver):
    handover = handed(about, receiver, shares_words=True)
    log = SessionLog.objects.filter(client=about).latest("number")

    assert "A kestrel." in Browser(client, giver).read(f"/log/{log.pk}/")
    page = before(client, receiver, handover)
    for word in ("kestrel", "wren", "robin"):
        assert word not in page
    for path in (f"/log/{log.pk}/", f"/clients/{about.pk}/", f"/clients/{about.pk}/brief/"):
        assert Browser(client, receiver).get(path).status_code == 404
    assert Reflection.objects.get().author == giver
    assert not SessionLog.objects.filter(client=handover.successor).exists()


@pytest.mark.parametrize(
    ("choice", "shown", "hidden"),
    [
        ({"shares_history": False}, ["Nothing of the past"], ["7 sessions", "Moving away"]),
        ({"shares_history": True}, ["7 sessions", "Moving away"], ["A heron."]),
        ({"shares_words": True}, ["7 sessions", "Moving away", "A heron."], []),
    ],
    ids=["nothing", "ratings", "ratings and words"],
)
def test_the_giver_chooses_what_goes_along(client, about, receiver, choice, shown, hidden):
    page = before(client, receiver, handed(about, receiver, **choice))

    assert [words for words in shown if words not in page] == []
    assert [words for words in hidden if words in page] == []


def test_the_giver_can_choose_again(client, about, giver, receiver):
    handover = handed(about, receiver, shares_words=True)

    Browser(client, giver).post(f"/handovers/{handover.pk}/", {})

    assert "7 sessions" not in before(client, receiver, handover)


def test_what_is_held_back_or_in_the_trash_does_not_go_along(client, about, receiver):
    latest = SessionLog.objects.filter(client=about).latest("number")
    SessionLog.objects.filter(pk=latest.pk).update(held_back_until="2099-01-01")
    handover = handed(about, receiver, shares_words=True)

    page = before(client, receiver, handover)

    assert "6 sessions" in page
    assert "A heron." not in page


def test_a_lead_says_why_and_never_lets_words_go_along(about, receiver, lead):
    with pytest.raises(handovers.ReasonMissing):
        handed(about, receiver, by=lead)
    with pytest.raises(handovers.OnlyByTheirChoice):
        handed(about, receiver, by=lead, reason="She is ill.", shares_words=True)

    handover = handed(about, receiver, by=lead, reason="She is ill.")

    assert b"ill" not in bytes(handover.reason)
    assert handover.agreed_at is None


def test_what_a_lead_gave_a_reason_for_stays_and_words_are_still_the_givers(
    client, about, giver, receiver, lead
):
    handover = handed(about, receiver, by=lead, reason="She is ill.")
    own = Browser(client, giver)
    assert "She is ill." in own.read(f"/handovers/{handover.pk}/")

    own.post(f"/handovers/{handover.pk}/", {})
    assert "7 sessions" in before(client, receiver, handover)
    Browser(client, giver).post(f"/handovers/{handover.pk}/", {"words": "on"})

    assert "A heron." in before(client, receiver, handover)


def test_a_lead_hands_all_clients_of_a_leaver_over_without_a_code(
    client, about, giver, receiver, lead
):
    make.client(of=giver)
    people.deactivate(giver, by=lead)
    browser = Browser(client, lead)
    page = browser.read(f"/people/{giver.pk}/hand-over/")
    assert "2 open clients" in page
    assert about.code not in page

    fields = {"receiver": receiver.pk, "history": "on", "reason": "She left."}
    browser.post(f"/people/{giver.pk}/hand-over/", fields)

    assert Client.objects.filter(clinician=receiver, closed_on__isnull=True).count() == 2
    assert not Client.objects.filter(clinician=giver, closed_on__isnull=True).exists()


def test_a_lead_without_a_reason_is_asked_for_one_and_nothing_is_handed_over(
    client, about, giver, receiver, lead
):
    fields = {"receiver": receiver.pk, "history": "on", "reason": " "}

    answer = Browser(client, lead).post(f"/people/{giver.pk}/hand-over/", fields)

    assert answer.status_code == 422
    assert not Handover.objects.exists()


def test_the_mail_says_nothing_of_the_client(about, receiver):
    handed(about, receiver)

    assert [message.to for message in mail.outbox] == [[receiver.user.email]]
    assert about.code not in mail.outbox[0].subject + mail.outbox[0].body


def test_it_is_done_once_and_not_undone_by_reopening(about, giver, receiver):
    handed(about, receiver)
    about.refresh_from_db()

    with pytest.raises(handovers.NotOpen):
        handed(about, receiver)
    with pytest.raises(GoesOnElsewhere):
        reopen_client(about, by=giver)


@pytest.mark.parametrize("who", ["giver", "lead", "stranger", "left"])
def test_only_a_colleague_who_logs_sessions_takes_over(about, giver, lead, who):
    stranger, left = make.member(), make.member(of=giver.clinic)
    people.deactivate(left, by=lead)

    with pytest.raises(handovers.NoSuchReceiver):
        handed(about, {"giver": giver, "lead": lead, "stranger": stranger, "left": left}[who])
    assert not Handover.objects.exists()


def test_its_clinician_hands_over_on_the_page(client, about, giver, receiver):
    fields = {"receiver": receiver.pk, "history": "on"}

    answer = Browser(client, giver).post(f"/clients/{about.pk}/hand-over/", fields, follow=True)

    assert "What you wrote stays yours." in answer.text
    assert Rupture.objects.get().client == about
    received = Browser(client, receiver).read("/handovers/")
    assert giver.user.name in received
    assert "What went before" in received
