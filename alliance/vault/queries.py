"""Whether the keys at hand are those of this database."""

from django.apps import apps

from alliance.vault.errors import Unreadable, WrongKey
from alliance.vault.fields import WrappedKeyField
from alliance.vault.keys import key_ring
from alliance.vault.models import KeyCheck

KEY_CHECK = ("key check",)
PUT_BACK = "Put the original key file back and start again; nothing was changed."


def verify_keys() -> None:
    """Return only if every key this database remembers is at hand and opens its check.

    Raises KeysUnusable if there are no keys, WrongKey if they are not this database's.
    """
    ring = key_ring()
    checks = list(KeyCheck.objects.all())
    if not checks:
        raise WrongKey("This database remembers no key yet. Run: manage.py vault_check")
    for check in checks:
        try:
            ring.unwrap(check.sealed, bound_to=KEY_CHECK)
        except Unreadable:
            raise WrongKey(
                f"Key version {check.version} is missing, or is not the key that sealed this "
                f"database. {PUT_BACK}"
            ) from None


def holds_sealed() -> bool:
    """Whether any row of any table holds sealed words or a wrapped key."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, WrappedKeyField):
                # The base manager: others may hide trashed rows or those of other clinics.
                rows = model._base_manager.filter(**{f"{field.name}__isnull": False})
                if rows.exists():
                    return True
    return False
