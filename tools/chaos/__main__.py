"""`python -m tools.chaos [--short] [--seed N] [R1 R2 …]`: a line a test, and an exit code."""

import sys
import time
from argparse import ArgumentParser
from random import Random

from tools.chaos.outcome import Outcome, Size, Test
from tools.chaos.tests import TESTS


def main() -> None:
    parser = ArgumentParser(prog="make chaos")
    parser.add_argument("tests", nargs="*", metavar="R1", help="some of them; all if none is named")
    parser.add_argument("--short", action="store_true", help="as CI runs them")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    unknown = set(asked.tests) - set(TESTS)
    if unknown:
        parser.error(f"no such test: {', '.join(sorted(unknown))}; there are {', '.join(TESTS)}")
    outcomes = [
        outcome
        for name in asked.tests or TESTS
        for outcome in run(TESTS[name], is_full=not asked.short, seed=asked.seed)
    ]
    good = sum(outcome.is_good for outcome in outcomes)
    print(f"\n{good} of {len(outcomes)} good")
    sys.exit(0 if good == len(outcomes) else 1)


def run(test: Test, *, is_full: bool, seed: int) -> list[Outcome]:
    began = time.monotonic()
    outcomes = test(Size(is_full=is_full, chance=Random(seed)))  # noqa: S311 - when to kill
    for outcome in outcomes:
        print(outcome.line(seed=seed), flush=True)
    print(f"     in {time.monotonic() - began:.0f} s", flush=True)
    return outcomes


if __name__ == "__main__":
    main()
