"""One rupture as a thread across sessions, what went before its repair, and what helped before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.catalogue.load import checklist
from alliance.logbook.models import Rupture, RuptureStep, SessionLog
from alliance.logbook.queries.log_page import StepWords, read_step, step_in_words
from alliance.logbook.queries.withheld import without_held_words
from alliance.logbook.sealing import key_of
from alliance.people.models import Membership

MOST_REPAIRS = 3
# The answer of the catalogue that no repair step was taken.
NOTHING_YET = "none_yet"


@dataclass(frozen=True)
class ThreadStep:
    """What one session says about the rupture."""

    log_id: UUID
    held_on: date
    number: int
    words: StepWords


@dataclass(frozen=True)
class TimeToRepair:
    """Both count from the session that marked the rupture; 0 and 0 if it was repaired there."""

    sessions: int
    days: int

    @property
    def words(self) -> str:
        if not self.sessions:
            return _("Repaired in the same session.")
        if not self.days:
            return _("Repaired the same day.")
        in_sessions = ngettext("%d session", "%d sessions", self.sessions) % self.sessions
        days = ngettext("%d day", "%d days", self.days) % self.days
        return _("Repaired after %(sessions)s, %(days)s later.") % {
            "sessions": in_sessions,
            "days": days,
        }


@dataclass(frozen=True)
class EarlierRepair:
    """A rupture that this clinician repaired before. `tried` in the words of the catalogue."""

    rupture_id: UUID
    code: str
    kind: str
    repaired_on: date
    took: TimeToRepair
    tried: tuple[str, ...]


@dataclass(frozen=True)
class WhatHelped:
    """Own earlier repairs, newest first."""

    here: tuple[EarlierRepair, ...] = ()
    elsewhere: tuple[EarlierRepair, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.here or self.elsewhere)


@dataclass(frozen=True)
class RupturePage:
    """`took` is set once it is repaired; `tried` are the repair steps up to there."""

    rupture: Rupture
    steps: tuple[ThreadStep, ...]
    took: TimeToRepair | None
    tried: tuple[str, ...]
    helped: WhatHelped
    provenance: str

    @property
    def mark(self) -> str:
        """A mark of components/glyph.html."""
        return "repaired" if self.rupture.is_closed else self.rupture.status

    @property
    def is_unclosed(self) -> bool:
        return not self.rupture.is_closed


def rupture_page(rupture: Rupture, *, reader: Membership, today: date) -> RupturePage:
    """In four queries; two for a closed rupture, or for someone else than its author.

    `rupture` comes with its client, the client's key, and the logs it was opened and closed in.
    Of its steps, those in logs that `reader` sees are told. Raises Unreadable.
    """
    seen = SessionLog.objects.visible_to(reader, on=today)
    told = RuptureStep.objects.told_in(seen).filter(rupture=rupture).select_related("log")
    steps = without_held_words(told, reader=reader)
    is_asked = not rupture.is_closed and rupture.author_id == reader.pk
    asked = checklist(rupture.opened_in.edition)
    return RupturePage(
        rupture=rupture,
        steps=tuple(_thread_steps(rupture, steps=steps)),
        took=time_to_repair(rupture),
        tried=_tried(steps),
        helped=what_helped_before(rupture, by=reader) if is_asked else WhatHelped(),
        provenance=asked.rupture_entry.provenance_note,
    )


def time_to_repair(rupture: Rupture) -> TimeToRepair | None:
    """From the session that marked it to the one that repaired it; None unless it is repaired."""
    closed_in = rupture.closed_in
    if rupture.status != Rupture.Status.REPAIRED or closed_in is None:
        return None
    return TimeToRepair(
        sessions=closed_in.number - rupture.opened_in.number,
        days=(closed_in.held_on - rupture.opened_in.held_on) // timedelta(days=1),
    )


def what_helped_before(rupture: Rupture, *, by: Membership) -> WhatHelped:
    """What `by` did before other ruptures of theirs were repaired, with this client and others.

    In three queries.
    """
    own = Rupture.objects.repaired_by(by).select_related("client", "opened_in", "closed_in")
    own = own.exclude(pk=rupture.pk)
    here = list(own.filter(client=rupture.client_id)[:MOST_REPAIRS])
    elsewhere = list(own.exclude(client=rupture.client_id)[:MOST_REPAIRS])
    steps = RuptureStep.objects.kept().select_related("log").in_order()
    prefetch_related_objects([*here, *elsewhere], Prefetch("steps", steps, to_attr="told"))
    return WhatHelped(
        here=tuple(_earlier(repaired) for repaired in here),
        elsewhere=tuple(_earlier(repaired) for repaired in elsewhere),
    )


def _earlier(rupture: Rupture) -> EarlierRepair:
    took = time_to_repair(rupture)
    if took is None or rupture.closed_in is None:
        raise ValueError(f"{rupture.pk} is not repaired.")
    return EarlierRepair(
        rupture_id=rupture.pk,
        code=rupture.client.code,
        kind=rupture.get_kind_display(),
        repaired_on=rupture.closed_in.held_on,
        took=took,
        tried=_tried(rupture.told),  # type: ignore[attr-defined]
    )


def _thread_steps(rupture: Rupture, *, steps: Sequence[RuptureStep]) -> Iterator[ThreadStep]:
    key = key_of(rupture.client)
    for step in steps:
        opens = step.log_id == rupture.opened_in_id
        said = read_step(step, is_opening=opens, kind=rupture.kind, key=key)
        entry = checklist(step.log.edition).rupture_entry
        yield ThreadStep(
            log_id=step.log_id,
            held_on=step.log.held_on,
            number=step.log.number,
            words=step_in_words(said, entry=entry),
        )


def _tried(steps: Sequence[RuptureStep]) -> tuple[str, ...]:
    """The repair steps of all sessions in the words of the catalogue, each once, in order."""
    labels: dict[str, None] = {}
    for step in steps:
        asked = checklist(step.log.edition).rupture_entry.field("repair_steps")
        words = dict(asked.choices)
        told = [value for value in step.repair_steps if value in words and value != NOTHING_YET]
        labels |= dict.fromkeys(words[value] for value in told)
    return tuple(labels)
