"""A client's course, read from what is stored with each log instead of from the ratings anew."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext

from alliance.logbook.models import SessionLog
from alliance.trends.baseline import EPISODE_SESSIONS, Phase
from alliance.trends.course import course, course_sentence
from alliance.trends.prior import Learned
from alliance.trends.series import SessionReading
from alliance.trends.signals import Kind
from alliance.trends.signals import Signal as SignalRead


def course_line(logs: Sequence[SessionLog], *, signals: Mapping[UUID, Sequence[SignalRead]]) -> str:
    """The course in one sentence, from the latest `logs` in order and the signals of each."""
    return course_sentence(course(stored_readings(logs, signals=signals)), month=_month).text(
        gettext
    )


def stored_readings(
    logs: Sequence[SessionLog], *, signals: Mapping[UUID, Sequence[SignalRead]]
) -> list[SessionReading]:
    """Readings as a rebuild gives them, as far as a course looks at them.

    Where a session stands with regard to a dip follows from the signals: a drop opens a dip, a
    recovery ends it, and so does its sixth session, from which on it is the new level.
    """
    readings: list[SessionReading] = []
    dip_sessions = 0
    for log in logs:
        raised = tuple(signals.get(log.pk, ()))
        phase = None
        if log.score is not None:
            kinds = {signal.kind for signal in raised}
            phase = _phase(kinds, dip_sessions=dip_sessions)
            dip_sessions = dip_sessions + 1 if phase in {Phase.DROPPED, Phase.DOWN} else 0
        readings.append(_reading(log, phase=phase, signals=raised))
    return readings


def _phase(kinds: Set[Kind], *, dip_sessions: int) -> Phase:
    if Kind.DROP in kinds:
        return Phase.DROPPED
    if not dip_sessions:
        return Phase.USUAL
    if Kind.RECOVERY in kinds:
        return Phase.BACK
    return Phase.NEW_LEVEL if dip_sessions + 1 >= EPISODE_SESSIONS else Phase.DOWN


def _reading(
    log: SessionLog, *, phase: Phase | None, signals: tuple[SignalRead, ...]
) -> SessionReading:
    return SessionReading(
        key=str(log.pk),
        held_on=log.held_on,
        score=log.score,
        usual_range=None,
        z=None,
        phase=phase,
        domain_scores={},
        domain_ranges={},
        signals=signals,
        learned=Learned(0, 0, 0, 0),
    )


def _month(day: date, with_year: bool) -> str:
    return date_format(day, "F Y" if with_year else "F")
