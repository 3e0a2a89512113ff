"""What the help page says: the marks, the keys, and who sees what of mine at this moment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliance.catalogue.cards import Limits
from alliance.catalogue.load import CURRENT_EDITION, guidance
from alliance.logbook.models import SessionLog, SharedLog
from alliance.people.models import Deputy, Membership, Supervision
from alliance.web.charts.glyphs import glyph, swatch


@dataclass(frozen=True)
class Mark:
    drawing: SafeString
    meaning: str


@dataclass(frozen=True)
class Key:
    names: tuple[str, ...]
    does: str


@dataclass(frozen=True)
class Seen:
    """What one supervisor sees of a trainee today: how many logs, and how many are held back."""

    name: str
    since: date
    deputies: tuple[str, ...]
    logs: int
    shown: int


@dataclass(frozen=True)
class HelpPage:
    marks: Sequence[Mark]
    log_keys: Sequence[Key]
    review_keys: Sequence[Key]
    seen: Sequence[Seen]
    held_back: int
    limits: Limits


def help_page(member: Membership, *, today: date) -> HelpPage:
    """In four queries at most."""
    seen, held_back = _seen_of(member, today=today) if member.is_clinician else ((), 0)
    return HelpPage(
        marks=_marks(),
        log_keys=_log_keys(),
        review_keys=_review_keys(),
        seen=seen,
        held_back=held_back,
        limits=guidance(CURRENT_EDITION).limits,
    )


def _seen_of(member: Membership, *, today: date) -> tuple[tuple[Seen, ...], int]:
    running = Supervision.objects.running_on(today).filter(
        clinic=member.clinic_id, trainee=member, supervisor__is_supervisor=True
    )
    rows = list(running.select_related("supervisor__user").order_by("starts_on"))
    if not rows:
        return (), 0
    own = SessionLog.objects.written_by(member)
    held = Q(held_back_until__gt=today)
    counts = own.aggregate(
        held=Count("pk", filter=held),
        **{
            f"since_{place}": Count("pk", filter=Q(held_on__gte=row.starts_on) & ~held)
            for place, row in enumerate(rows)
        },
    )
    shown = _shown_one_by_one(own.exclude(held), rows=rows)
    deputies = _deputies_of(rows, today=today)
    return tuple(
        Seen(
            name=row.supervisor.user.name,
            since=row.starts_on,
            deputies=tuple(deputies.get(row.supervisor_id, ())),
            logs=counts[f"since_{place}"],
            shown=shown[row.supervisor_id],
        )
        for place, row in enumerate(rows)
    ), counts["held"]


def _shown_one_by_one(logs: QuerySet[SessionLog], *, rows: Sequence[Supervision]) -> Counter[UUID]:
    """Logs from before a supervision that its supervisor is shown all the same."""
    began = {row.supervisor_id: row.starts_on for row in rows}
    shared = SharedLog.objects.filter(supervisor__in=began, log__in=logs)
    pairs = shared.values_list("supervisor", "log__held_on")
    return Counter(supervisor for supervisor, held_on in pairs if held_on < began[supervisor])


def _deputies_of(rows: Sequence[Supervision], *, today: date) -> dict[UUID, list[str]]:
    named: dict[UUID, list[str]] = {}
    running = Deputy.objects.running_on(today).filter(
        supervisor__in=[row.supervisor_id for row in rows], deputy__is_supervisor=True
    )
    for supervisor, name in running.values_list("supervisor", "deputy__user__name"):
        named.setdefault(supervisor, []).append(name)
    return named


def _marks() -> Sequence[Mark]:
    return (
        Mark(swatch("range"), _("The usual range: where this client’s sessions normally sit.")),
        Mark(glyph("drop"), _("A drop: clearly below the usual range. About half are chance.")),
        Mark(glyph("recovery"), _("Back near the usual level after a drop.")),
        Mark(glyph("higher"), _("Above the usual range.")),
        Mark(glyph("open"), _("A rupture that is open.")),
        Mark(glyph("partly"), _("A rupture that is partly repaired.")),
        Mark(glyph("repaired"), _("A rupture that is repaired.")),
        Mark(glyph("let_go"), _("A rupture that was let go.")),
        Mark(swatch("s0"), _("By domain: pale is closer to Not at all …")),
        Mark(swatch("s4"), _("… and dark is closer to Fully.")),
        Mark(swatch("below_usual"), _("A domain below its own usual range in that session.")),
        Mark(swatch("unrated"), _("Not rated in that session.")),
    )


def _log_keys() -> Sequence[Key]:
    return (
        Key(("1", "5"), _("Answer, from Not at all to Fully, and move on")),
        Key(("U",), _("Not sure, and move on")),
        Key(("N",), _("Does not apply, where it is offered, and move on")),
        Key(("⌫",), _("Back to the statement before")),
        Key(("Ctrl", "↵"), _("Save the session")),
    )


def _review_keys() -> Sequence[Key]:
    return (
        Key(("J",), _("The next log")),
        Key(("K",), _("The log before")),
        Key(("C",), _("Write a comment")),
        Key(("D",), _("Discuss in supervision")),
        Key(("S",), _("Sign off")),
    )
