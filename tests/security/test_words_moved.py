"""Sealed words that somebody moved in the database open nowhere, and the reader is told."""

import pytest
from django.test import Client as Browser

from alliance.audit.models import Entry
from alliance.logbook.models import ClientKey, Reflection, SessionLog
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CRY-02")]
CANARIES = ("First canary.", "Second canary.")


@pytest.fixture
def logs():
    about = make.client()
    return [make.log(of=about, reflection=word, shared_note=word) for word in CANARIES]


def show(log):
    browser = Browser()
    browser.force_login(log.author.user)
    return browser.get(f"/c/{log.clinic.slug}/log/{log.pk}/")


def swap(rows, column):
    first, second = rows
    words = [getattr(row, column) for row in rows]
    type(first).objects.filter(pk=first.pk).update(**{column: words[1]})
    type(first).objects.filter(pk=second.pk).update(**{column: words[0]})


def met():
    return Entry.objects.filter(verb="met unreadable words").count()


def is_noticed(answer):
    return answer.status_code == 500 and "don’t open" in answer.text


@pytest.mark.parametrize("column", ["shared_note", "reflection"])
def test_words_swapped_between_two_logs_are_noticed_and_not_shown(logs, column):
    if column == "reflection":
        swap([Reflection.objects.get(log=log) for log in logs], "text")
    else:
        swap(logs, column)

    for log in logs:
        answer = show(log)

        assert is_noticed(answer)
        assert "canary" not in answer.text
    assert met() == 2


def test_words_in_another_column_of_their_row_are_noticed(logs):
    SessionLog.objects.filter(pk=logs[0].pk).update(intention=logs[0].shared_note)

    assert is_noticed(show(logs[0]))


def test_the_key_of_another_client_opens_nothing(logs):
    other = make.client(of=logs[0].author)
    ClientKey.objects.filter(client=logs[0].client).update(wrapped=other.key.wrapped)

    assert is_noticed(show(logs[0]))


def test_untouched_words_are_shown_and_nothing_is_noted(logs):
    assert CANARIES[0] in show(logs[0]).text
    assert met() == 0
