"""What is done from the server's own command line stands in every clinic's trail."""

import getpass
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.logbook.services import clients
from alliance.privacy.services.retention import keep_to_retention
from tests import make

pytestmark = [pytest.mark.requirement("AUD-08"), pytest.mark.django_db(transaction=True)]


def told():
    """(verb, account on the server) of each entry that nobody's request left."""
    return {(e.clinic_id, e.verb, e.os_user) for e in Entry.objects.filter(user=None)}


def test_every_command_that_touches_records_names_the_account_that_ran_it(practice, tried):
    other = make.member()
    acts = {
        "backup": ("backed up", []),
        "rebuild_readings": ("rebuilt readings", []),
        "replay_erasures": ("replayed erasures", []),
        "rotate_keys": ("rotated keys", []),
    }
    for command, (_verb, arguments) in acts.items():
        call_command(command, *arguments)

    account = getpass.getuser()
    due = {
        (member.clinic_id, verb, account)
        for verb, _arguments in acts.values()
        for member in (practice, other)
    }
    assert due <= told()
    tried(len(due))


def test_a_restore_is_told_in_what_it_brought_back(practice, tried):
    call_command("backup")
    (made,) = Path(settings.BACKUP_FOLDER).iterdir()

    call_command("restore", made, "--replace")

    assert (practice.clinic_id, "restored a backup", getpass.getuser()) in told()
    tried(1)


def test_what_the_worker_purges_and_makes_names_its_account(practice, tried):
    gone = make.client(of=practice)
    clients.trash_client(gone, by=practice)
    export = make.made(make.export(of=practice))

    keep_to_retention(now=timezone.now() + timedelta(days=31))

    account = getpass.getuser()
    assert {
        (practice.clinic_id, "purged", account),
        (practice.clinic_id, "made", account),
    } <= told()
    assert export.state == "done"
    tried(2)
