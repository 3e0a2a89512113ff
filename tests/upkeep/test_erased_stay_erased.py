"""A restore, by the documented command, does not bring back who was erased after the backup."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from alliance.logbook.models import Client, ClientKey, Reflection
from alliance.privacy.models import Erasure
from alliance.privacy.services.erasures import ask_erasure, carry_out_erasures
from alliance.upkeep.services.backups import back_up
from tests import make
from tests.upkeep.conftest import NOW

pytestmark = [pytest.mark.requirement("PRIV-09"), pytest.mark.django_db(transaction=True)]


def test_erased_after_the_backup_and_still_erased_after_its_restore(practice, settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    about = Client.objects.get()
    other = make.log(of=make.client(of=practice), reflection="Stays.").client
    erasure = ask_erasure(about, ground="asked", duty_is_over=True, by=practice)
    made = back_up(now=NOW, reason="yesterday")
    carry_out_erasures(now=erasure.due_at + timedelta(hours=1))

    call_command("restore", str(made.path), "--replace", "--without-backup")

    assert list(Client.objects.all()) == [other]
    assert list(ClientKey.objects.values_list("pk", flat=True)) == [other.pk]
    assert Reflection.objects.count() == 1
    assert Erasure.objects.get().done_at is not None
