"""What a test found, and whether its control was found out."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

CONFIDENCE_95 = 3


@dataclass(frozen=True)
class Outcome:
    """`tries` is what the bound is about; with no failure in N it is below 3/N (95 %)."""

    test: str
    what: str
    tries: int
    failures: int
    # None: the test plan names no control, or it could not be had here.
    control_failed: bool | None = None
    told: str = ""
    skipped: str = ""

    @property
    def bound(self) -> str:
        if self.failures or not self.tries:
            return "–"
        return f"{CONFIDENCE_95 / self.tries:.1g}"

    @property
    def is_good(self) -> bool:
        return bool(self.skipped) or (
            self.failures == 0 and self.tries > 0 and self.control_failed is not False
        )

    def line(self, *, seed: int) -> str:
        if self.skipped:
            return f"{self.test:<4} not tried: {self.skipped}"
        control = {None: "no control", True: "control failed as it must"}.get(
            self.control_failed, "CONTROL PASSED, SO THIS SEES NOTHING"
        )
        head = f"{self.test:<4} {self.what:<44} N {self.tries:>6}  failures {self.failures:>3}"
        told = f"\n     {self.told}" if self.told else ""
        return f"{head}  bound {self.bound:>6}  seed {seed}  {control}{told}"


@dataclass(frozen=True)
class Size:
    """How often: few in CI, many in `make chaos`."""

    is_full: bool
    chance: Random

    def of(self, few: int, full: int) -> int:
        return full if self.is_full else few


type Test = Callable[[Size], list[Outcome]]
