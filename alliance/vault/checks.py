"""The system check that every command runs: are there keys, and are they kept safely?"""

from typing import Any

from django.core.checks import CheckMessage, Error

from alliance.vault.errors import KeysLocked, KeysUnusable
from alliance.vault.keys import key_ring


def keys_are_usable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    try:
        key_ring()
    except KeysLocked:
        return []  # whoever opens the site is asked for the passphrase
    except KeysUnusable as problem:
        return [Error(str(problem), id="vault.E001")]
    return []
