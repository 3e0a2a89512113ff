"""Checkpoints of the trail leave by mail too: nobody who has the server can take them back."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from alliance.audit.kept import let_go
from alliance.audit.models import Entry, Link
from alliance.audit.services import Nobody, note
from alliance.audit.services.linking import link_trail
from alliance.home.services.upkeep import WORKS
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUD-05")]


@pytest.fixture
def clinic(settings, tmp_path):
    settings.AUDIT_CHECKPOINTS = str(tmp_path / "checkpoints.log")
    settings.AUDIT_CHECKPOINT_MAIL = "trail@elsewhere.example"
    clinic = make.clinic()
    for _entry in range(5):
        note("tried", clinic, by=Nobody(clinic.pk))
    link_trail(timezone.now())
    return clinic


def write_checkpoints(callbacks):
    (work,) = (work for work in WORKS if work.name == "write checkpoints")
    assert work.every == timedelta(hours=1)
    with callbacks(execute=True):
        return work.do(timezone.now())


def test_a_tail_cut_together_with_the_file_is_found_by_a_mail(
    clinic, settings, tmp_path, mailoutbox, django_capture_on_commit_callbacks, tried
):
    assert write_checkpoints(django_capture_on_commit_callbacks) == 1
    (mail,) = mailoutbox
    assert mail.to == ["trail@elsewhere.example"]
    saved = tmp_path / "mail.txt"
    saved.write_text(mail.body, encoding="utf-8")
    call_command("audit_verify", "--checkpoints", saved, stdout=io.StringIO())

    (tmp_path / "checkpoints.log").unlink()
    last = Link.objects.of_chain(clinic.pk).last().entry_id
    with let_go():
        Link.objects.filter(entry=last).delete()
        Entry.objects.filter(pk=last).delete()

    call_command("audit_verify", stdout=io.StringIO())
    told = io.StringIO()
    with pytest.raises(CommandError, match="1 findings"):
        call_command("audit_verify", "--checkpoints", saved, stderr=told)
    assert " 5: the trail ended here on" in told.getvalue()
    tried(2)


def test_where_nobody_is_named_no_mail_goes_out(
    clinic, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.AUDIT_CHECKPOINT_MAIL = ""

    assert write_checkpoints(django_capture_on_commit_callbacks) == 1
    assert mailoutbox == []
