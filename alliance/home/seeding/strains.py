"""Ruptures in a made-up course: now and then one opens, goes on for a while, and is closed."""

from datetime import timedelta

from alliance.home.seeding.sentences import WHAT_HAPPENED
from alliance.home.seeding.worlds import Chance
from alliance.logbook.models import Rupture, RuptureStep, SessionLog
from alliance.logbook.sealing import sealed
from alliance.vault.data_keys import DataKey

OPENS_ONCE_IN_SESSIONS = 20
STAYS_OPEN_IN = 2
LET_GO_ONCE_IN = 6
POINTS_LOST = -14.0
POINTS_STILL_LOST = -5.0


class Strains:
    """The ruptures of one client. Ask for the shift before each session, then tell of its log."""

    def __init__(self, chance: Chance, *, key: DataKey) -> None:
        self._chance = chance
        self._key = key
        self._open: Rupture | None = None
        self._opens_now = False
        self.ruptures: list[Rupture] = []
        self.steps: list[RuptureStep] = []

    def next_shift(self) -> float:
        """How far the coming session lies below its course, in points of score."""
        self._opens_now = self._open is None and self._chance.one_in(OPENS_ONCE_IN_SESSIONS)
        if self._opens_now:
            return POINTS_LOST
        return POINTS_STILL_LOST if self._open else 0.0

    def tell_of(self, log: SessionLog) -> None:
        """Write down what this session did to the rupture that it opened, or that was open."""
        if self._opens_now:
            self._open = self._opened_in(log)
            self.ruptures.append(self._open)
        elif self._open is None:
            return
        else:
            self._open.status = self._next_status()
        rupture = self._open
        self.steps.append(self._step(rupture, log=log))
        if rupture.is_closed:
            rupture.closed_in_id = log.pk
            self._open = None

    def _next_status(self) -> Rupture.Status:
        if self._chance.one_in(STAYS_OPEN_IN):
            return Rupture.Status.PARTLY
        is_let_go = self._chance.one_in(LET_GO_ONCE_IN)
        return Rupture.Status.LET_GO if is_let_go else Rupture.Status.REPAIRED

    def _opened_in(self, log: SessionLog) -> Rupture:
        return Rupture(
            id=self._chance.id_at(log.created_at),
            clinic_id=log.clinic_id,
            client_id=log.client_id,
            author_id=log.author_id,
            opened_in_id=log.pk,
            kind=self._chance.choice(Rupture.Kind.values),
            status=Rupture.Status.OPEN,
        )

    def _step(self, rupture: Rupture, *, log: SessionLog) -> RuptureStep:
        step = RuptureStep(
            id=self._chance.id_at(log.created_at + timedelta(minutes=1)),
            clinic_id=log.clinic_id,
            rupture_id=rupture.pk,
            log_id=log.pk,
            author_id=log.author_id,
            status=rupture.status,
            noted_at=log.created_at,
        )
        words = self._chance.choice(WHAT_HAPPENED)
        step.what_happened = sealed(words, row=step, column="what_happened", key=self._key)
        return step
