"""Signals for many clinicians' sessions, one session after the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alliance.trends.layout import Basis
from alliance.trends.prior import Prior, PriorPool
from alliance.trends.scores import score_of
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.session_rows import BadRow, SessionRow
from alliance.trends.signals import Signal
from alliance.trends.watch import AnswerWatch, ScoreWatch


@dataclass(frozen=True, slots=True)
class Detected:
    """A signal, and the session that raised it."""

    series: str
    number: int
    signal: Signal


def detect(
    rows: Iterable[SessionRow],
    *,
    basis: Basis,
    sensitivity: Sensitivity = Sensitivity.USUAL,
    defaults: Prior | None = None,
) -> Iterator[Detected]:
    """The signals of `rows`, which come sorted: by clinician, then by day.

    Keeps the states of one clinician's clients, never the rows. A client's prior comes from what
    the clinician's other clients had taught by the day before its first session; a series under
    two clinicians starts afresh with each. Raises BadRow where a session comes twice.
    """
    caseload: _Caseload | None = None
    for day in _days(rows):
        clinician = day[0].clinician
        if caseload is None or clinician != caseload.clinician:
            caseload = _Caseload(clinician, basis=basis, defaults=defaults or Prior())
        caseload.welcome(day)
        for row in day:
            for signal in caseload.read(row, sensitivity=sensitivity):
                yield Detected(row.series, row.number, signal)


def _days(rows: Iterable[SessionRow]) -> Iterator[list[SessionRow]]:
    """One clinician's sessions of one day at a time."""
    day: list[SessionRow] = []
    for row in rows:
        if day and (row.held_on != day[0].held_on or row.clinician != day[0].clinician):
            yield day
            day = []
        day.append(row)
    if day:
        yield day


class _Client:
    __slots__ = ("answers", "numbers", "scores")

    def __init__(self, *, prior: Prior, basis: Basis) -> None:
        self.scores = ScoreWatch(prior=prior, core_form=basis)
        self.answers = AnswerWatch(basis)
        self.numbers: set[int] = set()


class _Caseload:
    """One clinician's clients, as far as their sessions have been read."""

    def __init__(self, clinician: str, *, basis: Basis, defaults: Prior) -> None:
        self.clinician = clinician
        self._basis = basis
        self._clients: dict[str, _Client] = {}
        self._pool = PriorPool(defaults=defaults)
        self._taught: set[str] = set()

    def welcome(self, day: Iterable[SessionRow]) -> None:
        """Give new clients their prior, before anybody's session of that day is read."""
        for row in day:
            if row.series not in self._clients:
                self._bring_pool_up_to_date()
                self._clients[row.series] = _Client(prior=self._pool.prior(), basis=self._basis)

    def read(self, row: SessionRow, *, sensitivity: Sensitivity) -> list[Signal]:
        _clinician, _held_on, series, number, line, answers = row
        client = self._clients[series]
        if number in client.numbers:
            raise BadRow(line, f"session {number} of series {series!r} comes twice")
        client.numbers.add(number)
        rated = len(answers) - answers.count(0)
        if not rated:
            return []
        self._taught.add(series)
        score = score_of(sum(answers), rated)
        _step, raised = client.scores.feed(score, sensitivity=sensitivity)
        return raised + client.answers.feed(answers, answers, sensitivity=sensitivity)

    def _bring_pool_up_to_date(self) -> None:
        for series in self._taught:
            self._pool.put(series, self._clients[series].scores.baseline.learned())
        self._taught.clear()
