"""Secrets of second factors, sealed: seeds of authenticator apps and of recovery codes."""

import base64
import binascii

from django.views.decorators.debug import sensitive_variables

from alliance.people.models import FactorKey
from alliance.people.models.sign_in import FACTORS, NO_CLINIC
from alliance.vault.data_keys import DataKey, new_data_key, unwrap
from alliance.vault.envelope import close_envelope, open_envelope
from alliance.vault.errors import Unreadable

PLACE = ("secret of a second factor",)


@sensitive_variables()
def seal_secret(secret: str) -> str:
    key = _factor_key()
    sealed = close_envelope(secret.encode(), cipher=key.cipher, version=key.version, bound_to=PLACE)
    return base64.b64encode(sealed).decode()


@sensitive_variables()
def open_secret(sealed: str) -> str:
    """What was sealed. Raises Unreadable if it isn't that."""
    try:
        envelope = base64.b64decode(sealed, validate=True)
    except binascii.Error:
        raise Unreadable from None
    return open_envelope(envelope, cipher=_factor_key().cipher, bound_to=PLACE).decode()


def _factor_key() -> DataKey:
    kept = FactorKey.objects.first() or _new_key()
    return unwrap(kept.wrapped, clinic_id=NO_CLINIC, owner_id=kept.pk, purpose=FACTORS)


def _new_key() -> FactorKey:
    made = FactorKey()
    made.wrapped = new_data_key(clinic_id=NO_CLINIC, owner_id=made.pk, purpose=FACTORS)
    # Of two at once one is kept, and both get that.
    kept, _is_new = FactorKey.objects.get_or_create(
        is_the_one=True, defaults={"id": made.pk, "wrapped": made.wrapped}
    )
    return kept
