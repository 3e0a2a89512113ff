"""Letting the database remember the keys it is sealed with."""

from django.db import transaction

from alliance.vault.errors import WrongKey
from alliance.vault.keys import key_ring
from alliance.vault.models import KeyCheck
from alliance.vault.queries import KEY_CHECK, PUT_BACK, holds_sealed, verify_keys


@transaction.atomic
def remember_keys() -> None:
    """Remember each key not yet known, unless one already known proves wrong.

    A database that holds sealed words but remembers no key takes none: whatever key is at hand
    may be the wrong one. Raises KeysUnusable, WrongKey. Running it again changes nothing.
    """
    if not KeyCheck.objects.exists() and holds_sealed():
        raise WrongKey(f"This database is sealed, but remembers no key. {PUT_BACK}")
    ring = key_ring()
    for version in ring.versions:
        sealed = ring.wrap_with(version, b"Alliance", bound_to=KEY_CHECK)
        KeyCheck.objects.get_or_create(version=version, defaults={"sealed": sealed})
    verify_keys()
