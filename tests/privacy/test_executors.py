"""An executor: named beforehand, waits, reads what the author chose; everyone is told."""

import pytest
from django.core import mail

from alliance.audit.models import Entry
from alliance.people.services import deactivate
from alliance.privacy.models import Will
from alliance.privacy.services.executors import (
    ask_as_executor,
    end_access,
    withdraw_will,
)
from tests.browse import Browser
from tests.privacy.absences import later, read, will_of

pytestmark = pytest.mark.django_db


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


@pytest.mark.requirement("AUD-07")
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
