import runpy

import pytest

from alliance.vault.errors import WrongKey
from alliance.vault.models import KeyCheck
from alliance.vault.services import remember_keys

# It gives its connection back, and a test's own transaction would go with it.
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_web_server_starts_with_the_keys_of_its_database():
    remember_keys()

    assert "application" in runpy.run_module("alliance.wsgi")


def test_the_web_server_does_not_start_without_them():
    KeyCheck.objects.all().delete()

    with pytest.raises(WrongKey):
        runpy.run_module("alliance.wsgi")
