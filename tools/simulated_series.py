"""Simulated series of sessions whose events are known, made for finding limits and for figures.

The model, its numbers and its limits are told in docs/signals.md. Nothing here is real, and
nothing is fitted to the events of the development data.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import hypot, sqrt

from tools.score_signals import Event

DOMAIN_SIZES = (2, 2, 3, 3, 3, 2, 3)
ITEMS = tuple(f"d{d}-{i}" for d, size in enumerate(DOMAIN_SIZES, 1) for i in range(1, size + 1))
DOMAIN_OF = tuple(d for d, size in enumerate(DOMAIN_SIZES, 1) for _ in range(size))
CLIENTS_OF_A_CLINICIAN = 20

COURSES = {
    "none": (45, 1),
    "repaired": (26, 5),
    "unrepaired": (9, 5),
    "decline": (14, 10),
    "improvement": (8, 10),
    "low_domain": (10, 8),
    "flat": (6, 7),
}
"""What happens in a series: how often, and in how many sessions at least."""

_ITEM_NOISE = 0.36
_CARRY_OVER = 0.3
_ABSENT = 0.18
_ROUNDING = 1 / sqrt(12)


@dataclass(slots=True)
class SimulatedSeries:
    series: str
    clinician: str
    days: list[date]
    ratings: list[list[int]]
    events: list[Event] = field(default_factory=list)

    def csv_lines(self, items: Sequence[str] | None = None) -> Iterator[bytes]:
        """Rows as `manage.py detect` reads them, in the order of `items`."""
        at = range(len(ITEMS)) if items is None else [ITEMS.index(item) for item in items]
        for number, (day, ratings) in enumerate(zip(self.days, self.ratings, strict=True), 1):
            answers = ",".join(str(ratings[i] or "") for i in at)
            yield f"{self.series},{self.clinician},{number},{day},{answers}\n".encode()


def header(items: Sequence[str] | None = None) -> bytes:
    names = ",".join(ITEMS if items is None else items)
    return f"series_id,clinician_id,session_index,date,{names}\n".encode()


def simulate(series: int, *, seed: int, spread_factor: float = 1.0) -> list[SimulatedSeries]:
    """So many series, twenty to a clinician; the same seed gives the same ones."""
    rnd = random.Random(seed)  # noqa: S311
    made = []
    clinician_level = 0.0
    for number in range(series):
        if number % CLIENTS_OF_A_CLINICIAN == 0:
            clinician_level = rnd.gauss(75, 3)
        made.append(_one(rnd, number, clinician_level=clinician_level, spread=spread_factor))
    return made


def _one(
    rnd: random.Random, number: int, *, clinician_level: float, spread: float
) -> SimulatedSeries:
    length = min(60, max(1, round(rnd.lognormvariate(2.5, 0.75))))
    client = _Client(rnd, level=rnd.gauss(clinician_level, 6), spread=spread)
    possible = [(course, weight) for course, (weight, least) in COURSES.items() if length >= least]
    [course] = rnd.choices([c for c, _ in possible], weights=[w for _, w in possible])
    plan = _plan(rnd, course, length=length, spread=client.scatter)
    ratings = client.ratings(plan, length=length)
    start = date(2023, 1, 2) + timedelta(rnd.randrange(500))
    days = [start]
    for _ in range(length - 1):
        [gap] = rnd.choices((7, 14, 21, 28, 3, 10), weights=(75, 13, 4, 2, 3, 3))
        days.append(days[-1] + timedelta(gap))
    clinician = f"c{number // CLIENTS_OF_A_CLINICIAN:05}"
    made = SimulatedSeries(f"s{number:06}", clinician, days, ratings, plan.events)
    made.events += client.low_by_nature(length)
    return made


@dataclass(slots=True)
class _Plan:
    """What is put into a series: shifts in points by session, a low domain, a flat stretch."""

    shifts: list[float]
    events: list[Event] = field(default_factory=list)
    low_domain: int = 0
    low_from: int = 0
    low_by: float = 0.0
    flat_from: int = 0
    flat_as: str = ""


def _plan(rnd: random.Random, course: str, *, length: int, spread: float) -> _Plan:
    plan = _Plan([0.0] * length)
    match course:
        case "repaired" | "unrepaired":
            _put_drops(rnd, plan, course, length=length, spread=spread)
        case "decline" | "improvement":
            start = rnd.randint(4, length - 6)
            end = min(length, start + rnd.randint(6, 11))
            slope = rnd.uniform(0.15, 0.4) * (-1 if course == "decline" else 1)
            for at in range(start, length + 1):
                plan.shifts[at - 1] = slope * spread * (min(at, end) - start + 1)
            plan.events.append(Event(course, start, end, abs(slope), "", is_neutral=False))
        case "low_domain":
            plan.low_from, plan.low_domain = rnd.randint(1, length - 5), rnd.randint(1, 7)
            plan.low_by = rnd.uniform(20, 32)
            plan.events.append(
                Event("low_domain", plan.low_from, length, plan.low_by, str(plan.low_domain), False)
            )
        case "flat":
            plan.flat_from = rnd.randint(1, length - 5)
            plan.flat_as = rnd.choice(("max", "copy"))
            plan.events.append(Event("flat", plan.flat_from, length, 0, plan.flat_as, False))
        case _ if rnd.random() < 0.45:
            growth = rnd.uniform(0.3, 1.0)
            for at in range(length):
                plan.shifts[at] = growth * spread * at / length
            if growth >= 0.5:
                slow = "slow background growth"
                plan.events.append(Event("improvement", 1, length, growth, slow, is_neutral=True))
    return plan


def _put_drops(rnd: random.Random, plan: _Plan, course: str, *, length: int, spread: float) -> None:
    start = rnd.randint(3, length - 1)
    [size] = rnd.choices((1.0, 1.5, 2.0, 2.5, 3.0), weights=(16, 16, 36, 19, 13))
    end = length if course == "unrepaired" else min(start + rnd.randint(0, 2), length)
    for at in range(start, end + 1):
        plan.shifts[at - 1] -= size * spread
    plan.events.append(Event("drop", start, end, size, course, is_neutral=False))
    if course == "repaired" and end < length:
        plan.events.append(Event("recovery", end + 1, end + 1, size, "", is_neutral=False))


class _Client:
    """One client's level, spread, and how each item and domain differs from the level."""

    def __init__(self, rnd: random.Random, *, level: float, spread: float) -> None:
        self._rnd = rnd
        self.level = level
        self.spread = min(9.0, max(3.0, rnd.lognormvariate(1.57, 0.3))) * spread
        self._domains = [rnd.gauss(0, 0.25) for _ in DOMAIN_SIZES]
        self._items = [rnd.gauss(0, 0.22) for _ in ITEMS]
        self._absent = [min(0.5, rnd.expovariate(1 / _ABSENT)) for _ in ITEMS]

    @property
    def scatter(self) -> float:
        """Standard deviation of a session's score: the session's own and the items' noise."""
        noise = 25 * hypot(_ITEM_NOISE, _ROUNDING)
        return hypot(self.spread, noise / sqrt(len(ITEMS) * (1 - _ABSENT)))

    def ratings(self, plan: _Plan, *, length: int) -> list[list[int]]:
        rows: list[list[int]] = []
        apart = 0.0
        for number in range(1, length + 1):
            fresh = self._rnd.gauss(0, self.spread * sqrt(1 - _CARRY_OVER**2))
            apart = _CARRY_OVER * apart + fresh
            rows.append(self._row(plan, number=number, apart=apart, before=rows))
        return rows

    def _row(self, plan: _Plan, *, number: int, apart: float, before: list[list[int]]) -> list[int]:
        rnd = self._rnd
        if plan.flat_as and number >= plan.flat_from:
            if plan.flat_as == "max":
                return [5 if rnd.random() < 0.97 else 4 for _ in ITEMS]
            if before:
                return [r if rnd.random() < 0.97 else min(5, r + 1) for r in before[-1]]
        centre = (self.level + plan.shifts[number - 1] + apart) / 25 + 1
        is_low = plan.low_domain and number >= plan.low_from
        row = []
        for item, domain in enumerate(DOMAIN_OF):
            if rnd.random() < self._absent[item]:
                row.append(0)
                continue
            value = centre + self._items[item] + self._domains[domain - 1]
            value += rnd.gauss(0, _ITEM_NOISE)
            if is_low and domain == plan.low_domain:
                value -= plan.low_by / 25
            row.append(min(5, max(1, round(value))))
        return row

    def low_by_nature(self, length: int) -> list[Event]:
        """Domains that sit ten points or more below the others from the start."""
        means = []
        for domain, own in enumerate(self._domains, 1):
            items = [self._items[i] for i, d in enumerate(DOMAIN_OF) if d == domain]
            means.append(own + sum(items) / len(items))
        found = []
        for domain, mean in enumerate(means, 1):
            others = [other for d, other in enumerate(means, 1) if d != domain]
            gap = 25 * (mean - sum(others) / len(others))
            if gap <= -10:
                found.append(Event("low_domain", 1, length, gap, str(domain), is_neutral=True))
        return found
