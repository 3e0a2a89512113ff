import pytest
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.template.loader import render_to_string
from django.test import RequestFactory

from alliance.web import toasts
from alliance.web.templatetags.toasts import undo_url


@pytest.fixture
def request_with_messages():
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    return request


def toast(messages):
    return render_to_string("components/toast.html", {"messages": messages, "csrf_token": "token"})


def test_what_can_be_undone_has_a_button_that_posts_to_the_right_address(request_with_messages):
    toasts.offer_undo(request_with_messages, "Draft for T-22 deleted", url="/drafts/7/restore/")

    page = toast(request_with_messages._messages)

    assert "Draft for T-22 deleted" in page
    assert '<form method="post" action="/drafts/7/restore/">' in page
    assert 'name="csrfmiddlewaretoken" value="token"' in page


def test_what_is_only_said_has_no_undo():
    page = toast([Message(25, "Settings saved.", extra_tags="safe")])

    assert "Settings saved." in page
    assert "<form" not in page


def test_a_page_with_nothing_to_say_keeps_an_empty_place_for_what_comes_later():
    assert 'role="status"' in toast([])
    assert "toast-line" not in toast([])


@pytest.mark.parametrize("tags", [None, "", "redo:/x/"])
def test_other_tags_are_no_undo(tags):
    assert undo_url(Message(25, "", extra_tags=tags)) == ""
