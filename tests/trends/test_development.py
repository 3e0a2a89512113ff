"""What the signals find in the development data, which nothing was tuned on.

500 simulated series, 7,786 sessions. The floors are what the rules reached when they were
written down; a change that loses ground has to say why.
"""

import pytest

from alliance.trends.figures import FULL_FORM, SHORT_FORM
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.signals import Kind
from tools.measure_signals import measure
from tools.score_signals import TEN_ITEMS, Event, Raised, score, score_development

ALL = {
    # kind: (timely at least, precision at least, false alarms at most)
    "drop": (41.0, 43.6, 1.81),
    "recovery": (35.6, 31.0, 1.47),
    "decline": (86.8, 46.4, 0.60),
    "improvement": (77.2, 34.6, 0.95),
    "low_domain": (96.9, 52.3, 0.33),
    "flat": (100.0, 84.6, 0.10),
}
TEN = {
    "drop": (39.1, 43.1, 1.88),
    "recovery": (37.3, 30.6, 1.52),
    "decline": (73.6, 39.7, 0.75),
    "improvement": (77.2, 35.2, 0.86),
    "low_domain": (81.8, 47.5, 0.48),
    "flat": (90.9, 52.5, 0.32),
}


@pytest.mark.parametrize(
    ("items", "floors", "large_drops"), [(None, ALL, 53.1), (TEN_ITEMS, TEN, 47.7)]
)
def test_signals_find_no_less_in_the_development_data(items, floors, large_drops):
    figures = score_development(items=items)

    for kind, (timely, precision, false_alarms) in floors.items():
        assert figures[kind].timely_share >= timely, kind
        assert figures[kind].precision >= precision, kind
        assert figures[kind].false_alarms <= false_alarms, kind
    assert figures["drop"].large_timely_share >= large_drops


@pytest.mark.parametrize(("items", "stated"), [(None, FULL_FORM), (TEN_ITEMS, SHORT_FORM)])
def test_figures_quoted_on_screen_hold_on_simulated_series(items, stated):
    """On fresh series, far fewer than were measured: within about three standard errors."""
    figures = measure(1_000, items=items, sensitivity=Sensitivity.USUAL, seed=77)

    stated_usual = stated[Sensitivity.USUAL]
    for kind, row in figures.items():
        assert row.false_alarms == pytest.approx(stated_usual[Kind(kind)].false_alarms, abs=0.5)
    drop = stated_usual[Kind.DROP]
    assert 100 - figures["drop"].precision == pytest.approx(drop.by_chance, abs=9)
    assert figures["drop"].timely_share == pytest.approx(drop.timely, abs=9)


def event(kind, start, end, *, size=2.0, detail="", is_neutral=False):
    return Event(kind, start, end, size, detail, is_neutral)


def scored(events, *raised, length=40):
    return score(
        {"s": [Raised(number, kind, detail) for number, kind, detail in raised]},
        events={"s": events},
        lengths={"s": length},
    )


def test_only_the_first_signal_in_a_window_finds_the_event():
    drop = scored([event("drop", 10, 14)], (11, "drop", ""), (13, "drop", ""))["drop"]

    assert (drop.events, drop.found, drop.timely, drop.false) == (1, 1, 1, 0)


def test_late_signal_finds_but_not_in_time():
    drop = scored([event("drop", 10, 14)], (12, "drop", ""))["drop"]

    assert (drop.found, drop.timely) == (1, 0)


def test_signal_outside_every_window_is_false_and_a_false_alarm_where_steady():
    drop = scored([event("drop", 10, 11)], (30, "drop", ""), (14, "drop", ""))["drop"]

    assert (drop.false, drop.false_when_steady) == (2, 1)
    assert drop.steady_sessions == 38 - 6


def test_signal_in_a_neutral_stretch_is_neither():
    slow_growth = event("improvement", 1, 40, is_neutral=True)

    improvement = scored([slow_growth], (20, "improvement", ""))["improvement"]

    assert (improvement.false, improvement.steady_sessions) == (0, 0)


def test_low_domain_has_to_be_the_right_one():
    low = [event("low_domain", 10, 40, detail="3")]

    assert scored(low, (14, "low_domain", "3"))["low_domain"].found == 1
    assert scored(low, (14, "low_domain", "2"))["low_domain"].found == 0
