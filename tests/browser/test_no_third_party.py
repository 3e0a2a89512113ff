"""Nothing that a page needs comes from anybody else; who looks for it would see it."""

import socket

import pytest
from django.utils import timezone

from tests import routes
from tests.asking import browser_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("WEB-05")]


def test_a_request_to_another_host_would_be_seen(open_page, complaints):
    page = open_page(path="/accounts/login/")

    page.evaluate("fetch('https://elsewhere.invalid/').catch(() => null)")

    assert any("elsewhere.invalid" in said or "Content Security" in said for said in complaints)
    complaints.clear()


def test_no_page_makes_the_server_ask_anybody(monkeypatch, tried):
    """Every page of its author: the only connections are those to the database."""
    asked = []
    connect = socket.socket.connect

    def watched(self, address):
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            asked.append(address)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    world = routes.build_world(today=timezone.localdate())
    browser, prefix = browser_of(world, "author")

    for name in routes.names():
        browser.get(prefix + routes.path_of(name, world.ids))

    tried(len(list(routes.names())))
    assert asked == []
