"""The figures of one month as they are published, and as JSON.

A month is published once, when it is over and settled, and never again: nothing can be learned from
two versions of it. Reports and pages are made from these figures and from nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from alliance.trends.small_groups import Figure

LINES = ("below", "within", "above", "early")
"""The latest session of the month against the client's own usual range; early: no range or no
average yet."""
REASONS = ("completed", "dropped_out", "referred_on")
AGES = ("under_2_weeks", "2_to_4_weeks", "over_4_weeks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What happened over whole months up to this one. `parts` and `weeks` where it has them."""

    months: int
    figure: Figure
    parts: dict[str, int | None]
    # The mean over clients of the weeks from rupture to repair.
    weeks: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What is published of a month. A stretch is None while it has too few clients to be told."""

    # Clients with a session logged.
    seen: Figure
    # Sessions logged, and sessions logged or missing.
    sessions: Figure
    due: Figure
    line: dict[str, int | None]
    # Clients with an open rupture, and with a log that waits for a review, at the end.
    strained: Figure
    strained_for: dict[str, int | None]
    waiting: Figure
    waiting_for: dict[str, int | None]
    opened: Stretch | None
    closed: Stretch | None
    repaired: Stretch | None


def as_json(month: Month) -> dict[str, Any]:
    """What `from_json` makes the same month of."""
    return {field.name: _told(getattr(month, field.name)) for field in fields(month)}


def from_json(told: Mapping[str, Any]) -> Month:
    """A month that `as_json` told. Raises KeyError for anything else."""
    return Month(
        seen=_figure(told["seen"]),
        sessions=_figure(told["sessions"]),
        due=_figure(told["due"]),
        line=told["line"],
        strained=_figure(told["strained"]),
        strained_for=told["strained_for"],
        waiting=_figure(told["waiting"]),
        waiting_for=told["waiting_for"],
        opened=_stretch(told["opened"]),
        closed=_stretch(told["closed"]),
        repaired=_stretch(told["repaired"]),
    )


def _told(value: Figure | Stretch | dict[str, int | None] | None) -> Any:
    if isinstance(value, Figure):
        teams = [[sorted(teams), amount] for teams, amount in value.teams.items()]
        return {"total": value.total, "teams": sorted(teams)}
    if isinstance(value, Stretch):
        return {
            "months": value.months,
            "figure": _told(value.figure),
            "parts": value.parts,
            "weeks": value.weeks,
        }
    return value


def _figure(told: Mapping[str, Any]) -> Figure:
    return Figure(told["total"], {frozenset(teams): amount for teams, amount in told["teams"]})


def _stretch(told: Mapping[str, Any] | None) -> Stretch | None:
    return None if told is None else Stretch(**{**told, "figure": _figure(told["figure"])})
