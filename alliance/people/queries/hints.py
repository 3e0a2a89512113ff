"""Five short hints for the first week; they stand beside what one came for and block nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from alliance.people.models import Membership

FIRST_WEEK = timedelta(days=7)
HINTS = {
    "clinician": (
        _("A half-filled log is a log. On a keyboard, 1 to 5 answer and move on."),
        _("The usual range begins with a client’s third session. Until then the dots stand alone."),
        _("Tap a mark to read the rule behind it, its numbers, and how often it is chance."),
        _("Noticed a strain? Say so in the log. It stays in sight until you repair it."),
        _("The eye at the edge of the screen covers it at once, whoever walks in."),
    ),
    "supervisor": (
        _("The queue begins with what a trainee asks about. Opening a log tells its author."),
        _("J and K move through the queue, C comments, D puts on the agenda, S signs off."),
        _("A sign-off is of the version you saw. If the log changed, you are shown both."),
        _("A trainee may hold a log back for some days. You see that it is there afterwards."),
        _("Going away? Name a deputy under Supervision; your trainees are told."),
    ),
}


@dataclass(frozen=True)
class Hint:
    number: int
    total: int
    text: str


def hint_of(member: Membership, *, role: str, at: datetime) -> Hint | None:
    """The next hint for that role, in the first week here and until they were read or stopped."""
    hints = HINTS[role]
    is_new = at - member.joined_at < FIRST_WEEK
    if not is_new or member.hints_read >= len(hints):
        return None
    number = member.hints_read + 1
    return Hint(number=number, total=len(hints), text=str(hints[number - 1]))
