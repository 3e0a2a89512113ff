"""One client's sessions to readings: the single entry point for whoever stores them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alliance.trends.baseline import Phase, UsualRange
from alliance.trends.domain_range import DomainRanges
from alliance.trends.layout import Basis, Layout, Ratings
from alliance.trends.prior import Learned, Prior
from alliance.trends.scores import score_of, scores_by_domain
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.signals import Signal
from alliance.trends.watch import AnswerWatch, ScoreWatch


@dataclass(frozen=True, slots=True)
class Session:
    """What a session log brings. `order` settles two sessions on one day, `key` names it.

    `sensitivity` is the one in force when the log was first saved; None takes the rebuild's, so
    that a new setting counts from then on and leaves the past as it stood.
    """

    key: str
    held_on: date
    order: int
    ratings: Ratings
    sensitivity: Sensitivity | None = None


@dataclass(frozen=True, slots=True)
class SessionReading:
    """What one session says, from it and the sessions before it alone.

    Scores and ranges in points (0–100). `score` is None without a rated core item; such a session
    is passed over: it raises nothing and teaches nothing. `usual_range` is the range as it stood
    before the session and begins at the third scored one. `domain_scores` and `domain_ranges` are
    on the items that the series can compare: all of them, or the core ten once a short form has
    been used. `z` is the distance from the usual level in spreads. `learned` is the state after.
    """

    key: str
    held_on: date
    score: float | None
    usual_range: UsualRange | None
    z: float | None
    phase: Phase | None
    domain_scores: Mapping[str, float]
    domain_ranges: Mapping[str, UsualRange]
    signals: tuple[Signal, ...]
    learned: Learned


def in_order(sessions: Iterable[Session]) -> list[Session]:
    """By day, then `order`, then key."""
    return sorted(sessions, key=lambda session: (session.held_on, session.order, session.key))


def rebuild(
    sessions: Sequence[Session], *, prior: Prior, sensitivity: Sensitivity, layout: Layout
) -> list[SessionReading]:
    """Read one client's sessions from the first, in whatever order they are given.

    `prior` is the one frozen at the client's first session. The readings come in the order of the
    sessions; a session added at the end never changes the readings before it. Raises ValueError
    for a rating outside 1…5.
    """
    series = Series(prior=prior, layout=layout)
    return [
        series.read(session, sensitivity=session.sensitivity or sensitivity)
        for session in in_order(sessions)
    ]


class Series:
    """One client, read a session at a time."""

    def __init__(self, *, prior: Prior, layout: Layout) -> None:
        self._prior = prior
        self._layout = layout
        self._scores = ScoreWatch(prior=prior, core_form=layout.core_form)
        self._past: list[tuple[bytes, Sensitivity]] = []
        self._use(layout.whole_form)

    def read(self, session: Session, *, sensitivity: Sensitivity) -> SessionReading:
        """The next session in order."""
        core = self._layout.core_form.answers(session.ratings)
        whole = self._layout.whole_form.answers(session.ratings)
        rated = len(core) - core.count(0)
        if not rated:
            return self._pass_over(session, whole)
        if self._basis is not self._layout.core_form:
            if _count(whole) == rated:
                self._narrow_to_core()
            else:
                self._past.append((core, sensitivity))
        score = score_of(sum(self._layout.core_form.upright(core)), rated)
        ranges = self._ranges.before_next()
        step, raised = self._scores.feed(score, sensitivity=sensitivity)
        answers = whole if self._basis is self._layout.whole_form else core
        upright = self._basis.upright(answers)
        domain_scores = scores_by_domain(upright, self._basis)
        raised += self._answers.feed(answers, upright, sensitivity=sensitivity)
        self._ranges.learn(domain_scores)
        return SessionReading(
            session.key,
            session.held_on,
            score,
            step.usual_range,
            step.z,
            step.phase,
            domain_scores,
            ranges,
            tuple(raised),
            self._scores.baseline.learned(self._ranges.levels()),
        )

    def _pass_over(self, session: Session, whole: bytes) -> SessionReading:
        is_whole = self._basis is self._layout.whole_form
        upright = self._basis.upright(whole) if is_whole else b""
        return SessionReading(
            key=session.key,
            held_on=session.held_on,
            score=None,
            usual_range=self._scores.baseline.next_range,
            z=None,
            phase=None,
            domain_scores=scores_by_domain(upright, self._basis),
            domain_ranges=self._ranges.before_next(),
            signals=(),
            learned=self._scores.baseline.learned(self._ranges.levels()),
        )

    def _use(self, basis: Basis) -> None:
        self._basis = basis
        self._answers = AnswerWatch(basis)
        self._ranges = DomainRanges(basis, starts=self._prior.domains)

    def _narrow_to_core(self) -> None:
        """From the first short form on, compare the core items only, also those of the past."""
        self._use(self._layout.core_form)
        for core, sensitivity in self._past:
            upright = self._basis.upright(core)
            self._answers.feed(core, upright, sensitivity=sensitivity)
            self._ranges.learn(scores_by_domain(upright, self._basis))
        self._past.clear()


def _count(answers: bytes) -> int:
    return len(answers) - answers.count(0)
