"""Checklists and sessions for the tests of `trends`."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from alliance.trends.layout import Layout
from alliance.trends.prior import Prior
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.series import Session, SessionReading, rebuild
from alliance.trends.signals import Kind

# Eight domains with core items and one without, ten core items: the shape of the checklist.
DOMAINS = {
    "welcome": ("welcome-1", "welcome-2"),
    "listening": ("listening-1", "listening-2", "listening-3"),
    "acceptance": ("acceptance-1", "acceptance-2"),
    "emotion": ("emotion-1", "emotion-2", "emotion-3"),
    "goals": ("goals-1", "goals-2", "goals-3"),
    "bond": ("bond-1", "bond-2"),
    "boundaries": ("boundaries-1",),
    "repair": ("repair-1", "repair-2", "repair-3"),
    "fit": ("fit-1",),
}
CORE = frozenset(
    {f"{domain}-1" for domain in DOMAINS if domain != "boundaries"} | {"goals-2", "repair-2"}
)
ITEMS = tuple(item for items in DOMAINS.values() for item in items)
LAYOUT = Layout(DOMAINS, CORE, frozenset({"emotion-3"}))
FIRST_DAY = date(2026, 1, 5)


def all_core(rating: int | str) -> dict[str, int | str]:
    return dict.fromkeys(sorted(CORE), rating)


def all_items(rating: int) -> dict[str, int | str]:
    return dict.fromkeys(ITEMS, rating)


def scoring(score: float) -> dict[str, int | str]:
    """Core ratings whose score is `score`, a multiple of 2.5."""
    steps = round(score / 2.5)
    low, extra = divmod(steps, 10)
    return {item: 1 + low + (at < extra) for at, item in enumerate(sorted(CORE))}


def varied(score: float, *, turn: int) -> dict[str, int | str]:
    """As `scoring`, with answers that differ between items and from turn to turn."""
    ratings = [rating for rating in scoring(score).values() if isinstance(rating, int)]
    for at in range(0, len(ratings) - 1, 2):
        if ratings[at] < 5 and ratings[at + 1] > 1:
            ratings[at] += 1
            ratings[at + 1] -= 1
    turned = ratings[turn % 3 :] + ratings[: turn % 3]
    return dict(zip(sorted(CORE), turned, strict=True))


def weekly(ratings: Sequence[Mapping[str, int | str]]) -> list[Session]:
    """One session a week, in order."""
    return [
        Session(f"s{at:05}", FIRST_DAY + timedelta(weeks=at), 0, each)
        for at, each in enumerate(ratings)
    ]


def read(
    sessions: Sequence[Session],
    *,
    prior: Prior | None = None,
    sensitivity: Sensitivity = Sensitivity.USUAL,
    layout: Layout = LAYOUT,
) -> list[SessionReading]:
    return rebuild(sessions, prior=prior or Prior(), sensitivity=sensitivity, layout=layout)


def raised(readings: Sequence[SessionReading]) -> list[tuple[int, str]]:
    """Session number from 1, and kind, of the signals that are about the score."""
    return [
        (number, signal.kind.value)
        for number, reading in enumerate(readings, 1)
        for signal in reading.signals
        if signal.kind not in {Kind.LOW_DOMAIN, Kind.FLAT}
    ]
