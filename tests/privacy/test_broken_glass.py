"""Broken glass: off until two leads switch it on, told to everyone, never a reflection."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.privacy.models import EmergencyAccess
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
from tests.privacy.absences import REASON, read

pytestmark = pytest.mark.django_db


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


@pytest.mark.requirement("AUD-07")
def test_the_author_sees_at_once_what_was_opened_and_the_trail_by_what_right(
    client, author, switched, log
):
    access = break_glass(author, reason=REASON, by=switched)
    read(client, switched, access, log)

    assert switched.user.name in Browser(client, author).read(f"/log/{log.pk}/")
    opened = Entry.objects.filter(verb="opened", object_id=log.pk, user=switched.user).get()
    assert opened.reason == "lead"


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
