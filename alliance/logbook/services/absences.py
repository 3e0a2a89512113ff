"""What happens to absences: one is noted, or taken back."""

from datetime import date

from django.db import transaction

from alliance.audit.services import note
from alliance.logbook.models import Absence, Client
from alliance.people.models import Membership


class EndsBeforeItStarts(Exception):
    """The last day of the absence lies before its first."""


@transaction.atomic
def note_absence(
    client: Client,
    *,
    kind: Absence.Kind,
    starts_on: date,
    ends_on: date | None = None,
    by: Membership,
) -> Absence:
    """Say why there is no log. Said twice it is one; another reason for that day replaces it.

    A holiday or pause without `ends_on` goes on until the next session. Raises EndsBeforeItStarts.
    """
    if ends_on and ends_on < starts_on:
        raise EndsBeforeItStarts
    is_one_session = kind in {Absence.Kind.CANCELLED, Absence.Kind.NO_SHOW}
    said = {"kind": kind, "ends_on": starts_on if is_one_session else ends_on}
    absence, is_new = Absence.objects.get_or_create(
        clinic_id=client.clinic_id,
        client=client,
        starts_on=starts_on,
        defaults=said | {"author": by},
    )
    if is_new:
        note("noted", absence, by=by)
    elif (absence.kind, absence.ends_on) != (said["kind"], said["ends_on"]):
        Absence.objects.filter(pk=absence.pk).update(**said)
        absence.refresh_from_db(fields=["kind", "ends_on"])
        note("changed", absence, by=by)
    return absence


@transaction.atomic
def take_back_absence(absence: Absence, *, by: Membership) -> None:
    """It was noted by mistake. Taken back twice, it is gone once."""
    gone, _of_each = Absence.objects.filter(pk=absence.pk).delete()
    if gone:
        note("took back", absence, by=by)
