"""Measures what the signals do on simulated series: the figures of alliance/trends/figures.py.

`python -m tools.measure_signals` prints them for every form and sensitivity; it takes some
minutes. The seeds are others than those the limits were found with.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from itertools import chain

from alliance.trends.sensitivity import Sensitivity
from tools.score_signals import KINDS, TEN_ITEMS, Figures, score_lines
from tools.simulated_series import header, simulate

SEED = 2026
AT_A_TIME = 5_000


def measure(
    series: int,
    *,
    items: Sequence[str] | None,
    sensitivity: Sensitivity,
    spread_factor: float = 1.0,
    seed: int = SEED,
) -> dict[str, Figures]:
    """Figures over so many series, made and scored a few thousand at a time."""
    total = {kind: Figures() for kind in KINDS}
    for part, start in enumerate(range(0, series, AT_A_TIME)):
        size = min(AT_A_TIME, series - start)
        made = simulate(size, seed=seed + part, spread_factor=spread_factor)
        lines = chain([header(items)], (line for one in made for line in one.csv_lines(items)))
        events = {one.series: one.events for one in made}
        for kind, figures in score_lines(lines, events=events, sensitivity=sensitivity).items():
            total[kind] += figures
    return total


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=30_000)
    parser.add_argument("--spread-factor", type=float, default=1.0)
    options = parser.parse_args()
    for form, items in (("full", None), ("short", TEN_ITEMS)):
        for sensitivity in Sensitivity:
            figures = measure(
                options.series,
                items=items,
                sensitivity=sensitivity,
                spread_factor=options.spread_factor,
            )
            for kind, row in figures.items():
                sys.stdout.write(
                    f"{form} {sensitivity} {kind}: false alarms {row.false_alarms:.2f},"
                    f" precision {row.precision:.1f}, timely {row.timely_share:.1f},"
                    f" large and timely {row.large_timely_share:.1f}\n"
                )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
