"""Bars tell in words what they draw, and draw nothing of what is hidden."""

import re

import pytest

from alliance.web.charts.bars import Bar, bar_chart, month_columns

BARS = [Bar("Adults", "40 of 50", 0.8), Bar("Couples", "hidden", None), Bar("Trainees", "0", 0)]


def widths(drawn, css):
    return [float(found) for found in re.findall(rf'class="{css}" d="M[\d. ]+h([\d.]+)', drawn)]


def test_bars_say_every_name_and_amount_in_words():
    drawn = bar_chart(BARS, ident="teams", title="By team")

    assert "Adults: 40 of 50; Couples: hidden; Trainees: 0." in drawn
    assert drawn.count('role="img"') == 2


def test_the_length_of_a_bar_is_its_share():
    wide = bar_chart(BARS, ident="teams", title="By team").split("only-sm")[0]

    [bar] = widths(wide, "c-bar")
    assert bar / widths(wide, "c-track")[0] == pytest.approx(0.8)


def test_what_is_hidden_is_a_dashed_frame_of_full_length_that_tells_nothing():
    wide = bar_chart(BARS, ident="teams", title="By team").split("only-sm")[0]

    assert len(widths(wide, "c-hidden")) == 1
    assert widths(wide, "c-hidden")[0] == widths(wide, "c-track")[0] - 1


def test_columns_name_as_many_months_as_fit():
    year = [Bar(f"M{number}", str(number), number / 24) for number in range(1, 25)]

    wide = month_columns(year, ident="months", title="Sessions").split("only-sm")[0]

    assert wide.count("<tspan") == 2 * 12


def test_no_months_make_no_fault():
    assert "<svg" in month_columns([], ident="months", title="Sessions")


def test_a_name_is_escaped():
    assert "<b>" not in bar_chart([Bar("<b>", "1", 1)], ident="teams", title="By team")
