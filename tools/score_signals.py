"""Scores signals against simulated series whose events are known.

`python -m tools.score_signals` detects on the development data of the tests and prints a table for
all items and for a form of ten. docs/signals.md says what the columns mean and where they come
from. A signal raised inside the window of an event finds it; later ones in that window don't
count. One outside every window is false, unless it falls where nothing can be said (neutral).
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Self

from alliance.trends.detecting import detect
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.session_rows import SessionRows

KINDS = ("drop", "recovery", "decline", "improvement", "low_domain", "flat")
DEVELOPMENT = Path(__file__).resolve().parent.parent / "tests" / "trends" / "development"
TEN_ITEMS = ("d1-1", "d2-1", "d3-1", "d3-2", "d4-1", "d5-1", "d5-2", "d6-1", "d7-1", "d7-2")
"""One item a domain, two in three of them: the ratio nearest to the core ten of the checklist."""
GRACE = 4
"""Sessions after an event in which the series counts neither as steady nor as in the event."""
TIMELY_WITHIN = {
    "drop": 1,
    "recovery": 2,
    "decline": 9,
    "improvement": 9,
    "low_domain": 7,
    "flat": 5,
}
FIRST_STEADY_SESSION = 3
LARGE_DROP = 2.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was put into a series, or (neutral) that may be taken for it."""

    kind: str
    start: int
    end: int
    size: float
    detail: str
    is_neutral: bool

    @property
    def window(self) -> tuple[int, int]:
        """First and last session at which a signal finds it."""
        if self.kind == "recovery":
            return self.start, self.start + GRACE
        if self.kind in {"decline", "improvement"}:
            return self.start, self.end + GRACE
        return self.start, self.end

    @property
    def timely_until(self) -> int:
        until = self.start + TIMELY_WITHIN[self.kind]
        return min(until, self.end) if self.kind == "drop" else until


@dataclass(frozen=True, slots=True, order=True)
class Raised:
    """A signal, as a row of the output."""

    number: int
    kind: str
    detail: str


@dataclass(slots=True)
class Figures:
    """How one kind of signal did."""

    events: int = 0
    found: int = 0
    timely: int = 0
    false: int = 0
    false_when_steady: int = 0
    steady_sessions: int = 0
    large_events: int = 0
    large_timely: int = 0
    delay_sessions: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def precision(self) -> float:
        """Share of signals that found something, in percent."""
        return _percent(self.found, self.found + self.false)

    @property
    def timely_share(self) -> float:
        return _percent(self.timely, self.events)

    @property
    def large_timely_share(self) -> float:
        """Timely share of events of 2 standard deviations or more."""
        return _percent(self.large_timely, self.large_events)

    @property
    def false_alarms(self) -> float:
        """False signals in 100 steady sessions."""
        return _percent(self.false_when_steady, self.steady_sessions)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def score(
    raised: Mapping[str, Iterable[Raised]],
    *,
    events: Mapping[str, Sequence[Event]],
    lengths: Mapping[str, int],
) -> dict[str, Figures]:
    """Figures by kind, for signals, events and session counts by series."""
    figures = {kind: Figures() for kind in KINDS}
    for series, length in lengths.items():
        put_in = [event for event in events.get(series, ()) if not event.is_neutral]
        neutral = [event for event in events.get(series, ()) if event.is_neutral]
        busy = _busy(put_in)
        signals = sorted(raised.get(series, ()))
        for kind in KINDS:
            spared = _spared(kind, put_in=put_in, neutral=neutral)
            steady = set(range(FIRST_STEADY_SESSION, length + 1)) - busy - spared
            _tally(
                figures[kind],
                signals=[signal for signal in signals if signal.kind == kind],
                events=[event for event in put_in if event.kind == kind],
                steady=steady,
                spared=spared,
                low_by_nature=[event for event in neutral if event.kind == kind == "low_domain"],
            )
    return figures


def _busy(put_in: Sequence[Event]) -> set[int]:
    sessions: set[int] = set()
    for event in put_in:
        last = event.start if event.kind == "recovery" else event.end
        sessions.update(range(event.start, last + GRACE + 1))
    return sessions


def _spared(kind: str, *, put_in: Sequence[Event], neutral: Sequence[Event]) -> set[int]:
    """Sessions at which a signal of this kind is neither right nor wrong."""
    spared: set[int] = set()
    for event in neutral:
        if event.kind == kind != "low_domain":
            spared.update(range(event.start, event.end + 1))
    for event in put_in:
        start, end = event.start, event.end
        match event.kind, kind:
            case "flat", "drop" | "decline" | "recovery" | "improvement":
                spared.update(range(start, end + GRACE + 1))
            case "decline", "drop":
                spared.update(range(start, end + GRACE + 1))
            case "low_domain", "drop":
                spared.update((start, start + 1))
            case "low_domain", "decline":
                spared.update(range(start, start + 2 * GRACE + 1))
            case "drop", "decline":
                spared.update(range(start, end + 1))
    return spared


def _tally(
    figures: Figures,
    *,
    signals: Sequence[Raised],
    events: Sequence[Event],
    steady: set[int],
    spared: set[int],
    low_by_nature: Sequence[Event],
) -> None:
    figures.steady_sessions += len(steady)
    first: dict[int, int] = {}
    for signal in signals:
        at = next((at for at, event in enumerate(events) if _finds(signal, event)), None)
        if at is not None:
            first.setdefault(at, signal.number)
        elif signal.number not in spared and not any(
            event.start <= signal.number <= event.end and event.detail == signal.detail
            for event in low_by_nature
        ):
            figures.false += 1
            figures.false_when_steady += signal.number in steady
    for at, event in enumerate(events):
        is_timely = at in first and first[at] <= event.timely_until
        figures.events += 1
        figures.timely += is_timely
        if event.size >= LARGE_DROP:
            figures.large_events += 1
            figures.large_timely += is_timely
        if at in first:
            figures.found += 1
            figures.delay_sessions += first[at] - event.start + 1


def _finds(signal: Raised, event: Event) -> bool:
    first, last = event.window
    right_domain = event.kind != "low_domain" or signal.detail == event.detail
    return right_domain and first <= signal.number <= last


def read_events(path: Path) -> dict[str, list[Event]]:
    events = defaultdict(list)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            events[row["series_id"]].append(
                Event(
                    kind=row["kind"],
                    start=int(row["start"]),
                    end=int(row["end"]),
                    size=float(row["size"]),
                    detail=row["detail"],
                    is_neutral=row["role"] != "event",
                )
            )
    return dict(events)


def keep_items(lines: Iterable[bytes], *, items: Sequence[str] | None) -> Iterator[bytes]:
    """CSV lines with only these item columns; all of them when `items` is None."""
    rows = csv.reader(line.decode() for line in lines)
    header = next(rows)
    kept = [
        at
        for at, name in enumerate(header)
        if items is None or name in items or not name.startswith("d") or name == "date"
    ]
    yield (",".join(header[at] for at in kept) + "\n").encode()
    for row in rows:
        yield (",".join(row[at] for at in kept) + "\n").encode()


def score_lines(
    lines: Iterable[bytes],
    *,
    events: Mapping[str, Sequence[Event]],
    sensitivity: Sensitivity = Sensitivity.USUAL,
) -> dict[str, Figures]:
    """Detect on CSV lines and score what was raised."""
    reader = SessionRows(lines)
    rows = sorted(reader)
    lengths: dict[str, int] = {}
    for row in rows:
        lengths[row.series] = max(row.number, lengths.get(row.series, 0))
    raised = defaultdict(list)
    for found in detect(rows, basis=reader.basis, sensitivity=sensitivity):
        signal = found.signal
        raised[found.series].append(Raised(found.number, signal.kind.value, signal.detail))
    return score(raised, events=events, lengths=lengths)


def score_development(
    *, items: Sequence[str] | None = None, sensitivity: Sensitivity = Sensitivity.USUAL
) -> dict[str, Figures]:
    """Figures on the development data, for all items or for some."""
    events = read_events(DEVELOPMENT / "truth_events.csv")
    with (DEVELOPMENT / "sessions.csv").open("rb") as file:
        return score_lines(keep_items(file, items=items), events=events, sensitivity=sensitivity)


def table(figures: Mapping[str, Figures]) -> str:
    lines = [f"{'kind':<12} {'events':>6} {'found':>6} {'false':>6} {'precision':>9} {'timely':>7}"]
    lines[0] += f" {'false in 100 steady':>20}"
    for kind, row in figures.items():
        lines.append(
            f"{kind:<12} {row.events:>6} {row.found:>6} {row.false:>6} {row.precision:>9.1f}"
            f" {row.timely_share:>7.1f} {row.false_alarms:>20.2f}"
        )
    drop = figures["drop"]
    lines.append(
        f"drops of 2 SD or more: {drop.large_events}, timely {drop.large_timely_share:.1f}"
    )
    return "\n".join(lines)


def main() -> None:
    for title, items in (("All items", None), ("Ten items", TEN_ITEMS)):
        sys.stdout.write(f"{title}\n{table(score_development(items=items))}\n\n")


if __name__ == "__main__":
    main()
