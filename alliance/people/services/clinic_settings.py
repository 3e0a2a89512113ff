"""What a clinic decides for everyone in it."""

from dataclasses import asdict, dataclass

from django.db import transaction

from alliance.audit.services import note
from alliance.people.models import Clinic, Membership


@dataclass(frozen=True, kw_only=True)
class ClinicSettings:
    """Days, hours, minutes, years and months are whole numbers; see the model for their bounds."""

    name: str
    time_zone: str
    default_log_form: str
    holding_back_days: int
    session_rows_allowed: bool
    export_approval: bool
    export_life_hours: int
    idle_minutes: int
    second_factor_required: bool
    record_years: int
    reflection_months: int | None
    draft_days: int
    legal_texts: str


def settings_of(clinic: Clinic) -> ClinicSettings:
    names = ClinicSettings.__dataclass_fields__
    return ClinicSettings(**{name: getattr(clinic, name) for name in names})


@transaction.atomic
def change_clinic(clinic: Clinic, *, settings: ClinicSettings, by: Membership) -> list[str]:
    """Each setting that differs is changed and noted by its name; those names."""
    held = Clinic.objects.select_for_update().get(pk=clinic.pk)
    wanted = asdict(settings)
    changed = [name for name, value in wanted.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, wanted[name])
        note(f"set {name}", held, by=by)
    if changed:
        held.save(update_fields=changed)
    return changed
