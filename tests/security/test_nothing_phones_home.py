"""No page and nothing that the worker does by itself speaks to anybody outside this machine."""

import socket

import pytest
from django.utils import timezone

from alliance.home.services.upkeep import WORKS
from tests import routes
from tests.access_table import TABLE
from tests.asking import ask, browser_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("PRIV-12")]


@pytest.fixture
def spoken_to(monkeypatch):
    """Whom Python was asked to speak to, or to look up. Nobody is."""
    met = []

    def refuse(who, *_args, **_kwargs):
        met.append(who)
        raise OSError("There is no network here.")

    monkeypatch.setattr(socket.socket, "connect", lambda self, at: refuse(at))
    monkeypatch.setattr(socket.socket, "connect_ex", lambda self, at: refuse(at))
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    return met


def test_all_pages_and_all_that_the_worker_does_speak_to_nobody(
    spoken_to, settings, tmp_path, how_many, tried
):
    settings.BACKUP_FOLDER = tmp_path
    world = routes.build_world(today=timezone.localdate())
    count = 0
    for role in how_many(["author"], full=["author", "supervisor", "admin", "anonymous"]):
        browser, prefix = browser_of(world, role)
        for name, (get, _post) in TABLE.items():
            if get:
                b"".join(ask(browser, "GET", prefix + routes.path_of(name, world.ids)))
                count += 1
    for work in WORKS:
        work.do(timezone.now())
        count += 1

    assert spoken_to == []
    tried(count)


def test_it_would_be_noticed(spoken_to):
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("elsewhere.example", 443))
    assert spoken_to == [("elsewhere.example", 443)]
