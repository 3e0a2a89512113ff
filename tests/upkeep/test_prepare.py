import pytest
from django.core.cache import cache
from django.core.management import call_command

from alliance.vault.models import KeyCheck
from alliance.vault.queries import verify_keys

pytestmark = pytest.mark.django_db


def test_tables_cache_and_keys_are_ready_and_a_second_run_changes_nothing():
    call_command("prepare")
    call_command("prepare")

    verify_keys()
    assert KeyCheck.objects.count() == 1
    cache.set("reached", True)
    assert cache.get("reached")
