"""What may be said about groups of clients without saying anything about a group of fewer than
eight. Decision 15 gives the argument; tests/trends/test_small_groups.py attacks it.

Three things make subtraction useless: what is published is cut into parts that don't overlap; a
part is either told or joined with others until it may be; and a total is the sum of what was told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from statistics import fmean


@dataclass(frozen=True, slots=True)
class Rule:
    """From how many clients on a group is told, and to what its counts are rounded."""

    fewest: int
    step: int

    def tells(self, clients: int) -> bool:
        """Whether a group of so many may be told. Nobody is hidden in an empty one."""
        return clients == 0 or clients >= self.fewest

    def rounded(self, count: int) -> int:
        """To the nearest step: to five, 8 to 12 are 10. Zero stays zero."""
        return (count + self.step // 2) // self.step * self.step

    def mean(self, values: Sequence[float]) -> int | None:
        """To the nearest whole number; None for fewer clients than may be told, or none.

        `values` has one for each client, so that nobody counts twice.
        """
        return round(fmean(values)) if len(values) >= self.fewest else None


IN_CLINIC = Rule(fewest=8, step=5)
"""For everything about more people than oneself: NHS and OpenSAFELY practice, rulings.md."""
OWN = Rule(fewest=1, step=1)
"""For a clinician's figures of their own clients: nothing is hidden from who wrote it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One team's share of a figure.

    `guarded` counts groups of clients, each of which may have to be hidden: those whom the figure
    is about, and those who could be found by subtracting it from another that is published too.
    `amount` is what is published. Both add up, since each client counts in one team.
    """

    guarded: tuple[int, ...]
    amount: int

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            tuple(map(sum, zip(self.guarded, other.guarded, strict=True))),
            self.amount + other.amount,
        )

    def may_be_told(self, rule: Rule) -> bool:
        return all(rule.tells(clients) for clients in self.guarded)


type Teams = frozenset[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: its total, and the same by teams where that may be told.

    `total` is None where it is hidden. `teams` is empty, or a partition of all teams with a client
    in the month; `total` is then the sum of what it says, and so tells nothing more.
    """

    total: int | None
    teams: Mapping[Teams, int]


def published(cells: Mapping[Teams, Cell], rule: Rule) -> Figure:
    """The figure by team where each group may be told, else its total alone, else nothing."""
    groups = together(cells, rule)
    if len(groups) > 1 and all(cell.may_be_told(rule) for cell in groups.values()):
        told = {teams: rule.rounded(cell.amount) for teams, cell in groups.items()}
        return Figure(sum(told.values()), told)
    if not groups:
        return Figure(0, {})
    whole = reduce(add, groups.values())
    return Figure(rule.rounded(whole.amount) if whole.may_be_told(rule) else None, {})


def together(cells: Mapping[Teams, Cell], rule: Rule) -> dict[Teams, Cell]:
    """Teams that may not be told by themselves put together, and with the next smallest if need be.

    What is left may be told, unless the whole may not.
    """
    groups = dict(cells)
    while True:
        small = [teams for teams, cell in groups.items() if not cell.may_be_told(rule)]
        if not small or len(groups) == 1:
            return groups
        large = sorted(groups.keys() - set(small), key=lambda teams: _size(groups[teams], teams))
        joined = small if len(small) > 1 else [*small, large[0]]
        groups[frozenset().union(*joined)] = reduce(add, [groups.pop(teams) for teams in joined])


def divided(parts: Mapping[str, int], rule: Rule) -> dict[str, int | None]:
    """Clients by kind, when their number is published too; None for a kind that is hidden.

    At least two kinds are hidden, or none, and those hidden are together enough to be told: what
    is left after subtracting the others says nothing about either. All are where the whole is.
    """
    if not rule.tells(sum(parts.values())):
        return dict.fromkeys(parts)
    hidden = {kind for kind, clients in parts.items() if not rule.tells(clients)}
    shown = sorted(
        (kind for kind, clients in parts.items() if clients and kind not in hidden),
        key=lambda kind: parts[kind],
    )
    # One alone is never enough, so where one is hidden another is too.
    while hidden and not rule.tells(sum(parts[kind] for kind in hidden)):
        hidden.add(shown.pop(0))
    return {
        kind: None if kind in hidden else rule.rounded(clients) for kind, clients in parts.items()
    }


def percent(part: int, whole: int) -> int | None:
    """Of two published numbers, so that it tells no more than they do. At most 100."""
    return min(100, round(100 * part / whole)) if whole else None


def _size(cell: Cell, teams: Teams) -> tuple[int, int, list[str]]:
    """Empty groups last: joining one would hide nothing. Then the smallest, then by name."""
    clients = cell.guarded[0]
    return (clients == 0, clients, sorted(teams))
