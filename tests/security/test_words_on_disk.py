"""Nothing that anybody wrote can be read in what the database wrote, or in a dump."""

import base64
import logging
import subprocess
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from alliance.logbook.models import SessionLog, Signal
from alliance.logbook.services.drafts import save_draft
from alliance.logbook.services.logs import change_log
from alliance.logbook.services.signals import answer_signal
from alliance.reviews.services.agenda import log_supervision, put_on_agenda, tick_off
from alliance.reviews.services.comments import add_comment
from tests import make
from tests.browse import Browser, posted
from tests.security.on_disk import found_in_files
from tools.postgres import program

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("CRY-01", "CRY-05")]


class Canaries(list):
    def new(self, kind):
        """A word that stands nowhere else, for a text of this kind."""
        self.append(f"canary-{kind}-{uuid.uuid4().hex}")
        return self[-1]


def write_everything(canaries):
    """One text of every kind there is, the earlier versions and the drafts too."""
    author = make.member()
    supervisor = make.member(of=author.clinic, roles="supervisor")
    make.supervision(supervisor, author)
    about = make.client(of=author)
    words = {
        name: canaries.new(name)
        for name in ("reflection", "shared_note", "intention", "supervision_question")
    }
    step = {name: canaries.new(name) for name in ("what_happened", "client_response", "next_step")}
    first = make.log(of=about, for_supervision=True, rupture=make.rupture(**step), **words)
    again = {name: canaries.new(f"new-{name}") for name in words}
    change_log(first, entry=make.entry(for_supervision=True, **again), version=1, by=author)
    fields = {"client": [str(about.pk)], "reflection": [canaries.new("draft")]}
    save_draft(
        uuid.uuid4(), client=about, fields=fields, answered=0, held_on=None, log=None, by=author
    )
    log = SessionLog.objects.select_related("client__key").get(pk=first.pk)
    add_comment(log, text=canaries.new("comment"), submission=uuid.uuid4(), by=supervisor)
    both = {"submission": uuid.uuid4(), "by": author}
    item = put_on_agenda(supervisor, author, text=canaries.new("agenda"), **both)
    tick_off(item, agreed=canaries.new("agreed"), by=author)
    session = {"held_on": make.TODAY, "minutes": 50, "ratings": {}, "submission": uuid.uuid4()}
    log_supervision(supervisor, author, text=canaries.new("supervision"), by=author, **session)
    make.series(about, count=6, last=make.LAST_WEEK)
    make.log(of=about, ratings=make.ratings(1))
    drop = Signal.objects.of_client(about).get(kind="drop")
    answer_signal(drop, answer="makes_sense", remark=canaries.new("remark"), by=author)
    return about


def post_a_log(about, canaries):
    """The same through the form, so that whatever a request leaves behind is looked at too."""
    browser = Browser(Client(), about.clinician)
    fields = posted(about, reflection=canaries.new("posted"), shared_note=canaries.new("noted"))
    assert browser.post("/log/new/", fields).status_code == 302


@pytest.fixture
def said(tmp_path):
    """Whatever is logged at any level, in a file."""
    handler = logging.FileHandler(tmp_path / "log")
    logger = logging.getLogger()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield tmp_path / "log"
    logger.setLevel(level)
    logger.removeHandler(handler)
    handler.close()


def dump(to: Path):
    """What a backup of the whole database holds, as plain text."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        to.write_text("\n".join(connection.connection.iterdump()))
        return to
    at = connection.settings_dict
    command = [program("pg_dump"), "--host", at["HOST"], "--username", at["USER"]]
    subprocess.run([*command, "--file", to, at["NAME"]], check=True)
    return to


def test_no_word_and_no_key_is_in_any_file(said, tmp_path):
    canaries = Canaries()
    about = write_everything(canaries)
    post_a_log(about, canaries)
    key = base64.b64decode(settings.VAULT_KEYS.split(" ")[1])
    secrets = [*canaries, key, settings.VAULT_KEYS.split(" ")[1], settings.SECRET_KEY]

    assert len(canaries) >= 16
    assert found_in_files(secrets) == set()
    assert found_in_files(secrets, among=[said, dump(tmp_path / "dump")]) == set()
    # The same search does find what is meant to be readable: the client's code.
    assert found_in_files([about.code])
    assert found_in_files([about.code], among=[tmp_path / "dump"])
