"""Ruptures as a supervisor reads them with one log: where each began, and where it is by then."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.logbook.models import Rupture, RuptureStep, SessionLog
from alliance.people.models import Membership
from alliance.web.prepared import prepared


@dataclass(frozen=True, kw_only=True)
class RuptureThread:
    """`status` is what the last of `logs` says of it."""

    rupture_id: UUID
    kind: str
    status: str
    began_on: date
    began_in: int
    last_in: int
    logs: tuple[UUID, ...]

    @property
    def is_over(self) -> bool:
        return self.status in {Rupture.Status.REPAIRED, Rupture.Status.LET_GO}

    @property
    def mark(self) -> str:
        """A mark of components/glyph.html."""
        return "repaired" if self.status == Rupture.Status.LET_GO else self.status

    @property
    def title(self) -> str:
        return str(Rupture.Kind(self.kind).label)

    @property
    def course(self) -> str:
        """Where it is, such as "Partly repaired, after 2 sessions"."""
        words = str(Rupture.Status(self.status).label)
        sessions = self.last_in - self.began_in
        if self.status == Rupture.Status.OPEN or not sessions:
            return words
        after = ngettext("after %d session", "after %d sessions", sessions) % sessions
        return _("%(words)s, %(after)s") % {"words": words, "after": after}


def threads_up_to(log: SessionLog, *, reader: Membership, on: date) -> list[RuptureThread]:
    """Those that began in this log or before it, as far as logs that `reader` sees tell.

    One query.
    """
    told = _told_up_to(log, reader=reader, on=on)
    by_rupture: dict[UUID, list[tuple[str, str, UUID, date, int]]] = {}
    for rupture_id, kind, status, log_id, held_on, number in told:
        step = (kind, status, log_id, held_on, number)
        by_rupture.setdefault(rupture_id, []).append(step)
    return [
        RuptureThread(
            rupture_id=rupture_id,
            kind=steps[0][0],
            status=steps[-1][1],
            began_on=steps[0][3],
            began_in=steps[0][4],
            last_in=steps[-1][4],
            logs=tuple(step[2] for step in steps),
        )
        for rupture_id, steps in by_rupture.items()
    ]


@prepared
def _told_up_to(
    log: SessionLog, *, reader: Membership, on: date
) -> QuerySet[RuptureStep, tuple[UUID, str, str, UUID, date, int]]:
    logs = SessionLog.objects.visible_to(reader, on=on).up_to(log)
    return RuptureStep.objects.told_in(logs).values_list(
        "rupture", "rupture__kind", "status", "log", "log__held_on", "log__number"
    )
