import random
from datetime import date, timedelta

import pytest

from alliance.trends.detecting import detect
from alliance.trends.layout import Layout
from alliance.trends.prior import Prior, prior_from
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.series import Session, rebuild
from alliance.trends.session_rows import BadRow, SessionRow, SessionRows
from tools.simulated_series import header, simulate

START = date(2026, 1, 5)
DOMAINS = {"1": ("d1-1", "d1-2"), "2": ("d2-1", "d2-2"), "3": ("d3-1", "d3-2")}
ITEMS = tuple(item for items in DOMAINS.values() for item in items)
LAYOUT = Layout(DOMAINS, frozenset(ITEMS))
BASIS = LAYOUT.whole_form


def row(number, *answers, series="s1", clinician="c1", day=None):
    held_on = START + timedelta(days=7 * number if day is None else day)
    return SessionRow(clinician, held_on.isoformat(), series, number, 99, bytes(answers))


def steady(count, **whose):
    return [
        row(n, *((4, 5, 3, 4, 4, 4) if n % 2 else (5, 4, 4, 3, 4, 4)), **whose)
        for n in range(1, count + 1)
    ]


def found(rows, **options):
    return [
        (each.series, each.number, each.signal.kind.value)
        for each in detect(sorted(rows), basis=BASIS, **options)
    ]


def test_drop_and_recovery_are_found_at_their_sessions():
    rows = [*steady(6), row(7, 2, 3, 2, 3, 2, 3), row(8, 4, 4, 4, 4, 4, 4)]

    assert found(rows) == [("s1", 7, "drop"), ("s1", 8, "recovery")]


def test_session_without_an_answer_is_passed_over():
    low = row(8, 2, 3, 2, 3, 2, 3)

    assert found([*steady(6), row(7, 0, 0, 0, 0, 0, 0), low]) == [("s1", 8, "drop")]


def test_series_of_one_clinician_do_not_mix():
    rows = [*steady(6), row(7, 2, 3, 2, 3, 2, 3), *steady(8, series="s2")]

    assert found(rows) == [("s1", 7, "drop")]


def test_series_under_a_second_clinician_starts_afresh():
    low = [row(n, 2, 3, 2, 3, 2, 3, clinician="c2") for n in (7, 8)]

    assert found([*steady(6), *low]) == []


def test_session_that_comes_twice_is_refused_with_its_line():
    with pytest.raises(BadRow, match="line 99: session 2 of series 's1' comes twice"):
        found([*steady(3), row(2, 4, 4, 4, 4, 4, 4, day=50)])


def test_own_defaults_and_sensitivity_are_used():
    rows = [*steady(2), row(3, 3, 4, 3, 4, 3, 4)]

    assert found(rows, defaults=Prior(76, 2), sensitivity=Sensitivity.KEEN) == [("s1", 3, "drop")]
    assert found(rows, defaults=Prior(60, 9), sensitivity=Sensitivity.CALM) == []


@pytest.mark.parametrize("other", ["s0", "s9"])
def test_prior_comes_from_the_days_before_the_first_session(other):
    """The other client has taught enough only on the day on which this one begins."""
    high = [row(n, 5, 5, 5, 5, 5, 5, series=other, day=n) for n in (1, 2, 3)]
    new = [*steady(2), row(3, 3, 4, 3, 4, 4, 4)]
    begins = [
        each._replace(held_on=(START + timedelta(days=3 + at)).isoformat())
        for at, each in enumerate(new)
    ]

    drops = [each for each in found([*high, *begins], defaults=Prior(76, 2)) if each[0] == "s1"]

    assert drops == [("s1", 3, "drop")]


def simulated_rows(seed):
    made = simulate(60, seed=seed)
    return SessionRows([header(), *(line for one in made for line in one.csv_lines())])


def test_detecting_a_file_agrees_with_rebuilding_each_client():
    """Client by client, with the prior that the clinician's other clients had taught by then."""
    reader = simulated_rows(3)
    rows = sorted(reader)
    layout = Layout(
        {s.domain: reader.basis.items[s.start : s.stop] for s in reader.basis.spans},
        frozenset(reader.basis.items),
    )

    series = {
        name: [each for each in rows if each.series == name]
        for name in dict.fromkeys(each.series for each in rows)
    }

    priors: dict[str, Prior] = {}
    expected = set()
    for name, own in sorted(series.items(), key=lambda one: one[1][0].held_on):
        earlier = {
            other: [e for e in series[other] if e.held_on < own[0].held_on]
            for other in priors
            if series[other][0].clinician == own[0].clinician
        }
        priors[name] = prior_from(
            rebuild_rows(before, prior=priors[other], layout=layout)[-1].learned
            for other, before in earlier.items()
            if before
        )
        for reading in rebuild_rows(own, prior=priors[name], layout=layout):
            expected |= {(name, int(reading.key), s.kind.value, s.detail) for s in reading.signals}

    assert expected == {
        (each.series, each.number, each.signal.kind.value, each.signal.detail)
        for each in detect(rows, basis=reader.basis)
    }


def rebuild_rows(rows, *, prior, layout):
    sessions = [
        Session(
            str(each.number),
            date.fromisoformat(each.held_on),
            each.number,
            {i: a for i, a in zip(layout.whole_form.items, each.answers, strict=True) if a},
        )
        for each in rows
    ]
    return rebuild(sessions, prior=prior, sensitivity=Sensitivity.USUAL, layout=layout)


def test_order_of_the_rows_in_a_file_changes_nothing():
    made = simulate(40, seed=5)
    lines = [line for one in made for line in one.csv_lines()]
    mixed = random.Random(1).sample(lines, len(lines))

    def signals(lines):
        reader = SessionRows([header(), *lines])
        return list(detect(sorted(reader), basis=reader.basis))

    assert signals(mixed) == signals(lines)
    assert len(signals(lines)) > 20
