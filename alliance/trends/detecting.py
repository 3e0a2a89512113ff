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
    for row in rows:
        if caseload is None or row.clinician != caseload.clinician:
            caseload = _Caseload(row.clinician, basis=basis, defaults=defaults or Prior())
        for signal in caseload.read(row, sensitivity=sensitivity):
            yield Detected(row.series, row.number, signal)


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
        self._held_on = ""
        self._seen_today: set[str] = set()

    def read(self, row: SessionRow, *, sensitivity: Sensitivity) -> list[Signal]:
        if row.held_on != self._held_on:
            self._close_day()
            self._held_on = row.held_on
        _clinician, _held_on, series, number, line, answers = row
        client = self._clients.get(series)
        if client is None:
            client = _Client(prior=self._pool.prior(), basis=self._basis)
            self._clients[series] = client
        if number in client.numbers:
            raise BadRow(line, f"session {number} of series {series!r} comes twice")
        client.numbers.add(number)
        rated = len(answers) - answers.count(0)
        if not rated:
            return []
        self._seen_today.add(series)
        score = score_of(sum(answers), rated)
        _step, raised = client.scores.feed(score, sensitivity=sensitivity)
        return raised + client.answers.feed(answers, answers, sensitivity=sensitivity)

    def _close_day(self) -> None:
        for series in self._seen_today:
            learned = self._clients[series].scores.baseline
            self._pool.put(
                series,
                level=learned.level,
                squares=learned.squares,
                degrees=learned.degrees,
                sessions=learned.sessions,
            )
        self._seen_today.clear()
