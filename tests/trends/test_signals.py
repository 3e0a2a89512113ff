import json

import pytest

from alliance.trends.explain import explain, sentence
from alliance.trends.figures import FULL_FORM, SHORT_FORM
from alliance.trends.flat import Flat, Pattern
from alliance.trends.low_domain import LowDomain
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.signals import Drop, Kind, Recovery, Signal, from_json
from alliance.trends.trend import Shift
from tests.trends.building import all_core, read, scoring, weekly


def drop(z=-3.1, previous_z=0.2):
    return Drop(
        score=52.5,
        level=74.8,
        spread=7.2,
        low=64.7,
        high=84.9,
        z=z,
        previous_z=previous_z,
        single_limit=2.3,
        pair_limit=1.4,
    )


def signal(kind, evidence, *, detail="", sensitivity=Sensitivity.USUAL, is_sparse=True):
    return Signal(kind, detail, sensitivity, is_sparse, evidence)


ALL_KINDS = [
    signal(Kind.DROP, drop()),
    signal(Kind.DROP, drop(z=-1.6, previous_z=-1.9)),
    signal(Kind.RECOVERY, Recovery(74.0, 75.0, 6.0, 72.0, 2)),
    signal(Kind.DECLINE, Shift(68.0, 75.0, 5.5, -2.4, 2.2)),
    signal(Kind.IMPROVEMENT, Shift(82.0, 75.0, 5.5, 2.4, 2.2)),
    signal(Kind.LOW_DOMAIN, LowDomain("goals", 48.0, 77.0, 25.0, 70.0, 4), detail="goals"),
    signal(Kind.FLAT, Flat(Pattern.ONE_VALUE, 0.92, 50, 5, 0.9)),
    signal(Kind.FLAT, Flat(Pattern.SAME_AS_BEFORE, 0.95, 40, 5, 0.9)),
]


def say(signal):
    return sentence(signal, client="K-14", domain="goals and tasks").text()


def test_each_kind_says_its_sentence():
    assert [say(each) for each in ALL_KINDS] == [
        "This session sits clearly below K-14’s usual range.",
        "Two sessions in a row sit below K-14’s usual range.",
        "After that dip, it is back near the usual level.",
        "The last four sessions together are clearly below where you were before.",
        "The last four sessions together are clearly above where you were before.",
        "In the last four sessions, goals and tasks sat well below the other domains.",
        "Nine in ten answers have been the same lately, so the chart can’t show much.",
        "Nine in ten answers have been the same lately, so the chart can’t show much.",
    ]


def test_pair_within_the_range_is_not_said_to_be_below_it():
    keen = signal(Kind.DROP, drop(z=-1.3, previous_z=-1.5), sensitivity=Sensitivity.KEEN)

    assert say(keen) == "Two sessions in a row sit at the low end of K-14’s usual range."


@pytest.mark.parametrize("each", ALL_KINDS)
def test_signal_comes_back_from_json_as_it_was(each):
    assert from_json(json.loads(json.dumps(each.to_json()))) == each


@pytest.mark.parametrize("each", ALL_KINDS)
def test_explanation_fills_every_place_in_its_templates(each):
    explanation = explain(each)

    for part in (explanation.rule, explanation.numbers, explanation.chance):
        assert "%" not in part.text()
        assert "!" not in part.text()


def test_explanation_of_a_drop_gives_the_rule_and_its_numbers():
    explanation = explain(ALL_KINDS[0])

    assert "2.3 spreads or more below the usual level" in explanation.rule.text()
    assert explanation.numbers.text() == (
        "This session scores 52. Before it the usual level was 75, the usual range 65 to 85 and"
        " one spread 7.2. It lies 3.1 spreads below the level."
    )


def test_chance_is_that_of_the_form_and_sensitivity_in_use():
    short = explain(signal(Kind.DROP, drop(), sensitivity=Sensitivity.CALM)).chance.values
    full = explain(signal(Kind.DROP, drop(), is_sparse=False, sensitivity=Sensitivity.KEEN))

    calm_figure = SHORT_FORM[Sensitivity.CALM][Kind.DROP]
    keen_figure = FULL_FORM[Sensitivity.KEEN][Kind.DROP]
    assert short["false_alarms"] == str(round(10 * calm_figure.false_alarms))
    assert full.chance.values["false_alarms"] == str(round(10 * keen_figure.false_alarms))
    assert "simulated" in full.chance.text()


def test_templates_are_translated_before_values_go_in():
    shouted = sentence(ALL_KINDS[0], client="K-14").text(lambda template: template.upper()[:4])

    assert shouted == "THIS"


@pytest.mark.parametrize("form", [FULL_FORM, SHORT_FORM])
def test_every_kind_has_figures_at_every_sensitivity(form):
    assert {kind for row in form.values() for kind in row} == set(Kind)
    assert set(form) == set(Sensitivity)


@pytest.mark.parametrize("form", [FULL_FORM, SHORT_FORM])
@pytest.mark.parametrize(
    ("sensitivity", "promised"),
    [(Sensitivity.CALM, 1.0), (Sensitivity.USUAL, 2.0), (Sensitivity.KEEN, 3.0)],
)
def test_measured_false_alarms_keep_what_the_setting_promises(form, sensitivity, promised):
    assert form[sensitivity][Kind.DROP].false_alarms == pytest.approx(promised, abs=0.25)


def test_drop_carries_the_numbers_of_the_chart():
    readings = read(weekly([scoring(75)] * 5 + [scoring(50)]))
    *_, last = readings

    [found] = [each for each in last.signals if each.kind is Kind.DROP]

    numbers = found.evidence
    assert numbers.score == last.score == 50
    assert (numbers.low, numbers.high) == last.usual_range
    assert numbers.z == last.z == pytest.approx((50 - numbers.level) / numbers.spread)


def test_signals_of_a_short_form_quote_the_short_form():
    readings = read(weekly([all_core(4)] * 6))

    assert [s.is_sparse for r in readings for s in r.signals] == [True]
