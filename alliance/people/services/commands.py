"""What is done to the whole installation, from its own server, stands in every clinic's trail."""

from alliance.audit.services import Nobody, note
from alliance.people.models import Clinic


def note_everywhere(verb: str, *, reason: str = "") -> None:
    """Say that a command did `verb`, with the account on the server that ran it."""
    for clinic in Clinic.objects.all():
        note(verb, clinic, by=Nobody(clinic_id=clinic.pk), reason=reason)
