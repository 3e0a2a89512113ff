"""Supervision that two people agree on, and cover for an absence."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from alliance.logbook.models import SessionLog
from alliance.people.models import Deputy, Supervision
from alliance.people.services import supervisions
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def supervisor():
    return make.member(roles="supervisor")


@pytest.fixture
def trainee(supervisor):
    return make.member(of=supervisor.clinic)


def ask(client, trainee, supervisor, **fields):
    values = {"side": "trainee", "other": supervisor.pk, "starts_on": str(timezone.localdate())}
    return Browser(client, trainee).post("/supervision/ask/", values | fields)


def test_it_holds_when_the_other_side_agrees_and_not_before(client, trainee, supervisor, today):
    ask(client, trainee, supervisor)
    make.log(of=make.client(of=trainee), held_on=today)
    seen = SessionLog.objects.visible_to
    assert not seen(supervisor, on=today).exists()

    supervision = Supervision.objects.get()
    Browser(client, supervisor).post(f"/supervision/{supervision.pk}/agree/")

    assert seen(supervisor, on=today).count() == 1


def test_the_other_side_is_told_without_a_word_about_clients(client, trainee, supervisor):
    ask(client, trainee, supervisor)

    assert [message.to for message in mail.outbox] == [[supervisor.user.email]]
    assert f"/c/{trainee.clinic.slug}/supervision/" in mail.outbox[0].body


def test_nobody_agrees_with_themselves(client, trainee, supervisor):
    ask(client, trainee, supervisor)
    supervision = Supervision.objects.get()

    answer = Browser(client, trainee).post(f"/supervision/{supervision.pk}/agree/")

    assert answer.status_code == 403
    assert Supervision.objects.get().agreed_at is None
    with pytest.raises(supervisions.NotTheOtherSide):
        supervisions.agree(supervision, by=trainee)


def test_agreeing_late_opens_nothing_backwards(trainee, supervisor, today):
    asked = supervisions.propose_supervision(
        trainee, supervisor=supervisor, starts_on=today - 20 * DAY, by=trainee
    )

    supervisions.agree(asked, by=supervisor)

    assert Supervision.objects.get().starts_on == today


def test_declined_is_declined(client, trainee, supervisor):
    ask(client, trainee, supervisor)
    supervision = Supervision.objects.get()
    browser = Browser(client, supervisor)

    browser.post(f"/supervision/{supervision.pk}/decline/")

    assert browser.post(f"/supervision/{supervision.pk}/agree/").status_code == 403
    assert trainee.user.name not in browser.read("/supervision/")


def test_asking_twice_asks_once(client, trainee, supervisor):
    ask(client, trainee, supervisor)
    ask(client, trainee, supervisor)

    assert Supervision.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("side", ["trainee", "supervisor"])
def test_either_side_ends_it_at_once(client, trainee, supervisor, today, side):
    supervision = make.supervision(supervisor, trainee)
    about = make.client(of=trainee)
    log = make.log(of=about, held_on=today)
    ender = {"trainee": trainee, "supervisor": supervisor}[side]

    Browser(client, ender).post(f"/supervision/{supervision.pk}/end/")

    reader = Browser(client, supervisor)
    assert reader.get(f"/log/{log.pk}/").status_code == 404
    assert reader.get(f"/clients/{about.pk}/").status_code == 404


def test_supervision_is_asked_of_those_with_the_role(client, trainee):
    peer = make.member(of=trainee.clinic)

    answer = ask(client, trainee, peer)

    assert answer.status_code == 422
    assert "role of supervisor" in answer.content.decode()


def test_it_can_not_be_asked_for_the_past(client, trainee, supervisor, today):
    answer = ask(client, trainee, supervisor, starts_on=str(today - DAY))

    assert "shown one by one" in answer.content.decode()
    assert not Supervision.objects.exists()


def test_a_deputy_is_announced_to_trainees_and_to_the_deputy(client, trainee, supervisor, today):
    make.supervision(supervisor, trainee)
    deputy = make.member(of=supervisor.clinic, roles="supervisor")
    fields = {"deputy": deputy.pk, "starts_on": str(today), "ends_on": str(today + 7 * DAY)}

    Browser(client, supervisor).post("/supervision/deputy/", fields)

    told = {message.to[0] for message in mail.outbox}
    assert told == {trainee.user.email, deputy.user.email}
    assert "stands in for" in Browser(client, trainee).read("/supervision/")


def test_a_deputy_who_is_withdrawn_reads_nothing_more(client, trainee, supervisor, today):
    make.supervision(supervisor, trainee)
    deputy = make.member(of=supervisor.clinic, roles="supervisor")
    log = make.log(of=make.client(of=trainee), held_on=today)
    named = supervisions.name_deputy(
        supervisor, deputy=deputy, starts_on=today - DAY, ends_on=today + DAY, by=supervisor
    )
    assert Browser(client, deputy).get(f"/log/{log.pk}/").status_code == 200

    Browser(client, supervisor).post(f"/supervision/deputy/{named.pk}/withdraw/")

    assert Browser(client, deputy).get(f"/log/{log.pk}/").status_code == 404


def test_only_who_named_a_deputy_withdraws_them(client, trainee, supervisor, today):
    deputy = make.member(of=supervisor.clinic, roles="supervisor")
    named = supervisions.name_deputy(
        supervisor, deputy=deputy, starts_on=today, ends_on=today + DAY, by=supervisor
    )

    answer = Browser(client, deputy).post(f"/supervision/deputy/{named.pk}/withdraw/")

    assert answer.status_code == 404
    assert Deputy.objects.get().ends_on == today + DAY


def test_cover_begins_before_it_ends(client, supervisor, today):
    deputy = make.member(of=supervisor.clinic, roles="supervisor")
    fields = {"deputy": deputy.pk, "starts_on": str(today), "ends_on": str(today)}

    answer = Browser(client, supervisor).post("/supervision/deputy/", fields)

    assert answer.status_code == 422
    assert "not after the day it begins" in answer.content.decode()
