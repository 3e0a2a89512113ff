"""Forms written without a network: the key they are sealed for, and opening one that arrived."""

import json
from uuid import UUID

from django.db import transaction

from alliance.audit.services import note
from alliance.logbook.models import OfflineKey
from alliance.logbook.sealing import opened, sealed
from alliance.logbook.services.drafts import Fields
from alliance.people.models import Membership
from alliance.people.services import key_of_clinic
from alliance.vault.boxes import new_box_keys, open_box
from alliance.vault.errors import Unreadable


@transaction.atomic
def offline_key(*, by: Membership) -> OfflineKey:
    """The member's pair; made when a browser first asks for it, and the same ever after."""
    kept = OfflineKey.objects.filter(clinic=by.clinic_id, author=by).first()
    if kept:
        return kept
    pair = new_box_keys()
    row = OfflineKey(clinic_id=by.clinic_id, author=by, public_key=pair.public)
    row.private_key = sealed(
        pair.private, row=row, column="private_key", key=key_of_clinic(by.clinic)
    )
    # Two windows that ask at once get the one that was first.
    kept, is_new = OfflineKey.objects.get_or_create(
        clinic_id=by.clinic_id,
        author=by,
        defaults={"id": row.pk, "public_key": row.public_key, "private_key": row.private_key},
    )
    if is_new:
        note("made offline key", kept, by=by)
    return kept


def open_kept(box: bytes, *, submission: UUID, by: Membership) -> Fields:
    """The fields of the form that was sealed as `submission`, as a browser posts them.

    Raises Unreadable: it was sealed for someone else, for another form, or was changed.
    """
    kept = OfflineKey.objects.filter(clinic=by.clinic_id, author=by).first()
    if kept is None:
        raise Unreadable
    private = opened(kept, column="private_key", key=key_of_clinic(by.clinic))
    plain = open_box(box, private=private, bound_to=f"{by.pk} {submission}")
    try:
        fields = json.loads(plain)
    except ValueError:
        raise Unreadable from None
    if not isinstance(fields, dict):
        raise Unreadable
    return {
        str(name): [str(value) for value in values]
        for name, values in fields.items()
        if isinstance(values, list)
    }
