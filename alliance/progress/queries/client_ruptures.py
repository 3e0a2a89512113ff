"""A client's ruptures: what was noticed, and where it went."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.logbook.models import Client, Rupture, RuptureStep, SessionLog
from alliance.logbook.queries.withheld import without_held_words
from alliance.logbook.sealing import opened
from alliance.people.models import Membership
from alliance.vault.data_keys import DataKey
from alliance.web.charts.marks import RuptureStep as StepMark
from alliance.web.charts.marks import RuptureThread
from alliance.web.prepared import prepared

MOST_LETTERS = 90


@dataclass(frozen=True)
class Step:
    log_id: UUID
    held_on: date
    number: int
    state: str


@dataclass(frozen=True)
class Thread:
    """A rupture with its steps in order. `words` are the first that were written about it."""

    rupture_id: UUID
    kind: str
    status: str
    words: str
    steps: tuple[Step, ...]

    @property
    def noticed(self) -> Step:
        return self.steps[0]

    @property
    def is_unclosed(self) -> bool:
        return self.status in {Rupture.Status.OPEN, Rupture.Status.PARTLY}

    @property
    def glyph(self) -> str:
        """A mark of components/glyph.html."""
        return "repaired" if self.status == Rupture.Status.LET_GO else self.status

    @property
    def course(self) -> str:
        """Where it went, such as "Repaired in 3 sessions."."""
        sessions = self.steps[-1].number - self.noticed.number
        match self.status:
            case Rupture.Status.OPEN:
                return _("Still open.")
            case Rupture.Status.PARTLY:
                return _("Partly repaired.")
            case Rupture.Status.LET_GO:
                return _("Let go.")
            case _other if sessions == 0:
                return _("Repaired in the same session.")
        text = ngettext("Repaired in %d session.", "Repaired in %d sessions.", sessions)
        return text % sessions

    @property
    def for_chart(self) -> RuptureThread:
        return RuptureThread(
            tuple(StepMark(step.held_on, step.state) for step in self.steps)  # type: ignore[arg-type]
        )


def threads_in(
    logs: Sequence[SessionLog], *, reader: Membership, on: date, key: DataKey
) -> list[Thread]:
    """Ruptures of the client of `logs` that were open at some time within them, latest first.

    In two queries, or one where there are none. Only what logs that `reader` may see say of them
    is told.
    """
    if not logs:
        return []
    about, first, last = logs[-1].client, logs[0].held_on, logs[-1].held_on
    found = _ruptures_between(about, first, last, reader=reader, on=on)
    said = defaultdict(list)
    for step in _steps_between(about, first, last, reader=reader, on=on) if found else ():
        said[step.rupture_id].append(step)
    told = [(each, without_held_words(said[each.pk], reader=reader)) for each in found]
    return [_thread(rupture, steps=steps, key=key) for rupture, steps in told if steps]


def _told_in(client: Client, *, reader: Membership, on: date) -> QuerySet[Any, Any]:
    visible = SessionLog.objects.of_client(client).visible_to(reader, on=on)
    return visible.order_by().values("pk")


@prepared
def _ruptures_between(
    client: Client, first: date, last: date, *, reader: Membership, on: date
) -> QuerySet[Rupture]:
    ruptures = Rupture.objects.of_client(client).open_between(first, last)
    told = ruptures.filter(opened_in__in=_told_in(client, reader=reader, on=on))
    return told.order_by(F("opened_in__held_on").desc(), "-pk")


@prepared
def _steps_between(
    client: Client, first: date, last: date, *, reader: Membership, on: date
) -> QuerySet[RuptureStep]:
    ruptures = Rupture.objects.of_client(client).open_between(first, last)
    return (
        RuptureStep.objects.filter(clinic=client.clinic_id, rupture__in=ruptures.values("pk"))
        .filter(log__in=_told_in(client, reader=reader, on=on))
        .select_related("log")
        .only(
            "status",
            "what_happened",
            "clinic",
            "author",
            "rupture",
            "log",
            "log__held_on",
            "log__number",
            "log__author",
            "log__held_back_until",
        )
        .order_by("log__held_on", "log__number", "noted_at")
    )


def _thread(rupture: Rupture, *, steps: Sequence[RuptureStep], key: DataKey) -> Thread:
    words = (opened(step, column="what_happened", key=key) for step in steps)
    return Thread(
        rupture_id=rupture.pk,
        kind=rupture.get_kind_display(),
        status=steps[-1].status,
        words=beginning(next((text for text in words if text), "")),
        steps=tuple(
            Step(step.log_id, step.log.held_on, step.log.number, step.status) for step in steps
        ),
    )


def beginning(text: str) -> str:
    """A text's first line or so, cut between two words where there is more."""
    line = " ".join(text.split())
    if len(line) <= MOST_LETTERS:
        return line
    whole_words = line[:MOST_LETTERS].rpartition(" ")[0]
    return (whole_words or line[: MOST_LETTERS - 1]).rstrip(" .,;:") + "…"


def marks_by_log(threads: Sequence[Thread]) -> dict[UUID, list[str]]:
    """For each log, the states it left ruptures in."""
    marks: dict[UUID, list[str]] = {}
    for thread in threads:
        for step in thread.steps:
            marks.setdefault(step.log_id, []).append(step.state)
    return marks
