"""Executors and broken glass: named or switched on before, told to everyone, never a reflection."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.people.services import deactivate
from alliance.privacy.models import EmergencyAccess, Will
from alliance.privacy.services.executors import (
    ask_as_executor,
    end_access,
    name_executor,
    withdraw_will,
)
from alliance.privacy.services.glass import (
    NotAllowed,
    ReasonTooShort,
    break_glass,
    end_lead,
    name_lead,
    review_access,
    switch,
)
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db
REASON = "She is in hospital and a client is at risk."


@pytest.fixture
def author():
    return make.member()


@pytest.fixture
def log(author):
    return make.log(
        of=make.client(of=author),
        reflection="canary-thought",
        shared_note="canary-shared",
        intention="canary-hope",
        rupture=make.rupture(what_happened="canary-strain"),
    )


@pytest.fixture
def executor(author):
    return make.member(of=author.clinic)


@pytest.fixture
def admin(author):
    return make.member(of=author.clinic, roles="admin")


def will_of(author, executor, **fields):
    values = {"wait_days": 7, "with_reflections": False, "by": author}
    return name_executor(executor, **values | fields)


def later(access, **wait):
    """Time goes by: as if it had been asked that much earlier."""
    gone = timedelta(**wait)
    EmergencyAccess.objects.filter(pk=access.pk).update(
        asked_at=access.asked_at - gone, opens_at=access.opens_at - gone
    )


def read(client, member, access, log):
    browser = Browser(client, member)
    overview = browser.get(f"/privacy/absences/{access.pk}/")
    page = browser.get(f"/privacy/absences/logs/{log.pk}/")
    assert overview.status_code == page.status_code
    return page


# --- the executor ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "status"), [(7 * 24 - 1, 404), (7 * 24, 200)])
def test_an_executor_waits_as_long_as_the_author_said(client, author, executor, log, hours, status):
    access = ask_as_executor(will_of(author, executor), by=executor)

    later(access, hours=hours)

    assert read(client, executor, access, log).status_code == status


@pytest.mark.parametrize("is_chosen", [True, False])
def test_reflections_only_if_the_author_chose_so_beforehand(
    client, author, executor, log, is_chosen
):
    will = will_of(author, executor, with_reflections=is_chosen)
    access = ask_as_executor(will, by=executor)
    later(access, days=7)

    page = read(client, executor, access, log).text

    assert ("canary-thought" in page) == is_chosen
    assert "canary-strain" in page
    assert "canary-hope" in page


def test_a_choice_made_after_asking_does_not_reach_back(client, author, executor, log):
    access = ask_as_executor(will_of(author, executor), by=executor)
    Will.objects.update(with_reflections=True)
    later(access, days=7)

    assert "canary-thought" not in read(client, executor, access, log).text


@pytest.mark.parametrize("days", [1, 10])
def test_the_author_refuses_at_any_time(client, author, executor, log, days):
    access = ask_as_executor(will_of(author, executor), by=executor)
    later(access, days=days)

    answer = Browser(client, author).post(f"/privacy/absences/{access.pk}/end/")

    assert answer.status_code == 302
    assert read(client, executor, access, log).status_code == 404


def test_a_withdrawn_will_lets_nobody_in(client, author, executor, log):
    will = will_of(author, executor)
    access = ask_as_executor(will, by=executor)
    later(access, days=8)

    withdraw_will(by=author)

    assert read(client, executor, access, log).status_code == 404
    ask = Browser(client, executor).post(f"/privacy/executor/{will.pk}/ask/")
    assert ask.status_code == 404


def test_the_author_may_be_gone(client, author, executor, log, admin):
    will = will_of(author, executor)
    deactivate(author, by=admin)
    access = ask_as_executor(will, by=executor)
    later(access, days=7)

    assert read(client, executor, access, log).status_code == 200


def test_every_step_is_in_the_trail_and_mailed_without_a_word(
    client, author, executor, log, admin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        access = ask_as_executor(will_of(author, executor), by=executor)
        end_access(access, by=author)

    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"named executor", "asked as executor", "ended emergency access"} <= verbs
    told = [(m.to[0], m.subject) for m in mail.outbox]
    assert (executor.user.email, "You were named as an executor") in told
    assert (author.user.email, "Somebody asks to read in an absence") in told
    assert (admin.user.email, "Somebody asks to read in an absence") in told
    assert all(log.client.code not in m.body for m in mail.outbox)


def test_the_author_sees_which_log_was_opened(client, author, executor, log):
    access = ask_as_executor(will_of(author, executor), by=executor)
    later(access, days=7)
    read(client, executor, access, log)

    assert executor.user.name in Browser(client, author).read(f"/log/{log.pk}/")


def test_nothing_can_be_changed_by_reading(client, author, executor, log):
    access = ask_as_executor(will_of(author, executor), by=executor)
    later(access, days=7)
    browser = Browser(client, executor)

    assert browser.post(f"/privacy/absences/logs/{log.pk}/").status_code == 405
    assert browser.get(f"/log/{log.pk}/").status_code == 404
    assert browser.get(f"/log/{log.pk}/change/").status_code == 404


# --- broken glass ---------------------------------------------------------------------------------


@pytest.fixture
def leads(author, admin):
    members = [make.member(of=author.clinic, roles="supervisor") for _ in range(2)]
    return [name_lead(member, by=admin) for member in members]


@pytest.fixture
def switched(leads):
    for lead in leads:
        switch(lead, is_on=True, by=lead.member)
    return leads[0].member


def test_it_is_off_until_two_leads_switch_it_on(author, leads):
    reader = leads[0].member
    with pytest.raises(NotAllowed):
        break_glass(author, reason=REASON, by=reader)

    switch(leads[0], is_on=True, by=reader)
    with pytest.raises(NotAllowed):
        break_glass(author, reason=REASON, by=reader)

    switch(leads[1], is_on=True, by=leads[1].member)
    assert break_glass(author, reason=REASON, by=reader)


def test_with_one_lead_less_it_is_off_again(author, leads, switched, admin):
    end_lead(leads[1], by=admin)

    with pytest.raises(NotAllowed):
        break_glass(author, reason=REASON, by=switched)


def test_an_admin_is_no_lead_and_nobody_breaks_their_own(author, switched, admin):
    for reader, of_whom in ((admin, author), (switched, switched)):
        with pytest.raises(NotAllowed):
            break_glass(of_whom, reason=REASON, by=reader)


def test_a_reason_has_twenty_characters(client, author, switched):
    with pytest.raises(ReasonTooShort):
        break_glass(author, reason="x" * 19 + "   ", by=switched)

    fields = {"author": author.pk, "reason": "Too short."}
    answer = Browser(client, switched).post("/privacy/break-glass/", fields)
    assert answer.status_code == 422
    assert not EmergencyAccess.objects.exists()


def test_it_shows_structured_logs_and_never_a_reflection(client, author, switched, log):
    access = break_glass(author, reason=REASON, by=switched)

    page = read(client, switched, access, log)

    assert "canary-strain" in page.text
    assert "canary-thought" not in page.text
    assert "canary-shared" not in page.text
    assert "You read the logs of" in page.text


def test_a_log_that_is_held_back_stays_so(client, author, switched):
    held = make.log(of=make.client(of=author), hold_back=True, held_on=timezone.localdate())
    break_glass(author, reason=REASON, by=switched)

    answer = Browser(client, switched).get(f"/privacy/absences/logs/{held.pk}/")

    assert answer.status_code == 404


def test_after_a_day_it_is_closed(client, author, switched, log):
    access = break_glass(author, reason=REASON, by=switched)
    assert access.closes_at - access.opens_at == timedelta(hours=24)

    EmergencyAccess.objects.update(closes_at=timezone.now())

    assert read(client, switched, access, log).status_code == 404


def test_author_and_admins_are_told_at_once(
    author, switched, admin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        access = break_glass(author, reason=REASON, by=switched)

    assert {m.to[0] for m in mail.outbox} == {author.user.email, admin.user.email}
    assert b"hospital" not in bytes(access.reason)
    assert all("hospital" not in m.body for m in mail.outbox)


@pytest.mark.requirement("AUTHZ-15")
def test_somebody_else_looks_at_it_within_seven_days(client, author, switched, admin):
    access = break_glass(author, reason=REASON, by=switched)
    assert access.review_due_at - access.opens_at == timedelta(days=7)

    with pytest.raises(NotAllowed):
        review_access(access, text="All well.", by=switched)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=access.pk).update(reviewed_by=switched)

    page = Browser(client, admin).read("/privacy/executor/")
    assert "to be reviewed by" in page
    Browser(client, admin).post(f"/privacy/absences/{access.pk}/review/", {"text": "All well."})
    access.refresh_from_db()
    assert access.reviewed_by == admin


def test_the_database_itself_refuses_a_lead_any_reflection(author, switched):
    access = break_glass(author, reason=REASON, by=switched)

    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=access.pk).update(with_reflections=True)


def test_leads_are_named_by_an_admin_and_switch_for_themselves(client, author, admin):
    member = make.member(of=author.clinic, roles="supervisor")
    assert Browser(client, member).get("/privacy/leads/").status_code == 403
    Browser(client, admin).post("/privacy/leads/", {"member": member.pk})

    own = Browser(client, member)
    assert own.post("/privacy/leads/switch/", {"on": ""}).status_code == 302
    assert "Switched on" in own.read("/privacy/leads/")
    assert own.post("/privacy/leads/", {"member": author.pk}).status_code == 403
