"""What happens to supervisions."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.people.models import Membership, Supervision


@transaction.atomic
def start_supervision(
    trainee: Membership,
    *,
    supervisor: Membership,
    starts_on: date,
    ends_on: date | None = None,
    group: str = "",
    by: Membership,
) -> Supervision:
    """One that is agreed: an admin sets it up."""
    supervision = Supervision.objects.create(
        clinic_id=trainee.clinic_id,
        supervisor=supervisor,
        trainee=trainee,
        starts_on=starts_on,
        ends_on=ends_on,
        group=group,
        agreed_at=timezone.now(),
    )
    note("started", supervision, by=by)
    return supervision


@transaction.atomic
def end_supervision(supervision: Supervision, *, on: date, by: Membership) -> None:
    """End it at the midnight that `on` begins with."""
    supervision.ends_on = on
    supervision.save(update_fields=["ends_on"])
    note("ended", supervision, by=by)
